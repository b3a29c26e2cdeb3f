"""No protected case is ever spared its review, whatever was set; a threshold needs figures behind it (pure)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Confidentiality, Desk, Kind
from workflows.learning.curve import Reached
from workflows.release_rules import (
    FEWEST_WRONG,
    Matter,
    Proposal,
    Terms,
    has_failed,
    is_sampled,
    why_no_threshold,
    why_not_released,
    why_reviewed,
)

SURE = Proposal(unit_id=4, confidence=9_700, version_id=7)
TERMS = Terms(9_500, 7, frozenset({3}))
PLAIN = Matter(category_id=3)
MATTERS = st.builds(
    Matter,
    category_id=st.integers(1, 4),
    kind=st.sampled_from(Kind),
    confidentiality=st.sampled_from(Confidentiality),
    desk=st.none() | st.sampled_from(Desk),
    is_hazard=st.booleans(),
    risk_tags=st.sampled_from([(), ("涉未成年",), ("涉心理", "扬言")]),
    redo_count=st.integers(0, 2),
    is_new=st.booleans(),
    is_advised_against=st.booleans(),
)
PROPOSALS = st.none() | st.builds(
    Proposal,
    unit_id=st.integers(1, 3),
    confidence=st.integers(9_000, 10_000),
    version_id=st.integers(6, 8),
    catalogue_id=st.none() | st.integers(1, 3),
)


@given(MATTERS, st.sampled_from([None, TERMS, Terms(9_000, 7, frozenset({1, 2, 3, 4}))]), PROPOSALS)
def test_what_is_spared_review_is_open_plain_released_sure_and_not_against_the_catalogue(
    case: Matter, terms: Terms | None, proposal: Proposal | None
) -> None:
    may = (
        case.confidentiality is Confidentiality.OPEN
        and case.kind is not Kind.REPORT
        and case.desk is None
        and not (case.is_hazard or case.risk_tags or case.redo_count or case.is_advised_against)
        and case.is_new
        and terms is not None
        and case.category_id in terms.released
        and proposal is not None
        and proposal.version_id == terms.version_id
        and proposal.confidence >= terms.threshold
        and (proposal.catalogue_id is None or proposal.catalogue_id == proposal.unit_id)
    )

    assert (why_reviewed(case, terms, proposal) == "") is may


def test_the_sentences_say_why() -> None:
    assert why_reviewed(PLAIN, TERMS, SURE) == ""
    assert (
        why_reviewed(PLAIN, TERMS, Proposal(4, 9_700, 7, 5)) == "派单目录与模型建议的单位不一致，转审核派单。"
    )
    assert why_reviewed(PLAIN, TERMS, Proposal(4, 9_499, 7)) == "模型把握未达到免审门限，转审核派单。"
    assert "尚未重新确认" in why_reviewed(PLAIN, TERMS, Proposal(4, 9_700, 8))
    assert why_reviewed(Matter(category_id=9), TERMS, SURE) == "该分类未免审，转审核派单。"


def test_about_one_in_twenty_is_reviewed_all_the_same() -> None:
    sampled = sum(is_sampled(f"LZ20261123{n:06d}") for n in range(4_000))

    assert 150 < sampled < 250


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (Reached(8_900, 900, 900, 1_000), "免审门限不得低于 90%。"),
        (Reached(9_500, 0, 0, 0), "精确率无从得知；请重新训练"),
        (Reached(9_900, 49, 49, 1_000), "只有 49 件，不足 50 件，精确率无从得知"),
        (Reached(9_500, 100, 94, 1_000), "精确率为 94.0%（94/100 件），低于 95%，不能免审。"),
        (Reached(9_500, 100, 95, 1_000), ""),
    ],
)
def test_a_threshold_needs_a_known_precision_that_is_enough(shown: Reached, said: str) -> None:
    assert said in why_no_threshold(shown)
    assert bool(said) == bool(why_no_threshold(shown))


def test_a_category_needs_its_own() -> None:
    assert "只有 19 件，不足 20 件" in why_not_released(Reached(9_500, 19, 19, 30))
    assert "低于 95%" in why_not_released(Reached(9_500, 20, 18, 30))
    assert why_not_released(Reached(9_500, 20, 19, 30)) == ""


def test_a_release_fails_after_three_wrong_where_the_precision_falls_below() -> None:
    assert not has_failed(0, FEWEST_WRONG - 1)
    assert has_failed(50, FEWEST_WRONG)
    assert not has_failed(57, FEWEST_WRONG)
    assert has_failed(189, 11)
