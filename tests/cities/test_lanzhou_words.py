"""Lanzhou's hazard words, grounds, texts and ladders say what the process needs."""

import re
import tomllib
from collections import Counter

import pytest

from models.report_subject import signs_of
from models.vocabulary import (
    Criterion,
    LimitClass,
    Rating,
    RequestKind,
    Solved,
    SupervisionLevel,
    Trigger,
    Urgency,
)
from tests.support.lanzhou import PACK, YES_OR_NO, by_code, leaves, rows, split
from workflows.template_words import unknown


def test_hazard_words_are_distinct_patterns_that_point_to_a_matter() -> None:
    patterns = [frozenset(split(row["words"])) for row in rows("hazard_words")]
    categories = by_code("categories")

    assert len(patterns) >= 60
    assert len(set(patterns)) == len(patterns)
    for row in rows("hazard_words"):
        assert len(row["category_code"]) == 6, row
        assert row["category_code"] in categories, row
        assert row["urgency"] in {Urgency.CRITICAL, Urgency.URGENT}, row
        assert row["say"], row
        assert row["do"], row
        # A single character alone would ring at every other call.
        assert max(map(len, split(row["words"]))) >= 2, row


def test_every_criterion_of_the_joint_meeting_has_its_rule() -> None:
    known = rows("joint_meeting_rules")

    assert {row["criterion"] for row in known} == set(Criterion)
    assert len({row["code"] for row in known}) == len(known)
    assert all(row["is_active"] in YES_OR_NO for row in known)
    thresholds = {row["criterion"]: int(row["threshold"]) for row in known}
    assert thresholds[Criterion.OVERDUE_WORKING_DAYS] == 15
    assert thresholds[Criterion.DEPARTMENTS_INVOLVED] == 3


def test_special_reports_are_made_about_water_and_the_environment() -> None:
    subjects = {row["code"]: row for row in rows("report_subjects")}
    categories = by_code("categories")

    assert set(subjects) == {"water", "environment"}
    for row in subjects.values():
        assert all(code in categories for code in split(row["category_codes"]))
        assert signs_of(row["signs"])
    assert {sign.label for sign in signs_of(subjects["water"]["signs"])} == {
        "异味", "颜色", "浑浊杂质", "身体不适",
    }  # fmt: skip


def test_words_are_at_least_as_pressing_as_the_matter_they_point_to() -> None:
    order = [LimitClass.NORMAL, LimitClass.URGENT, LimitClass.CRITICAL]
    categories = by_code("categories")

    for row in rows("hazard_words"):
        matter = order.index(LimitClass(categories[row["category_code"]]["limit_class"]))
        assert order.index(LimitClass(row["urgency"])) >= matter, row


def test_every_hazard_has_words_that_betray_it() -> None:
    pointed_to = {row["category_code"] for row in rows("hazard_words")}

    assert [
        leaf["name"] for leaf in leaves() if leaf["is_hazard"] == "是" and leaf["code"] not in pointed_to
    ] == []


def found(text: str) -> set[str]:
    """Return the names of the matters that the words of a text point to."""
    categories = by_code("categories")
    return {
        categories[row["category_code"]]["name"]
        for row in rows("hazard_words")
        if all(word in text for word in split(row["words"]))
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("楼道里闻到很大的煤气味，怀疑是管子漏了", "燃气泄漏"),
        ("单元楼的外墙瓷砖一直在掉落，差点砸到人", "外墙脱落"),
        ("我家墙上裂缝越来越宽，门都关不上了", "房屋墙体裂缝"),
        ("下雨后小区地基下沉，散水都断开了", "地基下陷与采空区"),
        ("早上起来自来水发黄，还有一股味道", "自来水水质安全"),
        ("马路塌陷了一个大坑，电动车差点掉进去", "地面塌陷"),
        ("老人被困在电梯里二十分钟了", "电梯困人"),
        ("我真的不想活了，站在中山桥上", "轻生危机求助"),
        ("孩子放学后走丢了，到现在没回家", "失踪与离家出走"),
        ("邻居经常打孩子，孩子胳膊受伤了", "未成年人受侵害"),
    ],
)
def test_a_call_about_a_hazard_is_recognised_by_its_words(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "咨询一下今年采暖费怎么交，能不能网上缴",
        "楼顶的落水管漏水，物业一直没有修",
        "小区门口堆放杂物，存在火灾隐患",
        "物业收费不公示，电梯里全是广告，相关人员不回应",
        "建议在路口加装红绿灯，孩子上学方便一些",
    ],
)
def test_an_everyday_call_raises_no_alarm(text: str) -> None:
    assert found(text) == set()


