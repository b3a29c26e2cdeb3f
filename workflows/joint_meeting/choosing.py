"""Candidates for the joint meeting: found by the rules, put aside by the convener, or made a topic (议题)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.base import db
from models.masking import mask_text
from models.meeting_topic import CandidateDismissal, MeetingTopic, TopicCase
from models.queries import cases, reference
from models.queries import meeting_candidates as queries
from models.vocabulary import Criterion, Permission
from workflows import audit, clocks
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.headlines import ANYBODY, is_open_to, line_of
from workflows.identity import known_names
from workflows.joint_meeting.candidates import Reason, Rule, reasons
from workflows.overdue_days import days_since, due_before
from workflows.permissions import may, scope_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.user import User

LONGEST_TITLE = 100


@dataclass(frozen=True)
class Candidate:
    """A case that the rules put before the convener, with every reason."""

    case_id: int
    reasons: tuple[Reason, ...]


def rules() -> list[Rule]:
    """Return the city's active rules in their order."""
    return [Rule(row.code, row.criterion, row.threshold) for row in reference.candidate_rules()]


def values_of(wanted: Sequence[Rule], *, at: datetime) -> dict[int, dict[Criterion, int]]:
    """Return for each open case its value by the criteria of the rules it may reach."""
    least: dict[Criterion, int] = {}
    for rule in wanted:
        least[rule.criterion] = min(rule.threshold, least.get(rule.criterion, rule.threshold))
    days = least.pop(Criterion.OVERDUE_WORKING_DAYS, None)
    found = queries.values(least, at)
    if days is not None:
        calendar = clocks.calendar()
        for case_id, due_at in queries.due_before(due_before(max(days, 1), at)):
            found.setdefault(case_id, {})[Criterion.OVERDUE_WORKING_DAYS] = days_since(due_at, at, calendar)
    return found


def candidates(*, at: datetime) -> list[Candidate]:
    """Return the candidates, those with the most reasons first, then the oldest case."""
    known = rules()
    dismissed, taken = queries.dismissals(), queries.taken_ids()
    found = [
        Candidate(case_id, tuple(why))
        for case_id, values in values_of(known, at=at).items()
        if case_id not in taken and (why := reasons(values, known, dismissed.get(case_id, {})))
    ]
    return sorted(found, key=lambda each: (-len(each.reasons), each.case_id))


def reasons_for(case_id: int, *, at: datetime) -> tuple[Reason, ...]:
    """Return why the case is a candidate now; nothing where it is none."""
    return next((each.reasons for each in candidates(at=at) if each.case_id == case_id), ())


def convenes(by: User) -> None:
    """Refuse whoever may not convene."""
    if not may(by, Permission.CONVENE_MEETING):
        raise NotAllowedForYou("您没有召集联席会议的权限。")


def choose(case_ids: Sequence[int], *, title: str, by: User, at: datetime) -> MeetingTopic:
    """Make a topic of one or several cases (列为议题); the first of them is the main one.

    The demand is written without names, numbers, plates and houses: the paper goes round the table.
    """
    convenes(by)
    found = [case for case_id in dict.fromkeys(case_ids) if (case := cases.find(case_id, scope_of(by)))]
    if not found:
        raise BadInput("请选择要列为议题的工单。", "case")
    refuse_unfit(found)
    main, why = found[0], {each.case_id: each.reasons for each in candidates(at=at)}
    said = title.strip() or mask_text(line_of(main, ANYBODY))
    topic = MeetingTopic(
        title=said[:LONGEST_TITLE],
        demand="\n".join(demand_of(case) for case in found),
        people=max((case.people_affected or 0 for case in found), default=0) or None,
        branch_id=main.branch_id,
        reasons=list(dict.fromkeys(r.sentence for case in found for r in why.get(case.id, ()))),
        created_by_id=by.id,
        created_at=at,
    )
    db.session.add(topic)
    db.session.flush()
    db.session.add_all(TopicCase(topic_id=topic.id, case_id=case.id, is_main=case is main) for case in found)
    db.session.flush()
    return topic


def refuse_unfit(found: Sequence[Case]) -> None:
    """Refuse a case that a meeting may not decide, or that is on a table already."""
    taken = queries.taken_ids()
    for case in found:
        if case.desk is not None:
            raise NotAllowedNow(f"{case.number} 为{case.desk.label}工单，不上联席会议。")
        if case.state in queries.CLOSED_TO_MEETINGS:
            raise NotAllowedNow(f"{case.number} 当前为“{case.state.label}”，不能列为议题。")
        if case.id in taken:
            raise NotAllowedNow(f"{case.number} 已在其他议题中。")


def demand_of(case: Case) -> str:
    """Return what the caller asks for, as it may go round a table."""
    if not is_open_to(case, ANYBODY):
        return line_of(case, ANYBODY)
    return mask_text(case.content, known_names(case.citizen))


def dismiss(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Put a candidate aside for the reasons it has now (不列入), until one of them has grown."""
    convenes(by)
    if not note.strip():
        raise BadInput("请填写不列入的理由。", "note")
    why = reasons_for(case.id, at=at)
    if not why:
        raise NotAllowedNow("该工单已不在候选之列。")
    for reason in why:
        row = queries.dismissal(case.id, reason.code)
        if row is None:
            row = CandidateDismissal(case_id=case.id, code=reason.code)
            db.session.add(row)
        row.value, row.dismissed_by_id, row.dismissed_at, row.note = reason.value, by.id, at, note
    audit.write(
        "dismiss_candidate",
        by=by,
        at=at,
        object_type="case",
        object_id=case.id,
        summary=f"{case.number} 不列入联席会议：{note}（{'、'.join(r.sentence for r in why)}）",
    )
