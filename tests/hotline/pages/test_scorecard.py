"""Leadership reads the units' scores: where the points went, by place in the tier, and as Excel, Word and PDF."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from flask import Flask
from openpyxl import load_workbook

from models.base import db
from tests.support.factories import make_rules
from tests.support.hand_counted import make_march
from tests.support.page_checks import text_of
from tests.support.pages import Visitor
from tests.support.requests import HouseRunner

pytestmark = pytest.mark.one_database

MARCH = "/reports/scorecard?period=month&on=2026-03"
SCORE = [
    {
        "measure": "on_time",
        "title": "按时办结率",
        "max": 25,
        "slope_per_pp": 0.25,
        "target": 100,
        "source": "测试",
    },
    {"measure": "satisfied", "title": "满意率", "max": 25, "slope_per_pp": 0.5, "target": 95, "floor": 12.5},
]
Visit = Callable[..., Visitor]
# 市城管局: 2 of 4 in time, 1 of 2 satisfied. 市水务局: 1 of 2 in time, 1 of 1 satisfied.
KEEPERS = "按时办结率50.00%，低于目标50.00个百分点，扣12.50分；满意率50.00%，低于目标45.00个百分点，按最低分计，扣12.50分"


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def test_units_are_scored_by_the_rule_pack_and_ranked_in_their_tier(visit: Visit) -> None:
    make_rules(tiers=[2, 1], score=SCORE)

    page = visit("leader").get(MARCH)

    rows = {row[0]: row[1:] for row in page.rows() if len(row) > 6}
    assert rows["市城管局"] == ["50.00%", "12.50", "50.00%", "12.50", "25.00", "25.00", "2"]
    assert rows["市水务局"] == ["50.00%", "12.50", "100.00%", "25.00", "37.50", "12.50", "1"]
    assert rows["东岸区政府"] == ["—", "—", "—", "—", "—", "—", "—"]
    assert "第一档：应办结2件及以上" in page.text
    assert "未能评满各项的单位（单列，不排名）" in page.text
    assert "应办结数为0，不计分" in page.text
    assert "本期无转办工单（不参与排名）：热力公司" in page.text
    assert "满分 50 分" in page.text


def test_a_score_opens_its_sheet_and_its_points_the_cases(visit: Visit) -> None:
    make_rules(tiers=[2, 1], score=SCORE)
    visitor = visit("leader")

    page = visitor.get(f"{MARCH}&order=rank")

    assert [row[0] for row in page.rows() if len(row) > 6] == ["市水务局", "市城管局", "东岸区政府"]
    row = next(row for row in page.all("tr") if "市城管局" in text_of(row))
    (score,) = [a for a in row.iter("a") if a.get("data-figure") == "score"]
    assert score.get("href") == "/reports/scorecard?period=month&on=2026-03#unit-1"
    told = next(each for each in page.all("th") if each.get("id") == "unit-1")
    assert text_of(told) == "市城管局"
    points = [a for a in row.iter("a") if a.get("data-against")]
    assert [(a.get("data-against"), text_of(a)) for a in points] == [("50.00%", "12.50"), ("50.00%", "12.50")]
    behind = visitor.get(points[0].get("href", ""))
    assert behind.heading == "按时办结率 50.00%（2 ÷ 4）"
    missed = visitor.get(page.links()["看未计入的工单"])
    assert len(missed.rows()) == 1


def test_a_pack_without_a_score_sheet_says_so(visit: Visit) -> None:
    assert "现行规则包没有评分表" in visit("leader").get(MARCH).text


def test_a_line_that_names_no_rate_is_named(visit: Visit) -> None:
    make_rules(score=[*SCORE, SCORE[0] | {"measure": "mood", "title": "心情"}])

    page = visit("leader").get(MARCH)

    assert "以下评分项不是指标库中的比率，未计分：心情（mood）。" in page.text
    paper = page.follow("通报（Word、PDF）")
    assert "以下评分项不是指标库中的比率，未计分：心情（mood）。" in paper.text


def test_a_month_without_cases_says_so(visit: Visit) -> None:
    make_rules(score=SCORE)

    assert "本期没有转办工单" in visit("leader").get("/reports/scorecard?period=month&on=2019-05").text
    assert "没有可以评分的单位" in visit("leader").get("/reports/products/scorecard?period=2019-05").text


@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf"])
def test_the_score_sheet_is_taken_along(visit: Visit, form: str) -> None:
    make_rules(tiers=[2, 1], score=SCORE)

    file = visit("leader").client.get(f"/reports/products/scorecard/file?period=2026-03&format={form}")

    assert file.status_code == 200
    if form == "xlsx":
        book = load_workbook(BytesIO(file.data))
        losses = {row[1]: row for row in book["各单位失分情况"].iter_rows(values_only=True)}
        assert losses["市城管局"][2:] == (25, KEEPERS)
        assert book["各单位失分情况"]["C5"].number_format == "0.00"
        assert "考核得分" in [cell.value for cell in book["口径说明"]["A"]]
    elif form == "docx":
        tables = docx.Document(BytesIO(file.data)).tables
        assert KEEPERS in [cell.text for table in tables for row in table.rows for cell in row.cells]
    else:
        pages = pypdfium2.PdfDocument(BytesIO(file.data))
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
        assert "按最低分计，扣12.50分" in text


def test_the_paper_names_the_last_with_the_reason(visit: Visit) -> None:
    make_rules(tiers=[2, 1], score=SCORE)

    paper = visit("leader").get("/reports/products/scorecard?period=2026-03")

    assert f"本期2个单位参加评分。名次居后的单位：市城管局25.00分（{KEEPERS}）" in paper.text
    assert "市城管局" in paper.text


def test_the_command_line_builds_it(runner: HouseRunner, tmp_path: Path) -> None:
    make_rules(score=SCORE)
    db.session.commit()

    built = runner.invoke(
        args=["reports", "build", "scorecard", "--period", "2026-03", "--out", f"{tmp_path}/s.xlsx"]
    )

    assert built.exit_code == 0, built.output
    assert "已生成承办单位考核评分（2026年3月）" in built.output


@pytest.mark.parametrize(
    ("address", "status"), [(f"{MARCH}-99", 400), ("/reports/scorecard?period=decade", 400)]
)
def test_what_makes_no_sense_is_refused(visit: Visit, address: str, status: int) -> None:
    visit("leader").get(address, status=status)


def test_the_channels_have_a_tab(visit: Visit) -> None:
    page = visit("leader").get("/reports/completion?period=month&on=2026-03&by=channel")

    rows = {row[0]: row for row in page.rows() if len(row) > 4}
    assert rows["网站"][1:3] == ["1", "9.09%"]
    assert rows["电话"][1] == "10"
