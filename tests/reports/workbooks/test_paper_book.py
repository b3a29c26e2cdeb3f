"""A paper as a workbook: numbers are numbers, text is text, and just its own figures are explained."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents.paper import Heading, Paper, Paragraph, Said
from reports.workbooks import paper_book
from tests.support.papers import SENTENCE, make_paper, make_table, of_text


def opened(paper: Paper) -> Workbook:
    return load_workbook(BytesIO(paper_book.build(paper)))


def column(sheet: Worksheet, number: int) -> list[object]:
    return [sheet.cell(row, number).value for row in range(1, sheet.max_row + 1)]


def test_there_is_a_sheet_for_the_text_for_each_table_the_charts_and_the_explanations() -> None:
    book = opened(make_paper())

    assert book.sheetnames == ["正文", "各单位情况", "明细", "图表", "口径说明"]
    text = column(book["正文"], 1)
    assert text[:2] == ["2026年3月热线受理办理情况", "统计周期：2026年3月　生成：赵主任，2026-04-01 09:30"]
    assert "一、受理情况" in text
    assert SENTENCE in text
    assert "附件：明细表" in text
    assert "（见表“各单位情况”）" in text, "no chapter looks empty"


def test_what_stands_below_the_title_is_read_to_its_end() -> None:
    notes = (
        ("编制单位", "兰州市12345政务服务便民热线"),
        ("统计周期", "2026年11月（2026年11月1日至11月30日）"),
        ("生成", "赵主任" * 9),
    )

    book = opened(replace(make_paper(), notes=notes))

    assert [book[name].row_dimensions[2].height for name in ("正文", "各单位情况")] == [36, 54]


def test_counts_and_rates_are_numbers_and_what_is_missing_is_a_dash() -> None:
    sheet = opened(make_paper())["各单位情况"]

    assert [sheet.cell(3, n).value for n in range(1, 6)] == [
        "序号",
        "承办单位",
        "受理情况",
        None,
        "按时办结率",
    ]
    assert [sheet.cell(4, n).value for n in range(3, 5)] == ["受理数", "转办数"]
    cells = [sheet.cell(5, n) for n in range(1, 6)]
    assert [cell.value for cell in cells] == ["1", "单位1", 1234, "—", 0.8982]
    assert [cell.number_format for cell in cells[2:]] == ["#,##0", "@", "0.00%"]
    assert sheet.cell(7, 2).value == "合计"
    assert sheet.cell(7, 2).font.bold
    assert sheet.freeze_panes == "C5"


def test_charts_are_native_and_drawn_from_cells() -> None:
    sheet = opened(make_paper())["图表"]

    assert len(sheet._charts) == 2
    assert [sheet.cell(row, 2).value for row in (3, 4, 5)] == [5, 10, 0]


def test_only_the_figures_it_uses_are_explained_and_what_their_rates_are_made_of() -> None:
    explained = column(opened(make_paper())["口径说明"], 1)

    assert [label for label in ("按时办结率", "按时办结数", "应办结数", "受理数") if label in explained] == [
        "按时办结率",
        "按时办结数",
        "应办结数",
        "受理数",
    ]
    assert "退单率" not in explained
    assert "延期数" not in explained
    formula = opened(make_paper())["口径说明"]
    row = explained.index("按时办结率") + 1
    assert formula.cell(row, 2).value == "按时办结数 ÷ 应办结数"


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+1", "-1", "漏\x00水", "a/b:c*?[d]"]
)
def test_text_is_never_a_formula_and_never_spoils_the_file(text: str) -> None:
    book = opened(of_text(text))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    said = text.replace("\x00", "")
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sum(cell.value == said for cell in cells) >= 3


def test_a_table_without_lines_says_so() -> None:
    empty = make_table()
    paper = make_paper(
        blocks=(Heading(1, "一"), Paragraph((Said("无。"),)), type(empty)("空表", empty.columns, ()))
    )

    assert opened(paper)["空表"]["A5"].value == "本期没有数据。"
    assert "图表" not in opened(paper).sheetnames


def test_tables_of_one_name_get_sheets_of_their_own() -> None:
    paper = make_paper(blocks=(make_table(), make_table()))

    assert opened(paper).sheetnames == ["正文", "各单位情况", "各单位情况1", "口径说明"]
