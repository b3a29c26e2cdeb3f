"""Rates are counted as the real bulletins say they are, and not as some of them did."""

from decimal import Decimal

import pytest

from models.queries import measures
from reports.figures.definitions import (
    MEASURES,
    RATES,
    REMAINDERS,
    change,
    percent,
    points,
    rate_of,
    shares,
    shown,
    with_remainders,
)


@pytest.mark.parametrize(
    ("part", "whole", "published"),
    [
        pytest.param(566_039, 570_227, "99.27", id="Lanzhou 2016"),
        pytest.param(1_715, 2_274, "75.42", id="Huaibei, districts"),
        pytest.param(6_673, 8_947, "74.58", id="Huaibei, bureaus"),
        pytest.param(15, 1_833, "0.82", id="Gao'an, redone of followed-up closures"),
        pytest.param(1_273, 1_774, "71.76", id="Gao'an, solved of assessed"),
        pytest.param(98, 2_084, "4.70", id="Gao'an, sent back"),
        pytest.param(37_527, 71_184, "52.72", id="a week's direct answers"),
        pytest.param(11_163, 11_171, "99.93", id="Hengdong"),
        pytest.param(25_783, 29_186, "88.34", id="Lianyungang, closed of due"),
        pytest.param(24_165, 29_186, "82.80", id="Lianyungang, on time of due"),
        pytest.param(124_599, 195_532, "63.72", id="Tangshan, of the sum of its classes"),
        pytest.param(77_794, 77_911, "99.85", id="Jiayuguan"),
        pytest.param(18_851, 19_668, "95.85", id="Taizhou, which cut off instead of rounding"),
    ],
)
def test_a_published_rate_comes_out(part: int, whole: int, published: str) -> None:
    assert percent(part, whole) == Decimal(published)


@pytest.mark.parametrize(
    ("part", "whole", "published"),
    [
        pytest.param(10_324, 10_920, "98.53", id="Kaifeng divided by what was due, not by the intake"),
        pytest.param(124_599, 284_406, "63.72", id="Tangshan divided by cases, not by calls"),
        pytest.param(18_851, 19_668, "95.84", id="Taizhou cut off"),
        pytest.param(8, 99, "9.00", id="Ningguo divided by one channel's cases"),
    ],
)
def test_a_published_rate_of_another_denominator_does_not_come_out(
    part: int, whole: int, published: str
) -> None:
    assert percent(part, whole) != Decimal(published)


def test_ningguo_is_right_by_its_hidden_denominators() -> None:
    rates = [percent(8, 87), percent(6, 70), percent(5, 39)]

    assert [rate.quantize(Decimal(1)) for rate in rates if rate is not None] == [9, 9, 13]


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 8, "12.50%"),
        (1, 800, "0.13%"),  # 0.125: half goes up
        (99_995, 100_000, "100.00%"),
        (99_994, 100_000, "99.99%"),
        (0, 5, "0.00%"),
        (0, 0, "—"),
        (5, 0, "—"),
    ],
)
def test_a_rate_has_two_digits_and_half_goes_up(part: int, whole: int, text: str) -> None:
    assert shown(percent(part, whole)) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [(120, 100, "+20.00%"), (80, 100, "-20.00%"), (0, 3, "-100.00%"), (100, 100, "+0.00%"), (5, 0, "—")],
)
def test_growth_is_measured_against_what_was_before(now: int, before: int, text: str) -> None:
    assert shown(change(now, before), signed=True) == text


def test_a_difference_of_rates_is_given_in_points() -> None:
    assert points(percent(9, 10), percent(4, 5)) == Decimal("10.00")
    assert points(None, percent(4, 5)) is None


def test_shares_add_up_to_one_hundred() -> None:
    assert shares([1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    # Rounded one by one these would be 84.97 + 11.11 + 3.92 = 100.00; and these would be 99.99.
    assert shares([15_390, 2_013, 710]) == [Decimal("84.97"), Decimal("11.11"), Decimal("3.92")]
    assert sum(share for share in shares([1] * 7) if share is not None) == 100
    assert shares([0, 0]) == [None, None]
    assert shares([0, 4]) == [Decimal(0), Decimal(100)]
    assert shares([]) == []


def test_the_seed_year_reads_as_the_city_published_it() -> None:
    counts = dict.fromkeys(MEASURES, 0) | {"received": 570_227, "closed": 566_039}

    assert shown(rate_of("closed_rate", counts)) == "99.27%"
    assert shown(rate_of("on_time_rate", counts)) == "—"


def test_before_exclusion_the_excluded_count_in_both_parts() -> None:
    counts = dict.fromkeys(MEASURES, 0) | {
        "due": 8,
        "due_on_time": 6,
        "due_excluded": 2,
        "due_excluded_on_time": 0,
    }

    assert shown(rate_of("on_time_rate", counts)) == "75.00%"
    assert shown(rate_of("on_time_rate_before", counts)) == "60.00%"


def test_every_measure_is_both_counted_and_explained() -> None:
    assert set(MEASURES) == set(measures.LISTED)
    assert {name: m.cohort for name, m in MEASURES.items()} == {
        name: measures.cohort_of(name) for name in measures.LISTED
    }
    assert {name: parts[:2] for name, parts in measures.REMAINDERS.items()} == REMAINDERS


def test_labels_name_one_thing_each() -> None:
    labels = [measure.label for measure in MEASURES.values()] + [rate.label for rate in RATES.values()]

    assert len(labels) == len(set(labels))


def test_a_formula_reads_in_words() -> None:
    assert RATES["on_time_rate"].formula == "按时办结数 ÷ 应办结数"
    assert (
        RATES["on_time_rate_before"].formula
        == "（按时办结数＋剔除件中按时办结数） ÷ （应办结数＋甄别剔除数）"
    )


def test_remainders_follow_from_the_counts() -> None:
    counts = dict.fromkeys(measures.COUNTED, 0) | {"due": 5, "due_closed": 3, "due_on_time": 2}

    found = with_remainders(counts)

    assert (found["due_late"], found["due_open"]) == (1, 2)
