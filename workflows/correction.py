"""Setting right what a case is about and where (更正分类与属地), with what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.queries import figures, reference, search
from models.queries.learning_set import MATTER
from models.vocabulary import Action, CaseState, Confidentiality, CoordinateSystem
from workflows import intake, timeline
from workflows.errors import BadInput
from workflows.lifecycle import advance
from workflows.matter_details import coordinates_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.area import Area
    from models.case import Case
    from models.user import User


ADDRESS, PLACE_NAME, ON_MAP = "详细地址", "小区、路段或涉事单位", "地图坐标"
# Which changes lead to a door, as the timeline names them.
LEAD_TO_A_DOOR = frozenset({ADDRESS, PLACE_NAME, ON_MAP})


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where it happened: the division, the address in it, what stands there, and the point on the map."""

    area_id: int | None = None
    address: str = ""
    place_name: str = ""
    point: tuple[float, float] | None = None
    coordinate_system: CoordinateSystem | None = None


def whereabouts(case: Case) -> Whereabouts:
    """Return where it happened as the case now says."""
    return Whereabouts(
        area_id=case.area_id,
        address=case.address,
        place_name=case.place_name,
        point=case.point,
        coordinate_system=case.coordinate_system,
    )


def correct(
    case: Case,
    *,
    category_id: int,
    place: Whereabouts,
    by: User,
    at: datetime,
    note: str = "",
) -> None:
    """Change the matter or the place; the timeline keeps what they were.

    Before dispatch the limits and marks follow the new matter, and a hazard goes out at once. Afterwards
    the clocks run on as they were set, and the departments stay: only a return moves a case.
    """
    category = intake.usable_category(category_id)
    chain = reference.area_chain(place.area_id)
    if place.area_id is not None and not chain:
        raise BadInput("请选择事发地。", "area_id")
    before = advance(case, Action.CORRECT, by=by)
    figures.mark_stale(*figures.days_of(case))
    was_hazard = case.is_hazard
    told = changes(case, category.path, chain, place)
    if not told:
        raise BadInput("没有改动。", "category_id")
    if case.state is CaseState.PENDING_REVIEW:
        intake.classify(case, category)
    else:
        case.category_id, case.branch_id, case.desk = category.id, category.branch_id, category.desk
        if category.desk is not None and case.confidentiality is Confidentiality.OPEN:
            case.confidentiality = Confidentiality.CONFIDENTIAL
    case.category = category
    case.area_id, case.district_id = place.area_id, intake.district_of(chain)
    case.address, case.place_name = place.address, place.place_name
    intake.place_on_map(case, place.point, place.coordinate_system)
    search.index_case(case.id, intake.searchable(case))
    timeline.record(case, Action.CORRECT, by=by, at=at, before=before, note=note, changes=told)
    if case.state is CaseState.PENDING_REVIEW and case.is_hazard and not was_hazard:
        intake.send_hazard(case, by=by, at=at)


def changes(case: Case, category: str, chain: Sequence[Area], place: Whereabouts) -> dict[str, list[str]]:
    """Return what changes, by label: before and after."""
    former = whereabouts(case)
    facts = {
        MATTER: [case.category.path, category],
        "事发地": [named(reference.area_chain(former.area_id)), named(chain)],
        ADDRESS: [former.address, place.address],
        PLACE_NAME: [former.place_name, place.place_name],
        ON_MAP: [on_map(former), on_map(place)],
    }
    return {label: both for label, both in facts.items() if both[0] != both[1]}


def named(chain: Sequence[Area]) -> str:
    """Return a chain of areas as people write it, from the city down."""
    return "/".join(area.name for area in reversed(chain))


def on_map(place: Whereabouts) -> str:
    """Return the point as the timeline says it, with the system it is given by."""
    system = place.coordinate_system or CoordinateSystem.GCJ02
    return f"{coordinates_words(place.point)} {system.name}" if place.point else ""
