"""The rows of a report template (报表模板): whose they are, which tables they stand in, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

from models.queries.measures import ANY, NONE
from models.queries.restrictions import Within
from models.report_template import ReportTemplate
from models.vocabulary import ColumnShows, DepartmentKind, Dimension, RowGroups, RowsBy
from reports import lines
from reports.figures.asked import Asked
from reports.figures.figure import Figure
from reports.figures.rates import Line
from reports.figures.registry import IN_TEMPLATES
from reports.lines import Row, kinds_key

DIMENSIONS = {
    RowsBy.DEPARTMENT: Dimension.DEPARTMENT,
    RowsBy.UNIT_KIND: Dimension.DEPARTMENT,
    RowsBy.BRANCH: Dimension.BRANCH,
    RowsBy.CATEGORY: Dimension.CATEGORY,
    RowsBy.DISTRICT: Dimension.DISTRICT,
    RowsBy.CHANNEL: Dimension.CHANNEL,
    RowsBy.KIND: Dimension.KIND,
}
COMPARED = (ColumnShows.GROWTH, ColumnShows.YEARLY_GROWTH)
TOTAL, SUBTOTAL = "合计", "小计"
# Takes from a table the lines that add up to a total.
Whole = Callable[[Sequence[Line]], Sequence[Line]]


@dataclass(frozen=True)
class Column:
    """A column: which figure, what of it, and its headings; no figure where the registry has none of this id."""

    id: str
    shows: ColumnShows
    label: str
    group: str
    figure: Figure | None
    within: Within | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Read a column of a template's row."""
        figure, shows = IN_TEMPLATES.get(given["figure"]), ColumnShows(given.get("shows", ColumnShows.VALUE))
        label = given.get("label") or (figure.label if figure else given["figure"])
        channel = given.get("channel")
        within = Within(Dimension.CHANNEL, (str(channel),)) if channel else None
        return cls(given["figure"], shows, label, given.get("group", ""), figure, within)

    def row_of(self, member: Member) -> Row:
        """Return the line that the column tells of a row: all of it, or what came in by its channel."""
        return member.by_channel.get(self.within.text, {}) if self.within else member.now


@dataclass(frozen=True)
class Member:
    """A row: what it is now, what it was, its share of each count that is shared out, its place."""

    now: Row
    before: Row | None = None
    last_year: Row | None = None
    shares: Mapping[str, Decimal | None] = field(default_factory=dict)
    rank: int | None = None
    # The same row of the cases of one channel alone, by the restriction's text.
    by_channel: Mapping[str, Row] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the row is called."""
        return str(self.now["name"])

    def each(self, told: Callable[[Row], Row]) -> Self:
        """Return the row with what is told of it now and before."""
        rows = (self.now, self.before, self.last_year)
        now, before, last_year = (None if row is None else row | told(row) for row in rows)
        return replace(self, now=now or {}, before=before, last_year=last_year)


@dataclass(frozen=True)
class Group:
    """Rows that stand in one table; `left_out` of them are not among the first so many."""

    title: str
    members: list[Member]
    total: Member | None = None
    left_out: int = 0


@dataclass(frozen=True)
class Part:
    """Rows that stand in one table, and what adds up to their total in any period's table of a dimension."""

    title: str
    rows: Sequence[Line]
    name: str
    dimension: Dimension
    key: str
    whole: Whole
    # The units of a tier are others in every period.
    is_told_before: bool = True


