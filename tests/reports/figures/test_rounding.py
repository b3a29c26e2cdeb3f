"""Percentages are rounded as the real bulletins say they are, and not as some of them did."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Rounding as Mode
from reports.figures.rounding import Rounding, percent, shares, shown, words


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


def test_shares_add_up_to_one_hundred() -> None:
    assert shares([1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    # Rounded one by one these would be 84.97 + 11.11 + 3.92 = 100.00; and these would be 99.99.
    assert shares([15_390, 2_013, 710]) == [Decimal("84.97"), Decimal("11.11"), Decimal("3.92")]
    assert sum(share for share in shares([1] * 7) if share is not None) == 100
    assert shares([0, 0]) == [None, None]
    assert shares([0, 4]) == [Decimal(0), Decimal(100)]
    assert shares([]) == []


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_percentage_is_the_nearest_hundredth_and_the_half_goes_up(part: int, whole: int) -> None:
    exact = Fraction(100 * part, whole)

    distance = Fraction(str(percent(part, whole))) - exact

    assert -Fraction(1, 200) < distance <= Fraction(1, 200)


@given(st.lists(st.integers(0, 10**6), max_size=40), st.integers(0, 4))
def test_shares_always_add_up_and_stray_by_less_than_one_step(counts: list[int], digits: int) -> None:
    rounding = Rounding(digits)
    found = shares(counts, rounding)

    if sum(counts):
        assert sum(share for share in found if share is not None) == 100
        exact = [Decimal(100) * count / sum(counts) for count in counts]
        assert all(abs(s - e) < rounding.step for s, e in zip(found, exact, strict=True) if s is not None)
    else:
        assert found == [None] * len(counts)


def test_the_city_says_how_many_digits_and_where_the_half_goes() -> None:
    even = Rounding.of({"round": {"digits": 1, "mode": "half_even"}})

    assert (percent(1, 800, Rounding(1)), shown(percent(1, 3, Rounding(0)))) == (Decimal("0.1"), "33%")
    assert (percent(5, 2000, even), percent(15, 2000, even)) == (Decimal("0.2"), Decimal("0.8"))
    assert Rounding.of({}) == Rounding(2, Mode.HALF_UP)


def test_the_rule_reads_in_words() -> None:
    assert Rounding().words == "四舍五入保留两位小数"
    assert Rounding(0).words == "四舍五入保留整数"
    assert Rounding(1, Mode.HALF_EVEN).words == "四舍六入五成双保留一位小数"
    assert "最后四舍五入保留两位小数" in words()
