"""Report templates (报表模板): read from a pack or a form, checked, made, changed, copied, put out of use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import report_templates
from models.report_template import ReportTemplate
from models.vocabulary import Channel, ColumnShows, DepartmentKind, RowGroups, RowsBy
from workflows.administration.change import change, create
from workflows.errors import BadInput
from workflows.rule_document import named, write_document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from models.user import User
    from workflows.administration.change import Spelling

CODE = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)
# Part of addresses below the list of templates.
TAKEN_BY_PAGES = frozenset({"new"})
MOST_COLUMNS, MOST_ROWS = 40, 500
UNITS = (RowsBy.DEPARTMENT, RowsBy.UNIT_KIND)
# Which groups make sense for which rows.
GROUPS: dict[RowGroups, tuple[RowsBy, ...]] = {
    RowGroups.NONE: tuple(RowsBy),
    RowGroups.TIER: (RowsBy.DEPARTMENT,),
    RowGroups.UNIT_KIND: (RowsBy.DEPARTMENT,),
    RowGroups.BRANCH: (RowsBy.CATEGORY,),
}


def headings(columns: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the columns as the audit log keeps them: 交办总量（dispatched）."""
    return [
        f"{column['label']}（{column['figure']}）" if column.get("label") else column["figure"]
        for column in columns
    ]


SPELLING: Spelling = {"columns": headings}


@dataclass(frozen=True, kw_only=True)
class ColumnLine:
    """A column: which figure, what of it, under which heading; `group` is the heading above."""

    figure: str = named("指标")
    shows: ColumnShows = named("内容", default=ColumnShows.VALUE)
    label: str = named("栏目名称", default="")
    group: str = named("上级栏目", default="")
    channel: Channel | None = named("限定渠道", default=None)


@dataclass(frozen=True, kw_only=True)
class TemplateDocument:
    """A template as a pack holds it."""

    code: str = named("代码")
    name: str = named("名称")
    title: str = named("表题", default="")
    source: str = named("说明", default="")
    rows_by: RowsBy = named("表中各行")
    name_label: str = named("首栏名称", default="")
    unit_kinds: tuple[DepartmentKind, ...] = named("单位类别", default=())
    grouped_by: RowGroups = named("分组", default=RowGroups.NONE)
    sorted_by: str = named("排序指标", default="")
    is_lowest_first: bool = named("从低到高", default=False)
    top: int | None = named("每组行数", default=None)
    has_total: bool = named("合计行", default=True)
    has_rank: bool = named("名次栏", default=False)
    columns: tuple[ColumnLine, ...] = named("栏目")

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield what the parts must not be to each other."""
        yield from (sentence for _, sentence in faults_of(given))

    def values(self) -> dict[str, Any]:
        """Return the values by column of the table."""
        values: dict[str, Any] = write_document(self)
        return values | {
            "title": self.title or self.name,
            "rows_by": self.rows_by,
            "grouped_by": self.grouped_by,
        }


@dataclass(frozen=True, kw_only=True)
class TemplateFile:
    """The templates of a pack."""

    template: tuple[TemplateDocument, ...] = named("报表模板", default=())

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield each code that occurs more than once."""
        codes = [each.code for each in given.get("template", ()) if each is not None]
        yield from (f"报表模板的“{code}”重复。" for code in dict.fromkeys(codes) if codes.count(code) > 1)


def faults_of(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for everything wrong with a template, whoever wrote it."""
    code = given.get("code")
    if code is not None and (not CODE.fullmatch(code) or code in TAKEN_BY_PAGES):
        yield "code", "代码只能用小写字母、数字和连字符，以字母开头，至少两个字，且不能是 new。"
    if "name" in given and not given["name"].strip():
        yield "name", "请填写名称。"
    columns = given.get("columns", ())
    if "columns" in given and not columns:
        yield "columns", "至少要有一栏。"
    if len(columns) > MOST_COLUMNS:
        yield "columns", f"最多 {MOST_COLUMNS} 栏。"
    rows_by, groups = given.get("rows_by"), given.get("grouped_by", RowGroups.NONE)
    if rows_by is not None and rows_by not in GROUPS[groups]:
        yield "grouped_by", f"按{rows_by.label}列行时不能{groups.label}。"
    if given.get("unit_kinds") and rows_by is not None and rows_by not in UNITS:
        yield "unit_kinds", "只有按承办单位或单位类别列行时才能限定单位类别。"
    yield from _faults_of_channels(columns, rows_by, groups)
    if given.get("has_rank") and not given.get("sorted_by"):
        yield "sorted_by", "有名次栏的须选定排序指标。"
    top = given.get("top")
    if top is not None and not 1 <= top <= MOST_ROWS:
        yield "top", f"每组行数为 1 至 {MOST_ROWS}，不限的留空。"


def _channel_of(column: ColumnLine | Mapping[str, Any] | None) -> object:
    return column.get("channel") if isinstance(column, dict) else getattr(column, "channel", None)


def _faults_of_channels(
    columns: Sequence[Any], rows_by: RowsBy | None, groups: RowGroups
) -> Iterator[tuple[str, str]]:
    if not any(_channel_of(column) for column in columns):
        return
    if rows_by is not None and rows_by not in UNITS:
        yield "columns", "只有按承办单位或单位类别列行时，栏目才能限定渠道。"
    # Of one channel a unit would stand in another tier.
    if groups is RowGroups.TIER:
        yield "columns", "按应办结数分档时，栏目不能限定渠道。"


def create_template(
    values: Mapping[str, Any], *, known: Collection[str], by: User, at: datetime
) -> ReportTemplate:
    """Make a template; `known` are the figures there are. Raises BadInput at the field that is wrong."""
    if report_templates.find(values["code"]) is not None:
        raise BadInput(f"代码“{values['code']}”已被使用。", "code")
    check(values, known)
    row = ReportTemplate(
        **read(values), position=report_templates.next_position(), created_by_id=by.id, changed_at=at
    )
    return create(row, object_type="report_template", called=row.name, by=by, at=at, spelling=SPELLING)


def change_template(
    row: ReportTemplate, values: Mapping[str, Any], *, known: Collection[str], by: User, at: datetime
) -> None:
    """Change a template; its code is for good. Raises BadInput at the field that is wrong."""
    check(values, known)
    given, kind = read(values), "report_template"
    if change(row, given, object_type=kind, called=row.name, by=by, at=at, spelling=SPELLING):
        row.changed_at = at
        db.session.flush()


def check(values: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse what makes no sense, and figures that are not in the registry. Raises BadInput."""
    for field, sentence in faults_of(values):
        raise BadInput(sentence, field)
    named_figures = [column["figure"] for column in values["columns"]]
    if values.get("sorted_by"):
        named_figures.append(values["sorted_by"])
    for figure in named_figures:
        if figure not in known:
            raise BadInput(f"指标库中没有“{figure[:40]}”。", "columns")


def read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored."""
    return {**values, "title": values.get("title") or values["name"]}
