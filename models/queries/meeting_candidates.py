"""Which open cases reach what makes a case one for the joint meeting (联席会议候选): one grouped select a criterion.

Only open cases of no confidential desk, and none that is on a table already. What counts for a matter or
a caller counts for the first open case of it, so that one matter is one candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy import case as when

from models.assignment import Assignment
from models.base import db
from models.case import Case
from models.case_request import CaseRequest
from models.citizen import Citizen
from models.clock import Clock
from models.hot_topic import HotTopic, HotTopicCase
from models.incident import Incident, IncidentCase
from models.meeting_action import ActionItem
from models.meeting_topic import CandidateDismissal, MeetingTopic, TopicCase
from models.queries import hot_topics
from models.queries.lines import COLUMNS, CaseLine, with_names
from models.queries.same_matter import CALLERS, STREET, calls
from models.supervision import Supervision
from models.vocabulary import (
    FINAL_STATES,
    ActionState,
    AssignmentRole,
    CaseState,
    ClockKind,
    Criterion,
    RequestKind,
    RequestState,
    TopicState,
    Trigger,
)

# How far back calls count as being about the same matter, and as the same caller's insistence.
MATTER_WINDOW = timedelta(days=30)
CALLER_WINDOW = timedelta(days=90)
# How long an incident may wait for its answer before a meeting may look at it.
INCIDENT_AGE = timedelta(days=7)
# A case that the agent has yet to complete is nobody's to decide.
CLOSED_TO_MEETINGS = FINAL_STATES | {CaseState.AWAITING_COMPLETION}
# What is answered, or on the books.
WAITING_FOR_NO_UNIT = (CaseState.DEFERRED, CaseState.REPLIED, CaseState.FOLLOW_UP)
OPEN_TOPICS = (TopicState.POOLED, TopicState.ON_AGENDA)
RULED = (RequestState.APPROVED, RequestState.REJECTED)


def eligible() -> list[ColumnElement[bool]]:
    """Return the conditions of a case that a meeting may decide."""
    return [Case.state.not_in(sorted(CLOSED_TO_MEETINGS)), Case.desk.is_(None)]


def counted(criterion: Criterion, least: int, at: datetime) -> Select[Any]:
    """Return the select of (case id, value) of the cases that reach the least value of a criterion."""
    return SELECTS[criterion](max(least, 1), at)


def departments_involved(least: int, _at: datetime) -> Select[Any]:
    """Count the departments that ever had a part in the case; who only got a copy had none."""
    units = func.count(Assignment.department_id.distinct())
    parts = select(Case.id, units).join(Assignment, Assignment.case_id == Case.id)
    parts = parts.where(*eligible(), Assignment.role != AssignmentRole.COPIED)
    return parts.group_by(Case.id).having(units >= least)


def times_returned(least: int, _at: datetime) -> Select[Any]:
    """Take how often the case was sent back."""
    return select(Case.id, Case.return_count).where(*eligible(), Case.return_count >= least)


def times_redone(least: int, _at: datetime) -> Select[Any]:
    """Take how often the case was done again."""
    return select(Case.id, Case.redo_count).where(*eligible(), Case.redo_count >= least)


def ruled_by_panel(least: int, _at: datetime) -> Select[Any]:
    """Count the returns of the case that a panel had to rule on."""
    times = func.count(CaseRequest.id)
    rulings = select(Case.id, times).join(CaseRequest, CaseRequest.case_id == Case.id)
    rulings = rulings.where(
        *eligible(),
        CaseRequest.kind == RequestKind.RETURN,
        CaseRequest.needs_panel,
        CaseRequest.state.in_(RULED),
    )
    return rulings.group_by(Case.id).having(times >= least)


def first_eligible() -> ColumnElement[Any]:
    """Return the column of the first case of a group that a meeting may decide."""
    state, desk = eligible()
    return func.min(when((state & desk, Case.id)))


def same_matter_callers(least: int, at: datetime) -> Select[Any]:
    """Count the telephones that called about one matter in one street lately."""
    first = first_eligible()
    matters = calls(first, CALLERS, since=at - MATTER_WINDOW).group_by(Case.category_id, STREET)
    return matters.having(least <= CALLERS, first.is_not(None))


def hot_topic_callers(least: int, at: datetime) -> Select[Any]:
    """Count who called lately about a hot topic that is not closed; the first case of it stands for all."""
    first, since = first_eligible(), at - MATTER_WINDOW
    topics = hot_topics.members(first, hot_topics.CALLERS).join(
        HotTopic, HotTopic.id == HotTopicCase.topic_id
    )
    topics = topics.where(
        HotTopic.closed_at.is_(None), HotTopic.last_at >= since, HotTopicCase.received_at >= since
    )
    return topics.group_by(HotTopicCase.topic_id).having(least <= hot_topics.CALLERS, first.is_not(None))


def incident_callers(least: int, at: datetime) -> Select[Any]:
    """Count who called about an incident that is a week old and unanswered; its master stands for all, or its first case."""
    first = func.min(
        when(
            (
                and_(
                    *eligible(),
                    Case.state.not_in(WAITING_FOR_NO_UNIT),
                    or_(Incident.master_id.is_(None), Incident.master_id == Case.id),
                ),
                Case.id,
            )
        )
    )
    cases = (
        select(first, hot_topics.CALLERS)
        .join(IncidentCase, IncidentCase.case_id == Case.id)
        .join(Incident, Incident.id == IncidentCase.incident_id)
        .outerjoin(Citizen, Citizen.case_id == Case.id)
        .where(
            Incident.dissolved_at.is_(None),
            Incident.made_at <= at - INCIDENT_AGE,
            IncidentCase.left_at.is_(None),
        )
    )
    return cases.group_by(Incident.id).having(least <= hot_topics.CALLERS, first.is_not(None))


def same_caller_repeats(least: int, at: datetime) -> Select[Any]:
    """Count the cases that one telephone brought about one matter lately."""
    first, times = first_eligible(), func.count(Case.id)
    cases = select(first, times).join(Citizen, Citizen.case_id == Case.id)
    cases = cases.where(
        Case.received_at >= at - CALLER_WINDOW, Case.desk.is_(None), Citizen.phone_index.is_not(None)
    )
    return cases.group_by(Citizen.phone_index, Case.category_id).having(times >= least, first.is_not(None))


def deferrals_missed(_least: int, at: datetime) -> Select[Any]:
    """Find the cases on the books whose day has passed."""
    clocks = select(Case.id, func.count(Clock.id)).join(Clock, Clock.case_id == Case.id)
    clocks = clocks.where(
        *eligible(), Clock.kind == ClockKind.DEFERRAL, Clock.stopped_at.is_(None), Clock.due_at < at
    )
    return clocks.group_by(Case.id)


def leader_instructions(least: int, _at: datetime) -> Select[Any]:
    """Count the orders a leader's instruction set off."""
    times = func.count(Supervision.id)
    orders = select(Case.id, times).join(Supervision, Supervision.case_id == Case.id)
    orders = orders.where(*eligible(), Supervision.trigger == Trigger.LEADER_INSTRUCTION)
    return orders.group_by(Case.id).having(times >= least)


