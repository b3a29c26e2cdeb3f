"""Random acts, legal and illegal, by everybody at any time: the table holds, and every case stays answered for.

Each run is one case on a real database. After every act: no act outside the table succeeded, the timeline
explains the state, and an open case has a running clock and somebody who owes the next step.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hotline.jobs.clock_jobs import find_clocks_to_mark, mark_clock
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.queries import assignments, clocks, people
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import FINAL_STATES, Action, CaseState, ClockKind
from tests.stateful.acts import ACTS
from tests.support.clock import MONDAY_9
from tests.support.office import Office, again, make_office
from workflows.errors import Refused
from workflows.lifecycle import TRANSITIONS

RUNS = 105
STEPS = 20
WITH_DEPARTMENT = {
    CaseState.DISPATCHED,
    CaseState.HANDLING,
    CaseState.REDO,
    CaseState.RETURN_PENDING,
    CaseState.PANEL_PENDING,
    CaseState.DEFERRED,
}


class Lifecycle(RuleBasedStateMachine):
    """One case and everybody who might lay hands on it."""

    office: Office
    people: Sequence[int]

    @initialize()
    def take_a_case_in(self) -> None:
        """Begin with a case that waits for review."""
        self.at: datetime = MONDAY_9
        self.case_id = self.office.register(at=self.at).id
        self.done: list[str] = []

    @rule(act=st.sampled_from(ACTS), person=st.integers(0, 8), minutes=st.integers(1, 90))
    def somebody_tries(self, act: tuple[Action, Any], person: int, minutes: int) -> None:
        """Let one of the people try one of the acts, some minutes later."""
        self.at += timedelta(minutes=minutes)
        action, perform = act
        by = person_with(self.people[person])
        if action is Action.MERGE:
            self.there_is_another_case()
        before = again(db.session.get_one(Case, self.case_id))
        state, version = before.state, before.version
        legal = self.is_in_the_table(action, by, state)
        try:
            with unit_of_work():
                case = again(db.session.get_one(Case, self.case_id))
                perform(self.office, case, by, self.at)
        except Refused:
            after = again(db.session.get_one(Case, self.case_id))
            assert (after.state, after.version) == (state, version), f"a refused {action} changed the case"
            return
        assert legal, f"{action} by {by.name} succeeded outside the table in {state}"
        after = again(db.session.get_one(Case, self.case_id))
        ends = TRANSITIONS[action].ends
        assert after.state in (ends or {state}), f"{action} led from {state} to {after.state}"
        self.done.append(action)

    @rule(act=st.sampled_from(ACTS))
    def the_right_person_acts(self, act: tuple[Action, Any]) -> None:
        """Let whoever may take the act take it: so that runs get far."""
        state = db.session.get_one(Case, self.case_id).state
        if state not in TRANSITIONS[act[0]].starts:
            return  # for nobody; to ask each of them takes time
        for number, person in enumerate(self.people):
            if self.is_in_the_table(act[0], person_with(person), state):
                self.somebody_tries(act, number, 5)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        """Let hours go by, and the minute's job look at the clocks."""
        self.at += timedelta(hours=hours)
        with unit_of_work():
            for clock_id in find_clocks_to_mark(self.at):
                mark_clock(clock_id, at=self.at)

    def there_is_another_case(self) -> None:
        """See that a case is worked on into which others may be merged; it stays for later runs until answered."""
        if self.office.master_id is None:
            self.office.master_id = self.office.case_in(CaseState.HANDLING, at=self.at).id

    @rule(has_answer=st.booleans())
    def the_case_it_was_merged_into_ends(self, has_answer: bool) -> None:
        """Let the master be answered, or ended without an answer, while the case is merged into it."""
        if db.session.get_one(Case, self.case_id).state is not CaseState.MERGED:
            return
        self.at += timedelta(minutes=5)
        with unit_of_work():
            master = again(db.session.get_one(Case, self.office.master_id))
            if has_answer:
                self.office.answer(master, self.at)
                self.office.approve(master, self.at)
            else:
                self.office.terminate(master, self.at)
        self.office.master_id = None
        state = again(db.session.get_one(Case, self.case_id)).state
        assert state is (CaseState.FOLLOW_UP if has_answer else CaseState.PENDING_REVIEW)
        self.done.append("the master ended")

    def is_in_the_table(self, action: Action, by: User, state: CaseState) -> bool:
        """Say whether the table alone would let the person take the act now."""
        step = TRANSITIONS[action]
        if state not in step.starts or not step.allows(by):
            return False
        # What a department did is disputed after it has ended too.
        over = {"sent_back"} if action is Action.REQUEST_EXCLUSION else {"sent_back", "ended"}
        held = {
            part.role
            for part in assignments.of_case(self.case_id)
            if part.department_id in by.department_ids and part.state.value not in over
        }
        return not step.parts or bool(held & step.parts)

    @invariant()
    def the_timeline_explains_the_state(self) -> None:
        """Follow the events from one state to the next: they end where the case stands."""
        case = db.session.get_one(Case, self.case_id)
        events = db.session.scalars(
            db.select(CaseEvent).filter_by(case_id=self.case_id).order_by(CaseEvent.id)
        ).all()
        standing: CaseState | None = None
        for event in events:
            assert event.from_state == standing, f"{event.action} began in {event.from_state}, not {standing}"
            standing = event.to_state
        assert standing is case.state

    @invariant()
    def somebody_owes_the_next_step(self) -> None:
        """Find on an open case a running clock, the nearest on its row, and somebody behind it."""
        case = db.session.get_one(Case, self.case_id)
        running = clocks.running(self.case_id)
        if case.state in FINAL_STATES:
            assert {clock.kind for clock in running} <= {ClockKind.SUPERVISION}
            assert not assignments.open_of_case(self.case_id)
            return
        assert running, f"nobody owes anything about a case in {case.state} after {self.done}"
        assert (case.next_due_at, case.next_clock) == (running[0].due_at, running[0].kind)
        if case.state in WITH_DEPARTMENT:
            lead = assignments.lead(self.case_id)
            assert lead is not None
            assert lead.department_id == case.department_id

    def teardown(self) -> None:
        """Let nothing of this run reach the next."""
        db.session.rollback()


def person_with(user_id: int) -> User:
    """Return the person as a request loads them."""
    found = people.find_user(user_id)
    assert found is not None
    return found


def everybody(office: Office) -> list[int]:
    """One person of each kind: the hotline's, the departments', and a stranger."""
    everyone = [
        office.agent,
        office.dispatcher,
        office.officer,
        office.follow_up,
        office.supervisor,
        office.head,
    ]
    everyone += [
        office.person("officer", department=unit) for unit in (office.other, office.helper, office.street)
    ]
    return [user.id for user in everyone]


@pytest.mark.slow
def test_random_acts_never_leave_the_table_and_every_case_is_answered_for(app: Flask) -> None:
    with app.app_context():
        office = make_office()

        class Here(Lifecycle):
            pass

        Here.office, Here.people = office, everybody(office)
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=RUNS,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
