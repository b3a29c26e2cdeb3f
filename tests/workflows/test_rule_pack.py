"""A pack is read whole, refused with all its faults, and answers which limit a case has."""

import json
from datetime import time
from typing import Any

import pytest

from models.vocabulary import AfterRedo, ClockKind, CountFrom, Kind, LimitClass, Permission, Urgency
from tests.support.rule_packs import PACKS, document, least, pack
from workflows.limit import HINT, Limit
from workflows.limit_rules import EVERY_CASE, counting_urgency
from workflows.rule_document import BadDocument
from workflows.rule_pack import NoRuleFits, RulePack

URGENCIES = "critical 特急、urgent 紧急、normal 一般、complex 疑难"


def faults_of(**changes: Any) -> list[str]:
    with pytest.raises(BadDocument) as refusal:
        RulePack.from_dict(least(**changes))
    return refusal.value.faults


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_survives_the_database_unchanged(name: str) -> None:
    shipped = pack(name)

    stored = json.dumps(shipped.to_dict(), ensure_ascii=False)

    assert RulePack.from_dict(json.loads(stored)) == shipped
    assert shipped.to_dict()["extension_rule"]["daily_cutoff"] in ("17:00", "24:00")


@pytest.mark.parametrize("name", PACKS)
def test_every_case_has_limits_and_every_rule_its_source(name: str) -> None:
    shipped = pack(name)

    assert all(shipped.limits_for(*case).feedback for case in EVERY_CASE)
    assert all(rule.source for rule in (*shipped.limits, *shipped.stops, *shipped.exclusion_grounds))
    for part in ("desk", "return_rule", "extension_rule", "redo", "follow_up", "supervision", "deferral"):
        assert getattr(shipped, part).source, part


@pytest.mark.parametrize("name", PACKS)
def test_life_and_property_are_signed_within_a_quarter_of_an_hour_and_supervised(name: str) -> None:
    rule = pack(name).limits_for(Kind.HELP, Urgency.NORMAL, LimitClass.CRITICAL)

    assert (str(rule.sign), rule.supervise) == ("15min", True)


@pytest.mark.parametrize(
    ("name", "kind", "urgency", "limit_class", "limits"),
    [
        ("lanzhou", "help", "critical", "normal", "sign 15min, respond 2h, first_report 24h, feedback 5wd"),
        (
            "lanzhou",
            "complaint",
            "normal",
            "critical",
            "sign 15min, respond 2h, first_report 24h, feedback 5wd",
        ),
        ("lanzhou", "help", "complex", "urgent", "sign 30min, respond 2h, feedback 24h"),
        ("lanzhou", "inquiry", "normal", "normal", "sign 4wh, feedback 1wd"),
        ("lanzhou", "help", "normal", "normal", "sign 1wd, contact 1wd, feedback 5wd"),
        ("lanzhou", "report", "complex", "normal", "sign 1wd, contact 1wd, feedback 15wd"),
        ("lanzhou", "thanks", "complex", "normal", "sign 1wd, contact 1wd, feedback 5wd"),
        ("beijing", "help", "normal", "critical", "sign 15min, respond 1h, feedback 2h"),
        ("beijing", "help", "normal", "urgent", "sign 30min, respond 2h, feedback 24h"),
        ("beijing", "inquiry", "normal", "normal", "sign 24h, contact 24h, feedback 7d"),
        ("beijing", "complaint", "complex", "normal", "sign 24h, contact 24h, feedback 15d"),
        ("shandong", "inquiry", "normal", "normal", "sign 1wd, contact 1wd, feedback 5wd"),
        ("shandong", "complaint", "complex", "normal", "sign 1wd, contact 1wd, feedback 15wd"),
        ("sichuan", "inquiry", "normal", "normal", "sign 4wh, feedback 3wd"),
        ("sichuan", "suggestion", "normal", "normal", "sign 1wd, contact 1wd, feedback 7wd"),
        ("sichuan", "report", "normal", "normal", "sign 1wd, contact 1wd, feedback 15wd"),
    ],
)
def test_the_first_rule_that_fits_gives_the_limits(
    name: str, kind: str, urgency: str, limit_class: str, limits: str
) -> None:
    rule = pack(name).limits_for(Kind(kind), Urgency(urgency), LimitClass(limit_class))

    said = {clock.value: str(limit) for clock, limit in rule.clocks.items()}
    assert said == dict(one.split(" ") for one in limits.split(", "))


