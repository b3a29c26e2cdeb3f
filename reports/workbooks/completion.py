"""The completion-rate workbook (承办单位办结率): sheets in the shape of the monthly ones that cities print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.queries import cities
from reports.completion import Block, Completion
from reports.figures.comparison import change, points
from reports.figures.definitions import MEANS, MEASURES, RATES
from reports.lines import Row, idle_words
from reports.workbooks.charts import add_charts
from reports.workbooks.explanations import spoken, write_explanations
from reports.workbooks.sheet import (
    BODY,
    PERCENT,
    POINTS,
    STRONG,
    TOTAL_FILL,
    WHOLE,
    Column,
    print_on_paper,
    with_digits,
    write_band,
    write_header,
    write_heading,
    write_row,
)

TITLE = "承办单位办结率"


@dataclass(frozen=True)
class Field:
    """A column of a figures table: which value of a line it shows, and how."""

    name: str
    column: Column
    form: str | None


def _count(name: str, label: str, group: str = "", width: float = 8) -> Field:
    return Field(name, Column(label, group, width), WHOLE)


def _rate(name: str, label: str, group: str = "", width: float = 9) -> Field:
    return Field(name, Column(label, group, width), PERCENT)


NUMBER = Field("number", Column("序号", width=5), WHOLE)
SENT = (
    _count("dispatched", "转办数", "受理情况"),
    _count("closed", "办结数", "受理情况"),
    _count("returned", "曾退单", "受理情况"),
    _count("extended", "延期", "受理情况"),
)
RECEIVED = (
    _count("received", "受理数", "受理情况", 9),
    _count("direct", "直接答复", "受理情况", 9),
    _count("dispatched", "转办数", "受理情况", 9),
    _count("not_accepted", "不予受理", "受理情况"),
    _count("closed", "办结数", "受理情况", 9),
    _rate("closed_rate", "总办结率", "受理情况"),
)
DUE = (
    _count("due", "应办结", "应办结情况"),
    _count("due_on_time", "按时办结", "应办结情况"),
    _count("due_late", "超期办结", "应办结情况"),
    _count("due_open", "超期未办结", "应办结情况"),
    _rate("completion_rate", "办结率"),
    _rate("on_time_rate", "按时办结率"),
    _rate("overdue_rate", "超期率"),
)
EXCLUDED = (
    _rate("original_on_time_rate", "原时限按时办结率"),
    _count("due_excluded", "剔除数", "甄别剔除"),
    _rate("completion_rate_before", "剔除前办结率", "甄别剔除"),
    _rate("on_time_rate_before", "剔除前按时办结率", "甄别剔除"),
)
RATED = (
    _rate("result_satisfaction", "办理结果满意率"),
    _rate("hotline_satisfaction", "热线满意率"),
    _rate("solved_rate", "解决率"),
)
UNIT_NAME = (NUMBER, Field("name", Column("承办单位", width=24), None))
UNIT_FIELDS = (
    *UNIT_NAME,
    *SENT,
    *DUE,
    *EXCLUDED,
    Field("behind", Column("低于同档（个百分点）", width=10), POINTS),
    Field("rank", Column("同档名次", width=6), WHOLE),
)
RATING_FIELDS = (
    *UNIT_NAME,
    _count("followed_up", "回访数", "回访与重办"),
    _count("redone", "重办数", "回访与重办"),
    _rate("redo_rate", "重办率", "回访与重办"),
    _count("result_rated", "有效评价数", "办理结果评价"),
    _count("result_satisfied", "满意数", "办理结果评价"),
    _count("result_dissatisfied", "不满意数", "办理结果评价"),
    _rate("result_satisfaction", "满意率", "办理结果评价"),
    _rate("result_satisfaction_before", "剔除前满意率", "办理结果评价"),
    _count("hotline_rated", "有效评价数", "热线评价"),
    _count("hotline_satisfied", "满意数", "热线评价"),
    _rate("hotline_satisfaction", "满意率", "热线评价"),
    _count("solved_asked", "已核实数", "解决情况"),
    _count("solved", "已解决数", "解决情况"),
    _rate("solved_rate", "解决率", "解决情况"),
    _rate("solved_rate_before", "剔除前解决率", "解决情况"),
)
SHARE_FIELDS = (
    NUMBER,
    Field("name", Column("项目", width=22), None),
    _count("received", "受理数", width=12),
    Field("share", Column("占比", width=12), PERCENT),
    _count("before", "上期", "环比", 12),
    Field("growth", Column("增减", "环比", 12), PERCENT),
    _count("last_year", "上年同期", "同比", 12),
    Field("yearly_growth", Column("增减", "同比", 12), PERCENT),
)
ROW_HEIGHT = 18
PART_FIELDS = ("dispatched", "closed", "due", "due_closed", "due_on_time", "completion_rate", "on_time_rate")


def build(report: Completion, *, made_by: str) -> bytes:
    """Return the workbook's bytes; `made_by` is named on the sheet that explains the figures."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    city = cities.find()
    city_name, hotline = (city.name, city.hotline_name) if city else ("", "12345热线")
    notes = f"统计周期：{report.period.label}（{report.period.span_label}）　统计截至：{spoken(report.at)}"

    def sheet(name: str, subject: str, fields: Sequence[Field]) -> tuple[Worksheet, int, Sequence[Field]]:
        made = book.create_sheet(name)
        row = write_heading(made, f"{city_name}12345热线{subject}", notes, len(fields))
        row = write_header(made, row, [field.column for field in fields])
        return made, row, [_with_digits(field, report) for field in fields]

    _write_overall(*sheet("总体情况", "总体情况", OVERALL_FIELDS), report)
    _write_shares(*sheet("渠道与类型", "来源渠道与诉求类型", SHARE_FIELDS), report)
    _write_units(*sheet("承办单位", TITLE, UNIT_FIELDS), report)
    _write_units(*sheet("承办单位评价", "承办单位回访评价", RATING_FIELDS), report)
    matters = sheet("事项分类", "事项分类办理情况", _named("事项分类", 34))
    _write_blocks(*matters, report.categories, _summed(report))
    places = sheet("区县", "区县办理情况", _named("区县", 16))
    _write_lines(*places, report.districts.rows, report.districts.subtotal)
    ways = sheet("来源渠道", "来源渠道办理情况", _named("来源渠道", 16))
    _write_lines(*ways, report.channels.rows, report.channels.subtotal)
    if report.units_by_part:
        months = sheet("月度趋势", "月度趋势", _named("月份", 16))
        _write_lines(*months, report.trend, _summed(report))
        _write_parts(*sheet("承办单位逐月", "承办单位逐月办理情况", _part_fields(report)), report)
    add_charts(book.create_sheet("图表"), report)
    write_explanations(book.create_sheet("口径说明"), report, hotline, made_by)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


