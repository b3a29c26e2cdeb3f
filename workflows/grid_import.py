"""Brings events of a grid platform in from a file: first every row is checked, then all are written or none.

An event is known by its source and number: one that is there already is brought up to date, so that the same file
brought in twice changes nothing, and a later one tells what has been dealt with meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from models.queries import grid_events, grid_figures
from models.queries.tallies import local_day
from workflows.errors import Refused
from workflows.history import cells
from workflows.history.readers import BadFile, Table
from workflows.history.rows import WHOLE_ROW, Fault
from workflows.named_columns import Column, NamedColumns, find_columns

if TYPE_CHECKING:
    from datetime import date

ROWS_AT_ONCE = 5_000
MOST_FAULTS_KEPT = 10_000
LONGEST_SOURCE = 40


NUMBER, CLASS, DISTRICT, FOUND = "事件编号", "类别", "区县", "采集时间"
ESCALATED, PROCESSED = ("是否上报", "上报时间"), ("是否处置", "处置时间")
COLUMNS = (
    Column(NUMBER, "external_id", cells.identifier, is_needed=True),
    Column("标题", "title", cells.short_text, is_needed=True),
    Column(CLASS, "class", cells.short_text, is_needed=True),
    Column(FOUND, "registered_at", cells.moment, is_needed=True),
    Column(DISTRICT, "district", cells.short_text),
    Column("地点", "place", cells.short_text),
    Column("详情", "detail", cells.text(4000)),
    Column(ESCALATED[0], "is_escalated", cells.yes_or_no),
    Column(ESCALATED[1], "escalated_at", cells.moment),
    Column(PROCESSED[0], "is_processed", cells.yes_or_no),
    Column(PROCESSED[1], "processed_at", cells.moment),
    Column("处置情况", "outcome", cells.text(4000)),
    Column("工单编号", "case_number", cells.identifier),
)


@dataclass
class Report:
    """What came of a file: how many rows, how many of them new, changed or as they were; every bad row."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    bad_rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Note a bad row."""
        self.bad_rows += 1
        self.faults.extend(faults[: MOST_FAULTS_KEPT - len(self.faults)])

    def sentence(self) -> str:
        """Say in one sentence what came of the file."""
        if self.bad_rows:
            return f"共 {self.rows} 行，其中 {self.bad_rows} 行有误，未导入任何事件。请按提示修改后重新导入。"
        same = self.rows - self.added - self.changed
        return f"共 {self.rows} 行：新增 {self.added} 件，更新 {self.changed} 件，无变化 {same} 件。"


