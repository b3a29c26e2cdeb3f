"""Each due date can say, day by day, how it came about."""

from dataclasses import replace
from datetime import datetime

from config import LOCAL_TIMEZONE
from models.vocabulary import CountFrom
from workflows.counting import ClockRules
from workflows.deadlines import due, extend
from workflows.limit import Limit
from workflows.working_time import Calendar

CALENDAR = Calendar()
RULES = ClockRules()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TIMEZONE)


def steps(start: str, limit: str, rules: ClockRules = RULES, calendar: Calendar = CALENDAR) -> list[str]:
    return list(due(at(start), Limit.parse(limit), calendar=calendar, rules=rules).steps)


def test_working_days_are_told_one_by_one_with_the_reason_for_each() -> None:
    assert steps("2026-02-13 16:00", "2wd") == [
        "起算时间：2026年2月13日（周五）16:00。",
        "时限：2个工作日。",
        "计算规则：次日起算，当日不计，从下一个工作日数起；到最后一个工作日的 18:00 止。",
        "2月13日（周五）：当日不计。",
        "2月14日（周六）：调休上班，第 1 个工作日。",
        "2月15日（周日）至2月23日（周一）：春节，不计。",
        "2月24日（周二）：第 2 个工作日。",
        "到期时间：2026年2月24日（周二）18:00。",
    ]


def test_counting_from_receipt_says_whether_the_day_was_over() -> None:
    receipt = replace(RULES, count_from=CountFrom.RECEIPT)

    assert steps("2026-03-12 19:00", "2wd", receipt)[2:-1] == [
        "计算规则：当日起算，18:00 前开始的，当日即为第 1 个工作日；到最后一个工作日的 18:00 止。",
        "3月12日（周四）：已过 18:00，当日不计。",
        "3月13日（周五）：第 1 个工作日。",
        "3月14日（周六）至3月15日（周日）：周末，不计。",
        "3月16日（周一）：第 2 个工作日。",
    ]


def test_working_hours_are_told_with_what_each_day_gives() -> None:
    assert steps("2026-03-13 16:20", "4wh")[2:] == [
        "计算规则：只计工作日的办公时间（08:30-12:00、14:30-18:00）。",
        "3月13日（周五）：计 1 小时 40 分钟，累计 1 小时 40 分钟。",
        "3月14日（周六）至3月15日（周日）：周末，不计。",
        "3月16日（周一）：计 2 小时 20 分钟，累计 4 小时。",
        "到期时间：2026年3月16日（周一）10:50。",
    ]


def test_working_hours_that_begin_in_the_evening_say_so() -> None:
    assert steps("2026-02-14 19:00", "4wh")[3:5] == [
        "2月14日（周六）：办公时间已过，不计。",
        "2月15日（周日）至2月23日（周一）：春节，不计。",
    ]


def test_natural_time_needs_no_days() -> None:
    assert steps("2026-02-14 19:00", "24h") == [
        "起算时间：2026年2月14日（周六）19:00。",
        "时限：24小时。",
        "计算规则：自然时间连续计算，夜间和节假日不扣除。",
        "到期时间：2026年2月15日（周日）19:00。",
    ]


def test_natural_days_count_each_day() -> None:
    assert steps("2026-02-14 19:00", "2d")[3:-1] == [
        "2月14日（周六）：当日不计。",
        "2月15日（周日）：第 1 个自然日。",
        "2月16日（周一）：第 2 个自然日。",
    ]


def test_a_local_exception_is_named() -> None:
    day = at("2026-03-10 00:00").date()
    calendar = Calendar(exceptions={day: False}, notes={day: "城市马拉松"})

    assert "3月10日（周二）：本地休息（城市马拉松），不计。" in steps(
        "2026-03-09 09:00", "1wd", calendar=calendar
    )


def test_a_year_without_a_notice_is_said_loudly() -> None:
    assert steps("2035-02-05 09:00", "1wd")[-1] == (
        "注意：2035 年的放假安排尚未收录，暂按周末推定；收录后应重新计算。"
    )


def test_an_extension_is_told_from_the_earlier_due_moment() -> None:
    rules = replace(RULES, count_from=CountFrom.RECEIPT)

    extended = extend(
        at("2026-03-13 18:00"),
        Limit.parse("1wd"),
        started_at=at("2026-03-06 09:00"),
        calendar=CALENDAR,
        rules=rules,
    )

    assert list(extended.steps) == [
        "原到期时间：2026年3月13日（周五）18:00。",
        "准予延长：1个工作日。",
        "计算规则：次日起算，当日不计，从下一个工作日数起；到最后一个工作日的 18:00 止。",
        "3月13日（周五）：当日不计。",
        "3月14日（周六）至3月15日（周日）：周末，不计。",
        "3月16日（周一）：第 1 个工作日。",
        "延长后到期：2026年3月16日（周一）18:00。",
    ]
