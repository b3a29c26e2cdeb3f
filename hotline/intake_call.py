"""The call that an intake form is about: its number filled in for the agent who took it, and the case it led to."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_login import current_user

from hotline.forms.intake import row_id
from models.case import Case
from models.queries import call_take_overs, calls
from models.telephone import PhoneCall
from models.transaction import unit_of_work
from workflows import intake_draft, take_over, telephone

LONGEST_ID = 64


def own_call(call_id: Any) -> PhoneCall | None:
    """Return the call if it is the agent's own; somebody else's is as good as none."""
    known = row_id(call_id)
    call = calls.find(known) if known else None
    return call if call and call.agent_id == current_user.id else None


def as_typed(call_id: Any) -> dict[str, Any]:
    """Return what the form knows from the call, by its fields; nothing without a call of one's own."""
    call = own_call(call_id)
    if call is None:
        return {}
    return {
        "phone_call_id": str(call.id),
        "phone": call.number or "",
        "call_id": call.external_id[:LONGEST_ID],
    }


def begun(call_id: Any) -> str:
    """Return the token of the draft that the agent has begun about their call; "" of none."""
    call = own_call(call_id)
    draft = intake_draft.of_call(call.id, current_user) if call else None
    return draft.token if draft else ""


def lost(token: str, fields: Mapping[str, Sequence[str]]) -> str:
    """Return who took the form's call over, "" where nobody did; what the form says is kept for them then."""
    if call_take_overs.lost_draft(token, current_user.id) is None:
        return ""
    with unit_of_work():
        return take_over.keep_late(token, fields, by=current_user)


def link(call_id: Any, case: Case) -> None:
    """Keep with the agent's call which case it led to."""
    call = own_call(call_id)
    if call is not None:
        telephone.link(call, case, by=current_user)