class Tables:
    """The members of the rows' dimension in the period, and in those it is compared with, where it is."""

    def __init__(self, template: ReportTemplate, asked: Asked, columns: Sequence[Column]) -> None:
        self.template, self.asked = template, asked
        self.dimension = DIMENSIONS[template.rows_by]
        period = asked.period
        is_compared = any(column.shows in COMPARED for column in columns)
        self.periods = [period, period.before(), period.year_before()] if is_compared else [period]
        wanted = [self.dimension]
        if template.grouped_by is RowGroups.BRANCH:
            wanted.append(Dimension.BRANCH)
        self.found = lines.tables(wanted, asked, *self.periods)
        restricted = {column.within.text: column.within for column in columns if column.within}
        self.restricted = {
            text: lines.tables([self.dimension], asked.inside(within))[0][self.dimension]
            for text, within in restricted.items()
        }
        self.within = restricted
        if self.dimension is Dimension.DEPARTMENT:
            for tables in self.found:
                tables[self.dimension] = _units_of(tables[self.dimension], template.unit_kinds)

    @property
    def now(self) -> list[Line]:
        """The members in the period."""
        return self.found[0][self.dimension]

    def members(self, chosen: Sequence[Line]) -> list[Member]:
        """Return these members of the period with what they were before."""
        keys = {line["key"] for line in chosen}
        earlier = []
        for period, tables in zip(self.periods[1:], self.found[1:], strict=True):
            own = [line for line in tables[self.dimension] if line["key"] in keys]
            rows = lines.rows(own, self.asked.during(period), self.dimension)
            earlier.append({row["key"]: row for row in rows})
        now = lines.rows(chosen, self.asked, self.dimension)
        return [
            replace(
                _member([row, *(rows.get(row["key"]) for rows in earlier)]),
                by_channel=self._channels(row["key"]),
            )
            for row in now
        ]

    def _channels(self, key: str) -> dict[str, Row]:
        told = {}
        for text, table in self.restricted.items():
            asked = self.asked.inside(self.within[text])
            own = [line for line in table if line["key"] == key]
            [told[text]] = lines.rows(own, asked, self.dimension)
        return told

    def total(self, part: Part) -> Member:
        """Return what the part adds up to, now and before."""
        source = part.dimension if part.dimension is Dimension.BRANCH else self.dimension
        told: list[Row | None] = []
        for period, tables in list(zip(self.periods, self.found, strict=True))[
            : None if part.is_told_before else 1
        ]:
            asked = self.asked.during(period).of(part.dimension, part.key)
            told.append(lines.total(part.whole(tables[source]), asked, part.name))
        whole = self.asked.of(part.dimension, part.key)
        by_channel = {
            text: lines.total(part.whole(table), whole.inside(self.within[text]), part.name)
            for text, table in self.restricted.items()
        }
        return replace(_member(told), by_channel=by_channel)


def parts(tables: Tables) -> Iterable[Part]:
    """Give the tables that the rows stand in."""
    if tables.dimension is Dimension.DEPARTMENT:
        return _parts_of_units(tables)
    table = lines.with_cases(tables.now)
    if tables.template.grouped_by is RowGroups.BRANCH:
        return _parts_of_matters(table, lines.with_cases(tables.found[0][Dimension.BRANCH]))
    return [Part("", table, TOTAL, Dimension.ALL, NONE, lambda whole: whole)]


def _parts_of_units(tables: Tables) -> Iterable[Part]:
    """Give the units that were sent a case or had one due, in tiers, by kind or all together."""
    sent, kinds, grouped_by = (
        lines.sent_units(tables.now, tables.asked),
        tables.template.unit_kinds,
        tables.template.grouped_by,
    )
    if grouped_by is RowGroups.TIER:
        for tier in tables.asked.caliber.tiers:
            own = lines.of_tier(sent, tier)
            key = f"{tier.key}_{kinds_key(kinds)}" if kinds else tier.key
            yield Part(
                tier.label, own, SUBTOTAL, Dimension.DEPARTMENT, key, _those_in(own), is_told_before=False
            )
    elif grouped_by is RowGroups.UNIT_KIND:
        for kind in DepartmentKind:
            own = lines.of_kinds(sent, [kind])
            yield Part(kind.label, own, SUBTOTAL, Dimension.DEPARTMENT, kinds_key([kind]), _of_kind(kind))
    else:
        key = kinds_key(kinds) if kinds else ANY
        yield Part("", sent, TOTAL, Dimension.DEPARTMENT, key, lambda whole: whole)


def _parts_of_matters(table: Sequence[Line], branches: Sequence[Line]) -> Iterable[Part]:
    """Give the matters of each branch; the branch itself is their total."""
    for branch in branches:
        key, name = branch["key"], branch["name"]
        own = lines.leaves_of(key, table)
        yield Part(name, own, SUBTOTAL, Dimension.BRANCH, key, _those_in([branch]))


def kinds_of_unit(tables: Tables) -> Group:
    """Return a row for each kind of unit that was sent anything."""
    sent, kinds = lines.sent_units(tables.now, tables.asked), tables.template.unit_kinds
    parts = [
        Part("", own, kind.label, Dimension.DEPARTMENT, kinds_key([kind]), _of_kind(kind))
        for kind in DepartmentKind
        if (own := lines.of_kinds(sent, [kind]))
    ]
    key = kinds_key(kinds) if kinds else ANY
    total = Part("", sent, TOTAL, Dimension.DEPARTMENT, key, lambda whole: whole)
    return Group("", [tables.total(part) for part in parts], tables.total(total))


def _member(told: Sequence[Row | None]) -> Member:
    now, before, last_year = [*told, None, None][:3]
    return Member(now or {}, before, last_year)


def _those_in(chosen: Sequence[Line]) -> Whole:
    keys = {line["key"] for line in chosen}
    return lambda whole: [line for line in whole if line["key"] in keys]


def _of_kind(kind: DepartmentKind) -> Whole:
    return lambda whole: lines.of_kinds(whole, [kind])


def _units_of(table: Sequence[Line], kinds: Sequence[str]) -> list[Line]:
    units = lines.members(table)
    return lines.of_kinds(units, kinds) if kinds else units
