"""A streamed workbook holds exactly what was given, as text where it was text, however long the list is."""

import json
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reports.workbooks import stream
from reports.workbooks.sheet import DAY, MOMENT, MOST_UNITS, WHOLE, safe_text
from reports.workbooks.stream import Column, open_book
from tests.support.clock import local
from tests.support.shared_data import shared_file

MARK = "导出人：张三（zs）　2026-03-02 09:00　导出编号：7　用途：报送 A&B"
TEXTS = (Column("甲"), Column("乙"))


def written(path: Path, columns: Any, rows: Any, name: str = "工单查询") -> Any:
    """Write the rows and open what was written."""
    with open_book(path / "list.xlsx", MARK) as book:
        assert book.table(name, name, columns, rows) == len(rows)
    return load_workbook(path / "list.xlsx")


def cells(path: Path, *texts: str) -> list[Any]:
    """Return the cells that hold the texts, as a reader finds them."""
    sheet = written(path, TEXTS, [(text, "x") for text in texts]).worksheets[0]
    return [sheet.cell(row, 1) for row in range(4, 4 + len(texts))]


def test_text_is_never_a_formula_nor_an_error(tmp_path: Path) -> None:
    texts = ["=1+1", '=HYPERLINK("http://x")', "+86 931", "-2", "@SUM(A1)", "#N/A", "TRUE", "1e5", "00123"]

    found = cells(tmp_path, *texts)

    assert [(cell.value, cell.data_type) for cell in found] == [(text, "s") for text in texts]


def test_text_survives_whatever_stands_in_it(tmp_path: Path) -> None:
    texts = ["a&b <c> \"d\" 'e'", " 前后 ", "两\n行\t格", "燃气😀泄漏", "]]>", "&amp;", "\u202e反", "𠀀" * 10]

    assert [cell.value for cell in cells(tmp_path, *texts)] == texts


def test_what_no_workbook_can_hold_is_left_out(tmp_path: Path) -> None:
    found = cells(tmp_path, "a\x00b\x1fc", "半个\ud800字", "\ufffe甲\uffff", "甲\r\n乙\r丙", "长" * 40_000)

    assert [cell.value for cell in found[:4]] == ["abc", "半个字", "甲", "甲\n乙\n丙"]
    assert len(found[4].value) == MOST_UNITS


def test_a_text_that_looks_like_a_code_of_excels_is_no_code(tmp_path: Path) -> None:
    written(tmp_path, TEXTS, [("_x000D_", "_x41_")])

    with zipfile.ZipFile(tmp_path / "list.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    # Excel reads _x005F_ as the underscore it stands for; openpyxl leaves both as they are.
    assert ">_x005F_x000D_<" in sheet
    assert ">_x41_<" in sheet


def test_numbers_moments_and_days_are_such_in_local_time(tmp_path: Path) -> None:
    columns = (Column("数", form=WHOLE), Column("时", form=MOMENT), Column("日", form=DAY), Column("空"))
    rows = [
        (3, datetime(2026, 3, 1, 16, 30, 15, tzinfo=UTC), date(2026, 3, 2), None),
        (10**17, None, None, ""),
    ]

    sheet = written(tmp_path, columns, rows).worksheets[0]

    assert [cell.value for cell in sheet[4]] == [
        3,
        local("2026-03-02 00:30:15").replace(tzinfo=None),
        local("2026-03-02").replace(tzinfo=None),
        None,
    ]
    assert [cell.number_format for cell in sheet[4][:3]] == [WHOLE, MOMENT, DAY]
    assert [cell.value for cell in sheet[5]] == ["100000000000000000", None, None, None]


def test_a_sheet_says_what_it_is_and_who_took_it_on_every_page(tmp_path: Path) -> None:
    sheet = written(tmp_path, TEXTS, [("a", "b")], name="超期：5 日/以上").worksheets[0]

    assert sheet.title == "超期：5 日以上"
    assert (sheet["A1"].value, sheet["A2"].value) == ("超期：5 日/以上", MARK)
    assert [cell.value for cell in sheet[3]] == ["甲", "乙"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:B4")
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter.left.text == MARK.replace("&", "＆").replace("　", " ")
    assert "第 &P 页" in sheet.oddFooter.right.text


def test_a_list_goes_on_on_a_further_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "ROWS_OF_A_SHEET", 3)

    book = written(tmp_path, TEXTS, [(str(number), "") for number in range(7)])

    assert book.sheetnames == ["工单查询", "工单查询（2）", "工单查询（3）"]
    told = [[cell.value for cell in sheet["A"][3:]] for sheet in book]
    assert told == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
    assert [sheet["A3"].value for sheet in book] == ["甲"] * 3


def test_an_empty_list_is_a_workbook_too(tmp_path: Path) -> None:
    assert written(tmp_path, TEXTS, []).worksheets[0].max_row == 3


def test_it_takes_the_memory_of_some_rows_and_not_of_all(tmp_path: Path) -> None:
    columns = [Column(f"列{place}") for place in range(8)]
    rows = 4_000
    tracemalloc.start()
    try:
        with open_book(tmp_path / "long.xlsx", MARK) as book:
            book.table("长表", "长表", columns, ([f"第{n}行的内容"] * 8 for n in range(rows)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    with zipfile.ZipFile(tmp_path / "long.xlsx") as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert size > 1_900_000
    assert peak < 1_000_000


@pytest.mark.shared
def test_no_hostile_input_comes_out_as_anything_but_text(tmp_path: Path) -> None:
    corpus = json.loads(shared_file("attack_corpus.json").read_text(encoding="utf-8"))
    texts = [entry["input"] for entry in corpus if isinstance(entry["input"], str)]

    found = cells(tmp_path, *texts)

    assert len(texts) > 100
    for text, cell in zip(texts, found, strict=True):
        if shown := safe_text(text):
            assert (cell.value, cell.data_type) == (stream.LIKE_A_CODE.sub("_x005F_", shown), "s")
