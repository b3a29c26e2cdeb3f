"""Periods begin and end at local midnight, are named in Chinese and know what they are compared with."""

from datetime import UTC, date, datetime

import pytest

from reports.periods import BadPeriod, Period, PeriodKind, from_arguments, parse

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last", "label", "file_label"),
    [
        ("2016", "2016-01-01", "2016-12-31", "2016年", "2016年"),
        ("2016-Q3", "2016-07-01", "2016-09-30", "2016年第3季度", "2016年第3季度"),
        ("2016-02", "2016-02-01", "2016-02-29", "2016年2月", "2016年02月"),
        ("2026-W47", "2026-11-16", "2026-11-22", "2026年第47周（ISO）", "2026年第47周"),
        ("2021-W01", "2021-01-04", "2021-01-10", "2021年第1周（ISO）", "2021年第01周"),
        ("2020-W53", "2020-12-28", "2021-01-03", "2020年第53周（ISO）", "2020年第53周"),
        ("2026-07-01", "2026-07-01", "2026-07-01", "2026年7月1日", "20260701"),
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
        ({"period": "week"}, "2026-W47"),
        ({"period": "month", "on": "2026-07"}, "2026-07"),
        ({"period": "quarter", "on": "2026-07-15"}, "2026-Q3"),
        ({"period": "range", "from": "2026-07-01", "to": "2026-07-09"}, "2026-07-01..2026-07-09"),
        ({"period": "day", "on": "2026-7-1"}, "2026-07-01"),
    ],
)
def test_an_address_asks_for_a_period(arguments: dict[str, str], expected: str) -> None:
    assert from_arguments(arguments, TODAY).on == expected


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"period": "decade"}, "没有“decade”这种统计周期，可选：日、周、月、季、年、区间。"),
        ({"period": "month", "on": "2026-13"}, "日历上没有“2026-13”，请检查后重试。"),
        ({"period": "day", "on": "2026-02-30"}, "日历上没有“2026-02-30”，请检查后重试。"),
        ({"period": "week", "on": "2026-W54"}, "日历上没有“2026-W54”，请检查后重试。"),
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
