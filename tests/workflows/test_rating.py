"""The citizen's rating: once a round, by the page or by telephone, and what follows."""

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.follow_up import FollowUp
from models.transaction import unit_of_work
from models.vocabulary import Action, CaseState, Confidentiality, Rating, Solved
from tests.support.clock import TUESDAY_9
from tests.support.factories import make_case, make_rules
from workflows.errors import BadInput, NotAllowedNow
from workflows.rating import may_be_rated, rate


@pytest.fixture(autouse=True)
def rules(app: Flask) -> None:
    make_rules()


def rated(
    state: CaseState = CaseState.FOLLOW_UP, result: Rating | None = Rating.SATISFIED, reason: str = ""
) -> Case:
    case_id = make_case(state=state, was_contacted=True).id
    with unit_of_work():
        case = db.session.get_one(Case, case_id)
        rate(
            case, result=result, hotline=Rating.VERY_SATISFIED, solved=Solved.YES, reason=reason, at=TUESDAY_9
        )
    return case


def test_a_satisfied_citizen_need_not_be_called() -> None:
    case = rated()

    assert (case.state, case.closed_at) == (CaseState.CLOSED, TUESDAY_9)
    assert (case.result_rating, case.hotline_rating) == (Rating.SATISFIED, Rating.VERY_SATISFIED)
    assert (case.solved, case.was_contacted, case.followed_up_at) == (Solved.YES, True, TUESDAY_9)
    row = db.session.scalars(db.select(FollowUp)).one()
    assert (row.by, row.attempted_by_id) == ("网页", None)
    event = db.session.scalars(db.select(CaseEvent)).one()
    assert event.action is Action.RATE
    assert "办理结果满意" in event.note


def test_a_dissatisfied_citizen_is_still_called() -> None:
    case = rated(result=Rating.DISSATISFIED, reason="灯还是不亮")

    assert (case.state, case.result_rating) == (CaseState.FOLLOW_UP, Rating.DISSATISFIED)
    assert may_be_rated(case) is False


def test_a_closed_case_stays_closed() -> None:
    assert rated(CaseState.CLOSED, Rating.VERY_DISSATISFIED, "没人来").state is CaseState.CLOSED


def test_it_counts_once_a_round() -> None:
    case = rated()

    with pytest.raises(NotAllowedNow, match="已评价过"):
        rate(case, result=Rating.SATISFIED, hotline=Rating.SATISFIED, solved=None, reason="", at=TUESDAY_9)
    assert db.session.scalar(db.select(db.func.count()).select_from(FollowUp)) == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"result": None}, "都作出评价"), ({"result": Rating.DISSATISFIED}, "请写明不满意的原因")],
)
def test_what_is_missing_is_said(given: dict[str, Rating | None], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        rated(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", sorted(set(CaseState) - {CaseState.FOLLOW_UP, CaseState.CLOSED}))
def test_nothing_is_rated_before_it_is_answered(state: CaseState) -> None:
    with pytest.raises(NotAllowedNow, match="尚未答复"):
        rated(state)


def test_a_confidential_case_offers_no_rating() -> None:
    case = make_case(state=CaseState.CLOSED, confidentiality=Confidentiality.CONFIDENTIAL)

    assert may_be_rated(case) is False
