"""Days are worked as the notices say, and working time runs in office hours only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import LOCAL_TIMEZONE
from tests.support.calendar import NOTICES, days_of, workdays_by_notice
from workflows.working_time import (
    LIBRARY_YEARS,
    BadOfficeHours,
    Calendar,
    OfficeHours,
    after_worked,
    unknown_year_ahead,
    worked_between,
    years_entered,
)

CALENDAR = Calendar()
OFFICE = OfficeHours.parse(["08:30-12:00", "14:30-18:00"])
MOMENTS = st.timedeltas(timedelta(), timedelta(days=4400)).map(
    lambda span: datetime(2015, 12, 1, tzinfo=UTC) + span
)
SPANS = st.timedeltas(timedelta(microseconds=1), timedelta(days=60))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TIMEZONE)


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_of_the_year_is_worked_as_the_notice_says(year: int) -> None:
    worked = {day for day in days_of(year) if CALENDAR.is_workday(day)}

    assert worked == workdays_by_notice(year)


@pytest.mark.parametrize("year", NOTICES)
def test_each_day_off_or_made_up_says_so(year: int) -> None:
    off, made_up = NOTICES[year]

    assert all(CALENDAR.reason(day) == "调休上班" for day in made_up)
    assert all(CALENDAR.reason(first) not in ("工作日", "周末") for first, _ in off if first.weekday() < 5)


@pytest.mark.parametrize(
    ("day", "reason", "source"),
    [
        (date(2026, 2, 14), "调休上班", "国务院通知：春节调休上班。"),
        (date(2026, 2, 16), "春节", "国务院通知：春节放假。"),
        (date(2026, 3, 7), "周末", "国务院通知未调整：周六休息。"),
        (date(2026, 3, 9), "工作日", "国务院通知未调整：周一上班。"),
        (date(2035, 2, 8), "工作日", "按周末推定：2035 年的放假安排尚未收录，周四按上班计。"),
        (date(2035, 2, 10), "周末", "按周末推定：2035 年的放假安排尚未收录，周六按休息计。"),
    ],
)
def test_the_calendar_says_why_a_day_is_worked_or_not(day: date, reason: str, source: str) -> None:
    assert (CALENDAR.reason(day), CALENDAR.source_of(day)) == (reason, source)


def test_a_local_exception_goes_before_the_notice() -> None:
    marathon, repair = date(2026, 5, 25), date(2026, 5, 30)
    local = Calendar(exceptions={marathon: False, repair: True}, notes={marathon: "城市马拉松"})

    assert not local.is_workday(marathon)
    assert local.is_workday(repair)
    assert local.source_of(marathon) == "本地例外：本地休息（城市马拉松）。"
    assert local.source_of(repair) == "本地例外：本地上班。"
    assert local.workday_after(date(2026, 5, 22), 1) == date(2026, 5, 26)
    assert local.workdays_between(date(2026, 5, 22), date(2026, 5, 31)) == 5


def test_a_year_without_a_notice_is_unknown_until_the_city_enters_it() -> None:
    assert CALENDAR.is_known(2026)
    assert not CALENDAR.is_known(2035)
    assert Calendar(known_years=frozenset({2035})).is_known(2035)


def test_a_notice_entered_by_hand_makes_its_year_known_and_a_single_day_does_not() -> None:
    fixed = {date(2035, 1, 1): False, date(2035, 5, 1): False, date(2035, 10, 1): False}

    assert years_entered({**fixed, date(2036, 3, 3): False}) == {2035}
    assert years_entered({**fixed, date(2035, 10, 1): True}) == frozenset()


def test_a_year_without_a_notice_is_said_weeks_before() -> None:
    last = max(LIBRARY_YEARS)

    assert unknown_year_ahead(date(last, 10, 1), CALENDAR) is None
    assert unknown_year_ahead(date(last, 11, 10), CALENDAR) == last + 1
    assert unknown_year_ahead(date(last + 1, 1, 1), CALENDAR) == last + 1


def test_counting_goes_over_the_turn_of_years_both_ways() -> None:
    eve = date(2025, 12, 31)

    assert CALENDAR.workday_after(eve, 1) == date(2026, 1, 4)
    assert CALENDAR.workday_after(date(2026, 1, 4), -1) == eve
    assert CALENDAR.workday_after(date(2026, 1, 1), 0) == date(2026, 1, 4)
    assert CALENDAR.workdays_between(date(2024, 12, 31), eve) == len(workdays_by_notice(2025))
    assert CALENDAR.workdays_between(eve, date(2024, 12, 31)) == -len(workdays_by_notice(2025))


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(1, 600))
def test_the_nth_working_day_lies_n_working_days_away(day: date, count: int) -> None:
    reached = CALENDAR.workday_after(day, count)

    assert CALENDAR.is_workday(reached)
    assert CALENDAR.workdays_between(day, reached) == count
    assert CALENDAR.workday_after(reached + timedelta(days=1), -1) == reached


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-09 08:00", "2026-03-09 20:00", 7),
        ("2026-03-09 11:00", "2026-03-09 15:00", 1.5),
        ("2026-03-09 12:30", "2026-03-09 14:00", 0),
        ("2026-03-13 17:00", "2026-03-16 09:30", 2),
        ("2026-03-14 09:00", "2026-03-15 09:00", 0),
        ("2026-02-14 17:00", "2026-02-24 09:30", 2),
        ("2026-03-16 09:30", "2026-03-13 17:00", -2),
    ],
)
def test_working_time_is_office_time_on_working_days(start: str, end: str, hours: float) -> None:
    assert worked_between(at(start), at(end), calendar=CALENDAR, office=OFFICE) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-09 08:00", 3.5, "2026-03-09 12:00"),
        ("2026-03-09 11:00", 1.5, "2026-03-09 15:00"),
        ("2026-03-13 16:00", 4, "2026-03-16 10:30"),
        ("2026-03-14 09:00", 7, "2026-03-16 18:00"),
        ("2026-02-14 16:00", 4, "2026-02-24 10:30"),
        ("2026-03-13 21:00", 14, "2026-03-17 18:00"),
    ],
)
def test_working_hours_run_in_office_time_and_end_at_a_closing(start: str, hours: float, end: str) -> None:
    assert after_worked(at(start), timedelta(hours=hours), calendar=CALENDAR, office=OFFICE) == at(end)


@given(MOMENTS, SPANS)
def test_running_and_measuring_working_time_are_inverse(start: datetime, span: timedelta) -> None:
    end = after_worked(start, span, calendar=CALENDAR, office=OFFICE)

    assert worked_between(start, end, calendar=CALENDAR, office=OFFICE) == span


@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_time_adds_up(first: datetime, second: datetime, third: datetime) -> None:
    whole = worked_between(first, third, calendar=CALENDAR, office=OFFICE)
    parts = [
        worked_between(*ends, calendar=CALENDAR, office=OFFICE) for ends in ((first, second), (second, third))
    ]

    assert sum(parts, timedelta()) == whole


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([], "办公时间至少要有一段"),
        (["8点到12点"], "看不懂办公时间“8点到12点”"),
        (["08:30-25:00"], "看不懂办公时间“08:30-25:00”"),
        (["08:30-12:00-13:00"], "看不懂办公时间"),
        (["12:00-08:30"], "办公时间“12:00-08:30”的结束须晚于开始。"),
        (["08:30-12:00", "11:00-18:00"], "不得重叠"),
    ],
)
def test_office_hours_that_cannot_be_are_refused(texts: list[str], sentence: str) -> None:
    with pytest.raises(BadOfficeHours, match=sentence):
        OfficeHours.parse(texts)


def test_office_hours_write_themselves_as_they_were_read() -> None:
    assert OfficeHours.parse(["8:30—12:00", "14:30 至 18:00"]).texts == ("08:30-12:00", "14:30-18:00")
