"""What is written into a cell is what every reader of the file gets back."""

import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from models.vocabulary import Channel
from reports.workbooks.sheet import (
    CUT_MARK,
    DAY,
    MOST_UNITS,
    PERCENT,
    POINTS,
    WHOLE,
    Column,
    print_on_paper,
    safe_cell,
    safe_text,
    write_band,
    write_header,
    write_heading,
    write_row,
)
from tests.support.shared_data import shared_file


def back(value: Any, form: str | None = None) -> Any:
    """Write the value into a file and return the cell as a reader finds it."""
    book = Workbook()
    safe_cell(book.active["A1"], value, form)
    stream = BytesIO()
    book.save(stream)
    return load_workbook(BytesIO(stream.getvalue()))["Sheet"]["A1"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("http://x")', "+86 931", "-2", "@SUM(A1)", "#N/A", "#REF!", "TRUE", "1e5", "00123"],
)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    cell = back(text)

    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("漏\x00水\x0b\x1f", "漏水"),
        ("坏\ud800字", "坏字"),
        ("\ufffe\uffff末", "末"),
        ("一\r\n二\r三\n四\t五", "一\n二\n三\n四\t五"),
        ("😀与𠮷", "😀与𠮷"),
        ("", ""),
    ],
)
def test_what_a_file_cannot_hold_is_left_out(text: str, kept: str) -> None:
    assert safe_text(text) == kept
    assert back(f"[{text}]").value == f"[{kept}]"


@pytest.mark.parametrize("character", ["长", "😀"])
def test_a_text_too_long_is_cut_and_says_so(character: str) -> None:
    written = safe_text(character * 40_000)

    units = len(written.encode("utf-16-le")) // 2
    assert MOST_UNITS - 1 <= units <= MOST_UNITS
    assert written.endswith(CUT_MARK)
    assert safe_text("长" * MOST_UNITS) == "长" * MOST_UNITS


def test_long_numbers_keep_their_digits() -> None:
    assert back(620102199001011234).value == "620102199001011234"
    assert back(13800000000).value == 13800000000
    assert back("13800000000").data_type == "s"


def test_numbers_are_numbers_with_a_format() -> None:
    rate, whole, gap = back(Decimal("99.27"), PERCENT), back(570227, WHOLE), back(Decimal("-1.50"), POINTS)

    assert (rate.value, rate.number_format) == (0.9927, "0.00%")
    assert (whole.value, whole.number_format) == (570227, "#,##0")
    assert (gap.value, gap.number_format) == (-1.5, "0.00")


@pytest.mark.parametrize("form", [WHOLE, PERCENT, POINTS])
def test_a_missing_number_is_a_dash_and_a_missing_text_is_empty(form: str) -> None:
    assert back(None, form).value == "—"
    assert back(float("nan"), form).value == "—"
    assert back(None).value in (None, "")


def test_moments_are_written_in_local_time() -> None:
    assert back(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)).value == datetime(2026, 3, 2, 0, 30)  # noqa: DTZ001
    assert back(date(2026, 3, 2)).number_format == DAY


def test_words_of_the_house_are_written_as_people_say_them() -> None:
    assert back(Channel.WECHAT).value == "微信"
    assert (back(True).value, back(False).value) == ("是", "否")


def test_a_header_has_two_lines_and_stays_while_the_table_moves() -> None:
    book = Workbook()
    sheet = book.active
    columns = [
        Column("序号"),
        Column("单位"),
        Column("按时", "应办结"),
        Column("超期", "应办结"),
        Column("率"),
    ]

    row = write_heading(sheet, "标题", "统计周期", len(columns))
    row = write_header(sheet, row, columns)
    write_row(
        sheet, row, [(1, WHOLE), ("市水务局", None), (3, WHOLE), (1, WHOLE), (Decimal("75.00"), PERCENT)]
    )
    write_band(sheet, row + 1, "第二档", len(columns))
    print_on_paper(sheet, row - 1, 2)

    assert row == 5
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert merged == {"A1:E1", "A2:E2", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "A6:E6"}
    assert [cell.value for cell in sheet[4]][2:4] == ["按时", "超期"]
    assert sheet.freeze_panes == "C5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$4"


@pytest.mark.shared
def test_hostile_texts_come_back_from_a_whole_file() -> None:
    corpus = json.loads(shared_file("attack_corpus.json").read_text(encoding="utf-8"))
    texts = [one["input"] for one in corpus if isinstance(one["input"], str)]
    book = Workbook()
    for row, text in enumerate(texts, 1):
        safe_cell(book.active.cell(row, 1), text)
    stream = BytesIO()
    book.save(stream)

    sheet = load_workbook(BytesIO(stream.getvalue()))["Sheet"]

    assert [sheet.cell(row, 1).value or "" for row in range(1, len(texts) + 1)] == [
        safe_text(t) for t in texts
    ]
    assert b"<f>" not in zipfile.ZipFile(stream).read("xl/worksheets/sheet1.xml")


def test_a_table_of_one_column_has_nothing_to_merge() -> None:
    book = Workbook()
    write_band(book.active, write_heading(book.active, "题", "注", 1), "行", 1)
    write_band(book.active, 9, "行", 3)

    assert [str(merged) for merged in book.active.merged_cells.ranges] == ["A9:C9"]