@dataclass(frozen=True)
class Layout:
    """How the rows of one file are read: its columns, and what names mean here."""

    columns: NamedColumns
    class_ids: Mapping[str, int]
    district_ids: Mapping[str, int]

    def read(self, line: int, row: Sequence[str], at: datetime) -> tuple[dict[str, Any], list[Fault]]:
        """Return a row's values by field, and what is wrong with it."""
        values, faults = self.columns.read(line, row)
        if not faults:
            faults = [Fault(line, column, reason) for column, reason in self._contradictions(values, at)]
        return values, faults

    def _contradictions(self, values: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
        if values["class"] not in self.class_ids:
            yield CLASS, f"没有“{values['class'][:40]}”这一类别，请核对，或先在字典中新增"
        if values["district"] and values["district"] not in self.district_ids:
            yield DISTRICT, f"没有“{values['district'][:40]}”这个区县"
        if values["registered_at"] > at:
            yield FOUND, "晚于现在"
        for (said, when), (is_so, moment) in (
            (ESCALATED, ("is_escalated", "escalated_at")),
            (PROCESSED, ("is_processed", "processed_at")),
        ):
            if values[moment] is not None:
                if values[is_so] is False:
                    yield said, f"填“否”，却有{when}"
                elif values[moment] > at:
                    yield when, "晚于现在"
                elif values[moment] < values["registered_at"]:
                    yield when, "早于采集时间"

    def as_stored(self, values: Mapping[str, Any], source: str) -> tuple[Any, ...]:
        """Return the values of `grid_events.COLUMNS`; a moment alone says that it was done."""
        stored = dict(values) | {
            "source": source,
            "grid_class_id": self.class_ids[values["class"]],
            "district_id": self.district_ids.get(values["district"] or ""),
            "registered_on": local_day(values["registered_at"]),
            "is_escalated": bool(values["is_escalated"] or values["escalated_at"]),
            "is_processed": bool(values["is_processed"] or values["processed_at"]),
        }
        stored |= {name: stored[name] or "" for name in ("place", "detail", "outcome", "case_number")}
        return tuple(stored[name] for name in grid_events.COLUMNS)


def source_named(text: str) -> str:
    """Return the name of the platform that a file comes from. Raises Refused for none."""
    source = " ".join(text.split())
    if not source or len(source) > LONGEST_SOURCE or not source.isprintable():
        raise Refused(f"请写明来源平台的名称，不超过 {LONGEST_SOURCE} 个字。")
    return source


def usable_layout(header: Sequence[str]) -> Layout:
    """Return how the rows under this header are read; BadFile names the columns it lacks."""
    return Layout(
        find_columns(COLUMNS, header),
        {row.name: row.id for row in grid_figures.classes()},
        grid_events.district_ids(),
    )


def check(table: Table, *, at: datetime) -> Report:
    """Read the whole file and say what is wrong with it, writing nothing; BadFile where columns are missing."""
    layout, rows = _laid_out(table)
    report, seen = Report(unknown_columns=layout.columns.unknown), dict[int, int]()
    try:
        for line, row in rows:
            report.rows += 1
            values, faults = layout.read(line, row, at)
            if not faults and (first := seen.setdefault(hash(values["external_id"]), line)) != line:
                faults = [Fault(line, NUMBER, f"与第 {first} 行重复")]
            if faults:
                report.refuse(faults)
    except BadFile as error:
        report.refuse([Fault(report.rows + 2, WHOLE_ROW, str(error))])
    return report


def bring_in(table: Table, checked: Report, *, source: str, at: datetime) -> Report:
    """Write what `check` found good, within the running transaction, and count its days anew."""
    layout, rows = _laid_out(table)
    report = Report(rows=checked.rows, unknown_columns=layout.columns.unknown)
    class_ids = list(layout.class_ids.values())
    grid_figures.hold(class_ids)
    days: set[date] = set()
    while part := list(islice(rows, ROWS_AT_ONCE)):
        read = [layout.as_stored(layout.read(line, row, at)[0], source) for line, row in part]
        there = grid_events.known(source, [values[1] for values in read])
        fresh = [values for values in read if values[1] not in there]
        grid_events.add(fresh)
        report.added += len(fresh)
        days |= {values[DAY] for values in fresh}
        for given in read:
            row = there.get(given[1])
            if row is not None and tuple(row[2:]) != (values := _with_case(given, row.case_number)):
                grid_events.change(row.id, row.version, values)
                report.changed += 1
                days |= {values[DAY], row.registered_on}
    grid_figures.recount(days, class_ids)
    return report


DAY, CASE = (grid_events.COLUMNS.index(name) for name in ("registered_on", "case_number"))


def _with_case(values: tuple[Any, ...], number: str) -> tuple[Any, ...]:
    """Return the values with the number of the case that was named here, where the file names none."""
    return values if values[CASE] else (*values[:CASE], number, *values[CASE + 1 :])


def _laid_out(table: Table) -> tuple[Layout, Iterator[tuple[int, list[str]]]]:
    """Read the header; BadFile where columns are missing."""
    rows = table.rows()
    header = next(rows, None)
    if header is None:
        raise BadFile("文件里没有列名。")
    return usable_layout(header[1]), rows
