"""What happens on the telephone (话务): calls as exchanges report them, seats, and what calls lead to."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from models.base import db
from models.citizen import mask_phone, phone_index
from models.queries import audit_entries, call_days, call_events, call_take_overs, calls, telephone
from models.telephone import CallEvent, CallState, CallStep, Direction, Seat
from models.vocabulary import Action
from models.vocabulary import Permission as P
from workflows import audit, timeline
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.lifecycle import advance
from workflows.permissions import may
from workflows.telephone_events import leads_to, state_of

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.telephone import Exchange, PhoneCall
    from models.user import User
    from workflows.telephone_events import Report

EXTENSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@-]{0,31}")
# A call whose end was never reported does not stay on a screen for ever.
LIVE_FOR = timedelta(hours=4)
# So long the screen asks why a call ended without a case; later the list of calls does.
ASKED_FOR = timedelta(minutes=30)
EVENTS_ARE_KEPT_FOR = timedelta(days=30)
RANG_AGAIN = "诉求人再次来电。"


def hash_of(token: str) -> str:
    """Return what is kept of an exchange's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def take_report(exchange: Exchange, report: Report, *, at: datetime) -> PhoneCall:
    """Put down what the exchange reports, and wake the screens it concerns.

    Reports come in any order and twice; the call's facts are the same in the end.
    """
    call = calls.hold(exchange.id, report.external_id, direction=report.direction, at=at)
    agents = list(telephone.agents_named(report.names))
    rang_for, before = call_events.rang_for(call.id), call.agent_id
    put_facts(call, report, exchange)
    if report.step is CallStep.ANSWER:
        call.answered_at = call.answered_at or at
        alone = agents or [agent for agent in rang_for if agent is not None]
        # An answer that is reported again does not give the call back to whom it was taken from.
        keeps = len(alone) != 1 or (before is not None and call_take_overs.was_taken(call.id))
        call.agent_id = before if keeps else alone[0]
    elif report.step is CallStep.HANGUP:
        call.ended_at, call.cause = call.ended_at or at, report.cause
    if call.agent_id is None and len(agents) == 1:
        call.agent_id = agents[0]
    call.state = state_of(answered=bool(call.answered_at), ended=bool(call.ended_at), cause=call.cause)
    told = {*agents, *rang_for, before, call.agent_id} - {None}
    if call.direction is Direction.IN and (not told or None in rang_for):
        told.add(None)
    for agent_id in told:
        db.session.add(CallEvent(phone_call_id=call.id, step=report.step, agent_id=agent_id, happened_at=at))
    call_days.mark_stale(exchange, call.rang_at)
    telephone.note_report(exchange, at)
    return call


def put_facts(call: PhoneCall, report: Report, exchange: Exchange) -> None:
    """Put what the report says on the call, where nothing stands yet."""
    if report.number and not call.number:
        call.number, call.phone_index = report.number, phone_index(report.number)
    call.line, call.queue = call.line or report.line, call.queue or report.queue
    if keeps_recording(exchange, report):
        call.recording_url = report.recording_url


def keeps_recording(exchange: Exchange, report: Report) -> bool:
    """Say whether the report's link to a recording leads to a server of the exchange."""
    return leads_to(report.recording_url, exchange.recording_hosts)


def sit(extension: str, *, by: User, at: datetime) -> Seat:
    """Let the agent sit at the extension, and at no other; BadInput where somebody else sits."""
    extension = extension.strip()
    if not EXTENSION.fullmatch(extension):
        raise BadInput("分机号为 1 至 32 位数字或字母。", "extension")
    taken = telephone.seat_at(extension)
    if taken is not None and taken.user_id != by.id:
        raise BadInput(f"分机 {extension} 已由{taken.user.full_name}使用。", "extension")
    seat = telephone.seat_of(by.id) or Seat(user_id=by.id)
    seat.extension, seat.since = extension, at
    db.session.add(seat)
    return seat


def leave(*, by: User) -> None:
    """Let the agent sit nowhere."""
    seat = telephone.seat_of(by.id)
    if seat is not None:
        db.session.delete(seat)


def on_screen(user: User, *, at: datetime) -> PhoneCall | None:
    """Return the call that belongs on the agent's screen now: one that goes on, else one that lacks its end's reason."""
    return calls.current(user.id, since=at - LIVE_FOR, asked_since=at - ASKED_FOR)


def is_own(call: PhoneCall, user: User) -> bool:
    """Say whether the call is the agent's, or rings for them among others."""
    if call.agent_id is not None:
        return call.agent_id == user.id
    return call.state is CallState.RINGING and user.id in call_events.rang_for(call.id)


def may_see(call: PhoneCall, user: User) -> bool:
    """Say whether the user may know of the call: whose it is, and who watches all of them."""
    return may(user, P.WATCH_CALLS) or is_own(call, user)


def is_new_pop(call: PhoneCall, user: User) -> bool:
    """Say whether the caller's history is about to be shown to its agent for the first time in this call."""
    is_shown = call.agent_id == user.id and bool(call.number)
    return is_shown and not audit_entries.exists("screen_pop", "call", call.id, user.id)


def note_pop(call: PhoneCall, *, by: User, address: str, at: datetime) -> None:
    """Write down that the caller's history was shown to this agent."""
    audit.write(
        "screen_pop",
        by=by,
        at=at,
        address=address,
        object_type="call",
        object_id=call.id,
        summary=f"来电弹屏：{mask_phone(call.number)}",
    )


def check_own(call: PhoneCall, by: User) -> None:
    """Refuse what only the agent who took the call may do."""
    if call.agent_id != by.id:
        raise NotAllowedForYou("本次通话由其他坐席接听。")


def link(call: PhoneCall, case: Case, *, by: User) -> None:
    """Keep that the call led to this case."""
    check_own(call, by)
    if call.case_id is None:
        call.case_id, call.end_code = case.id, None


def add_to_case(call: PhoneCall, case: Case, note: str, *, by: User, at: datetime) -> None:
    """Add the call to a case that is open already, instead of making another (补充来电)."""
    check_own(call, by)
    if call.case_id is not None:
        raise NotAllowedNow("本次通话已登记到工单，不能再补充。")
    before = advance(case, Action.ADD_CALL, by=by)
    call.case_id, call.end_code = case.id, None
    timeline.record(case, Action.ADD_CALL, by=by, at=at, before=before, note=note.strip() or RANG_AGAIN)


def listen(call: PhoneCall, reason: str, *, by: User, address: str, at: datetime) -> str:
    """Return where the recording is, and write down who listens and why; one's own call needs no reason."""
    is_mine = call.agent_id == by.id
    if not is_mine and not may(by, P.LISTEN_RECORDING):
        raise NotAllowedForYou("您没有调听该录音的权限。")
    if not call.recording_url:
        raise NotAllowedNow("本次通话没有录音。")
    if not is_mine and not reason.strip():
        raise BadInput("请填写调听录音的理由。", "reason")
    audit.write(
        "listen_recording",
        by=by,
        at=at,
        address=address,
        object_type="call",
        object_id=call.id,
        summary=reason.strip() or "本人接听的通话",
    )
    return call.recording_url


def clear_out(*, at: datetime) -> int:
    """Forget which screens were woken a month ago; the calls themselves stay. Say how many lines went."""
    return call_events.remove_before(at - EVENTS_ARE_KEPT_FOR)
