"""The lines of the list of candidates for the joint meeting: each case with the reasons it is one for."""

from __future__ import annotations

from hotline.case_exports.question import Lines, Own, Question
from models.vocabulary import Criterion
from workflows.joint_meeting import choosing


def candidate_conditions(question: Question) -> dict[str, str]:
    """Say by which reason the candidates are filtered."""
    criterion = question.member("criterion", Criterion)
    return {"候选原因": criterion.label} if criterion else {}


def candidate_lines(question: Question, limit: int | None) -> Lines:
    """Return the candidates, those with the most reasons first."""
    criterion, lines = question.member("criterion", Criterion), Lines()
    for each in choosing.candidates(at=question.at):
        if limit is not None and len(lines) >= limit:
            break
        if criterion is None or any(reason.criterion is criterion for reason in each.reasons):
            said = "；".join(reason.sentence for reason in each.reasons)
            lines.add(each.case_id, Own({"candidate_reasons": said}))
    return lines
