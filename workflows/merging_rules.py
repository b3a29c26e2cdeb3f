"""Which case may be merged into which (并单), and what speaks against it (pure).

The principle of merging: Beijing's regulations, article 11(3), Jinan's, article 25. One answer goes to all callers,
so what one of them was promised to be kept quiet may not reach the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.vocabulary import CaseState, Confidentiality, Kind
from workflows.lifecycle import WITH_DEPARTMENT

if TYPE_CHECKING:
    from models.case import Case

# An answer is still to come, which those merged into the case wait for.
MASTERS = WITH_DEPARTMENT | {CaseState.PENDING_REVIEW, CaseState.REPLIED}


def why_not(case: Case, into: Case) -> str:
    """Return what speaks against merging the case into the other one, as a sentence; nothing where nothing does."""
    if into.id == case.id or into.merged_into_id == case.id:
        return "不能并入自身或已并入本单的工单。"
    if into.merged_into_id is not None or into.state not in MASTERS:
        return f"工单 {into.number} 当前为“{into.state.label}”，请选择正在办理、尚未答复的主单。"
    if kept_quiet(case) != kept_quiet(into):
        return "保密、举报、专席工单只能与同类工单并单。"
    if case.is_hazard and not into.is_hazard:
        return "险情工单不能并入非险情工单。"
    if case.state is CaseState.HANDLING and case.department_id != into.department_id:
        return f"本单正由承办单位办理，主办单位与主单 {into.number} 不同，不能并单。"
    return ""


def kept_quiet(case: Case) -> tuple[object, bool, bool]:
    """Return by what the content of a case is kept to few people: cases that differ in it never share an answer."""
    return case.desk, case.confidentiality is Confidentiality.CONFIDENTIAL, case.kind is Kind.REPORT
