"""What each measure counts, as one SQL condition: the count and the list behind it can never differ.

Names and formulas for people stand in reports/figures/definitions.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from models.case import Case
from models.case_request import CaseRequest
from models.queries.moments import day_before, local_hour, whole_minutes
from models.vocabulary import (
    CaseState,
    Cohort,
    Confidentiality,
    Dimension,
    Handling,
    Rating,
    RequestKind,
    RequestState,
    Solved,
)

SATISFIED = (Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.BASICALLY_SATISFIED)

# A case that ended otherwise than by a reply, say by an approved termination, ended when it was closed.
ended_at = func.coalesce(Case.finished_at, Case.closed_at)

DISPATCHED = Case.handling == Handling.DISPATCHED
# Handled with the one it was merged into, whether that is answered by now or not.
MERGED = or_(Case.merged_into_id.is_not(None), Case.state == CaseState.MERGED)
# A merged case is assessed with its master, once; a deferred one on its review date.
ASSESSABLE = and_(DISPATCHED, not_(MERGED), Case.state != CaseState.DEFERRED)
ASSESSED = and_(ASSESSABLE, Case.is_excluded.is_(False))
EXCLUDED = and_(ASSESSABLE, Case.is_excluded.is_(True))
# Whom a unit is not held to account for, it is not praised or blamed for either; one reply is judged once.
KEPT = and_(Case.is_excluded.is_(False), not_(MERGED))
LEFT_OUT = and_(Case.is_excluded.is_(True), not_(MERGED))
IS_RATED, IS_SATISFIED = Case.result_rating.is_not(None), Case.result_rating.in_(SATISFIED)
IS_ASKED, IS_SOLVED = Case.solved.is_not(None), Case.solved == Solved.YES
ENDED = ended_at.is_not(None)
ON_TIME = ended_at <= Case.due_at
ON_TIME_ORIGINALLY = ended_at <= func.coalesce(Case.original_due_at, Case.due_at)

# A merged case is over for itself: its matter goes on in the case it was merged into.
CLOSED = or_(Case.closed_at.is_not(None), MERGED)

# Only a follow-up leads to a redo, so a case that is being redone has had one.
FOLLOWED_UP = or_(Case.followed_up_at.is_not(None), Case.redo_count > 0)
# What was closed after work of a department, for this caller or for all together, of somebody who may be called back.
CALLABLE = and_(
    or_(DISPATCHED, Case.merged_into_id.is_not(None)),
    Case.closed_at.is_not(None),
    Case.state != CaseState.MERGED,
    Case.confidentiality != Confidentiality.ANONYMOUS,
)
_returns = select(CaseRequest.id).where(
    CaseRequest.case_id == Case.id, CaseRequest.kind == RequestKind.RETURN
)
# Sent back, and nobody agreed: the department it had been sent to was the right one.
RETURNED_IN_VAIN = and_(
    exists(_returns.correlate(Case)),
    not_(exists(_returns.where(CaseRequest.state == RequestState.APPROVED).correlate(Case))),
)

# Among the cases received in the period.
RECEIVED: dict[str, ColumnElement[bool]] = {
    "received": true(),
    "direct": Case.handling == Handling.DIRECT,
    "dispatched": DISPATCHED,
    "not_accepted": Case.handling == Handling.NOT_ACCEPTED,
    "closed": CLOSED,
    "returned": and_(DISPATCHED, Case.return_count > 0),
    "extended": and_(DISPATCHED, Case.extension_count > 0),
    "redone": Case.redo_count > 0,
    "followed_up": FOLLOWED_UP,
    "follow_up_tried": or_(FOLLOWED_UP, Case.follow_up_attempts > 0),
    "result_rated": and_(KEPT, IS_RATED),
    "result_satisfied": and_(KEPT, IS_SATISFIED),
    "hotline_rated": Case.hotline_rating.is_not(None),
    "hotline_satisfied": Case.hotline_rating.in_(SATISFIED),
    "solved_asked": and_(KEPT, IS_ASKED),
    "solved": and_(KEPT, IS_SOLVED),
    "result_rated_excluded": and_(LEFT_OUT, IS_RATED),
    "result_satisfied_excluded": and_(LEFT_OUT, IS_SATISFIED),
    "solved_asked_excluded": and_(LEFT_OUT, IS_ASKED),
    "solved_excluded": and_(LEFT_OUT, IS_SOLVED),
    "repeated": or_(Case.is_repeat.is_(True), Case.merged_into_id.is_not(None)),
    "merged": MERGED,
    "merged_rated": and_(MERGED, IS_RATED),
    "merged_satisfied": and_(MERGED, IS_SATISFIED),
    "dispatched_closed": and_(DISPATCHED, CLOSED),
    "dispatched_right": and_(DISPATCHED, or_(Case.return_count == 0, RETURNED_IN_VAIN)),
    "to_follow_up": CALLABLE,
    "to_follow_up_done": and_(CALLABLE, FOLLOWED_UP),
}

# Among the dispatched cases whose due time falls in the period and has come.
DUE: dict[str, ColumnElement[bool]] = {
    "due": ASSESSED,
    "due_closed": and_(ASSESSED, ENDED),
    "due_on_time": and_(ASSESSED, ON_TIME),
    "due_on_time_originally": and_(ASSESSED, ON_TIME_ORIGINALLY),
    "due_overdue": and_(ASSESSED, or_(ended_at.is_(None), ended_at > Case.due_at)),
    "due_once": and_(ASSESSED, ENDED, Case.redo_count == 0),
    "due_extended": and_(ASSESSED, Case.extension_count > 0),
    "due_early": and_(ASSESSED, ended_at <= day_before(Case.due_at)),
    "due_to_sign": and_(ASSESSED, Case.is_signed_in_time.is_not(None)),
    "due_signed_in_time": and_(ASSESSED, Case.is_signed_in_time.is_(True)),
    "due_to_contact": and_(ASSESSED, Case.is_contacted_in_time.is_not(None)),
    "due_contacted_in_time": and_(ASSESSED, Case.is_contacted_in_time.is_(True)),
    "due_excluded": EXCLUDED,
    "due_excluded_closed": and_(EXCLUDED, ENDED),
    "due_excluded_on_time": and_(EXCLUDED, ON_TIME),
}

# Not stored: what is left when one stored measure is taken from another. (whole, part, condition)
REMAINDERS: dict[str, tuple[str, str, ColumnElement[bool]]] = {
    "matters": ("received", "merged", not_(MERGED)),
    "open": ("received", "closed", not_(CLOSED)),
    "dispatched_open": ("dispatched", "dispatched_closed", and_(DISPATCHED, not_(CLOSED))),
    "due_late": ("due_closed", "due_on_time", and_(ASSESSED, ended_at > Case.due_at)),
    "due_open": ("due", "due_closed", and_(ASSESSED, ended_at.is_(None))),
    "result_dissatisfied": (
        "result_rated",
        "result_satisfied",
        and_(KEPT, IS_RATED, Case.result_rating.not_in(SATISFIED)),
    ),
    "hotline_dissatisfied": (
        "hotline_rated",
        "hotline_satisfied",
        and_(Case.hotline_rating.is_not(None), Case.hotline_rating.not_in(SATISFIED)),
    ),
    "unsolved": ("solved_asked", "solved", and_(KEPT, IS_ASKED, Case.solved != Solved.YES)),
}

# Not a number of cases but added up over those that a measure counts: whole minutes from dispatch to the end.
SUMMED: dict[str, tuple[str, ColumnElement[int]]] = {
    "due_minutes": (
        "due_closed",
        whole_minutes(func.coalesce(Case.dispatched_at, Case.received_at), ended_at),
    ),
}
COUNTED = (*RECEIVED, *DUE, *SUMMED)
LISTED = (*RECEIVED, *DUE, *REMAINDERS)

KEYS: dict[Dimension, SQLColumnExpression[Any]] = {
    Dimension.DEPARTMENT: Case.department_id,
    Dimension.BRANCH: Case.branch_id,
    Dimension.CATEGORY: Case.category_id,
    Dimension.DISTRICT: Case.district_id,
    Dimension.CHANNEL: Case.channel,
    Dimension.KIND: Case.kind,
    Dimension.URGENCY: Case.urgency,
    Dimension.HOUR: local_hour(Case.received_at),
}
# Whose keys are ids; the others' are texts.
BY_ID = (Dimension.DEPARTMENT, Dimension.BRANCH, Dimension.CATEGORY, Dimension.DISTRICT)
# Which members are kept apart by those of another dimension: (within, dimension). All else crossed is not kept.
PAIRS = (
    (Dimension.CHANNEL, Dimension.ALL),
    (Dimension.CHANNEL, Dimension.DEPARTMENT),
    (Dimension.KIND, Dimension.ALL),
    (Dimension.KIND, Dimension.DEPARTMENT),
    (Dimension.DISTRICT, Dimension.ALL),
    (Dimension.DISTRICT, Dimension.BRANCH),
)
# Instead of a member's key: cases that belong to none, cases that belong to any.
NONE, ANY = "0", "any"


@dataclass(frozen=True)
class Span:
    """A period as moments, [start, end), and the moment of the count: what is due later is not due yet."""

    start: datetime
    end: datetime
    at: datetime

    @property
    def due_end(self) -> datetime:
        """The end of the due cohort."""
        return max(self.start, min(self.end, self.at))


def cohort_of(measure: str) -> Cohort:
    """Return which cases the measure is counted over. KeyError for an unknown measure."""
    if measure in REMAINDERS:
        return cohort_of(REMAINDERS[measure][0])
    if measure in SUMMED:
        return cohort_of(SUMMED[measure][0])
    if measure in RECEIVED:
        return Cohort.RECEIVED
    DUE[measure]
    return Cohort.DUE


def moment_of(cohort: Cohort) -> InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]:
    """Return the moment that places a case of the cohort in a period."""
    return Case.received_at if cohort is Cohort.RECEIVED else Case.due_at


def within(cohort: Cohort, span: Span) -> ColumnElement[bool]:
    """Return the condition that a case belongs to the cohort of the span."""
    end = span.end if cohort is Cohort.RECEIVED else span.due_end
    moment = moment_of(cohort)
    return and_(moment >= span.start, moment < end)


def condition(measure: str, span: Span) -> ColumnElement[bool]:
    """Return the whole condition of one measure in one span. KeyError for an unknown measure."""
    return and_(within(cohort_of(measure), span), counted_for(measure))


def counted_for(measure: str) -> ColumnElement[bool]:
    """Return the condition of one measure among the cases of its cohort. KeyError for an unknown measure."""
    if measure in SUMMED:
        return counted_for(SUMMED[measure][0])
    return REMAINDERS[measure][2] if measure in REMAINDERS else (RECEIVED | DUE)[measure]


def of_members(dimension: Dimension, keys: Sequence[str] | None) -> ColumnElement[bool]:
    """Return the condition that a case belongs to one of these members; key "0" is none, no keys any member."""
    if dimension is Dimension.ALL:
        return true()
    column = KEYS[dimension]
    if keys is None:
        return column.is_not(None)
    members = [int(key) if dimension in BY_ID else key for key in keys if key != NONE]
    return or_(column.in_(members), column.is_(None)) if NONE in keys else column.in_(members)
