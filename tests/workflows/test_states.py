"""Every state can be reached by the steps of the house, and says why on the timeline."""

import pytest

from models.base import db
from models.case_event import CaseEvent
from models.queries import clocks
from models.vocabulary import FINAL_STATES, CaseState
from tests.support.office import make_office


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("state", list(CaseState), ids=str)
def test_the_steps_of_the_house_lead_to_every_state(state: CaseState) -> None:
    case = make_office().case_in(state)

    events = db.session.scalars(
        db.select(CaseEvent).filter_by(case_id=case.id).order_by(CaseEvent.id.desc())
    ).all()
    assert events[0].to_state is state
    assert bool(clocks.running(case.id)) is (state not in FINAL_STATES)
    assert (case.next_due_at is None) is (state in FINAL_STATES)
