"""Brings a history file in: first every row is checked, then all are written in one transaction or none.

The doors call `check` to see what a file holds, and `bring_in` inside a unit of work to write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from config import LOCAL_TIMEZONE
from models.assignment import Assignment
from models.base import db
from models.bulk import BulkWriter, learn_sizes, reserve_ids, take_room
from models.case import Case
from models.case_event import CaseEvent
from models.citizen import Citizen
from models.clock import Clock
from models.follow_up import FollowUp
from models.queries import figures, history, search
from workflows.errors import Refused
from workflows.history import records
from workflows.history.readers import BadFile, Table
from workflows.history.records import Batch, Importer, count_parts, differs
from workflows.history.reference import Reference
from workflows.history.rows import WHOLE_ROW, Fault, Layout, Values, layout_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.engine import Connection

    from models.user import User
    from workflows.history.mapping import Mapping

ROWS_AT_ONCE = 5_000
# So many new cases change what the database expects of its tables.
MANY = 5_000
MOST_FAULTS_KEPT = 10_000
MOST_LINES_NAMED = 1_000

# (what is being done, rows done, rows in all as far as known)
Progress = Callable[[str, int, int], None]
CHECKING, WRITING = "校验", "写入"


class BadRows(Refused):
    """The file holds rows that cannot be brought in, so nothing was; `report` names them."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.sentence())
        self.report = report


