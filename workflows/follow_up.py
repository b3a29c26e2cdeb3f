"""Reviewing the reply and asking the citizen (审核、回访), and what follows: closed, or done again (重办)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.follow_up import FollowUp
from models.queries import assignments, replies
from models.queries.clocks import running
from models.vocabulary import (
    Action,
    AssignmentState,
    CaseState,
    ClockKind,
    ContactOutcome,
    FollowUpOutcome,
    Handling,
    Rating,
    Solved,
    Trigger,
)
from workflows import clocks, supervision, timeline
from workflows.answered import ask_or_close, close, may_be_asked, take_along
from workflows.deadlines import working_days_between
from workflows.dispatch import end_parts
from workflows.errors import BadInput, NotAllowedNow
from workflows.lifecycle import advance
from workflows.merging import redo_apart, split_off

if TYPE_CHECKING:
    from models.case import Case
    from models.user import User
    from workflows.process_rules import FollowUpRule

DISSATISFIED = frozenset({Rating.DISSATISFIED, Rating.VERY_DISSATISFIED})
# Nobody can be asked again: the number is wrong, or its owner asked for peace.
HOPELESS = frozenset(
    {FollowUpOutcome.WRONG_NUMBER, FollowUpOutcome.INVALID_NUMBER, FollowUpOutcome.DO_NOT_CALL}
)
MORNING, AFTERNOON, EVENING = time(9, 30), time(15, 0), time(19, 0)
TIMES_OF_DAY = (MORNING, AFTERNOON, EVENING)
ENDS_OF_PARTS = (time(12, 30), time(18, 0), time.max)


@dataclass(kw_only=True)
class Asked:
    """What came of one attempt; ratings only where the citizen gave them."""

    outcome: FollowUpOutcome
    was_contacted: bool | None = None
    solved: Solved | None = None
    result_rating: Rating | None = None
    hotline_rating: Rating | None = None
    reason: str = ""
    note: str = ""
    by: str = "电话"
    wants_redo: bool = False


def approve_reply(case: Case, *, by: User, at: datetime, note: str = "") -> None:
    """Accept the department's reply (审核通过): on to follow-up, or closed where nobody may be asked.

    The department's work counts as finished when it replied, not when the hotline got round to reading it.
    Callers whose cases were merged into this one are called back likewise.
    """
    row = replies.latest(case.id)
    if row is None:
        raise NotAllowedNow("没有可以审核的回复。")
    end = CaseState.FOLLOW_UP if may_be_asked(case) else CaseState.CLOSED
    before = advance(case, Action.APPROVE_REPLY, by=by, to=end)
    row.is_accepted, row.reviewed_at, row.reviewed_by_id, row.review_note = True, at, by.id, note
    case.finished_at = case.finished_at or row.replied_at
    case.public_answer = row.public_answer
    case.was_contacted = row.contact is ContactOutcome.REACHED
    clocks.stop(case, at=at)
    ask_or_close(case, at=at)
    timeline.record(case, Action.APPROVE_REPLY, by=by, at=at, before=before, note=note)
    take_along(case, at=at)


def attempt(case: Case, asked: Asked, *, by: User, at: datetime) -> FollowUp:
    """Keep an attempt to ask the citizen (回访) and draw the consequence.

    Rated: closed, or done again where the citizen is dissatisfied and it is not refused with a reason.
    Not reached: asked again another half-day, and closed as unrated after the last attempt of the rules.
    """
    check(asked)
    rules = clocks.rules_of(case)
    tries = replies.count_attempts(case.id, case.redo_count) + 1
    end = end_after(case, asked, tries, attempts=rules.follow_up.attempts)
    before = advance(case, Action.ATTEMPT_FOLLOW_UP, by=by, to=end)
    row = keep(case, asked, by=by, at=at)
    if end is CaseState.FOLLOW_UP:
        case.next_follow_up_at = next_attempt_at(at, spread_days=rules.follow_up.spread_days)
    else:
        case.next_follow_up_at = None
        clocks.stop(case, at=at)
    if end is CaseState.CLOSED:
        close(case, at=at)
    if end is CaseState.REDO:
        begin_redo(case, by=by, at=at)
    timeline.record(case, Action.ATTEMPT_FOLLOW_UP, by=by, at=at, before=before, note=told(asked, end))
    if end is CaseState.REDO:
        times = case.redo_count
        supervision.pull(case, Trigger.REDONE_TIMES, at=at, value=times, mark=f"redo {times}")
    return row


def check(asked: Asked) -> None:
    """Refuse an outcome and ratings that do not go together."""
    rated = asked.outcome is FollowUpOutcome.RATED
    if rated and (asked.result_rating is None or asked.hotline_rating is None):
        raise BadInput(
            "请记录办理结果与热线服务两项满意度；诉求人不愿评价的，请选“拒绝评价”。", "result_rating"
        )
    if not rated and (asked.result_rating is not None or asked.hotline_rating is not None):
        raise BadInput("只有“已评价”的回访才能填写满意度。", "outcome")
    dissatisfied = asked.result_rating in DISSATISFIED
    if dissatisfied and not asked.reason.strip():
        raise BadInput("请填写不满意的原因。", "reason")
    if dissatisfied and not asked.wants_redo and not asked.note.strip():
        raise BadInput("不满意而不重办的，请说明办结理由。", "note")


def end_after(case: Case, asked: Asked, tries: int, *, attempts: int) -> CaseState:
    """Return the state that an attempt leads to."""
    if asked.outcome in (FollowUpOutcome.RATED, FollowUpOutcome.REFUSED):
        redo = asked.wants_redo and asked.outcome is FollowUpOutcome.RATED
        if redo and case.redo_count >= clocks.rules_of(case).redo.max_times:
            raise NotAllowedNow("重办次数已达上限，请附理由办结，并按规则转督办。")
        return CaseState.REDO if redo else CaseState.CLOSED
    if asked.outcome in HOPELESS or tries >= attempts:
        return CaseState.CLOSED
    return CaseState.FOLLOW_UP


def keep(case: Case, asked: Asked, *, by: User | None, at: datetime) -> FollowUp:
    """Write the attempt down, and the citizen's answers on the case."""
    facts = {k: v for k, v in vars(asked).items() if k != "wants_redo"}
    row = FollowUp(
        case_id=case.id,
        round=case.redo_count,
        attempted_at=at,
        attempted_by_id=by.id if by else None,
        **facts,
    )
    db.session.add(row)
    case.follow_up_attempts += 1
    if asked.outcome is FollowUpOutcome.RATED:
        case.followed_up_at = at
        case.was_contacted, case.solved = asked.was_contacted, asked.solved
        case.result_rating, case.hotline_rating = asked.result_rating, asked.hotline_rating
    return row