def test_grounds_are_unique_in_their_kind_and_every_kind_has_some() -> None:
    counted = Counter((row["kind"], row["code"]) for row in rows("grounds"))
    kinds = Counter(row["kind"] for row in rows("grounds"))

    assert {key: count for key, count in counted.items() if count > 1} == {}
    assert set(kinds) == {
        "not_accepted",
        "return",
        "termination",
        "exclusion",
        "deferral",
        "extension",
        "unsolved",
        "transfer",
        "call_end",
    }
    # Every request that another must decide finds its grounds here; not accepting has its own word.
    assert {kind for kind in RequestKind if kind is not RequestKind.NON_ACCEPTANCE} <= set(kinds)
    assert all(row["name"] and row["explanation"] for row in rows("grounds"))


def test_an_unreachable_citizen_is_a_ground_of_exclusion_and_never_satisfied() -> None:
    [ground] = [row for row in rows("grounds") if (row["kind"], row["code"]) == ("exclusion", "unreachable")]

    assert "绝不视为满意" in ground["explanation"]


def test_quick_replies_are_at_least_twenty_and_short() -> None:
    assert len(by_code("quick_replies")) == len(rows("quick_replies")) >= 20
    for row in rows("quick_replies"):
        assert row["kind"] in {"intake", "warning", "handling", "review", "callback"}, row
        assert 0 < len(row["body"]) <= 120, row
        assert unknown(row["body"]) == [], row


def test_supervision_starts_by_the_triggers_of_the_ladder() -> None:
    triggers = by_code("supervision_triggers")

    assert len(triggers) == len(rows("supervision_triggers"))
    assert {row["trigger"] for row in triggers.values()} == set(Trigger) - {Trigger.MANUAL}
    for row in triggers.values():
        assert row["level"] in set(SupervisionLevel), row
        assert int(row["threshold"]) >= 0, row
        assert re.fullmatch(r"[1-9][0-9]*(min|h|wh|wd|d)", row["reply_limit"]), row
        assert {row["immediate"], row["is_active"]} <= YES_OR_NO, row
    levels = {row["trigger"]: (row["threshold"], row["level"]) for row in triggers.values()}
    assert levels[Trigger.HAZARD][1] == SupervisionLevel.ORDER
    assert levels[Trigger.OVERDUE][1] == SupervisionLevel.WRITTEN
    assert levels[Trigger.OVERDUE_WORKING_DAYS] == ("5", SupervisionLevel.CRITICISM)
    assert levels[Trigger.REDONE_TIMES] == ("2", SupervisionLevel.ORDER)
    assert levels[Trigger.SAME_MATTER_CALLERS] == ("10", SupervisionLevel.ORDER)


def test_a_hazard_climbs_the_ladder_minute_by_minute() -> None:
    ladder = [(int(row["step"]), int(row["after_minutes"]), row["tell"]) for row in rows("escalation_ladder")]

    assert ladder == [
        (1, 0, "duty_officer"),
        (2, 5, "department_leader"),
        (3, 10, "parent_leader"),
        (4, 15, "supervisor"),
        (5, 30, "centre_head"),
    ]


def test_the_callback_asks_for_both_ratings_in_all_five_grades() -> None:
    script = tomllib.loads((PACK / "callback_script.toml").read_text(encoding="utf-8"))
    steps = {step["code"]: step for step in script["steps"]}

    assert len(steps) == len(script["steps"])
    assert all(step["title"] and step["ask"] for step in steps.values())
    grades = {rating.value: rating.label for rating in Rating}
    assert steps["result_rating"]["answers"] == grades
    assert steps["hotline_rating"]["answers"] == grades
    assert steps["solved"]["answers"] == {member.value: member.label for member in Solved}
    assert script["conduct"]
