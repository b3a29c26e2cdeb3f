"""What the intake form knows of a case that was sent back: its facts as the form's fields, the caller's masked."""

import secrets
from typing import Any

from models.case import Case
from models.citizen import mask_address, mask_id_number, mask_name, mask_phone
from models.queries import reference, unit_proposals
from models.vocabulary import Action, CoordinateSystem
from workflows.errors import NotAllowedNow
from workflows.lifecycle import TRANSITIONS

MASKS = {
    "name": mask_name,
    "phone": mask_phone,
    "other_phone": mask_phone,
    "id_number": mask_id_number,
    "home_address": mask_address,
}


def awaiting(case: Case) -> Case:
    """Return the case if it waits for completion; NotAllowedNow with its state else."""
    if case.state not in TRANSITIONS[Action.SUBMIT].starts:
        raise NotAllowedNow(f"工单当前为“{case.state.label}”，不需要补充。")
    return case


def known_of(case: Case) -> dict[str, str]:
    """Return what is known of the caller, whole and masked: a mask left as it stands keeps the whole."""
    known: dict[str, str] = {}
    for name, mask in MASKS.items():
        value = getattr(case.citizen, name, None) or ""
        known |= {name: value, f"masked {name}": mask(value)}
    return known


def as_typed(case: Case) -> dict[str, Any]:
    """Return the case's facts as the form's fields."""
    plain = (
        "channel", "kind", "title", "content", "wish", "address", "place_name", "confidentiality", "urgency",
        "is_ongoing", "people_affected", "risk_tags", "call_id", "related_case_id", "category_id", "is_repeat",
        "amount_fen", "answer_basis", "transfer_code", "transfer_note", "refusal_code", "refusal_note",
    )  # fmt: skip
    whose = ("gender", "identity", "organisation", "wants_reply", "reply_by", "call_window")
    areas = {f"{area.level.value}_id": area.id for area in reference.area_chain(case.area_id)}
    masked = {name: text for name, text in known_of(case).items() if name.startswith("masked ")}
    proposal = unit_proposals.of_case(case.id)
    return (
        {name: getattr(case, name) for name in plain}
        | {name: getattr(case.citizen, name) for name in whose if case.citizen}
        | {name.removeprefix("masked "): text for name, text in masked.items()}
        | {"care": (case.citizen.care if case.citizen else "").split("、")}
        | {"occurred_at": case.occurred_at, "coordinates": case.point}
        | {"coordinate_system": case.coordinate_system or CoordinateSystem.GCJ02}
        | {"lead_id": proposal.department_id if proposal else None}
        | {"token": secrets.token_urlsafe(16), **areas}
    )
