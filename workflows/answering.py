"""Answering what waits for review without sending it out (直接答复): one answer for several alike, such as one inquiry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import requests
from models.vocabulary import Action, CaseState, ClockKind, Kind, Urgency
from workflows import clocks, timeline
from workflows.errors import BadInput, NotAllowedNow
from workflows.intake import answer_at_once

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.user import User

# What the hotline can answer by itself: a complaint or a call for help is somebody's to deal with.
ANSWERED = frozenset({Kind.INQUIRY, Kind.SUGGESTION, Kind.THANKS})


def why_not_answer(case: Case) -> str:
    """Return why the case cannot be closed with an answer as it stands; nothing where it can."""
    if case.state is not CaseState.PENDING_REVIEW:
        return f"当前为“{case.state.label}”，只有“{CaseState.PENDING_REVIEW.label}”的可以直接答复。"
    if case.kind not in ANSWERED:
        return f"{case.kind.label}类须派单办理，不能直接答复。"
    if case.is_hazard or case.urgency in (Urgency.CRITICAL, Urgency.URGENT):
        return "险情和紧急工单不能直接答复。"
    if case.is_protected:
        return "保密、举报、专席工单请逐件办理。"
    return "正在审批不予受理，请先审批。" if requests.all_undecided(case.id) else ""


def answer_waiting(case: Case, answer: str, *, by: User, at: datetime) -> None:
    """Close the case with the answer; the caller is told as of any answer given on the spot."""
    if not answer.strip():
        raise BadInput("请填写答复内容。", "note")
    if said := why_not_answer(case):
        raise NotAllowedNow(f"该工单{said}")
    before = answer_at_once(case, answer, by=by, at=at)
    clocks.stop(case, ClockKind.REVIEW, at=at)
    timeline.record(case, Action.ANSWER_DIRECTLY, by=by, at=at, before=before, note=answer.strip())
