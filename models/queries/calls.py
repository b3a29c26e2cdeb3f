"""Calls: an agent's at this moment, those of a case, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy import case as choose
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from models.base import db
from models.queries.telephone import name_of
from models.telephone import CallEvent, CallState, CallStep, Direction, Exchange, PhoneCall

LIVE = (CallState.RINGING, CallState.ANSWERED)
# A citizen's call that was answered, led to no case, and of which nobody said why.
LACKS_REASON: tuple[ColumnElement[bool], ...] = (
    PhoneCall.direction == Direction.IN,
    PhoneCall.state == CallState.ENDED,
    PhoneCall.answered_at.is_not(None),
    PhoneCall.case_id.is_(None),
    PhoneCall.end_code.is_(None),
)


def find(call_id: int) -> PhoneCall | None:
    """Return the call with what a page shows of it."""
    shown = (joinedload(PhoneCall.exchange), name_of(PhoneCall.agent), joinedload(PhoneCall.case))
    return db.session.scalar(select(PhoneCall).where(PhoneCall.id == call_id).options(*shown))


def hold(exchange_id: int, external_id: str, *, direction: Direction, at: datetime) -> PhoneCall:
    """Return the exchange's call, made if there is none, and keep everybody else from it until the end.

    Two reports of one call may come at once to two servers: the second waits here and sees the first's work.
    """
    row = {
        "exchange_id": exchange_id,
        "external_id": external_id,
        "direction": direction,
        "line": "",
        "queue": "",
        "state": CallState.RINGING,
        "rang_at": at,
    }
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    held = (
        insert(PhoneCall)
        .values(row)
        .on_conflict_do_update(
            index_elements=["exchange_id", "external_id"], set_={"external_id": external_id}
        )
    )
    given = select(PhoneCall).from_statement(held.returning(PhoneCall))
    call: PhoneCall = db.session.scalars(given.execution_options(populate_existing=True)).one()
    return call


def current(user_id: int, *, since: datetime, asked_since: datetime) -> PhoneCall | None:
    """Return the call on the agent's screen: their own that goes on, else the one that rings for them.

    What began before `since` was lost by its exchange and is no longer shown. Where nothing goes on, or only what
    the agent has given a reason for, their last call that ended after `asked_since` without a case and a reason.
    """
    rings = exists().where(
        CallEvent.phone_call_id == PhoneCall.id,
        CallEvent.agent_id == user_id,
        CallEvent.step == CallStep.NEW_CALL,
    )
    own = PhoneCall.agent_id == user_id
    ringing = and_(PhoneCall.agent_id.is_(None), PhoneCall.state == CallState.RINGING, rings)
    live = PhoneCall.state.in_(LIVE)
    unsaid = and_(own, PhoneCall.ended_at >= asked_since, *LACKS_REASON)
    wanted = or_(and_(live, or_(own, ringing)), unsaid)
    rows = select(PhoneCall).where(PhoneCall.rang_at >= since, wanted)
    goes_on = and_(live, PhoneCall.end_code.is_(None))
    newest = rows.order_by(
        goes_on.desc(), live, own.desc(), PhoneCall.rang_at.desc(), PhoneCall.id.desc()
    ).limit(1)
    return db.session.scalar(newest.options(joinedload(PhoneCall.exchange)))


def waiting(*, since: datetime, limit: int = 5) -> Sequence[PhoneCall]:
    """Return the calls in the waiting line that ring for nobody in particular, the longest first."""
    rings = exists().where(CallEvent.phone_call_id == PhoneCall.id, CallEvent.agent_id.is_not(None))
    rows = select(PhoneCall).where(
        PhoneCall.rang_at >= since,
        PhoneCall.state == CallState.RINGING,
        PhoneCall.direction == Direction.IN,
        PhoneCall.agent_id.is_(None),
        ~rings,
    )
    return db.session.scalars(rows.order_by(PhoneCall.rang_at, PhoneCall.id).limit(limit)).all()


def of_case(case_id: int) -> Sequence[PhoneCall]:
    """Return the calls about a case, the newest first."""
    rows = select(PhoneCall).where(PhoneCall.case_id == case_id).options(name_of(PhoneCall.agent))
    return db.session.scalars(rows.order_by(PhoneCall.rang_at.desc(), PhoneCall.id.desc())).all()


def of_number(index: str, *, besides: int, limit: int) -> Sequence[PhoneCall]:
    """Return the calls from the number with this blind index, the newest first, without the one named."""
    rows = select(PhoneCall).where(PhoneCall.phone_index == index, PhoneCall.id != besides)
    newest = rows.order_by(PhoneCall.rang_at.desc(), PhoneCall.id.desc()).limit(limit)
    return db.session.scalars(newest.options(name_of(PhoneCall.agent))).all()


def count_since(index: str, moment: datetime) -> int:
    """Count the calls from the number with this blind index since the moment."""
    rows = select(func.count()).select_from(PhoneCall)
    theirs = (PhoneCall.phone_index == index, PhoneCall.rang_at >= moment)
    return db.session.scalar(rows.where(*theirs, PhoneCall.direction == Direction.IN)) or 0


CASE, UNSAID, ANY = "case", "unsaid", "any"


def is_real() -> ColumnElement[bool]:
    """Leave out what was played on the simulator."""
    trained = select(Exchange.id).where(Exchange.is_training)
    return PhoneCall.exchange_id.not_in(trained)


def ended_with(ending: str) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of a citizen's call that was answered, is over, and came to this end."""
    if ending == UNSAID:
        return LACKS_REASON
    told = {CASE: (PhoneCall.case_id.is_not(None),), ANY: ()}
    reason = (PhoneCall.case_id.is_(None), PhoneCall.end_code == ending)
    return (*LACKS_REASON[:3], *told.get(ending, reason))


