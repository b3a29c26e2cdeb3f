"""Brings articles in from a file: first every row is checked, then all are written or none; each waits for review.

One of the same title and department that is there already is refused: it is revised on its own page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.article import VersionState
from models.queries import article_lists, departments, reference
from workflows import knowledge
from workflows.errors import NotAllowedForYou
from workflows.history import cells
from workflows.history.readers import BadFile, Table
from workflows.history.rows import WHOLE_ROW, Fault
from workflows.knowledge import Filing, Wording, may_keep
from workflows.named_columns import Column, NamedColumns, find_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from models.user import User

MOST_ROWS = 5_000
LONGEST_ANSWER, LONGEST_SHORT = 20_000, 1_000


def day(cell: str) -> date:
    """Read a day: 2026-01-31, 2026/1/31, 2026年1月31日."""
    return cells.moment(cell).date()


TITLE, UNIT, AREA, MATTER, FROM, UNTIL = "标题", "单位", "区划", "事项", "有效期起", "有效期止"
COLUMNS = (
    Column(TITLE, "title", cells.text(100), is_needed=True),
    Column(UNIT, "unit", cells.text(100), is_needed=True),
    Column("简要答复", "short_answer", cells.text(LONGEST_SHORT), is_needed=True),
    Column("问题", "question", cells.text(500)),
    Column("详细答复", "long_answer", cells.text(LONGEST_ANSWER)),
    Column("文号", "document_number", cells.text(200)),
    Column("关键词", "keywords", cells.text(300)),
    Column(MATTER, "matter", cells.text(300)),
    Column(AREA, "area", cells.text(100)),
    Column(FROM, "valid_from", day),
    Column(UNTIL, "valid_to", day),
)


@dataclass
class Report:
    """What came of a file: how many rows, every bad one; the columns nobody knows."""

    rows: int = 0
    bad_rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Say in one sentence what came of the file."""
        if self.bad_rows:
            return f"共 {self.rows} 行，其中 {self.bad_rows} 行有误，未导入任何知识。请按提示修改后重新导入。"
        return f"导入 {self.rows} 条知识，已提交审核，审核通过后接线员才能查到。"


@dataclass(frozen=True)
class Layout:
    """How the rows of one file are read: its columns, and what names mean here."""

    columns: NamedColumns
    unit_ids: Mapping[str, int]
    area_ids: Mapping[str, int]
    matter_ids: Mapping[str, int]

    def read(self, line: int, row: Sequence[str], by: User) -> tuple[dict[str, Any], list[Fault]]:
        """Return a row's values by field, and what is wrong with it."""
        values, faults = self.columns.read(line, row)
        if not faults:
            faults = [Fault(line, column, reason) for column, reason in self._contradictions(values, by)]
        return values, faults

    def _contradictions(self, values: Mapping[str, Any], by: User) -> Iterator[tuple[str, str]]:
        unit_id = self.unit_ids.get(values["unit"])
        if unit_id is None:
            yield UNIT, f"没有“{values['unit'][:40]}”这个单位"
        elif not may_keep(by, unit_id):
            yield UNIT, "只能导入本单位及下级单位的知识"
        if values["area"] and values["area"] not in self.area_ids:
            yield AREA, f"没有“{values['area'][:40]}”这个区县或街道，或有重名"
        if values["matter"] and values["matter"] not in self.matter_ids:
            yield (
                MATTER,
                f"没有“{values['matter'][:40]}”这个事项，或有重名（可写全路径，如 城市管理/供热/暖气不热）",
            )
        if values["valid_from"] and values["valid_to"] and values["valid_to"] < values["valid_from"]:
            yield UNTIL, "早于有效期起"


def usable_layout(header: Sequence[str]) -> Layout:
    """Return how the rows under this header are read; BadFile names the columns it lacks."""
    units = departments.in_official_order()
    return Layout(
        find_columns(COLUMNS, header),
        unambiguous((name, unit.id) for unit in units for name in {unit.name, unit.short_name} if name),
        unambiguous((area.name, area.id) for area in reference.all_areas()),
        unambiguous(
            (name, matter.id) for matter in reference.leaves() for name in {matter.path, matter.name}
        ),
    )


def unambiguous(pairs: Iterator[tuple[str, int]]) -> dict[str, int]:
    """Return the ids by name, of names that mean one row only."""
    found: dict[str, set[int]] = {}
    for name, row_id in pairs:
        found.setdefault(name, set()).add(row_id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def check(table: Table, *, by: User) -> tuple[Report, list[dict[str, Any]]]:
    """Read the whole file; return what is wrong with it, and its rows by field. BadFile where columns are missing."""
    rows = table.rows()
    header = next(rows, None)
    if header is None:
        raise BadFile("文件里没有列名。")
    layout = usable_layout(header[1])
    report, read, seen = Report(unknown_columns=layout.columns.unknown), [], dict[tuple[str, int], int]()
    try:
        for line, row in rows:
            report.rows += 1
            values, faults = layout.read(line, row, by)
            if not faults:
                values["unit_id"] = layout.unit_ids[values["unit"]]
                values["area_id"] = layout.area_ids.get(values["area"] or "")
                values["matter_id"] = layout.matter_ids.get(values["matter"] or "")
                key = (values["title"], values["unit_id"])
                if (first := seen.setdefault(key, line)) != line:
                    faults = [Fault(line, TITLE, f"与第 {first} 行重复")]
                read.append(values | {"line": line})
            report.bad_rows += bool(faults)
            report.faults += faults
    except BadFile as error:
        report.bad_rows += 1
        report.faults.append(Fault(report.rows + 2, WHOLE_ROW, str(error)))
    known = article_lists.numbers_by_title([values["title"] for values in read])
    for values in read:
        number = known.get((values["title"], values["unit_id"]))
        if number:
            report.bad_rows += 1
            report.faults.append(
                Fault(values["line"], TITLE, f"本单位已有同名知识 {number}，请在该知识上修改")
            )
    report.faults.sort(key=lambda fault: fault.line)
    if not report.rows:
        raise BadFile("文件里没有知识。")
    return report, read


def bring_in(rows: Sequence[Mapping[str, Any]], *, by: User, at: datetime, today: date) -> int:
    """Write what `check` found good, each handed in for review, within the running transaction; return how many."""
    for values in rows:
        if not may_keep(by, values["unit_id"]):
            raise NotAllowedForYou("只能维护本单位及下级单位的知识。")
        texts = ("question", "long_answer", "document_number", "keywords")
        wording = Wording(
            title=" ".join(values["title"].split()),
            short_answer=values["short_answer"],
            valid_from=values["valid_from"] or today,
            valid_to=values["valid_to"],
            **{name: values[name] or "" for name in texts},
        )
        filing = Filing(category_id=values["matter_id"], area_id=values["area_id"])
        article = knowledge.write(wording, filing, values["unit_id"], by=by, at=at)
        knowledge.newest_of(article).state = VersionState.IN_REVIEW
    return len(rows)
