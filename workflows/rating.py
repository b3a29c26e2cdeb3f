"""The citizen's own rating of a case (群众评价), given on the public page once the case is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import replies
from models.vocabulary import Action, CaseState, Confidentiality, FollowUpOutcome
from workflows import clocks, follow_up, timeline
from workflows.answered import close
from workflows.errors import BadInput, NotAllowedNow

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.vocabulary import Rating, Solved

WEB = "网页"
ANSWERED = frozenset({CaseState.FOLLOW_UP, CaseState.CLOSED})


def is_rated(case: Case) -> bool:
    """Say whether the citizen has rated this round of the case, by telephone or on the page."""
    rounds = replies.follow_ups(case.id)
    return any(row.outcome is FollowUpOutcome.RATED and row.round == case.redo_count for row in rounds)


def may_be_rated(case: Case) -> bool:
    """Say whether the page offers the rating: answered, not rated yet, and nothing to be kept quiet."""
    is_open = case.desk is None and case.confidentiality is not Confidentiality.CONFIDENTIAL
    return case.state in ANSWERED and is_open and not is_rated(case)


def rate(
    case: Case,
    *,
    result: Rating | None,
    hotline: Rating | None,
    solved: Solved | None,
    reason: str,
    at: datetime,
) -> None:
    """Keep the rating as a follow-up by the page, once a round.

    A satisfied citizen need not be called any more: a case that waits for it is closed. A dissatisfied
    one is still called, since only a person can hear what is to be done again.
    """
    if result is None or hotline is None:
        raise BadInput(
            "请对办理结果和热线服务都作出评价。", "result_rating" if result is None else "hotline_rating"
        )
    if result in follow_up.DISSATISFIED and not reason.strip():
        raise BadInput("请写明不满意的原因，便于我们改进。", "reason")
    if case.state not in ANSWERED:
        raise NotAllowedNow("工单尚未答复，暂不能评价。")
    if is_rated(case):
        raise NotAllowedNow("本工单已评价过，感谢您的反馈。")
    asked = follow_up.Asked(
        outcome=FollowUpOutcome.RATED,
        was_contacted=case.was_contacted,
        solved=solved,
        result_rating=result,
        hotline_rating=hotline,
        reason=reason.strip(),
        by=WEB,
    )
    before = case.state
    follow_up.keep(case, asked, by=None, at=at)
    if before is CaseState.FOLLOW_UP and result not in follow_up.DISSATISFIED:
        case.state, case.next_follow_up_at = CaseState.CLOSED, None
        clocks.stop(case, at=at)
        close(case, at=at)
    said = f"诉求人网页评价：办理结果{result.label}，热线服务{hotline.label}。{reason.strip()}"
    timeline.record(case, Action.RATE, by=None, at=at, before=before, note=said)