def endings(wanted: Wanted) -> dict[str, int]:
    """Count the answered calls of citizens that are over by what came of them: CASE, UNSAID, or the reason's code."""
    came_to = choose((PhoneCall.case_id.is_not(None), CASE), else_=func.coalesce(PhoneCall.end_code, UNSAID))
    rows = select(came_to, func.count()).where(*wanted.conditions(), *ended_with(ANY)).group_by(came_to)
    return dict(db.session.execute(rows).tuples().all())


@dataclass(frozen=True)
class Wanted:
    """What the list of calls is narrowed to: one agent's, a state, a direction, a time, those without a case.

    `ending` is what came of answered calls of citizens: CASE, UNSAID or the code of a reason.
    """

    agent_id: int | None = None
    state: CallState | None = None
    direction: Direction | None = None
    since: datetime | None = None
    until: datetime | None = None
    without_case: bool = False
    ending: str = ""
    real: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions."""
        conditions: list[ColumnElement[bool]] = []
        if self.agent_id is not None:
            conditions.append(PhoneCall.agent_id == self.agent_id)
        if self.state is not None:
            conditions.append(PhoneCall.state == self.state)
        if self.direction is not None:
            conditions.append(PhoneCall.direction == self.direction)
        if self.since is not None:
            conditions.append(PhoneCall.rang_at >= self.since)
        if self.until is not None:
            conditions.append(PhoneCall.rang_at < self.until)
        if self.without_case:
            conditions.append(PhoneCall.case_id.is_(None))
        if self.real:
            conditions.append(is_real())
        return [*conditions, *(ended_with(self.ending) if self.ending else ())]


def page(wanted: Wanted, *, after: tuple[datetime | None, int] | None, limit: int) -> Sequence[PhoneCall]:
    """Return a page of calls, the newest first."""
    rows = select(PhoneCall).where(*wanted.conditions())
    moment, row_id = after or (None, 0)
    if moment is not None:
        rows = rows.where(
            PhoneCall.rang_at <= moment,
            or_(PhoneCall.rang_at < moment, PhoneCall.id < row_id),
        )
    shown = (name_of(PhoneCall.agent), joinedload(PhoneCall.case), joinedload(PhoneCall.exchange))
    newest = rows.order_by(PhoneCall.rang_at.desc(), PhoneCall.id.desc()).limit(limit)
    return db.session.scalars(newest.options(*shown)).all()
