"""The form in which a template of reports is designed: its rows, its order, its columns one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import FieldList, Form, FormField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from hotline.forms.administration.fields import boxes, choice, line, tick
from hotline.forms.administration.reference import TableForm
from models.report_template import ReportTemplate
from models.vocabulary import Channel, Cohort, ColumnShows, DepartmentKind, RowGroups, RowsBy
from reports.figures.definitions import RATES, SCORES
from reports.figures.figure import Figure
from reports.figures.registry import IN_TEMPLATES, OUTSIDE
from workflows.administration.report_templates import MOST_COLUMNS, MOST_ROWS

FIRST_BLANKS, MORE_BLANKS = 4, 4
NO_FIGURE = "（不用）"
TOLD_BY_HAND = "填报的和由其得出的"


def heading_of(figure: Figure) -> str:
    """Return under which heading a figure is offered."""
    if figure.id in RATES:
        return "比率"
    if figure.id in OUTSIDE:
        return TOLD_BY_HAND
    return "评分" if figure.id in SCORES else f"件数：{figure.cohort.label}"


def offered(empty: str) -> list[SelectChoice]:
    """Return the figures of the registry as choices; the share is told as what a column shows, not as a figure."""
    figures = [figure for figure in IN_TEMPLATES.values() if figure.id != "share"]
    headings = [
        "比率",
        *(f"件数：{cohort.label}" for cohort in (Cohort.RECEIVED, Cohort.DUE, Cohort.HAPPENED)),
        "评分",
        TOLD_BY_HAND,
    ]
    figures.sort(key=lambda figure: headings.index(heading_of(figure)))
    named = [SelectChoice(f.id, f.label, optgroup=heading_of(f)) for f in figures]
    return [SelectChoice("", empty), *named]


class ColumnForm(Form):  # type: ignore[misc]
    """A column; without a figure there is none."""

    figure = SelectField("指标", [Optional()], choices=lambda: offered(NO_FIGURE))
    shows = choice("内容", ColumnShows, default=ColumnShows.VALUE)
    label = line("栏目名称", longest=30)
    group = line("上级栏目", longest=30)
    channel = choice("限定渠道", Channel, empty="不限")


class TemplateForm(TableForm):
    """A template: what it is called, what its rows are, in which order, and its columns."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=60)
    title = line("表题", longest=60)
    source = line("说明", longest=100)
    rows_by = choice("表中各行", RowsBy)
    name_label = line("首栏名称", longest=20)
    unit_kinds = boxes("只列这些类别的单位", [(kind.value, kind.label) for kind in DepartmentKind])
    grouped_by = choice("分组", RowGroups)
    sorted_by = SelectField("排序", [Optional()], choices=lambda: offered("官方顺序"), default="")
    is_lowest_first = tick("从低到高排列")
    top = IntegerField(
        "每组行数", [Optional(), NumberRange(1, MOST_ROWS, f"每组行数为 1 至 {MOST_ROWS}，不限的留空。")]
    )
    has_rank = tick("有排名栏")
    has_total = tick("有合计行", default=True)
    is_active = tick("启用", default=True)
    columns = FieldList(FormField(ColumnForm), max_entries=MOST_COLUMNS)

    def __init__(self, row: ReportTemplate | None = None, *, is_new: bool = True, **options: Any) -> None:
        super().__init__(obj=row, **options)
        if not is_new:
            del self.code
        if not self.is_submitted():
            self.add_blanks(FIRST_BLANKS)

    def add_blanks(self, count: int) -> None:
        """Add lines for further columns, as many as there may be."""
        for _ in range(min(count, MOST_COLUMNS - len(self.columns))):
            self.columns.append_entry()

    def values(self) -> dict[str, Any]:
        """Return the values by column of the table; lines without a figure are no columns."""
        values = super().values()
        return values | {
            "columns": [
                {
                    name: str(cell) if cell else None if name == "channel" else ""
                    for name, cell in column.items()
                }
                for column in values["columns"]
                if column["figure"]
            ],
            "sorted_by": values["sorted_by"] or "",
        }


def arranged(columns: Sequence[Any], wish: str) -> list[Any]:
    """Return the lines of columns as a button wants them: up-2, down-0, drop-1; any other wish leaves them."""
    kept, (what, _, place) = list(columns), wish.partition("-")
    if not place.isdigit() or int(place) >= len(kept):
        return kept
    at = int(place)
    beside = {"up": at - 1, "down": at + 1}.get(what)
    if what == "drop":
        del kept[at]
    elif beside is not None and 0 <= beside < len(kept):
        kept[at], kept[beside] = kept[beside], kept[at]
    return kept


def labels_of(names: Iterable[str]) -> list[str]:
    """Return what figures are called; an id that is none stays as it is."""
    return [IN_TEMPLATES[name].label if name in IN_TEMPLATES else name for name in names]
