"""The paper on completion rates of a month that was counted by hand, and of one without cases."""

import pytest
from flask import Flask

from reports.documents.paper import Heading, Paper, Paragraph, Table
from reports.periods import parse
from reports.products import completion_rates
from reports.products.gathering import Order
from tests.support.factories import make_rules
from tests.support.hand_counted import NOW, make_march

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def paper_of(period: str) -> Paper:
    return completion_rates.paper(Order(parse(period), NOW, "赵主任"))


def tables(paper: Paper) -> dict[str, list[list[str]]]:
    found = [block for block in paper.blocks if isinstance(block, Table)]
    return {table.title: [[said.text for said in line.cells] for line in table.lines] for table in found}


def test_the_sentences_of_a_month_counted_by_hand() -> None:
    said = [block.text for block in paper_of("2026-03").blocks if isinstance(block, Paragraph)]

    assert said[0] == (
        "2026年3月，转办8件。本期到期应办结6件，已办结4件，办结率66.67%；按时办结3件，按时办结率50.00%；"
        "平均办理时长168.00小时；超期3件，其中超期未办结2件；经甄别剔除1件。"
    )
    assert said[1] == "本期无转办工单的单位（不参与排名）：热力公司。"


def test_units_stand_in_tiers_with_their_sums() -> None:
    found = tables(paper_of("2026-03"))

    small = found["第三档：应办结不足20件（样本不足，仅列数据，不排名）"]
    assert small == [
        ["1", "市城管局", "5", "4", "2", "1", "75.00%", "50.00%", "50.00%"],
        ["2", "市水务局", "2", "2", "1", "1", "50.00%", "50.00%", "100.00%"],
        ["", "小计", "7", "6", "3", "2", "66.67%", "50.00%", "66.67%"],
    ]
    assert found["全部承办单位合计"] == [["", "合计", "8", "6", "3", "2", "66.67%", "50.00%", "66.67%"]]


def test_ranks_are_shown_where_a_tier_is_ranked() -> None:
    make_rules(tiers=[3, 2])

    found = tables(paper_of("2026-03"))

    assert found["第一档：应办结3件及以上"][0] == [
        "1", "市城管局", "1", "5", "4", "2", "1", "75.00%", "50.00%", "50.00%", "",
    ]  # fmt: skip
    assert found["第二档：应办结2至2件"][0][:3] == ["1", "市水务局", "1"]


def test_a_month_without_cases_says_so() -> None:
    paper = paper_of("2019-05")

    said = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    assert said[0] == "2019年5月，转办0件。本期无应办结工单。"
    assert [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 2] == []
    assert tables(paper)["全部承办单位合计"] == [["", "合计", "0", "0", "0", "0", "—", "—", "—"]]
