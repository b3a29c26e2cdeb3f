"""A dispatch that is taken back leaves nothing with the unit and everything with the reviewer."""

from datetime import UTC, datetime, timedelta

import pytest

from models.base import db
from models.notice import Notice
from models.queries import assignments, clocks
from models.vocabulary import CaseState, ClockKind, Handling, SupervisionLevel
from tests.support.office import again, make_office
from workflows import dispatch, recall, returns, supervision
from workflows.errors import BadInput, NotAllowedNow
from workflows.limit import Limit

pytestmark = pytest.mark.usefixtures("app")


def test_the_units_have_nothing_left_to_do_and_hear_of_it() -> None:
    office, at = make_office(), datetime.now(UTC)
    case = office.case_in(CaseState.HANDLING, at=at - timedelta(minutes=5))
    helper, stranger = (office.person("officer", department=unit) for unit in (office.helper, office.other))
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=at)

    with pytest.raises(BadInput, match="请填写撤回派单的说明"):
        recall.recall_dispatch(case, by=office.dispatcher, at=at, note=" ")
    recall.recall_dispatch(case, by=office.dispatcher, at=at, note="应由区城管局办理")
    db.session.commit()

    case = again(case)
    assert (case.state, case.handling) == (CaseState.PENDING_REVIEW, Handling.PENDING)
    assert (case.department_id, case.due_at, case.is_signed_in_time) == (None, None, None)
    assert not assignments.open_of_case(case.id)
    assert {clock.kind for clock in clocks.running(case.id)} == {ClockKind.REVIEW}
    told = db.session.scalars(db.select(Notice).filter_by(title=f"撤回派单：{case.number}")).all()
    assert {notice.user_id for notice in told} == {office.officer.id, helper.id} != {stranger.id}

    dispatch.dispatch(case, by=office.dispatcher, at=at, lead_id=office.bureau.id)
    assert (case.state, case.department_id) == (CaseState.DISPATCHED, office.bureau.id)
    assert case.due_at is not None


def test_an_order_that_was_not_answered_goes_to_the_next_unit() -> None:
    office, at = make_office(), datetime.now(UTC)
    case = office.case_in(CaseState.DISPATCHED)
    order = supervision.order(
        case, by=office.supervisor, at=at, level=SupervisionLevel.ORDER, reason="群众反复反映",
        requirement="限期办结", limit=Limit.parse("3wd"),
    )  # fmt: skip

    recall.recall_dispatch(case, by=office.dispatcher, at=at, note="派错单位")
    dispatch.dispatch(case, by=office.dispatcher, at=at, lead_id=office.other.id)

    assert order.department_id == office.other.id


def test_what_a_panel_ruled_stays() -> None:
    office, at = make_office(), datetime.now(UTC)
    case = office.case_in(CaseState.PANEL_PENDING)
    returns.rule_by_panel(case, office.bureau.id, by=office.supervisor, at=at, note="归城管")

    with pytest.raises(NotAllowedNow, match="本单已经会商裁定，不能撤回派单。"):
        recall.recall_dispatch(case, by=office.dispatcher, at=at, note="派错单位")
