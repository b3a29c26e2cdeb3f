"""The daily brief of a day that was counted by hand, and of one on which nothing happened."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import figures
from models.transaction import unit_of_work
from models.vocabulary import Dimension
from reports import lines
from reports.completion import Block
from reports.documents.paper import Annex, Chart, Paper, Paragraph, Table, Unit
from reports.figures.asked import Asked
from reports.periods import parse
from reports.products import daily, sentences
from reports.products.gathering import Facts, Order, days_up_to, gather
from tests.support.case_rows import make_cases, random_cases
from tests.support.hand_counted import NOW, make_march

# What is counted is proved on every database by tests/models/queries and tests/reports/test_figure_lists.py.
pytestmark = pytest.mark.one_database

FRIDAY = parse("2026-03-06")


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def order(period: str) -> Order:
    return Order(parse(period), NOW, "赵主任")


def sentences_of(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)]


def table(paper: Paper, title: str) -> list[list[str]]:
    found = next(block for block in paper.blocks if isinstance(block, Table) and block.title == title)
    return [[said.text for said in line.cells] for line in found.lines]


def test_the_sentences_of_a_day_counted_by_hand() -> None:
    said = sentences_of(daily.paper(order("2026-03-06")))

    assert said[:8] == [
        "2026年3月6日，12345热线共受理群众和企业诉求2件，环比上升100.00%，同比无可比基数；本年累计受理9件。",
        "按诉求类型分：咨询1件，占50.00%；投诉1件，占50.00%。",
        "按来源渠道分：电话2件，占100.00%。",
        (
            "平台直接答复2件，直接答复率100.00%；转办0件；不予受理0件。"
            "截至统计时点，上述工单已办结2件，总办结率100.00%；在办0件。"
        ),
        (
            "本期到期应办结1件，已办结0件，办结率0.00%；按时办结0件，按时办结率0.00%；"
            "超期1件，其中超期未办结1件；经甄别剔除0件。"
        ),
        "回访0件，办理结果暂无有效评价，热线服务有效评价1件、满意率100.00%。",
        "超期较多的单位：市水务局（应办结1件，超期1件，按时办结率0.00%）。",
        "诉求量居首位的事项为城市管理/占道经营（2件）。",
    ]
    assert "数据截至2026-04-01 09:30" in said[-1]


def test_the_tables_of_a_day_counted_by_hand() -> None:
    paper = daily.paper(order("2026-03-06"))

    assert table(paper, "按诉求类型统计") == [
        ["1", "咨询", "1", "50.00%", "0", "—", "0", "—"],
        ["2", "投诉", "1", "50.00%", "1", "0.00%", "0", "—"],
    ]
    assert table(paper, "各区县受理和办理情况") == [["1", "东岸区", "2", "0", "1", "0", "1", "0.00%"]]
    assert table(paper, "承办单位转办和应办结情况") == [
        ["1", "市水务局", "0", "1", "0", "0", "1", "0.00%", "0.00%", "—"],
        ["", "合计", "0", "1", "0", "0", "1", "0.00%", "0.00%", "—"],
    ]
    course = next(block for block in paper.blocks if isinstance(block, Chart))
    assert course.title == "近14日受理数（件）"
    assert [(name, said.text) for name, said in course.points][-3:] == [
        ("3/4", "2"),
        ("3/5", "1"),
        ("3/6", "2"),
    ]


def test_a_day_without_cases_says_so() -> None:
    paper = daily.paper(order("2019-05-01"))
    said = sentences_of(paper)

    assert "共受理群众和企业诉求0件，环比无可比基数" in said[0]
    assert "本期没有受理工单。" in said
    assert "本期无应办结工单。" in said
    empty = [block for block in paper.blocks if isinstance(block, Table)]
    assert [(each.title, each.lines, each.note) for each in empty] == [
        ("各区县受理和办理情况", (), ""),
        ("紧急和领导批示工单", (), ""),
    ]
    assert empty[1].empty == "本期没有险情、特急和领导批示工单。"
    assert not any(isinstance(block, Annex) for block in paper.blocks), "no page of nothing"


def test_what_people_remark_stands_in_a_chapter_of_its_own() -> None:
    remarked = replace(order("2026-03-06"), texts={"remarks": "请市水务局关注停水。\n\n 抓好回访。 "})

    paper = daily.paper(remarked)

    place = next(i for i, block in enumerate(paper.blocks) if getattr(block, "text", "") == "工作提示")
    assert [block.text for block in paper.blocks[place + 1 : place + 3] if isinstance(block, Paragraph)] == [
        "请市水务局关注停水。",
        "抓好回访。",
    ]
    assert "工作提示" not in {getattr(block, "text", "") for block in daily.paper(order("2026-03-06")).blocks}


def test_the_course_ends_with_the_day_and_never_in_the_future() -> None:
    at = NOW + timedelta(hours=1)

    assert [day.on for day in days_up_to(parse("2026-04-30"), at, 3)] == [
        "2026-03-30",
        "2026-03-31",
        "2026-04-01",
    ]


def rising(*rows: tuple[str, int, int]) -> str:
    """Return the sentence on matters: name, received now and before."""
    facts: Facts = gather(order("2026-03-06"), [])
    asked = facts.asked.of(Dimension.CATEGORY, "3")
    given = [
        {"name": name, "received": now, "before": before, "last_year": 0, "asked": asked}
        for name, now, before in rows
    ]
    return sentences.hot_matters(replace(facts, matters=Block("", given, {}))).text


def test_the_leading_matters_and_the_fastest_riser_are_named() -> None:
    said = rising(("停水", 9, 10), ("噪声", 12, 6), ("占道", 4, 1), ("供暖", 5, 4), ("路灯", 1, 0))

    assert said == (
        "诉求量居前三位的事项为噪声（12件）、停水（9件）、供暖（5件）；"
        "环比增幅最大的为噪声（由6件升至12件，+100.00%）。"
    )


def test_where_nothing_rises_no_riser_is_named() -> None:
    assert rising(("停水", 9, 10), ("噪声", 4, 1)) == "诉求量居前两位的事项为停水（9件）、噪声（4件）。"


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-05"])
def test_every_number_is_the_figure_it_names(day: str) -> None:
    make_cases(*random_cases(300, around=parse(day).start))
    moments = [
        m for case in db.session.scalars(db.select(Case)) for m in (case.received_at, case.due_at) if m
    ]
    with unit_of_work():
        figures.mark_stale(*(figures.local_day(moment) for moment in moments))

    paper = daily.paper(order(day))

    counted = [said for said in paper.said() if said.unit is Unit.COUNT and said.source]
    assert len(counted) > 100
    known: dict[Asked, Any] = {}
    for said in counted:
        value = said.source
        assert value is not None
        if value.asked not in known:
            known[value.asked] = lines.line(value.asked)
        told = (known[value.asked] or {}).get(value.figure.id, 0)
        assert (said.text, said.number) == (str(told), told)
