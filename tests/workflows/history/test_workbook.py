"""Workbooks from strangers: each bomb is refused with a sentence, soon and in little memory."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.house.source_tree import ROOT
from tests.support.real_data import SHARED, needs_real_data
from workflows.history.workbook import BadWorkbook, sheet_rows

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
# Reads files in a process of its own that may have a gibibyte and no more, and says how each went.
READ = """
import resource, sys, time
from pathlib import Path
from workflows.history.importing import usable_layout
from workflows.history.mapping import Mapping
from workflows.history.readers import BadFile, open_table
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
def judge(header):
    return None if header == ["7"] else usable_layout(header, Mapping())
for name in sys.argv[1:]:
    began = time.process_time()
    try:
        with open_table(Path(name), judge) as table:
            judge(next(table.rows())[1])
            verdict = f"rows {sum(1 for _ in table.rows())}"
    except BadFile as error:
        verdict = f"refused {error}"
    print(f"{time.process_time() - began:.1f}", Path(name).name, verdict)
"""


def make_workbook(file: Path, sheet: bytes | None = None, **members: bytes) -> Path:
    """Write a small workbook with its sheet or other members replaced."""
    plain = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "工单编号"
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if sheet is not None and name == SHEET else source.read(name))
        for name, content in members.items():
            target.writestr(name, content)
    return file


def sheet_xml(rows: bytes, before: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?>' + before + f'<worksheet xmlns="{NAMESPACE}">'.encode()
        + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (b"<broken", "已损坏或内容不规范"),
        (sheet_xml(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "已损坏或内容不规范"),
        (
            sheet_xml(b'<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>', b'<!DOCTYPE l [<!ENTITY x "y">]>'),
            "外部实体",
        ),
        (sheet_xml(b'<row r="1"><c r="XFD1"><v>1</v></c></row>'), "第一行是空的"),
        (sheet_xml(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 30_000_000 + b"</t></is></c></row>"), "压缩率异常"),
    ],
)  # fmt: skip
def test_a_hostile_sheet_is_refused(tmp_path: Path, sheet: bytes, sentence: str) -> None:
    file = make_workbook(tmp_path / "x.xlsx", sheet)

    with pytest.raises(BadWorkbook, match=sentence):
        list(sheet_rows(file))


def test_a_header_wider_than_any_history_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([f"列{i}" for i in range(201)])
    book.save(tmp_path / "x.xlsx")

    with pytest.raises(BadWorkbook, match="超过 200 列"):
        list(sheet_rows(tmp_path / "x.xlsx"))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as packed:
        packed.writestr("a.txt", "a")

    with pytest.raises(BadWorkbook, match="不是 Excel 工作簿"):
        list(sheet_rows(tmp_path / "x.xlsx"))


def test_a_zip_of_very_many_files_is_refused(tmp_path: Path) -> None:
    file = make_workbook(tmp_path / "x.xlsx", **{f"junk/{i}": b"" for i in range(1_001)})

    with pytest.raises(BadWorkbook, match="内部文件过多"):
        list(sheet_rows(file))


def test_a_claimed_dimension_is_not_believed(tmp_path: Path) -> None:
    lie = sheet_xml(b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>').replace(
        b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
    )

    assert list(sheet_rows(make_workbook(tmp_path / "x.xlsx", lie))) == [["a"]]


def read_apart(*files: Path) -> list[list[str]]:
    """Return seconds, name and verdict for each file."""
    command = [sys.executable, "-c", READ, *map(str, files)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return [line.split(" ", 2) for line in run.stdout.splitlines()]


@needs_real_data
@pytest.mark.slow
def test_every_bomb_is_refused_within_a_gibibyte_and_half_a_minute(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SHARED / "tools" / "xlsx_bombs.py")], cwd=tmp_path, check=True)
    bombs = sorted(tmp_path.glob("*.xlsx"))

    outcomes = read_apart(*bombs)

    assert len(outcomes) == len(bombs) > 10
    assert all(verdict.startswith("refused") for _, _, verdict in outcomes), outcomes
    assert all(float(seconds) < 30 for seconds, _, _ in outcomes), outcomes


def test_a_large_sheet_is_read_within_a_gibibyte(tmp_path: Path) -> None:
    cells = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (i, i, i + 6) for i in range(1, 50_001))

    ((_, _, verdict),) = read_apart(make_workbook(tmp_path / "x.xlsx", sheet_xml(cells)))

    assert verdict == "rows 50000"
