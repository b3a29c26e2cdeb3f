"""The completion-rate workbook, read back cell by cell."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.catalogue import REPORTS, Made
from reports.periods import parse
from tests.support.factories import make_rules
from tests.support.hand_counted import NOW, make_march

# The same numbers are counted on every database by tests/reports/test_completion.py.
pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def made(period: str) -> Made:
    return REPORTS["completion"].build(parse(period), NOW, "赵主任")


def book_of(period: str) -> Workbook:
    return load_workbook(BytesIO(made(period).content))


def values(sheet: Worksheet, row: int) -> list[Any]:
    return [cell.value for cell in sheet[row]]


def row_of(sheet: Worksheet, name: str, column: int = 2) -> int:
    return next(
        row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, column).value).strip("　") == name
    )


def cell(sheet: Worksheet, name: str, *labels: str) -> Any:
    """Return the cell of the line `name` under the heading (group, label) or (label)."""
    heads: dict[tuple[str, ...], int] = {}
    group = ""
    for column in range(1, sheet.max_column + 1):
        group = sheet.cell(3, column).value or group
        label = sheet.cell(4, column).value
        heads[(group, label) if label else (group,)] = column
    return sheet.cell(row_of(sheet, name), heads[labels])


def test_the_file_is_named_by_city_report_period_and_day() -> None:
    assert made("2026-03").file_name == "示例12345_承办单位办结率_2026年03月_20260401.xlsx"


def test_a_month_has_these_sheets_and_a_year_its_months_as_well() -> None:
    assert book_of("2026-03").sheetnames == [
        "总体情况", "渠道与类型", "承办单位", "承办单位评价", "事项分类", "区县", "来源渠道",
        "图表", "口径说明",
    ]  # fmt: skip
    assert {"月度趋势", "承办单位逐月"} <= set(book_of("2026").sheetnames)


def test_every_sheet_has_title_period_and_a_frozen_header_on_a4_landscape() -> None:
    for sheet in book_of("2026").worksheets:
        assert sheet.freeze_panes, sheet.title
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        if sheet.title not in ("图表", "口径说明"):
            assert sheet["A1"].value.startswith("示例市12345热线"), sheet.title
            assert "2026年1月1日至2026年12月31日" in sheet["A2"].value
            assert "统计截至：2026-04-01 09:30" in sheet["A2"].value
            assert sheet.print_title_rows == "$1:$4"


def test_the_units_sheet_holds_the_figures_counted_by_hand() -> None:
    sheet = book_of("2026-03")["承办单位"]

    for labels, expected, form in (
        (("受理情况", "转办数"), 5, "#,##0"),
        (("受理情况", "延期"), 1, "#,##0"),
        (("应办结情况", "应办结"), 4, "#,##0"),
        (("应办结情况", "按时办结"), 2, "#,##0"),
        (("应办结情况", "超期办结"), 1, "#,##0"),
        (("应办结情况", "超期未办结"), 1, "#,##0"),
        (("办结率",), 0.75, "0.00%"),
        (("按时办结率",), 0.5, "0.00%"),
        (("超期率",), 0.5, "0.00%"),
        (("原时限按时办结率",), 0.25, "0.00%"),
        (("甄别剔除", "剔除数"), 1, "#,##0"),
        (("甄别剔除", "剔除前按时办结率"), 0.4, "0.00%"),
    ):
        found = cell(sheet, "市城管局", *labels)
        assert (found.value, found.number_format) == (expected, form), labels
    total = cell(sheet, "合计", "应办结情况", "应办结"), cell(sheet, "合计", "按时办结率")
    assert [one.value for one in total] == [6, 0.5]


def test_units_without_due_cases_stand_apart_and_idle_ones_are_named() -> None:
    sheet = book_of("2026-03")["承办单位"]
    first = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]

    assert first.index("第三档：应办结不足20件（样本不足，仅列数据，不排名）") < first.index(
        "本期无应办结工单（不参与排名）"
    )
    assert row_of(sheet, "东岸区政府") > row_of(sheet, "本期无应办结工单（不参与排名）", 1)
    assert cell(sheet, "东岸区政府", "按时办结率").value == "—"
    assert first[-1] == "本期无转办工单的单位（不参与排名）：热力公司。"


def test_the_header_has_two_levels() -> None:
    sheet = book_of("2026-03")["承办单位"]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}

    assert {"A3:A4", "B3:B4", "C3:F3", "G3:J3", "K3:K4", "O3:Q3"} <= merged
    assert values(sheet, 3)[2] == "受理情况"
    assert values(sheet, 4)[6:10] == ["应办结", "按时办结", "超期办结", "超期未办结"]


def test_the_whole_is_set_beside_the_period_before_and_last_year() -> None:
    sheet = book_of("2026-03")["总体情况"]

    assert values(sheet, row_of(sheet, "受理数", 1)) == ["受理数", 11, 1, 10.0, 0, "—", 12]
    assert values(sheet, row_of(sheet, "总办结率", 1))[:2] == ["总办结率", 0.8182]
    assert values(sheet, row_of(sheet, "总办结率", 1))[-1] == 0.75  # 9 of the 12 since January


def test_matters_are_listed_under_their_branch_with_a_total() -> None:
    sheet = book_of("2026-03")["事项分类"]

    assert cell(sheet, "公用事业", "受理情况", "受理数").value == 2
    assert cell(sheet, "停水", "应办结情况", "应办结").value == 2
    assert sheet.row_dimensions[row_of(sheet, "停水")].outlineLevel == 1
    assert cell(sheet, "合计", "受理情况", "受理数").value == 11


def test_a_quarter_lists_each_unit_by_month() -> None:
    sheet = book_of("2026-Q1")["承办单位逐月"]

    assert cell(sheet, "市水务局", "2026年2月", "转办数").value == 1
    assert cell(sheet, "市水务局", "2026年3月", "转办数").value == 2
    assert cell(sheet, "市水务局", "2026年3月", "应办结数").value == 2
    assert cell(sheet, "市水务局", "合计", "转办数").value == 3
    assert cell(sheet, "市水务局", "2026年1月", "办结率").value == "—"


def test_there_are_native_charts_over_the_figures() -> None:
    book = book_of("2026-Q1")

    assert len(book["图表"]._charts) == 2
    assert book["图表"]["A3"].value == "市城管局"


def test_the_explanation_says_formulas_exclusions_cut_off_and_who_made_it() -> None:
    sheet = book_of("2026-03")["口径说明"]
    told = {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(1, sheet.max_row + 1)}

    assert told["按时办结率"] == "按时办结数 ÷ 应办结数"
    assert told["总办结率"] == "办结数 ÷ 受理数"
    assert told["生成"] == "赵主任，2026-04-01 09:30"
    assert told["统计截至"].startswith("2026-04-01 09:30")
    assert "剔除 1 件" in told["剔除"]


def test_the_city_says_how_many_digits_a_rate_keeps() -> None:
    make_rules(round={"digits": 1, "mode": "half_up"})
    book = book_of("2026-03")

    rate = cell(book["承办单位"], "市城管局", "甄别剔除", "剔除前办结率")
    assert (rate.value, rate.number_format) == (0.8, "0.0%")
    told = {row[0].value: row[4].value for row in book["口径说明"].iter_rows()}
    assert told["按时办结率"] == "四舍五入保留一位小数"


def test_no_cell_is_a_formula_or_a_rate_written_as_text() -> None:
    for sheet in book_of("2026").worksheets:
        for row in sheet.iter_rows():
            for one in row:
                assert one.data_type != "f", (sheet.title, one.coordinate)
                assert not (isinstance(one.value, str) and one.value.endswith("%")), (
                    sheet.title,
                    one.coordinate,
                )


def test_an_empty_period_gives_a_workbook_that_says_so() -> None:
    sheet = book_of("2019-05")["承办单位"]

    assert sheet["A5"].value == "本期没有转办工单，也没有到期应办结的工单。"
    assert cell(sheet, "合计", "办结率").value == "—"
