"""Figures entered by hand (指标填报): checked, kept, changed, taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from models.base import db
from models.entered_figure import EnteredFigure
from models.entries import Entry
from models.queries import counted_since, entered_figures
from models.queries.entered_figures import first_day
from models.transaction import once
from models.vocabulary import EntryGrain, EntrySubject
from workflows import audit
from workflows.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.user import User

LONGEST_KEY = 40
TIMES = (
    (EntryGrain.DAY, re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)),
    (EntryGrain.MONTH, re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII)),
    (EntryGrain.YEAR, re.compile(r"(\d{4})", re.ASCII)),
)
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Told:
    """One number as it was told: of what, of whom, for which time; no number takes the entry back."""

    entry: Entry
    subject: EntrySubject
    key: str
    grain: EntryGrain
    on: date
    number: Decimal | None
    note: str = ""


@dataclass
class Kept:
    """What came of what was told."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0

    @property
    def words(self) -> str:
        """The same in words."""
        return f"新填 {self.new} 项，修改 {self.changed} 项，撤销 {self.removed} 项，未变 {self.same} 项"


def enter(told: Iterable[Told], *, by: User, at: datetime) -> Kept:
    """Keep what was told, one line of the audit log for all. Raises BadInput for the first that cannot be."""
    kept, changes = Kept(), {}
    for each in told:
        check(each)
        before, after = _keep(each, kept, by=by, at=at)
        if before != after:
            changes[f"{each.entry.label} {each.on.isoformat()} {each.key}".strip()] = [before, after]
    if changes:
        db.session.flush()
        audit.write(
            "enter_figures",
            by=by,
            at=at,
            object_type="entered_figure",
            summary=kept.words,
            changes=changes,
        )
    return kept


def check(told: Told) -> None:
    """Refuse a number that the figure cannot have, one that would count twice, and what the system counts itself.

    Raises BadInput.
    """
    entry, number = told.entry, told.number
    if told.subject not in entry.subjects:
        raise BadInput(f"“{entry.label}”不按{told.subject.label}填报。")
    if number is None:
        return
    if number < 0 or number > entry.most:
        raise BadInput(f"“{entry.label}”须在 0 至 {entry.most} 之间。")
    if number != number.quantize(Decimal(1) if entry.is_whole else Decimal("0.01")):
        raise BadInput(f"“{entry.label}”须为{'整数' if entry.is_whole else '最多两位小数的数'}。")
    since = (
        once(("counted since", entry.id), lambda: counted_since.since(entry.id)) if entry.counted else None
    )
    if since is not None and told.on >= since.on:
        raise BadInput(f"“{entry.label}”不能按 {told.on} 填报：{since.words}")
    other = entered_figures.of_another_grain(entry.id, told.subject, told.key, told.grain, told.on)
    if other is not None:
        raise BadInput(
            f"“{entry.label}”在这段时间已按{other.grain.label}填报（{other.on.isoformat()}），"
            f"再按{told.grain.label}填报会重复计算，请先撤销原有的填报。"
        )


def _keep(told: Told, kept: Kept, *, by: User, at: datetime) -> tuple[str | None, str | None]:
    row = entered_figures.find(told.entry.id, told.subject, told.key, told.grain, told.on)
    before = None if row is None else str(Decimal(row.hundredths) / 100)
    if told.number is None:
        if row is not None:
            db.session.delete(row)
            db.session.flush()
            kept.removed += 1
        return before, None
    hundredths = int(told.number * 100)
    if row is None:
        db.session.add(
            EnteredFigure(
                figure=told.entry.id,
                subject=told.subject,
                key=told.key,
                grain=told.grain,
                on=told.on,
                hundredths=hundredths,
                note=told.note,
                entered_by_id=by.id,
                entered_at=at,
            )
        )
        db.session.flush()
        kept.new += 1
    elif (row.hundredths, row.note) == (hundredths, told.note or row.note):
        kept.same += 1
    else:
        row.hundredths, row.note = hundredths, told.note or row.note
        row.entered_by_id, row.entered_at = by.id, at
        kept.changed += 1
    return before, str(Decimal(hundredths) / 100)


def read_class(name: str) -> str:
    """Return the name of a class of calls or seats. Raises BadInput."""
    if len(name) > LONGEST_KEY or not name.isprintable() or name.isdecimal():
        raise BadInput(f"类别名称最多 {LONGEST_KEY} 个字，不能有控制字符，不能只是数字。")
    return name


def read_time(text: str) -> tuple[EntryGrain, date]:
    """Return the time that a text writes: 2026-07-01, 2026-07 or 2026. Raises BadInput."""
    for grain, pattern in TIMES:
        if found := pattern.fullmatch(text.strip()):
            numbers = [int(part) for part in found.groups()]
            try:
                on = first_day(grain, date(*[*numbers, 1, 1][:3]))
            except ValueError:
                break
            if EARLIEST <= on <= LATEST:
                return grain, on
    raise BadInput(f"“{text[:20]}”不是时间，请写成 2026-07-01、2026-07 或 2026。")


def read_number(text: str, entry: Entry) -> Decimal | None:
    """Return the number that a text writes; None for nothing. Raises BadInput."""
    plain = text.replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(plain) > 20:
        raise BadInput(f"“{entry.label}”的数值“{text[:20]}”不是数字。")
    return number
