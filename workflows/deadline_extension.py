"""More time (延期): asked for before the due time, decided by the hotline, kept beside the original due time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.queries import clocks as queries
from models.queries import requests
from models.vocabulary import Action, ClockKind, RequestKind, RequestState
from models.vocabulary import Permission as P
from workflows import clocks, timeline
from workflows import requests as filing
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.handling import own_part
from workflows.lifecycle import advance
from workflows.limit import BadLimit, Limit

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.case_request import CaseRequest
    from models.clock import Clock
    from models.user import User
    from workflows.requests import Wish

MAY_BE_EXTENDED = (ClockKind.FEEDBACK, ClockKind.REDO)


def request_extension(case: Case, wish: Wish, *, by: User, at: datetime) -> CaseRequest:
    """Ask for more time (申请延期). `wish.limit` is in working days, such as `5wd`."""
    part = own_part(case, Action.REQUEST_EXTENSION, by)
    clock = running_clock(case, part.id)
    granted = requests.count_of_case(case.id, RequestKind.EXTENSION, RequestState.APPROVED)
    check(case, clock, wish, granted=granted, at=at)
    before = advance(case, Action.REQUEST_EXTENSION, by=by, note=wish.reason)
    rule = clocks.rules_of(case).extension_rule
    needs_second = rule.approver_after(granted) is not P.DECIDE_EXTENSION
    row = filing.file(
        case, RequestKind.EXTENSION, wish, by=by, at=at, part=part, needs_second_approver=needs_second
    )
    asked = Limit.parse(wish.limit).label
    timeline.record(
        case, Action.REQUEST_EXTENSION, by=by, at=at, before=before, note=f"申请延期{asked}：{wish.reason}"
    )
    return row


def running_clock(case: Case, part_id: int | None) -> Clock:
    """Return the lead's completion or redo clock; NotAllowedNow where none runs."""
    for clock in queries.running(case.id):
        if clock.kind in MAY_BE_EXTENDED and clock.assignment_id == part_id:
            return clock
    raise NotAllowedNow("本单没有正在计时的办结时限，无需延期。")


def check(case: Case, clock: Clock, wish: Wish, *, granted: int, at: datetime) -> None:
    """Refuse a request that is late, too long, or one too many for the city's rules."""
    rule = clocks.rules_of(case).extension_rule
    if rule.approver_after(granted) is None:
        raise NotAllowedNow("本单延期次数已达上限，不能再申请延期。")
    most = rule.longest_for(Limit.parse(clock.limit))
    if most is None:
        raise NotAllowedNow(f"办结时限为{Limit.parse(clock.limit).label}的工单不能延期。")
    wanted = read_limit(wish.limit)
    if wanted.unit != most.unit or wanted.amount > most.amount:
        raise BadInput(f"本单每次最多延期{most.label}。", "limit")
    latest = rule.closes_at(clock.due_at, calendar=clocks.calendar())
    if at > latest:
        until = latest.astimezone(LOCAL_TIMEZONE).strftime("%m月%d日 %H:%M")
        raise NotAllowedNow(f"延期须在{until}前提出，现已超过申请时间。")


def read_limit(text: str) -> Limit:
    """Return the limit asked for; BadInput where the text is none."""
    try:
        return Limit.parse(text)
    except BadLimit as error:
        raise BadInput(str(error), "limit") from error


def decide_extension(
    case: Case, request: CaseRequest, *, approves: bool, by: User, at: datetime, note: str = ""
) -> None:
    """Grant or refuse the time asked for; the original due time stays for the figures."""
    if not filing.decider_may(request, by):
        raise NotAllowedForYou(
            "再次延期须由中心主任审批。" if request.needs_second_approver else "您没有审批权限。"
        )
    before = advance(case, Action.DECIDE_EXTENSION, by=by)
    filing.settle(request, approves=approves, by=by, at=at, note=note)
    wanted = Limit.parse(request.limit)
    if approves:
        clock = running_clock(case, request.assignment_id)
        old = clock.due_at
        clocks.lengthen(case, clock, wanted)
        case.extension_count += 1
        if clock.kind is ClockKind.FEEDBACK:
            clocks.put_due(case, clock)
        request.effect = {"before": old.isoformat(), "after": clock.due_at.isoformat()}
    verdict = "同意" if approves else "不同意"
    timeline.record(
        case,
        Action.DECIDE_EXTENSION,
        by=by,
        at=at,
        before=before,
        note=f"{verdict}延期{wanted.label}。{note}",
        changes={"办结时限": list(request.effect.values())} if request.effect else None,
    )