def begin_redo(case: Case, *, by: User, at: datetime) -> None:
    """Give the case back to its lead department (重办) with a limit of its own; a merged one to its master's."""
    case.redo_count += 1
    case.closed_at = None
    is_merged = case.merged_into_id is not None
    part = redo_apart(case, by=by, at=at) if is_merged else assignments.lead(case.id)
    if part is None:
        raise NotAllowedNow("没有可以重办的主办单位。")
    part.state, part.replied_at = AssignmentState.SIGNED, None
    clocks.start(case, ClockKind.REDO, clocks.rules_of(case).redo.limit, at=at, assignment=part)


def reopen(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Take a closed case up again at the caller's wish (重启): it is reviewed and sent out anew."""
    before = advance(case, Action.REOPEN, by=by, note=note)
    case.closed_at = case.finished_at = None
    case.ground_code, case.is_locked = "", False
    split_off(case)
    if case.handling is not Handling.DISPATCHED:
        case.handling = Handling.PENDING
    end_parts(case, at=at)
    clocks.start(case, ClockKind.REVIEW, clocks.rules_of(case).desk.review(case.urgency), at=at)
    timeline.record(case, Action.REOPEN, by=by, at=at, before=before, note=note)


def next_attempt_at(at: datetime, *, spread_days: int) -> datetime:
    """Return when to try next: another part of the day, and another day while the rules spread the attempts.

    Who did not answer in the morning is tried in the afternoon, then in the evening, then in the morning.
    """
    local = at.astimezone(LOCAL_TIMEZONE)
    part = next((n for n, end in enumerate(ENDS_OF_PARTS) if local.time() < end), 0)
    hour = TIMES_OF_DAY[(part + 1) % len(TIMES_OF_DAY)]
    day = local.date() + timedelta(days=1 if spread_days > 1 else 0)
    then = datetime.combine(day, hour, LOCAL_TIMEZONE)
    return then if then > local else then + timedelta(days=1)


def close_unreachable(case: Case, *, at: datetime) -> bool:
    """Close a case whose caller could not be asked (未能回访), by the rule; it stays unrated.

    That is where the attempts of the rules are used up, or the time for asking has long run out after at
    least one attempt. A case nobody ever tried to ask about stays open: the hotline owes the call.
    """
    if case.state is not CaseState.FOLLOW_UP:
        return False
    rule = clocks.rules_of(case).follow_up
    tries = replies.count_attempts(case.id, case.redo_count)
    if tries == 0 or (tries < rule.attempts and not time_is_up(case, rule, at)):
        return False
    before, case.state = case.state, CaseState.CLOSED
    case.next_follow_up_at = None
    close(case, at=at)
    note = f"回访 {tries} 次未能联系上诉求人，按规则办结，记为未评价。"
    timeline.record(case, Action.CLOSE, by=None, at=at, before=before, note=note)
    return True


def time_is_up(case: Case, rule: FollowUpRule, at: datetime) -> bool:
    """Say whether the days over which attempts are spread have passed since the follow-up was due."""
    asking = next((c for c in running(case.id) if c.kind is ClockKind.FOLLOW_UP), None)
    if asking is None:
        return False
    late = working_days_between(asking.due_at, at, clocks.calendar())
    return at > asking.due_at and late > rule.spread_days


def told(asked: Asked, end: CaseState) -> str:
    """Say on the timeline how the attempt ended."""
    ratings = (
        f"办理结果{asked.result_rating.label}，热线服务{asked.hotline_rating.label}。"
        if asked.result_rating and asked.hotline_rating
        else ""
    )
    return f"{asked.outcome.label}。{ratings}{asked.reason}{asked.note}（转为{end.label}）"