OVERALL_FIELDS = (
    Field("label", Column("指标", width=26), None),
    Field("now", Column("本期", width=14), WHOLE),
    Field("before", Column("上期", "环比", 14), WHOLE),
    Field("growth", Column("增减", "环比", 14), PERCENT),
    Field("last_year", Column("上年同期", "同比", 14), WHOLE),
    Field("yearly_growth", Column("增减", "同比", 14), PERCENT),
    Field("so_far", Column("本年累计", width=14), WHOLE),
)
OVERALL_MEASURES = (
    "received", "merged", "matters", "direct", "dispatched", "not_accepted", "closed", "open", "returned",
    "extended",
    "due", "due_closed", "due_on_time", "due_on_time_originally", "due_late", "due_open", "due_excluded",
    "followed_up", "redone", "result_rated", "result_satisfied", "result_dissatisfied", "hotline_rated",
    "hotline_satisfied", "hotline_dissatisfied", "solved_asked", "solved", "unsolved",
    "repeated", "dispatched_closed", "due_once", "due_extended",
)  # fmt: skip


def _with_digits(field: Field, report: Completion) -> Field:
    if field.form not in (PERCENT, POINTS):
        return field
    return replace(field, form=with_digits(field.form, report.asked.caliber.rounding.digits))


def _write_overall(sheet: Worksheet, row: int, fields: Sequence[Field], report: Completion) -> None:
    now, before, year = report.overall.now, report.overall.before, report.overall.last_year
    first, rounding, so_far = row, report.asked.caliber.rounding, report.so_far
    for name in OVERALL_MEASURES:
        compared = (now[name], before[name], change(now[name], before[name], rounding))
        yearly = (year[name], change(now[name], year[name], rounding))
        line = (MEASURES[name].label, *compared, *yearly, so_far[name])
        write_row(sheet, row, list(zip(line, (f.form for f in fields), strict=True)))
        sheet.row_dimensions[row].height = ROW_HEIGHT
        row += 1
    write_band(sheet, row, "以下各率的增减为个百分点", len(fields))
    percent, difference = (with_digits(form, rounding.digits) for form in (PERCENT, POINTS))
    for name, rate in RATES.items():
        if not rate.is_divided:
            continue
        row += 1
        compared = (now[name], before[name], points(now[name], before[name]))
        line = (rate.label, *compared, year[name], points(now[name], year[name]), so_far[name])
        forms = (None, percent, percent, difference, percent, difference, percent)
        write_row(sheet, row, list(zip(line, forms, strict=True)))
        sheet.row_dimensions[row].height = ROW_HEIGHT
    write_band(sheet, row + 1, "以下为小时", len(fields))
    for row, (name, mean) in enumerate(MEANS.items(), row + 2):  # noqa: B020
        compared = (now[name], before[name], points(now[name], before[name]))
        line = (mean.label, *compared, year[name], points(now[name], year[name]), so_far[name])
        write_row(sheet, row, list(zip(line, (None, *[difference] * 6), strict=True)))
        sheet.row_dimensions[row].height = ROW_HEIGHT
    print_on_paper(sheet, first - 1, 1)


