"""Setting right what a case is about and where (更正分类与属地), with what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import figures, reference, search
from models.vocabulary import Action, CaseState, Confidentiality
from workflows import intake, timeline
from workflows.errors import BadInput
from workflows.lifecycle import advance

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.user import User


def correct(
    case: Case,
    *,
    category_id: int,
    area_id: int | None,
    address: str,
    by: User,
    at: datetime,
    note: str = "",
) -> None:
    """Change the matter, the place or the address; the timeline keeps what they were.

    Before dispatch the limits and marks follow the new matter, and a hazard goes out at once. Afterwards
    the clocks run on as they were set, and the departments stay: only a return moves a case.
    """
    category = intake.usable_category(category_id)
    chain = reference.area_chain(area_id)
    if area_id is not None and not chain:
        raise BadInput("请选择事发地。", "area_id")
    before = advance(case, Action.CORRECT, by=by)
    figures.mark_stale(*figures.days_of(case))
    was_hazard = case.is_hazard
    told = changes(case, category.path, "/".join(area.name for area in reversed(chain)), address)
    if not told:
        raise BadInput("没有改动。", "category_id")
    if case.state is CaseState.PENDING_REVIEW:
        intake.classify(case, category)
    else:
        case.category_id, case.branch_id, case.desk = category.id, category.branch_id, category.desk
        if category.desk is not None and case.confidentiality is Confidentiality.OPEN:
            case.confidentiality = Confidentiality.CONFIDENTIAL
    case.category = category
    case.area_id, case.district_id, case.address = area_id, intake.district_of(chain), address
    search.index_case(case.id, intake.searchable(case))
    timeline.record(case, Action.CORRECT, by=by, at=at, before=before, note=note, changes=told)
    if case.state is CaseState.PENDING_REVIEW and case.is_hazard and not was_hazard:
        intake.send_hazard(case, by=by, at=at)


def changes(case: Case, category: str, place: str, address: str) -> dict[str, list[str]]:
    """Return what changes, by label: before and after."""
    former_place = "/".join(area.name for area in reversed(reference.area_chain(case.area_id)))
    facts = {
        "诉求分类": [case.category.path, category],
        "事发地": [former_place, place],
        "详细地址": [case.address, address],
    }
    return {label: both for label, both in facts.items() if both[0] != both[1]}
