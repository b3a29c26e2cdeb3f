"""The bulletins of a month and a year that were counted by hand: what they say, propose, warn of, keep to themselves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import figures
from models.supervision import Supervision
from models.transaction import unit_of_work
from models.vocabulary import (
    Confidentiality,
    Desk,
    Kind,
    Rating,
    SupervisionKind,
    SupervisionLevel,
    Trigger,
)
from reports.completion import Block, Overall
from reports.documents.paper import Annex, Chart, Heading, Paper, Paragraph, Table
from reports.figures.definitions import RATES, rate_of
from reports.lines import Row
from reports.periods import parse
from reports.products import annual, bulletin, findings, sentences
from reports.products.bulletin_facts import Bulletin, gather_bulletin
from reports.products.gathering import Order
from tests.support.case_rows import make_cases
from tests.support.clock import local
from tests.support.entries import make_entries, told
from tests.support.factories import make_rules, saved
from tests.support.hand_counted import NOW, finished, make_march

# What is counted is proved on every database by tests/models/queries and tests/reports/test_figure_lists.py.
pytestmark = pytest.mark.one_database

ORDER = Order(parse("2026-03"), NOW, "赵主任")


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def monthly(**texts: str) -> Paper:
    return bulletin.paper(bulletin.MONTHLY, replace(ORDER, texts=texts))


def chapters(paper: Paper) -> dict[str, str]:
    """Return what is said below each heading of the first level, and before the first."""
    found: dict[str, str] = {}
    name = ""
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            name = block.text
            found[name] = ""
        elif isinstance(block, Paragraph):
            found[name] = found.get(name, "") + block.text
    return found


def table(paper: Paper, title: str) -> list[list[str]]:
    found = next(block for block in paper.blocks if isinstance(block, Table) and block.title == title)
    return [[cell.text for cell in line.cells] for line in found.lines]


def stale(*days: str) -> None:
    with unit_of_work():
        figures.mark_stale(*(parse(day).first_on for day in days))


def test_the_chapters_of_a_month_counted_by_hand() -> None:
    said = chapters(monthly())

    assert list(said) == ["总体情况", "办理情况", "考核情况", "热点诉求", "办理质量", "预警和下步工作建议"]
    assert said["总体情况"].startswith(
        "2026年3月，12345热线共受理群众和企业诉求11件，环比上升1000.00%，同比无可比基数；"
        "日均0.4件；本年累计受理12件。"
    )
    assert "本期到期应办结6件，已办结4件，办结率66.67%；按时办结3件，按时办结率50.00%" in said["办理情况"]
    assert said["考核情况"] == (
        "市城管局、市水务局：样本不足20件，仅列数据（见附件）、不参与排名。"
        "东岸区政府：本期无应办结工单，不参与排名。本期无转办工单的单位（不参与排名）：热力公司。"
    )
    assert "受理9件，占受理总量的81.82%，上期没有受理。" in said["热点诉求"]
    assert "近期没有同一街道多人集中反映同一事项的情况。" in said["预警和下步工作建议"]
    assert said["预警和下步工作建议"].count("请市城管局、市水务局逐件清理超期未办结工单，明确办结时间。") == 1
    assert "一是" not in said["预警和下步工作建议"], "one piece of advice has no number"


def test_the_tables_of_a_month_counted_by_hand() -> None:
    paper = monthly()

    assert table(paper, "按来源渠道和诉求类型统计") == [
        ["电话", "10", "90.91%", "咨询", "1", "9.09%"],
        ["网站", "1", "9.09%", "投诉", "10", "90.91%"],
    ]
    assert table(paper, "转办工单按责任单位统计") == [
        ["1", "市直部门", "8", "100.00%", "1", "+700.00%", "0", "—"],
        ["", "合计", "8", "100.00%", "1", "+700.00%", "0", "—"],
    ]
    assert table(paper, "超期较多的单位") == [
        ["1", "市城管局", "4", "2", "1", "1", "50.00%"],
        ["2", "市水务局", "2", "1", "0", "1", "50.00%"],
    ]
    assert table(paper, "退单、重办和延期较多的单位") == [
        ["1", "市城管局", "0", "0.00%", "1", "25.00%", "1"],
        ["2", "市水务局", "1", "50.00%", "0", "0.00%", "0"],
    ]


def test_units_below_their_tier_are_named_with_what_was_late() -> None:
    make_rules(tiers=[4, 2])

    said = chapters(monthly())["考核情况"]

    assert "市城管局本期应办结4件" not in said, "alone in its tier it is the tier"
    make_cases(*[{"received_at": local("2026-03-02"), "due_at": local("2026-03-10"), "department_id": 4}] * 4)
    stale("2026-03-02", "2026-03-10")
    assert (
        "热力公司本期应办结4件，超期4件（超期办结0件、超期未办结4件），按时办结率0.00%，"
        "低于同档单位总体25.00个百分点。"
    ) in chapters(monthly())["考核情况"]


def test_units_are_given_points_where_the_rules_have_a_score_sheet() -> None:
    on_time = {"measure": "on_time", "title": "按时办结率", "max": 25, "slope_per_pp": 0.25, "target": 100}
    make_rules(tiers=[4, 2], score=[on_time])

    paper = monthly()

    tier = next(
        block for block in paper.blocks if isinstance(block, Table) and block.title.startswith("第一档")
    )
    assert [column.label for column in tier.columns][-2:] == ["得分", "低于同档（个百分点）"]
    # 50.00% in time: 50 points below the target, a quarter of a point each.
    assert [[cell.text for cell in line.cells][-2] for line in tier.lines] == ["12.50", ""]
    assert tier.lines[0].cells[-2].source.figure.id == "score"
    assert "得分按规则包的评分表计" in tier.note


def test_calls_are_told_where_they_were_entered_by_hand() -> None:
    assert "话务量" not in chapters(monthly())["总体情况"]
    known = {"calls_in": 1000, "calls_answered": 950, "talk_seconds": 95_000}
    make_entries(*(told(name, number, key="人工") for name, number in known.items()))

    paper = monthly()

    assert (
        "2026年3月话务量1000次，接通率95.00%，平均通话100.00秒（人工填报）。" in chapters(paper)["总体情况"]
    )
    assert {"calls_in", "connect_rate"} <= {said.source.figure.id for said in paper.said() if said.source}
    year = chapters(annual.paper(replace(ORDER, period=parse("2026"))))
    assert "2026年话务量1000次，接通率95.00%，平均通话100.00秒（人工填报）。" in year["总体情况"]


def test_people_write_into_the_places_and_what_they_emptied_stays_empty() -> None:
    said = chapters(monthly(cause="人手不足。", topic_1="典型一。\n建议二。", typical="案例甲。", advice=""))

    assert "人手不足。" in said["考核情况"]
    assert "典型一。建议二。" in said["热点诉求"]
    assert said["典型案例"] == "案例甲。"
    assert "逐件清理" not in said["预警和下步工作建议"]


CLOSED = finished(
    local("2026-03-06"), received_at=local("2026-03-05"), public_answer="已清理，王建国先生表示满意。"
)


def test_typical_cases_are_retold_without_names_and_never_those_that_are_protected() -> None:
    told = "庆阳路12号3单元502室王建国先生反映商贩占道，电话13893112345。"
    make_cases(
        CLOSED | {"content": told, "people_affected": 30, "place_name": "庆阳路12号"},
        *(
            CLOSED | {"content": f"不得外传的内容，共十几个字，见{name}。", "people_affected": 99, **hidden}
            for name, hidden in {
                "desk": {"desk": Desk.PSYCH},
                "report": {"kind": Kind.REPORT},
                "confidential": {"confidentiality": Confidentiality.CONFIDENTIAL},
                "anonymous": {"confidentiality": Confidentiality.ANONYMOUS},
                "open": {"closed_at": None},
                "excluded": {"is_excluded": True},
            }.items()
        ),
        CLOSED | {"content": "太短", "people_affected": 50},
        CLOSED
        | {"content": "第二件：夜间有人在路口占道经营，影响通行。" + "很吵。" * 40, "people_affected": 5},
    )
    stale("2026-03-05")

    said = chapters(monthly())

    assert said["典型案例"] == (
        "3月5日，东岸区庆阳路*号群众反映：庆阳路*号*单元*室王先生反映商贩占道，电话〔已隐去〕。"
        "办理情况：市城管局答复，已清理，王先生表示满意。"
    )
    assert "3月5日，东岸区群众反映：第二件：夜间有人在路口占道经营，影响通行。很吵。" in said["热点诉求"]
    everything = "".join(said.values())
    for word in ("不得外传", "13893112345", "王建国", "502", "太短"):
        assert word not in everything


def test_cases_that_leaders_wrote_on_have_a_chapter() -> None:
    case = db.session.scalars(db.select(Case).filter_by(department_id=3)).one()
    saved(
        Supervision(
            case_id=case.id,
            kind=SupervisionKind.ORDER,
            level=SupervisionLevel.ORDER,
            trigger=Trigger.LEADER_INSTRUCTION,
            reason="批示",
            issued_at=local("2026-03-31 12:00"),
        )
    )

    paper = monthly()

    assert "领导批示办理情况" in chapters(paper)
    assert [line[1] for line in table(paper, "领导批示工单")] == [case.number]


def test_a_week_does_not_rank_and_a_quarter_does() -> None:
    week = bulletin.paper(bulletin.WEEKLY, replace(ORDER, period=parse("2026-W10")))
    quarter = bulletin.paper(bulletin.QUARTERLY, replace(ORDER, period=parse("2026-Q1")))

    assert week.mark == "示例市12345政务服务便民热线周报"
    assert week.title == "2026年第10周12345热线受理办理情况"
    assert "考核情况" not in chapters(week)
    assert quarter.title == "2026年第1季度12345热线运行分析"
    assert "考核情况" in chapters(quarter)
    assert "受理群众和企业诉求12件" in chapters(quarter)["总体情况"]


def test_a_month_without_cases_says_so() -> None:
    paper = bulletin.paper(bulletin.MONTHLY, replace(ORDER, period=parse("2019-05")))
    said = chapters(paper)

    assert "共受理群众和企业诉求0件" in said["总体情况"]
    assert "本期没有受理工单。本期无应办结工单。" in said["办理情况"]
    assert said["热点诉求"] == "本期没有受理工单。"
    assert not any(isinstance(block, Annex | Chart) for block in paper.blocks), "no page of nothing"
    assert {block.title for block in paper.blocks if isinstance(block, Table)} == {
        "全部承办单位合计",
        "办理结果满意率低于90%的单位",
    }


def test_the_year_in_one_sentence() -> None:
    paper = annual.paper(replace(ORDER, period=parse("2026"), texts={"outlook": "来年抓好回访。"}))
    said = chapters(paper)

    assert said[""] == (
        "2026年，共受理咨询、投诉等各类诉求12件，办结9件，办结率为75.00%，"
        "对办理结果满意率为66.67%，对热线满意率达100.00%。"
    )
    assert "环比" not in "".join(said.values()), "a year is compared with the year before once"
    assert {"环比", "同比"} & {column.group for block in paper.blocks if isinstance(block, Table)
                           for column in block.columns} == {"同比"}  # fmt: skip
    assert "上年没有受理。" in said["热点诉求"]
    assert said["下一年度工作安排"].startswith("来年抓好回访。")
    assert table(paper, "各月受理和办理情况")[2] == [
        "3", "2026年3月", "11", "8", "9", "6", "66.67%", "50.00%", "66.67%", "100.00%",
    ]  # fmt: skip
    assert table(paper, "各月受理和办理情况")[-1][1:4] == ["全年", "12", "9"]


def with_totals(gathered: Bulletin, kinds: Mapping[Kind, int], **counts: int) -> Bulletin:
    """Return the bulletin with other totals, and with these kinds."""
    facts = gathered.facts
    now: Row = facts.overall.now | counts
    now |= {name: rate_of(name, now) for name in RATES}
    rows = [{"key": kind.value, "name": kind.label, "received": number} for kind, number in kinds.items()]
    overall = Overall(now, facts.overall.before, facts.overall.last_year)
    return replace(gathered, facts=replace(facts, overall=overall, kinds=Block("", rows, now)))


SEED: dict[str, Any] = {
    "received": 570227, "closed": 566039, "result_rated": 10000, "result_satisfied": 9351,
    "hotline_rated": 10000, "hotline_satisfied": 9892,
}  # fmt: skip


def test_the_seed_s_own_sentence_is_said_from_data() -> None:
    gathered = gather_bulletin(replace(ORDER, period=parse("2016")))
    kinds = dict.fromkeys(Kind, 1)

    said = annual.in_one_sentence(with_totals(gathered, kinds, **SEED).facts).text

    assert said == (
        "2016年，共受理建议、咨询、投诉、求助、感谢等各类诉求570227件，办结566039件，办结率为99.27%，"
        "对办理结果满意率为93.51%，对热线满意率达98.92%。"
    )
    unrated = with_totals(gathered, {Kind.REPORT: 2}, received=2, closed=1)
    assert annual.in_one_sentence(unrated.facts).text == (
        "2016年，共受理各类诉求2件，办结1件，办结率为50.00%，对办理结果暂无有效评价，对热线暂无有效评价。"
    )
    assert annual.in_one_sentence(gathered.facts).text == "2016年，没有受理诉求。"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (12, 10, "受理12件，占受理总量的10.00%，上期10件，环比上升20.00%。"),
        (9, 10, "受理9件，占受理总量的10.00%，上期10件，环比下降10.00%。"),
        (10, 10, "受理10件，占受理总量的10.00%，上期10件，环比持平。"),
        (3, 0, "受理3件，占受理总量的10.00%，上期没有受理。"),
    ],
)
def test_words_of_change_follow_the_sign(now: int, before: int, said: str) -> None:
    facts = gather_bulletin(ORDER).facts
    row = facts.matters.rows[0] | {
        "received": now,
        "before": before,
        "share": facts.overall.now["on_time_rate"] / 5,
    }

    assert findings.topic(row).text == said


def test_what_rises_by_half_among_many_is_warned_of() -> None:
    asked = gather_bulletin(ORDER).facts.matters.rows[0]["asked"]
    rows = [
        {"name": name, "received": now, "before": before, "last_year": 0, "asked": asked}
        for name, now, before in (("停水", 30, 20), ("噪声", 30, 21), ("占道", 19, 1), ("供暖", 25, 0))
    ]

    assert findings.risers(rows).text == "环比增长较快、需要关注的事项：停水（由20件升至30件，+50.00%）。"
    assert findings.risers([]).text == ""


def test_what_was_excluded_is_said_with_the_rate_before() -> None:
    case = db.session.scalars(db.select(Case).filter_by(is_excluded=True)).one()
    case.result_rating = Rating.DISSATISFIED
    db.session.commit()
    stale("2026-03-04")

    said = sentences.follow_up(gather_bulletin(ORDER).facts).text

    assert "办理结果有效评价3件、满意率66.67%" in said
    assert said.endswith("经审核剔除的另有办理结果有效评价1件，剔除前办理结果满意率50.00%。")