def _write_shares(sheet: Worksheet, row: int, fields: Sequence[Field], report: Completion) -> None:
    first = row
    for block in (report.channels, report.kinds):
        write_band(sheet, row, block.title, len(fields))
        row = _write_rows(sheet, row + 1, fields, block.rows)
        row = _write_sum(sheet, row, fields, {"name": "合计", "received": block.subtotal["received"]})
    print_on_paper(sheet, first - 1, 2)


def _write_units(sheet: Worksheet, row: int, fields: Sequence[Field], report: Completion) -> None:
    first = row
    for block in report.units.blocks:
        write_band(sheet, row, block.title, len(fields))
        row = _write_rows(sheet, row + 1, fields, block.rows)
        row = _write_sum(sheet, row, fields, block.subtotal)
    if not report.units.blocks:
        write_band(sheet, row, "本期没有转办工单，也没有到期应办结的工单。", len(fields))
        row += 1
    row = _write_sum(sheet, row, fields, report.units.total)
    if report.units.unassigned:
        write_row(sheet, row, _values(fields, report.units.unassigned))
        row += 1
    if report.units.idle:
        idle = idle_words(report.units.idle)
        write_band(sheet, row, idle, len(fields), font=BODY)
        sheet.row_dimensions[row].height = ROW_HEIGHT * (len(idle) // 80 + 1)
    print_on_paper(sheet, first - 1, 2)


def _write_blocks(
    sheet: Worksheet, row: int, fields: Sequence[Field], blocks: Iterable[Block], total: Row
) -> None:
    first = row
    for block in blocks:
        row = _write_sum(sheet, row, fields, block.subtotal)
        leaves = [leaf | {"name": "　" + leaf["name"].removeprefix(block.title + "/")} for leaf in block.rows]
        _write_rows(sheet, row, fields, leaves)
        for line in range(row, row + len(leaves)):
            sheet.row_dimensions[line].outlineLevel = 1
        row += len(leaves)
    _write_sum(sheet, row, fields, total)
    print_on_paper(sheet, first - 1, 2)
    sheet.sheet_properties.outlinePr.summaryBelow = False  # type: ignore[union-attr]


def _write_lines(
    sheet: Worksheet, row: int, fields: Sequence[Field], rows: Sequence[Row], total: Row
) -> None:
    first = row
    row = _write_rows(sheet, row, fields, rows)
    _write_sum(sheet, row, fields, total)
    print_on_paper(sheet, first - 1, 2)


def _write_parts(sheet: Worksheet, row: int, fields: Sequence[Field], report: Completion) -> None:
    first = row
    for number, (unit, parts) in enumerate(report.units_by_part, 1):
        line = {"number": number, "name": unit["name"]}
        for place, part in enumerate([*parts, unit]):
            line |= {f"{name}:{place}": part[name] for name in PART_FIELDS}
        write_row(sheet, row, _values(fields, line))
        sheet.row_dimensions[row].height = ROW_HEIGHT
        row += 1
    print_on_paper(sheet, first - 1, 2, pages_wide=0)


def _write_rows(sheet: Worksheet, row: int, fields: Sequence[Field], rows: Sequence[Row]) -> int:
    for number, line in enumerate(rows, 1):
        write_row(sheet, row, _values(fields, line | {"number": number}))
        sheet.row_dimensions[row].height = ROW_HEIGHT
        row += 1
    return row


def _write_sum(sheet: Worksheet, row: int, fields: Sequence[Field], line: Row) -> int:
    write_row(sheet, row, _values(fields, line), font=STRONG, fill=TOTAL_FILL)
    sheet.row_dimensions[row].height = ROW_HEIGHT
    return row + 1


def _values(fields: Sequence[Field], line: Row) -> list[tuple[Any, str | None]]:
    """Return the line's values; what a sum has none of, such as a number or a rank, stays empty text."""
    return [(line[f.name], f.form) if f.name in line else ("", None) for f in fields]


def _named(label: str, width: float) -> tuple[Field, ...]:
    return (NUMBER, Field("name", Column(label, width=width), None), *RECEIVED, *DUE, *RATED)


def _part_fields(report: Completion) -> tuple[Field, ...]:
    groups = [*(part.label for part in report.parts), "合计"]
    fields = [NUMBER, Field("name", Column("承办单位", width=24), None)]
    for place, group in enumerate(groups):
        for name in PART_FIELDS:
            label = RATES[name].label if name in RATES else MEASURES[name].label
            form = PERCENT if name in RATES else WHOLE
            fields.append(Field(f"{name}:{place}", Column(label, group, 9), form))
    return tuple(fields)


def _summed(report: Completion) -> Row:
    return report.overall.now | {"name": "合计"}
