"""Flags on callers who harass (骚扰标记): proposed with evidence, decided by another, ending by themselves, appealed against.

A flag changes what an agent knows before they answer and nothing else: no call is turned away for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.caller_flag import CallerFlag, FlagState
from models.citizen import mask_phone
from models.queries import caller_flags, recipients
from models.vocabulary import Permission as P
from workflows import audit
from workflows.audiences import MOST_TOLD
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.notices import send_to
from workflows.permissions import may
from workflows.telephone import check_own

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from models.case import Case
    from models.telephone import PhoneCall
    from models.user import User

USUAL, LONGEST = timedelta(days=90), timedelta(days=180)


def propose(
    call: PhoneCall, reason: str, calls: Sequence[PhoneCall], cases: Sequence[Case], *, by: User, at: datetime
) -> CallerFlag:
    """Propose a flag on who rang in one's own call; the calls and cases named are its evidence, the call always."""
    check_own(call, by)
    if not call.number or not call.phone_index:
        raise NotAllowedNow("本次来电没有号码，不能提请标记。")
    standing = caller_flags.standing_of(call.phone_index, on=day_of(at))
    if standing is not None:
        raise NotAllowedNow(f"该号码已有{standing.state.label}的骚扰标记，不能重复提请。")
    if any(each.phone_index != call.phone_index for each in calls):
        raise BadInput("只能选择同一号码的通话。", "calls")
    evidence = sorted({call, *calls}, key=lambda each: each.id)
    flag = CallerFlag(
        number=call.number,
        phone_index=call.phone_index,
        state=FlagState.PENDING,
        reason=reason.strip(),
        proposed_by_id=by.id,
        proposed_at=at,
        calls=evidence,
        cases=list(cases),
    )
    db.session.add(flag)
    db.session.flush()
    tell(flag, "propose_flag", f"证据：通话 {len(evidence)} 次，工单 {len(cases)} 件", by=by, at=at)
    ask_deciders(flag, "提请骚扰标记，待审批", besides={by.id}, at=at)
    return flag


def approve(flag: CallerFlag, ends_on: date, decision: str, *, by: User, at: datetime) -> None:
    """Put the flag in force to the end of the day given, half a year at most."""
    check_decides(flag, by)
    today = day_of(at)
    if not today <= ends_on <= today + LONGEST:
        raise BadInput(f"标记的截止日期应在今天起 {LONGEST.days} 天以内。", "ends_on")
    flag.state, flag.ends_on = FlagState.IN_FORCE, ends_on
    flag.decided_by_id, flag.decided_at, flag.decision = by.id, at, decision.strip()
    tell(flag, "approve_flag", f"至 {ends_on}", by=by, at=at)


def refuse(flag: CallerFlag, decision: str, *, by: User, at: datetime) -> None:
    """Refuse the flag."""
    check_decides(flag, by)
    flag.state = FlagState.REFUSED
    flag.decided_by_id, flag.decided_at, flag.decision = by.id, at, decision.strip()
    tell(flag, "refuse_flag", "", by=by, at=at)


def end(flag: CallerFlag, why: str, *, by: User, at: datetime) -> None:
    """End the flag before its time; an appeal that waits is answered by that."""
    check_may_decide(by)
    check_in_force(flag, at)
    if flag.is_appealed:
        flag.appeal_answer, flag.appeal_answered_by_id, flag.appeal_answered_at = why.strip(), by.id, at
    flag.state, flag.ended_by_id, flag.ended_at, flag.ending = FlagState.ENDED, by.id, at, why.strip()
    tell(flag, "end_flag", "", by=by, at=at)


def appeal(flag: CallerFlag, words: str, *, by: User, at: datetime) -> None:
    """Write down what the caller says against the flag; one appeal at a time."""
    check_in_force(flag, at)
    if flag.is_appealed:
        raise NotAllowedNow("该标记的申诉正在处理。")
    flag.appeal, flag.appeal_by_id, flag.appealed_at = words.strip(), by.id, at
    flag.appeal_answer, flag.appeal_answered_by_id, flag.appeal_answered_at = "", None, None
    tell(flag, "appeal_flag", "", by=by, at=at)
    ask_deciders(flag, "骚扰标记申诉，待复核", besides={flag.proposed_by_id, flag.decided_by_id}, at=at)


def keep(flag: CallerFlag, answer: str, *, by: User, at: datetime) -> None:
    """Keep the flag in spite of the appeal; by neither who proposed nor who approved it."""
    check_may_decide(by)
    check_in_force(flag, at)
    if not flag.is_appealed:
        raise NotAllowedNow("该标记没有待处理的申诉。")
    if by.id in (flag.proposed_by_id, flag.decided_by_id):
        raise NotAllowedForYou("申诉须由提请人和批准人以外的人复核；认为申诉成立的，可以直接撤销标记。")
    flag.appeal_answer, flag.appeal_answered_by_id, flag.appeal_answered_at = answer.strip(), by.id, at
    tell(flag, "keep_flag", "", by=by, at=at)


def check_decides(flag: CallerFlag, by: User) -> None:
    """Refuse a decision by who proposed the flag, and a second one."""
    check_may_decide(by)
    if flag.state is not FlagState.PENDING:
        raise NotAllowedNow(f"该标记{flag.state.label}，不能再审批。")
    if flag.proposed_by_id == by.id:
        raise NotAllowedForYou("骚扰标记须由提请人以外的人审批。")


def check_may_decide(by: User) -> None:
    """Refuse who has no say in flags."""
    if not may(by, P.DECIDE_CALLER_FLAG):
        raise NotAllowedForYou("您没有审批骚扰标记的权限。")


def check_in_force(flag: CallerFlag, at: datetime) -> None:
    """Refuse a flag that is not in force, or no longer."""
    if not is_in_force(flag, day_of(at)):
        raise NotAllowedNow("该标记不在有效期内。")


def is_in_force(flag: CallerFlag, on: date) -> bool:
    """Say whether agents see the flag on the day."""
    return flag.state is FlagState.IN_FORCE and flag.ends_on is not None and flag.ends_on >= on


def day_of(at: datetime) -> date:
    """Return the city's day."""
    return at.astimezone(LOCAL_TIMEZONE).date()


def ask_deciders(flag: CallerFlag, title: str, *, besides: Collection[int | None], at: datetime) -> None:
    """Tell those who may decide on it, but for who may not decide this one."""
    people = recipients.find(holding=[P.DECIDE_CALLER_FLAG], limit=MOST_TOLD)
    body = f"来电号码 {mask_phone(flag.number)}，请到“骚扰标记”办理。"
    send_to([person for person in people if person.id not in besides], title=title, body=body, at=at)


def tell(flag: CallerFlag, kind: str, what: str, *, by: User, at: datetime) -> None:
    """Write it into the audit log, without the number and without the words."""
    audit.write(
        kind,
        by=by,
        at=at,
        object_type="caller_flag",
        object_id=flag.id,
        summary="，".join(part for part in (mask_phone(flag.number), what) if part),
    )