@pytest.mark.parametrize(
    ("urgency", "limit_class", "counts"),
    [
        ("normal", "normal", "normal"),
        ("complex", "normal", "complex"),
        ("complex", "critical", "critical"),
        ("normal", "urgent", "urgent"),
        ("critical", "urgent", "critical"),
        ("urgent", "normal", "urgent"),
        ("urgent", "critical", "critical"),
    ],
)
def test_urgency_or_category_counts_whichever_presses_more(
    urgency: str, limit_class: str, counts: str
) -> None:
    assert counting_urgency(Urgency(urgency), LimitClass(limit_class)) == counts


def test_a_pack_knows_the_limit_of_every_clock() -> None:
    lanzhou = pack("lanzhou")
    case = (Kind.HELP, Urgency.URGENT, LimitClass.NORMAL)

    limits = {clock.value: str(lanzhou.limit_of(clock, *case)) for clock in ClockKind}

    assert limits == {
        "review": "10min",
        "completion": "2h",
        "sign": "30min",
        "respond": "2h",
        "contact": "None",
        "first_report": "None",
        "feedback": "24h",
        "redo": "3wd",
        "return_decision": "1wd",
        "reply_review": "1wd",
        "follow_up": "2wd",
        "deferral": "180d",
        "supervision": "3wd",
    }


def test_what_is_left_out_takes_the_usual_value() -> None:
    usual = RulePack.from_dict(least())

    assert (usual.clock.used, usual.clock.working_days_left) == (0.8, 1)
    assert (usual.clock.count_from, usual.clock.day_end) == (CountFrom.NEXT_DAY, time(18))
    assert (usual.redo.then, usual.return_rule.approver) == (AfterRedo.SUPERVISE, Permission.DECIDE_RETURN)
    assert usual.limits[0].sign is None


