"""Limits are read as people write them, and nonsense is refused with a hint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import LimitUnit
from workflows.limit import BadLimit, Limit


@pytest.mark.parametrize(
    ("text", "amount", "unit", "label"),
    [
        ("15min", 15, LimitUnit.MINUTE, "15分钟"),
        ("2h", 2, LimitUnit.HOUR, "2小时"),
        ("24h", 24, LimitUnit.HOUR, "24小时"),
        ("4wh", 4, LimitUnit.WORKING_HOUR, "4个工作小时"),
        ("5wd", 5, LimitUnit.WORKING_DAY, "5个工作日"),
        ("7d", 7, LimitUnit.DAY, "7个自然日"),
    ],
)
def test_a_limit_reads_its_text_and_says_its_label(
    text: str, amount: int, unit: LimitUnit, label: str
) -> None:
    limit = Limit.parse(text)

    assert limit == Limit(amount, unit)
    assert (str(limit), limit.label) == (text, label)


@pytest.mark.parametrize("text", ["5WD", " 5 wd ", "５ｗｄ", "5个工作日", "5工作日", "5 个工作日"])
def test_a_limit_may_be_written_as_people_write_it(text: str) -> None:
    assert Limit.parse(text) == Limit(5, LimitUnit.WORKING_DAY)


@given(st.integers(1, 9999), st.sampled_from(list(LimitUnit)))
def test_text_and_label_both_lead_back_to_the_limit(amount: int, unit: LimitUnit) -> None:
    limit = Limit(amount, unit)

    assert Limit.parse(str(limit)) == limit
    assert Limit.parse(limit.label) == limit


@pytest.mark.parametrize(
    "text", ["", "wd", "5", "5w", "-5wd", "1.5h", "five wd", "5wd5", "99999wd", "5 wd 2 h", "\x00"]
)
def test_nonsense_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadLimit, match=r"看不懂时限.*请写成 15min（分钟）"):
        Limit.parse(text)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(BadLimit, match="时限“0wd”必须大于零。"):
        Limit.parse("0wd")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        limit = Limit.parse(text)
    except BadLimit:
        return
    assert limit.amount > 0


def test_only_limits_that_run_by_the_hour_have_a_fixed_span() -> None:
    with pytest.raises(ValueError, match="counts days"):
        _ = Limit.parse("5wd").span