SELECTS = {
    Criterion.DEPARTMENTS_INVOLVED: departments_involved,
    Criterion.TIMES_RETURNED: times_returned,
    Criterion.RETURN_RULED_BY_PANEL: ruled_by_panel,
    Criterion.TIMES_REDONE: times_redone,
    Criterion.SAME_MATTER_CALLERS: same_matter_callers,
    Criterion.HOT_TOPIC_CALLERS: hot_topic_callers,
    Criterion.INCIDENT_CALLERS: incident_callers,
    Criterion.SAME_CALLER_REPEATS: same_caller_repeats,
    Criterion.DEFERRAL_MISSED: deferrals_missed,
    Criterion.LEADER_INSTRUCTION: leader_instructions,
}


def values(least: Mapping[Criterion, int], at: datetime) -> dict[int, dict[Criterion, int]]:
    """Return for each case its value by every criterion that it reaches; overdue days are counted above."""
    found: dict[int, dict[Criterion, int]] = {}
    for criterion, threshold in least.items():
        for case_id, value in db.session.execute(counted(criterion, threshold, at)):
            found.setdefault(case_id, {})[criterion] = int(value)
    return found


def due_before(moment: datetime) -> Sequence[tuple[int, datetime]]:
    """Return id and due moment of the cases due before the moment and not answered; what is on the books waits."""
    rows = select(Case.id, Case.due_at).where(
        *eligible(),
        Case.due_at < moment,
        Case.state.not_in(WAITING_FOR_NO_UNIT),
    )
    return db.session.execute(rows).tuples().all()  # type: ignore[return-value]


def taken_ids() -> set[int]:
    """Return the cases that are on a table already: of a topic no meeting has decided, or whose tasks are not done."""
    topics = select(TopicCase.case_id).join(MeetingTopic, MeetingTopic.id == TopicCase.topic_id)
    under_way = select(ActionItem.id).where(
        ActionItem.topic_id == MeetingTopic.id, ActionItem.state != ActionState.STRUCK_OFF
    )
    on_a_table = or_(MeetingTopic.state.in_(OPEN_TOPICS), under_way.exists())
    return set(db.session.scalars(topics.where(on_a_table)))


def dismissals() -> dict[int, dict[str, int]]:
    """Return by case and rule the value at which the convener put a candidate aside."""
    found: dict[int, dict[str, int]] = {}
    columns = (CandidateDismissal.case_id, CandidateDismissal.code, CandidateDismissal.value)
    for case_id, code, value in db.session.execute(select(*columns)):
        found.setdefault(case_id, {})[code] = value
    return found


def dismissal(case_id: int, code: str) -> CandidateDismissal | None:
    """Return how the case was put aside for this rule."""
    return db.session.scalar(
        select(CandidateDismissal).where(
            CandidateDismissal.case_id == case_id, CandidateDismissal.code == code
        )
    )


def lines(case_ids: Iterable[int]) -> dict[int, CaseLine]:
    """Return what a list shows of these cases."""
    rows = with_names(select(*COLUMNS).where(Case.id.in_(list(case_ids))))
    return {row[0]: CaseLine(*row) for row in db.session.execute(rows)}
