"""Periods begin and end at local midnight, are named in Chinese and know what they are compared with."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.periods import BadPeriod, Period, PeriodKind, containing, from_arguments, parse

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1991, 1, 1), date(2099, 12, 31))
CUT = st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.RANGE])


@pytest.mark.parametrize(
    ("text", "first", "last", "label", "file_label"),
    [
        ("2016", "2016-01-01", "2016-12-31", "2016年", "2016年"),
        ("2016-Q3", "2016-07-01", "2016-09-30", "2016年第3季度", "2016年第3季度"),
        ("2016-02", "2016-02-01", "2016-02-29", "2016年2月", "2016年02月"),
        ("2026-W47", "2026-11-16", "2026-11-22", "2026年第47周", "2026年第47周"),
        ("2021-W01", "2021-01-04", "2021-01-10", "2021年第1周", "2021年第01周"),
        ("2020-W53", "2020-12-28", "2021-01-03", "2020年第53周", "2020年第53周"),
        ("2026-07-01", "2026-07-01", "2026-07-01", "2026年7月1日", "20260701"),
        ("2016-H1", "2016-01-01", "2016-06-30", "2016年上半年", "2016年上半年"),
        ("2016-H2", "2016-07-01", "2016-12-31", "2016年下半年", "2016年下半年"),
        ("2016-03-X1", "2016-03-01", "2016-03-10", "2016年3月上旬", "2016年03月上旬"),
        ("2016-03-X2", "2016-03-11", "2016-03-20", "2016年3月中旬", "2016年03月中旬"),
        ("2016-02-X3", "2016-02-21", "2016-02-29", "2016年2月下旬", "2016年02月下旬"),
        ("2015-02-X3", "2015-02-21", "2015-02-28", "2015年2月下旬", "2015年02月下旬"),
        ("2016-01-X3", "2016-01-21", "2016-01-31", "2016年1月下旬", "2016年01月下旬"),
        ("2016-N01", "2016-01-01", "2016-01-03", "2016年第1周（自然周）", "2016年第01自然周"),
        ("2016-N09", "2016-02-22", "2016-02-28", "2016年第9周（自然周）", "2016年第09自然周"),
        ("2016-N53", "2016-12-26", "2016-12-31", "2016年第53周（自然周）", "2016年第53自然周"),
        ("2012-N01", "2012-01-01", "2012-01-01", "2012年第1周（自然周）", "2012年第01自然周"),
        ("2012-N54", "2012-12-31", "2012-12-31", "2012年第54周（自然周）", "2012年第54自然周"),
        (
            "2016-07-01..2016-07-31",
            "2016-07-01",
            "2016-07-31",
            "2016年7月1日至2016年7月31日",
            "20160701-20160731",
        ),
    ],
)
def test_a_period_is_read_from_one_word(
    text: str, first: str, last: str, label: str, file_label: str
) -> None:
    period = parse(text)

    assert (period.first_on.isoformat(), period.last_on.isoformat()) == (first, last)
    assert (period.label, period.file_label, period.on) == (label, file_label, text)
    assert from_arguments(period.arguments, TODAY) == period


@pytest.mark.parametrize(
    ("text", "before", "year_before"),
    [
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2024-02", "2024-01", "2023-02"),
        ("2023-02", "2023-01", "2022-02"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026", "2025", "2025"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2024-02-X3", "2024-02-X2", "2023-02-X3"),
        ("2024-03-X1", "2024-02-X3", "2023-03-X1"),
        ("2016-N01", "2015-N53", "2015-N01"),
        ("2012-N54", "2012-N53", "2011-N53"),
        ("2026-N30", "2026-N29", "2025-N30"),
        ("2024-02-10..2024-02-29", "2024-01-21..2024-02-09", "2023-02-10..2023-02-28"),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_with_last_year(
    text: str, before: str, year_before: str
) -> None:
    assert parse(text).before().on == before
    assert parse(text).year_before().on == year_before
    assert parse(text).before().after() == parse(text)


def test_a_month_runs_from_local_midnight_to_local_midnight() -> None:
    july = parse("2026-07")

    assert july.start == datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
    assert july.end == datetime(2026, 7, 31, 16, 0, tzinfo=UTC)
    assert july.days == 31


@pytest.mark.parametrize(
    ("text", "count", "first", "last"),
    [
        ("2026", 12, "2026-01", "2026-12"),
        ("2026-Q1", 3, "2026-01", "2026-03"),
        ("2026-02", 28, "2026-02-01", "2026-02-28"),
        ("2026-W47", 7, "2026-11-16", "2026-11-22"),
        ("2026-02-X3", 8, "2026-02-21", "2026-02-28"),
        ("2026-N01", 4, "2026-01-01", "2026-01-04"),
        ("2026-H2", 6, "2026-07", "2026-12"),
        ("2026-01-20..2026-03-10", 3, "2026-01-20..2026-01-31", "2026-03-01..2026-03-10"),
    ],
)
def test_a_trend_is_drawn_of_months_or_of_days(text: str, count: int, first: str, last: str) -> None:
    parts = parse(text).parts()

    assert (len(parts), parts[0].on, parts[-1].on) == (count, first, last)
    assert sum(part.days for part in parts) == parse(text).days


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "2026-11"),
        ({"period": "2016-Q1"}, "2016-Q1"),
        ({"period": "2016-03-01..2016-03-15"}, "2016-03-01..2016-03-15"),
        ({"period": "week"}, "2026-W47"),
        ({"period": "month", "on": "2026-07"}, "2026-07"),
        ({"period": "quarter", "on": "2026-07-15"}, "2026-Q3"),
        ({"period": "range", "from": "2026-07-01", "to": "2026-07-09"}, "2026-07-01..2026-07-09"),
        ({"period": "day", "on": "2026-7-1"}, "2026-07-01"),
        ({"period": "half", "on": "2026-07-15"}, "2026-H2"),
        ({"period": "ten_days", "on": "2026-07-31"}, "2026-07-X3"),
        ({"period": "ten_days"}, "2026-11-X3"),
        ({"period": "natural_week", "on": "2026-11-22"}, "2026-N47"),
    ],
)
def test_an_address_asks_for_a_period(arguments: dict[str, str], expected: str) -> None:
    assert from_arguments(arguments, TODAY).on == expected


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"period": "decade"},
            "没有“decade”这种统计周期，可选：日、周、自然周、旬、月、季、半年、年、区间。",
        ),
        ({"period": "month", "on": "2026-13"}, "日历上没有“2026-13”，请检查后重试。"),
        ({"period": "day", "on": "2026-02-30"}, "日历上没有“2026-02-30”，请检查后重试。"),
        ({"period": "week", "on": "2026-W54"}, "日历上没有“2026-W54”，请检查后重试。"),
        ({"period": "natural_week", "on": "2026-N54"}, "日历上没有“2026-N54”，请检查后重试。"),
        ({"period": "natural_week", "on": "2026-N00"}, "日历上没有“2026-N00”，请检查后重试。"),
        ({"period": "ten_days", "on": "2026-13-X1"}, "日历上没有“2026-13-X1”，请检查后重试。"),
        ({"period": "ten_days", "on": "2026-07-X4"}, "看不懂统计周期“2026-07-X4”"),
        ({"period": "half", "on": "2026-H3"}, "看不懂统计周期“2026-H3”"),
        ({"period": "natural_week", "on": "2026-W30"}, "“2026-W30”不是一个自然周"),
        ({"period": "year", "on": "1066"}, "统计周期须在 1990 年至 2100 年之间。"),
        ({"period": "range"}, "请填写统计区间的开始日期和结束日期。"),
        (
            {"period": "range", "from": "2026-07-09", "to": "2026-07-01"},
            "统计区间的开始日期（2026-07-09）晚于结束日期（2026-07-01），请调换后重试。",
        ),
        (
            {"period": "range", "from": "1990-01-01", "to": "2026-01-01"},
            "统计区间最长为十年，请缩短后重试。",
        ),
        ({"period": "range", "from": "昨天", "to": "今天"}, "看不懂统计周期“昨天”"),
        ({"period": "range", "from": "2026", "to": "2027"}, "“2026”不是日期，请写成 2026-07-01 的样子。"),
        ({"period": "month", "on": "2026-Q3"}, "“2026-Q3”不是一个月"),
        ({"period": "month", "on": "２０２６-07"}, "看不懂统计周期"),
        ({"period": "month", "on": "\x00' OR 1=1"}, "看不懂统计周期"),
        ({"period": "year", "on": "0000"}, "日历上没有“0000”"),
    ],
)
def test_a_wrong_period_is_refused_with_a_sentence(arguments: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        from_arguments(arguments, TODAY)

    assert sentence in str(refused.value)


def test_only_calendar_periods_are_cut_out_of_the_calendar() -> None:
    week = Period(date(2026, 11, 16), date(2026, 11, 22), PeriodKind.WEEK)

    assert week == parse("2026-W47")


@given(CUT, DAYS)
def test_a_period_of_any_kind_is_read_back_and_has_neighbours(kind: PeriodKind, day: date) -> None:
    period = containing(kind, day)

    assert period.first_on <= day <= period.last_on
    assert parse(period.on) == period
    assert from_arguments(period.arguments, TODAY) == period
    assert period.before().after() == period == period.after().before()
    assert period.before().last_on + timedelta(days=1) == period.first_on
    assert period.year_before().kind is kind
    assert sum(part.days for part in period.parts()) == period.days


@given(DAYS)
def test_natural_weeks_and_ten_days_add_up_to_years_and_months(day: date) -> None:
    year, month = containing(PeriodKind.YEAR, day), containing(PeriodKind.MONTH, day)
    week, ten_days = containing(PeriodKind.NATURAL_WEEK, day), containing(PeriodKind.TEN_DAYS, day)

    assert year.first_on <= week.first_on <= week.last_on <= year.last_on
    assert week.first_on == year.first_on or week.first_on.weekday() == 0
    assert week.last_on == year.last_on or week.last_on.weekday() == 6
    assert month.first_on <= ten_days.first_on <= ten_days.last_on <= month.last_on


@pytest.mark.parametrize(
    ("text", "so_far"),
    [
        ("2026-07", "2026-01-01..2026-07-31"),
        ("2026-Q2", "2026-01-01..2026-06-30"),
        ("2026", "2026"),
        ("2020-W53", "2021-01-01..2021-01-03"),
        ("2025-12-20..2026-01-10", "2026-01-01..2026-01-10"),
    ],
)
def test_the_year_so_far_ends_with_the_period(text: str, so_far: str) -> None:
    assert parse(text).cumulative().on == so_far


@pytest.mark.parametrize(
    ("text", "days"), [("2026-11", 22), ("2026-10", 31), ("2026-12", 0), ("2026-11-22", 1)]
)
def test_a_daily_mean_is_taken_over_the_days_that_have_begun(text: str, days: int) -> None:
    assert parse(text).elapsed(TODAY) == days
