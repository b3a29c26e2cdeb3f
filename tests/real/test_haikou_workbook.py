"""The real cases of another city come in by a mapping, and their workbook says what their file says.

Every expected number is counted here straight from the CSV, without the house.
"""

from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from config import ROOT
from reports.documents.paper import Paragraph, Table
from reports.periods import parse
from reports.products import bulletin
from reports.products.gathering import Order
from tests.support.requests import HouseRunner
from tests.support.shared_data import shared_file, shared_rows

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.one_database]
FIRST, LAST = "2017-12-01", "2018-06-30"


def spoken(month: str) -> str:
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def lines(sheet: Worksheet) -> dict[str, dict[str, object]]:
    """Map the name of each line to its cells, by 'group/label' or the label of a column without a group."""
    heads, group = [], ""
    for top, bottom in zip(sheet[3], sheet[4], strict=True):
        group = top.value or group
        heads.append(f"{group}/{bottom.value}" if bottom.value else str(top.value))
    found = {}
    for cells in sheet.iter_rows(min_row=5, values_only=True):
        name = str(cells[1] or cells[0]).strip("　")
        found[name] = dict(zip(heads, cells, strict=True))
    return found


def test_the_workbook_by_department_and_month_says_what_the_file_says(
    app: Flask, runner: HouseRunner, tmp_path: Path
) -> None:
    rows = shared_rows("hotline_cases.csv")
    mapping = ROOT / "tests" / "data" / "haikou_mapping.toml"
    brought = runner.invoke(
        args=[
            *("cases", "import", str(shared_file("hotline_cases.csv"))),
            *("--mapping", str(mapping), "--create-missing"),
        ]
    )
    assert brought.exit_code == 0, brought.output
    out = tmp_path / "workbook.xlsx"

    built = runner.invoke(
        args=["reports", "build", "completion", "--period", f"{FIRST}..{LAST}", "--out", str(out)]
    )

    assert built.exit_code == 0, built.output
    book = load_workbook(BytesIO(out.read_bytes()))
    assert len(rows) == 11_851
    check_departments(lines(book["承办单位"]), rows)
    check_months(lines(book["月度趋势"]), rows)
    check_departments_by_month(lines(book["承办单位逐月"]), rows)
    check_branches(lines(book["事项分类"]), rows)
    check_whole(book["总体情况"], rows)
    check_bulletin(rows)


def check_departments(found: dict[str, dict[str, object]], rows: list[dict[str, str]]) -> None:
    expected = Counter(row["dept"] for row in rows if row["dept"])

    assert {name: found[name]["受理情况/转办数"] for name in expected} == expected
    assert found["合计"]["受理情况/转办数"] == expected.total()
    # The source knows neither limits nor endings, so there is nothing to rate and nobody to rank.
    assert {found[name]["按时办结率"] for name in expected} == {"—"}
    assert {found[name]["受理情况/办结数"] for name in expected} == {0}
    assert "本期无应办结工单（不参与排名）" in found


def check_months(found: dict[str, dict[str, object]], rows: list[dict[str, str]]) -> None:
    months = Counter(row["date"][:7] for row in rows)

    assert {month: found[spoken(month)]["受理情况/受理数"] for month in months} == months
    assert found["合计"]["受理情况/受理数"] == 11_851


def check_departments_by_month(found: dict[str, dict[str, object]], rows: list[dict[str, str]]) -> None:
    pairs = Counter((row["dept"], row["date"][:7]) for row in rows if row["dept"])
    months = {month for _, month in pairs}
    departments = {name for name, _ in pairs}

    for name in departments:
        for month in months:
            shown = found[name][f"{spoken(month)}/转办数"]
            assert shown == pairs[name, month], (name, month)
        assert found[name]["合计/转办数"] == sum(pairs[name, month] for month in months)


def check_branches(found: dict[str, dict[str, object]], rows: list[dict[str, str]]) -> None:
    branches = Counter(row["l1"].strip() for row in rows)

    assert {name: found[name]["受理情况/受理数"] for name in branches} == branches


def check_whole(sheet: Worksheet, rows: list[dict[str, str]]) -> None:
    told = {str(cells[0]): cells[1] for cells in sheet.iter_rows(min_row=5, values_only=True)}

    assert told["受理数"] == len(rows)
    assert told["转办数"] == sum(bool(row["dept"]) for row in rows)
    assert told["在办数"] == len(rows)
    assert told["总办结率"] == 0
    assert told["办理结果满意率"] == "—"


def check_bulletin(rows: list[dict[str, str]]) -> None:
    """Compare the bulletin of a month with the file: how many, of which branch, sent to whom."""
    month = [row for row in rows if row["date"].startswith("2018-03")]
    order = Order(parse("2018-03"), datetime.now(UTC), "")

    bulletin_of_march = bulletin.paper(bulletin.MONTHLY, order)

    said = "".join(block.text for block in bulletin_of_march.blocks if isinstance(block, Paragraph))
    assert f"2018年3月，12345热线共受理群众和企业诉求{len(month)}件" in said
    tables = {block.title: block for block in bulletin_of_march.blocks if isinstance(block, Table)}
    for title, column in (("按事项大类统计", "l1"), ("承办单位转办和应办结情况", "dept")):
        expected = Counter(row[column].strip() for row in month if row[column])
        told = {line.cells[1].text: line.cells[2].number for line in tables[title].lines if not line.is_total}
        assert {name: told[name] for name in expected} == expected