@dataclass
class Report:
    """What came of a file: how many rows were read, added, skipped; every bad row; what was made for it."""

    encoding: str = ""
    rows: int = 0
    added: int = 0
    skipped: int = 0
    bad_rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()
    differing_lines: list[int] = field(default_factory=list)
    differing: int = 0
    made: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Note a bad row."""
        self.bad_rows += 1
        self.faults.extend(faults[: MOST_FAULTS_KEPT - len(self.faults)])

    def skip(self, line: int, *, is_different: bool) -> None:
        """Note a row whose case is there already; it is left as it is even where the file differs."""
        self.skipped += 1
        if is_different:
            self.differing += 1
            if len(self.differing_lines) < MOST_LINES_NAMED:
                self.differing_lines.append(line)

    def sentence(self) -> str:
        """Say in one sentence what came of the file."""
        if self.bad_rows:
            return f"共 {self.rows} 行，其中 {self.bad_rows} 行有误，未导入任何工单。请按提示修改后重新导入。"
        return f"共 {self.rows} 行：新增 {self.added} 件，已存在跳过 {self.skipped} 件。"


def check(
    table: Table,
    mapping: Mapping,
    *,
    at: datetime,
    creates_missing: bool = False,
    progress: Progress | None = None,
) -> tuple[Report, Reference]:
    """Read the whole file and say what would come of it, writing nothing.

    The reference that comes back knows in `missing` what must be made first, where that is allowed.
    """
    report, known, seen = Report(encoding=table.encoding), Reference.load(), Seen()
    layout, rows = laid_out(table, mapping, report)
    has_known = history.has_cases_of(mapping.source)
    local_at = at.astimezone(LOCAL_TIMEZONE)
    try:
        for batch in batches(rows):
            fresh: list[tuple[int, Values]] = []
            for line, cells in batch:
                report.rows += 1
                values, faults = layout.read(line, cells, at=local_at)
                if not faults:
                    faults = seen.faults(line, values) + strangers(line, values, known, creates_missing)
                if faults:
                    report.refuse(faults)
                else:
                    fresh.append((line, values))
            report.added += len(new_ones(fresh, mapping.source, known, report, has_known=has_known))
            if progress:
                progress(CHECKING, report.rows, table.row_estimate)
    except BadFile as error:
        report.refuse([Fault(report.rows + 2, WHOLE_ROW, str(error))])
    return report, known


def bring_in(
    table: Table,
    mapping: Mapping,
    report: Report,
    known: Reference,
    *,
    file_name: str,
    by: User | None,
    at: datetime,
    progress: Progress | None = None,
) -> Report:
    """Write what `check` found good, within the running transaction; BadRows where it found anything bad."""
    if report.bad_rows:
        raise BadRows(report)
    written = Report(encoding=table.encoding, rows=report.rows, unknown_columns=report.unknown_columns)
    written.made = known.make_missing()
    layout, rows = laid_out(table, mapping, written)
    importer = Importer(
        source=mapping.source,
        at=at,
        actor_id=by.id if by else None,
        actor_name=by.full_name if by else "系统",
        department_id=by.department_id if by else None,
        note=f"由历史文件《{file_name}》导入，来源 {mapping.source}。",
        knows_callers=layout.knows_callers,
    )
    has_known = history.has_cases_of(mapping.source)
    writers = Writers(db.session.connection())
    take_room(writers.connection)
    days: set[date] = set()
    local_at, done = at.astimezone(LOCAL_TIMEZONE), 0
    for batch in batches(rows):
        read = [(line, layout.read(line, cells, at=local_at)[0]) for line, cells in batch]
        fresh = new_ones(read, mapping.source, known, written, has_known=has_known)
        records_of_batch = as_records(fresh, known, importer, writers.connection)
        writers.write(records_of_batch)
        days |= records_of_batch.days
        written.added += len(fresh)
        done += len(read)
        if progress:
            progress(WRITING, done, report.rows)
    figures.mark_stale(*days)
    db.session.flush()
    if written.added >= MANY:
        learn_sizes(writers.connection)
    return written


def laid_out(
    table: Table, mapping: Mapping, report: Report
) -> tuple[Layout, Iterator[tuple[int, list[str]]]]:
    """Read the header; BadFile where columns are missing."""
    rows = table.rows()
    header = next(rows, None)
    if header is None:
        raise BadFile("文件里没有列名。")
    layout = usable_layout(header[1], mapping)
    report.unknown_columns = layout.unknown
    return layout, rows


def usable_layout(header: Sequence[str], mapping: Mapping) -> Layout:
    """Return how the rows under this header are read; BadFile names the columns it lacks."""
    layout = layout_of(header, mapping)
    if layout.missing:
        raise BadFile(f"缺少必需的列：{'、'.join(layout.missing)}。如列名不同，请用映射文件对应。")
    return layout


def batches(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """Cut the rows into portions that fit in memory."""
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


class Seen:
    """The old numbers met so far in this file; a hash of each is enough, and small."""

    def __init__(self) -> None:
        self._lines: dict[int, int] = {}

    def faults(self, line: int, values: Values) -> list[Fault]:
        """Refuse a number that an earlier row has already."""
        first = self._lines.setdefault(hash(values["external_id"]), line)
        return [] if first == line else [Fault(line, "工单编号", f"与第 {first} 行重复")]


def strangers(line: int, values: Values, known: Reference, creates_missing: bool) -> list[Fault]:
    """Refuse names that the city does not have, or remember them to be made."""
    unknown = list(known.unknown(values))
    if creates_missing:
        known.missing.update(dict.fromkeys(unknown))
        return []
    return [Fault(line, column, f"没有“{name}”，请核对名称，或选择自动新建") for column, name in unknown]


def new_ones(
    rows: list[tuple[int, Values]], source: str, known: Reference, report: Report, *, has_known: bool
) -> list[tuple[int, Values]]:
    """Leave out the rows whose cases are there already, and report them as skipped."""
    if not has_known or not rows:
        return rows
    there = {
        row[0]: row for row in history.known_cases(source, [values["external_id"] for _, values in rows])
    }
    fresh = []
    for line, values in rows:
        row = there.get(values["external_id"])
        if row is None:
            fresh.append((line, values))
        else:
            report.skip(line, is_different=differs(values, row, known))
    return fresh


def as_records(
    rows: list[tuple[int, Values]], known: Reference, importer: Importer, connection: Connection
) -> Batch:
    """Give the rows their ids and numbers, and turn them into rows of the tables.

    The old number stays the case's number, since citizens hold it; where another system's case or one of
    ours has the same, the source is written before it.
    """
    batch = Batch()
    case_ids = reserve_ids(connection, Case.__table__, len(rows))  # type: ignore[arg-type]
    parts = sum(count_parts(values) for _, values in rows)
    assignment_ids = iter(reserve_ids(connection, Assignment.__table__, parts))  # type: ignore[arg-type]
    taken = history.taken_numbers([values["external_id"] for _, values in rows], importer.source)
    for case_id, (_, values) in zip(case_ids, rows, strict=True):
        number = values["external_id"]
        if number in taken:
            number = f"{importer.source}-{number}"
        batch.add(values, case_id, number, assignment_ids, known, importer)
    return batch


class Writers:
    """A bulk writer for each table that an import fills, in the order in which their rows refer."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._tables = [
            (name, BulkWriter(connection, table.__table__, columns))  # type: ignore[arg-type]
            for name, table, columns in (
                ("cases", Case, records.CASE_COLUMNS),
                ("citizens", Citizen, records.CITIZEN_COLUMNS),
                ("assignments", Assignment, records.ASSIGNMENT_COLUMNS),
                ("events", CaseEvent, records.EVENT_COLUMNS),
                ("follow_ups", FollowUp, records.FOLLOW_UP_COLUMNS),
                ("clocks", Clock, records.CLOCK_COLUMNS),
            )
        ]

    def write(self, batch: Batch) -> None:
        """Write one portion and put its texts into the search."""
        for name, writer in self._tables:
            rows: list[tuple[Any, ...]] = getattr(batch, name)
            writer.write(rows)
        search.index_cases(
            self.connection,
            ((case_id, search.searchable(*texts)) for case_id, texts in batch.texts),
            are_new=True,
        )
