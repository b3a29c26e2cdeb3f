"""Files are recognised by their bytes, read without being loaded, and refused with a sentence."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.support.history_files import as_csv, row, write
from workflows.history.readers import BadFile, Table, open_table


def cells_of(file: Path) -> tuple[str, list[list[str]]]:
    with open_table(file) as table:
        first = [cells for _, cells in table.rows()]
        assert [cells for _, cells in table.rows()] == first, "a second pass reads the same"
        return table.encoding, first


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("gbk", "GB18030")],
)
def test_a_csv_is_read_in_its_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    found, rows = cells_of(write(tmp_path, row(标题="油烟扰民"), encoding=encoding))

    assert found == name
    assert rows[0][0] == "工单编号"
    assert "油烟扰民" in rows[1]


def test_the_encoding_is_decided_by_the_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "late.csv"
    file.write_bytes(b"a\n" * 2_000_000 + "楼上漏水\n".encode("gb18030"))

    with open_table(file) as table:
        assert table.encoding == "GB18030"


def test_line_breaks_and_quotes_stay_within_their_cell_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text('a,b\n\n"一\n二","他说""好"""\n', encoding="utf-8")

    with open_table(file) as table:
        assert list(table.rows()) == [(1, ["a", "b"]), (3, ["一\n二", '他说"好"'])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"a,b\n\xff\xff,1\n", "既不是 UTF-8 也不是 GB18030"),
        ("a,b".encode("utf-16"), "UTF-16"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧版 Excel"),
        (b"PK\x03\x04" + bytes(200), "不完整或已损坏"),
        (b'a,b\n1,"open\n2,3\n', "第 2 行：引号没有成对"),
        (b'a,b\n1,"x"y\n', "第 2 行：引号的用法有误"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "第 2 行：单元格过长"),
    ],
)
def test_what_is_no_history_file_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)

    with pytest.raises(BadFile, match=sentence), open_table(file) as table:
        drain(table)


def drain(table: Table) -> int:
    return sum(1 for _ in table.rows())


def test_a_workbook_reads_like_the_csv_of_its_first_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["工单编号", "受理时间", "退单次数", "联系电话", "标题"])
    sheet.append(["A1", datetime(2016, 1, 2, 3, 4, 5), 2.0, 13912345678, "漏水\n了"])  # noqa: DTZ001
    sheet.append([None, None, None, None, None])
    sheet.append(["A2", "2016/1/2 3:04", None, "0931-8765432", True])
    book.create_sheet("other").append(["not this one"])
    book.save(tmp_path / "x.xlsx")

    encoding, rows = cells_of(tmp_path / "x.xlsx")

    assert encoding == "XLSX"
    assert rows[1] == ["A1", "2016-01-02 03:04:05", "2", "13912345678", "漏水\n了"]
    assert rows[2] == ["A2", "2016/1/2 3:04", "", "0931-8765432", "是"]


def test_a_row_of_a_workbook_keeps_the_number_that_excel_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A5"] = "工单编号", "A1"
    book.save(tmp_path / "x.xlsx")

    with open_table(tmp_path / "x.xlsx") as table:
        assert [number for number, _ in table.rows()] == [1, 5]


def test_the_good_row_is_whole() -> None:
    assert as_csv(row()).count("\n") == 2
