"""Due moments, lights and words, by table and by property."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import LOCAL_TIMEZONE
from models.vocabulary import CountFrom, Light, LimitUnit
from workflows.counting import BadDayEnd, ClockRules, day_end
from workflows.deadlines import due, extend, light, words, working_days_between
from workflows.limit import Limit
from workflows.working_time import Calendar

CALENDAR = Calendar()
NEXT_DAY = ClockRules()
RECEIPT = replace(NEXT_DAY, count_from=CountFrom.RECEIPT)
MIDNIGHT = replace(NEXT_DAY, day_end=day_end("24:00"))
MOMENTS = st.timedeltas(timedelta(), timedelta(days=4400)).map(
    lambda span: datetime(2015, 12, 1, tzinfo=UTC) + span
)
LIMITS = st.builds(Limit, st.integers(1, 60), st.sampled_from(list(LimitUnit)))
RULES = st.sampled_from([NEXT_DAY, RECEIPT, MIDNIGHT])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TIMEZONE)


def local(moment: datetime) -> str:
    return f"{moment.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}"


def due_text(start: str, limit: str, rules: ClockRules = NEXT_DAY) -> str:
    return local(due(at(start), Limit.parse(limit), calendar=CALENDAR, rules=rules).due_at)


def soon_text(start: str, limit: str, rules: ClockRules = NEXT_DAY) -> str:
    return local(due(at(start), Limit.parse(limit), calendar=CALENDAR, rules=rules).soon_at)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-02-13 16:00", "1wd", "2026-02-14 18:00"),
        ("2026-02-14 10:00", "1wd", "2026-02-24 18:00"),
        ("2026-09-18 09:00", "5wd", "2026-09-24 18:00"),
        ("2026-09-30 09:00", "5wd", "2026-10-13 18:00"),
        ("2016-02-05 09:00", "1wd", "2016-02-06 18:00"),
        ("2016-02-06 09:00", "1wd", "2016-02-14 18:00"),
        ("2025-12-31 23:59", "1wd", "2026-01-04 18:00"),
        ("2026-03-14 12:00", "1wd", "2026-03-16 18:00"),
        ("2026-02-14 23:50", "15min", "2026-02-15 00:05"),
        ("2026-02-14 10:00", "24h", "2026-02-15 10:00"),
        ("2026-02-14 10:00", "7d", "2026-02-21 18:00"),
        ("2026-03-13 16:00", "4wh", "2026-03-16 10:30"),
    ],
)
def test_counting_from_the_next_day_ends_on_the_nth_working_day(
    start: str, limit: str, expected: str
) -> None:
    assert due_text(start, limit) == expected


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-02-13 16:00", "1wd", "2026-02-13 18:00"),
        ("2026-02-13 18:00", "1wd", "2026-02-14 18:00"),
        ("2026-02-13 20:00", "2wd", "2026-02-24 18:00"),
        ("2026-03-14 12:00", "1wd", "2026-03-16 18:00"),
        ("2026-02-15 09:00", "1d", "2026-02-15 18:00"),
    ],
)
def test_counting_from_receipt_takes_in_a_working_day_that_is_not_over(
    start: str, limit: str, expected: str
) -> None:
    assert due_text(start, limit, RECEIPT) == expected


def test_a_day_that_ends_at_24_is_over_with_its_last_second_and_not_in_the_next_month() -> None:
    deadline = due(at("2026-04-29 09:00"), Limit.parse("1wd"), calendar=CALENDAR, rules=MIDNIGHT)

    assert deadline.due_at == at("2026-04-30 23:59:59")
    assert deadline.steps[-1] == "到期时间：2026年4月30日（周四）24:00。"


@pytest.mark.parametrize("text", ["", "6pm", "24:01", "25:00", "18点", "18:00-19:00"])
def test_an_end_of_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadDayEnd, match="请写成 18:00 或 24:00"):
        day_end(text)


def test_an_end_of_day_is_read() -> None:
    assert (day_end("17:30"), day_end("24:00")) == (time(17, 30), time(23, 59, 59))


@pytest.mark.parametrize(
    ("start", "limit", "soon"),
    [
        pytest.param("2026-03-06 16:00", "5wd", "2026-03-12 00:00", id="the working day before the due day"),
        pytest.param("2026-03-06 16:00", "15wd", "2026-03-24 17:36", id="four fifths come earlier"),
        pytest.param(
            "2026-03-06 16:00", "1wd", "2026-03-09 16:12", id="one day: four fifths of the working time"
        ),
        pytest.param("2026-03-06 16:00", "4wh", "2026-03-09 09:42", id="working hours: four fifths of them"),
        pytest.param(
            "2026-03-06 16:00", "24h", "2026-03-07 11:12", id="natural hours: four fifths of the clock"
        ),
        pytest.param("2026-02-14 10:00", "2wd", "2026-02-24 00:00", id="the holidays before it do not count"),
    ],
)
def test_the_light_turns_amber_at_four_fifths_or_with_one_working_day_left(
    start: str, limit: str, soon: str
) -> None:
    assert soon_text(start, limit) == soon


def test_a_clock_that_ends_on_its_first_day_is_not_amber_from_the_start() -> None:
    assert soon_text("2026-03-09 08:30", "1wd", RECEIPT) == "2026-03-09 16:36"


def test_a_clock_without_any_office_time_turns_amber_by_the_clock_on_the_wall() -> None:
    late = replace(RECEIPT, day_end=day_end("24:00"))

    assert soon_text("2026-03-09 19:00", "1wd", late) == "2026-03-09 22:59"


@given(MOMENTS, LIMITS, RULES)
def test_amber_lies_between_start_and_due(start: datetime, limit: Limit, rules: ClockRules) -> None:
    deadline = due(start, limit, calendar=CALENDAR, rules=rules)

    assert start <= deadline.soon_at <= deadline.due_at
    assert start < deadline.due_at


@given(MOMENTS, MOMENTS, LIMITS, RULES)
def test_who_starts_later_is_not_due_earlier(
    one: datetime, other: datetime, limit: Limit, rules: ClockRules
) -> None:
    earlier, later = sorted((one, other))

    assert (
        due(earlier, limit, calendar=CALENDAR, rules=rules).due_at
        <= due(later, limit, calendar=CALENDAR, rules=rules).due_at
    )


@given(MOMENTS, LIMITS, RULES)
def test_a_longer_limit_is_due_later(start: datetime, limit: Limit, rules: ClockRules) -> None:
    longer = replace(limit, amount=limit.amount + 1)

    assert (
        due(start, limit, calendar=CALENDAR, rules=rules).due_at
        < due(start, longer, calendar=CALENDAR, rules=rules).due_at
    )


@given(MOMENTS, st.integers(1, 60), RULES)
def test_working_days_end_at_the_end_of_a_working_day(start: datetime, days: int, rules: ClockRules) -> None:
    deadline = due(start, Limit(days, LimitUnit.WORKING_DAY), calendar=CALENDAR, rules=rules)
    ended = deadline.due_at.astimezone(LOCAL_TIMEZONE)

    assert CALENDAR.is_workday(ended.date())
    assert ended.time() == rules.day_end
    assert working_days_between(start, deadline.due_at, CALENDAR) in (days, days - 1)


@given(MOMENTS, st.integers(1, 30), st.integers(1, 10))
def test_an_extension_is_as_if_the_limit_had_been_longer(start: datetime, days: int, more: int) -> None:
    first = due(start, Limit(days, LimitUnit.WORKING_DAY), calendar=CALENDAR, rules=RECEIPT)
    by = Limit(more, LimitUnit.WORKING_DAY)

    extended = extend(first.due_at, by, started_at=start, calendar=CALENDAR, rules=RECEIPT)

    whole = due(start, Limit(days + more, LimitUnit.WORKING_DAY), calendar=CALENDAR, rules=RECEIPT)
    assert (extended.due_at, extended.soon_at) == (whole.due_at, whole.soon_at)


def test_an_extension_by_hours_runs_on_from_the_due_moment() -> None:
    extended = extend(
        at("2026-03-09 18:00"),
        Limit.parse("4wh"),
        started_at=at("2026-03-09 09:00"),
        calendar=CALENDAR,
        rules=NEXT_DAY,
    )

    assert local(extended.due_at) == "2026-03-10 15:00"


@pytest.mark.parametrize(
    ("now", "stopped", "expected"),
    [
        ("2026-03-12 09:00", None, Light.IN_TIME),
        ("2026-03-12 10:00", None, Light.DUE_SOON),
        ("2026-03-13 18:00", None, Light.DUE_SOON),
        ("2026-03-13 18:01", None, Light.OVERDUE),
        ("2026-03-20 09:00", "2026-03-13 17:00", Light.IN_TIME),
        ("2026-03-20 09:00", "2026-03-13 18:01", Light.OVERDUE),
    ],
)
def test_the_light_of_a_clock(now: str, stopped: str | None, expected: Light) -> None:
    due_at, soon_at = at("2026-03-13 18:00"), at("2026-03-12 10:00")

    assert light(at(now), due_at, soon_at, at(stopped) if stopped else None) is expected


@pytest.mark.parametrize(
    ("now", "limit", "expected"),
    [
        ("2026-03-09 09:00", "5wd", "还剩 4 个工作日"),
        ("2026-03-12 17:00", "5wd", "还剩 1 个工作日"),
        ("2026-03-13 15:00", "5wd", "还剩 3 小时"),
        ("2026-03-13 17:59:30", "5wd", "还剩 1 分钟"),
        ("2026-03-14 09:00", "5wd", "超期 15 小时"),
        ("2026-03-16 09:00", "5wd", "超期 1 个工作日"),
        ("2026-03-20 09:00", "5wd", "超期 5 个工作日"),
        ("2026-03-13 16:00", "4wh", "还剩 2 个工作小时"),
        ("2026-03-13 17:20", "4wh", "还剩 40 分钟"),
        ("2026-03-13 18:40", "4wh", "超期 40 分钟"),
        ("2026-03-16 10:00", "4wh", "超期 1 个工作小时"),
        ("2026-03-12 12:00", "24h", "还剩 30 小时"),
        ("2026-03-13 18:40", "24h", "超期 40 分钟"),
        ("2026-03-15 18:00", "24h", "超期 2 天"),
    ],
)
def test_words_say_what_is_left_or_how_late_it_is(now: str, limit: str, expected: str) -> None:
    said = words(at(now), at("2026-03-13 18:00"), limit=Limit.parse(limit), calendar=CALENDAR, rules=NEXT_DAY)

    assert said == expected


@pytest.mark.parametrize(
    ("stopped", "expected"), [("2026-03-13 18:00", "按时完成"), ("2026-03-17 09:00", "超期 2 个工作日完成")]
)
def test_words_of_a_stopped_clock_say_how_it_ended(stopped: str, expected: str) -> None:
    said = words(
        at("2026-05-06 09:00"),
        at("2026-03-13 18:00"),
        limit=Limit.parse("5wd"),
        calendar=CALENDAR,
        rules=NEXT_DAY,
        stopped_at=at(stopped),
    )

    assert said == expected


@given(MOMENTS, st.integers(2, 30))
def test_amber_and_one_working_day_left_are_said_together(start: datetime, days: int) -> None:
    limit = Limit(days, LimitUnit.WORKING_DAY)
    deadline = due(start, limit, calendar=CALENDAR, rules=NEXT_DAY)
    now = deadline.soon_at

    said = words(now, deadline.due_at, limit=limit, calendar=CALENDAR, rules=NEXT_DAY)

    left = working_days_between(now, deadline.due_at, CALENDAR)
    assert said == f"还剩 {left} 个工作日"
    assert left >= 1
