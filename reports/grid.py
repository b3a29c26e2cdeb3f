"""The grid's events in figures (网格统计): in all, by class, by district and in their course; citizens' demands are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from models.queries import grid_events, grid_figures
from models.queries.grid_events import BehindGrid
from models.queries.grid_figures import NOWHERE, Sums
from models.vocabulary import Dimension
from reports import extracts
from reports.besides import HeldEvent, HeldEvents
from reports.figures.asked import Asked
from reports.figures.grid import added, with_rates, with_shares
from reports.figures.values import Part, Value
from reports.periods import Period

# One line of a table: name, every count as int, every rate as Decimal percent or None, and as `asked` whose they are.
Row = dict[str, Any]
# Between the classes of a key that stands for several.
AND = "-"
REST = "其他"


@dataclass(frozen=True)
class GridFacts:
    """The figures of a period; classes by what was escalated, the most first, with shares that add up to 100%."""

    asked: Asked
    whole: Row
    before: Row
    last_year: Row
    classes: Sequence[Row]
    districts: Sequence[Row]
    course: Sequence[Row]

    @property
    def period(self) -> Period:
        """Which days they are of."""
        return self.asked.period


def gather(asked: Asked, parts: Iterable[Period], *, most_classes: int) -> GridFacts:
    """Count all of it; classes beyond the most named are told together."""
    found = _sums(asked)
    before, last_year = (asked.during(p) for p in (asked.period.before(), asked.period.year_before()))
    return GridFacts(
        asked=asked,
        whole=_line("合计", asked, found),
        before=_line("上期", before, _sums(before)),
        last_year=_line("上年同期", last_year, _sums(last_year)),
        classes=_classes(asked, found, most_classes),
        districts=_districts(asked, found),
        course=_course(asked, list(parts)),
    )


def line(asked: Asked) -> Row | None:
    """Return the line of the classes or the district asked for, or of all; None where there is no such one."""
    found, key = _sums(asked), asked.key
    if asked.dimension is Dimension.ALL:
        return _line("", asked, found)
    if asked.dimension is Dimension.GRID_CLASS:
        names = {str(each.id): each.name for each in grid_figures.classes()}
        if not set(key.split(AND)) <= set(names):
            return None
        own = [sums for sums in found if str(sums.grid_class_id) in key.split(AND)]
        return _line("、".join(names[each] for each in key.split(AND)), asked, own)
    if asked.dimension is Dimension.DISTRICT:
        known = extracts.names(Dimension.DISTRICT)
        if key not in known:
            return None
        return _line(known[key], asked, [sums for sums in found if str(sums.district_id) == key])
    return None


def behind(value: Value, part: Part) -> tuple[BehindGrid, int]:
    """Return the events behind a value, or a part of those of a rate, and how many they are."""
    asked, wanted = value.asked, value.behind(part)
    is_class, is_district = (asked.dimension is each for each in (Dimension.GRID_CLASS, Dimension.DISTRICT))
    return BehindGrid(
        wanted.counts,
        wanted.left_out,
        asked.period.first_on,
        asked.period.last_on,
        tuple(map(int, asked.key.split(AND))) if is_class else None,
        int(asked.key) if is_district else None,
    ), wanted.number


def _sums(asked: Asked) -> list[Sums]:
    first_on, last_on = asked.period.first_on, asked.period.last_on
    held = _held(first_on, last_on)
    return held.sums(first_on, last_on) if held else grid_figures.sums(first_on, last_on)


def _held(first_on: date, last_on: date) -> HeldEvents | None:
    """Return the events of these days as they were kept; None outside of `extracts.counting_from`."""
    source = extracts.source()
    if source is None:
        return None
    return source.events_of(first_on, last_on, lambda: HeldEvents.of(grid_events.facts(first_on, last_on)))


def held_behind(value: Value, part: Part) -> Sequence[HeldEvent]:
    """Return the events behind a value as they were kept, the newest first; only inside `extracts.counting_from`."""
    wanted, _ = behind(value, part)
    days = wanted.first_on, wanted.last_on
    held = _held(*days)
    if held is None:
        return []
    return held.behind(wanted.counts, wanted.left_out, days, wanted.class_ids, wanted.district_id)


def _line(name: str, asked: Asked, own: Iterable[Sums]) -> Row:
    return _told(name, asked, added(sums.counts for sums in own))


def _told(name: str, asked: Asked, counts: Mapping[str, int]) -> Row:
    return with_rates(counts, asked.caliber.rounding) | {"name": name, "asked": asked}


def _classes(asked: Asked, found: Sequence[Sums], most: int) -> list[Row]:
    """Return the lines of the classes that have any event; the last one may be of all others together."""
    lines = []
    for each in grid_figures.classes():
        own = [sums for sums in found if sums.grid_class_id == each.id]
        if own:
            lines.append(_line(each.name, asked.of(Dimension.GRID_CLASS, str(each.id)), own))
    lines.sort(key=lambda row: (-row["grid_escalated"], -row["grid_registered"]))
    named, others = (lines, []) if len(lines) <= most + 1 else (lines[:most], lines[most:])
    return with_shares([*named, *together(REST, others)], asked.caliber.rounding)


def together(name: str, rows: Sequence[Row]) -> list[Row]:
    """Return the line of several classes together, with the sum of their shares; none of no class."""
    if not rows:
        return []
    asked = rows[0]["asked"].of(Dimension.GRID_CLASS, AND.join(row["asked"].key for row in rows))
    made = _told(name, asked, added(rows))
    return [made | {"grid_share": share_of(rows)}]


def share_of(rows: Sequence[Row]) -> Decimal | None:
    """Return the share of the lines together; None where nothing was escalated, or shares are not told yet."""
    told = [share for row in rows if (share := row.get("grid_share")) is not None]
    return sum(told, Decimal(0)) if told and len(told) == len(rows) else None


def _districts(asked: Asked, found: Sequence[Sums]) -> list[Row]:
    rows = []
    for member in extracts.members(Dimension.DISTRICT):
        own = [sums for sums in found if str(sums.district_id) == member.key]
        if own or member.key != str(NOWHERE):
            rows.append(_line(member.name, asked.of(Dimension.DISTRICT, member.key), own))
    return rows


def _course(asked: Asked, parts: Sequence[Period]) -> list[Row]:
    if not parts:
        return []
    first_on, last_on = parts[0].first_on, parts[-1].last_on
    held = _held(first_on, last_on)
    days = held.by_day(first_on, last_on) if held else grid_figures.by_day(first_on, last_on)
    return [
        _told(
            part.label,
            asked.during(part),
            added(counts for day, counts in days.items() if part.first_on <= day <= part.last_on),
        )
        for part in parts
    ]