def test_all_faults_are_named_at_once() -> None:
    broken = document("lanzhou")
    broken["day_end"] = "6pm"
    broken["limits"][0]["sign"] = "soon"
    broken["limits"][1]["urgencies"] = ["urgent", "panic"]
    broken["limits"][2]["feedback"] = "0wd"
    broken["redo"] = {"limit": "3wd"}
    broken["tiers"] = [20, 100]
    broken["colour"] = "red"

    with pytest.raises(BadDocument) as refusal:
        RulePack.from_dict(broken)

    assert refusal.value.faults == [
        "colour：不认识的栏目。",
        "每日截止：看不懂时刻“6pm”：请写成 18:00 或 24:00。",
        f"时限规则第 1 行·签收时限：看不懂时限“soon”：{HINT}。",
        f"时限规则第 2 行·紧急程度第 2 行：“panic”不在可选之列（{URGENCIES}）。",
        "时限规则第 3 行·办结时限：时限“0wd”必须大于零。",
        "重办规则·次数上限：缺少。",
        "分档下限须从大到小排列。",
    ]
    assert str(refusal.value).splitlines() == refusal.value.faults


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "Lan zhou"}, "代号只能用小写字母、数字、连字符和下划线，以字母开头。"),
        ({"title": " "}, "名称不能为空。"),
        ({"title": 7}, "名称：应为文字。"),
        ({"clock_start": "signed"}, "计时起点：“signed”不在可选之列（dispatched 派单）。"),
        ({"limits": {}}, "时限规则：应为列表。"),
        ({"limits": ["5wd"]}, "时限规则第 1 行：应为一组栏目。"),
        ({"limits": [{}]}, "时限规则第 1 行·办结时限：缺少。"),
        ({"limits": [{"feedback": 5}]}, "时限规则第 1 行·办结时限：应为文字。"),
        ({"limits": [{"feedback": "5wd", "supervise": 1}]}, "时限规则第 1 行·立即督办：应为是或否。"),
        (
            {"limits": [{"feedback": "5wd", "sign": "1wd", "calendar": "natural"}]},
            "时限规则第 1 行：按自然时间计时的，签收、联系、响应和首报时限不得用工作小时或工作日。",
        ),
        (
            {"limits": [{"feedback": "5wd"}, {"kinds": ["inquiry"], "feedback": "1wd"}]},
            "时限规则第 2 行永远用不到：它的各种情形都已被前面的行覆盖。",
        ),
        (
            {"limits": [{"kinds": ["help"], "feedback": "5wd"}, {"kinds": ["help"], "feedback": "3wd"}]},
            "时限规则第 2 行永远用不到：它的各种情形都已被前面的行覆盖。",
        ),
        (
            {"limits": [{"urgencies": ["critical", "urgent", "complex"], "feedback": "24h"}]},
            "时限规则没有覆盖：一般建议、一般咨询、一般投诉、一般求助、一般感谢、一般举报。请在最后加一行不设条件的规则。",
        ),
        ({"day_end": "17:30"}, "每日截止不能早于下班时间 18:00。"),
        ({"office_segments": ["18:00-08:30"]}, "办公时间：办公时间“18:00-08:30”的结束须晚于开始。"),
        ({"office_segments": [830, 1200]}, "办公时间：应为文字。"),
        ({"due_soon": {"used": 80}}, "临期：已用时间比例须大于 0、不大于 1。"),
        ({"due_soon": {"working_days_left": -1}}, "临期·剩余工作日：应为不小于 0 的整数。"),
        ({"due_soon": {"used": float("nan")}}, "临期·已用时间比例：应为不小于 0 的数。"),
        ({"redo": {"limit": "3wd", "max_times": True}}, "重办规则·次数上限：应为不小于 0 的整数。"),
        ({"follow_up": {"limit": "2wd", "attempts": 0, "spread_days": 0}}, "回访规则：回访至少要尝试 1 次。"),
        (
            {"follow_up": {"limit": "2wd", "attempts": 2, "spread_days": 3}},
            "回访规则：分布天数不能多于尝试次数。",
        ),
        (
            {"extension_rule": {"max_times": 1, "longest": [], "before_due": "4wh", "daily_cutoff": "17:00"}},
            "延期规则：到期前提出的期限须用工作日、小时或分钟。",
        ),
        (
            {"exclusion_grounds": [{"code": "a", "title": "甲"}, {"code": "a", "title": "乙"}]},
            "剔除情形的“a”重复。",
        ),
        (
            {
                "score": [
                    {"measure": "m", "title": "指标", "max": 5, "slope_per_pp": 1, "target": 101, "floor": 6}
                ]
            },
            "评分表第 1 行：最低得分不能高于满分。",
        ),
        ({"round": {"digits": 9}}, "修约的小数位数不能超过 6。"),
    ],
)
def test_a_fault_is_named_with_its_place(changes: dict[str, Any], fault: str) -> None:
    assert fault in faults_of(**changes)


def test_a_document_that_is_nothing_names_all_that_is_missing() -> None:
    with pytest.raises(BadDocument) as refusal:
        RulePack.from_dict({})

    assert refusal.value.faults[:3] == ["代号：缺少。", "名称：缺少。", "起算方式：缺少。"]


def test_a_case_that_no_rule_fits_is_refused_by_name() -> None:
    checked = RulePack.from_dict(least())
    unchecked = RulePack(**{name: getattr(checked, name) for name in checked.to_dict()} | {"limits": ()})

    with pytest.raises(NoRuleFits, match="规则包“测试规则”没有适用于紧急咨询的时限。"):
        unchecked.limits_for(Kind.INQUIRY, Urgency.URGENT, LimitClass.NORMAL)


def test_desk_limits_follow_the_urgency() -> None:
    desk = pack("lanzhou").desk

    assert {urgency.value: str(desk.review(urgency)) for urgency in Urgency} == {
        "critical": "5min",
        "urgent": "10min",
        "normal": "30min",
        "complex": "30min",
    }


def test_the_limit_text_of_a_rule_is_a_limit() -> None:
    assert pack("lanzhou").deferral.longest == Limit.parse("180d")
