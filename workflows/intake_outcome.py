"""What besides a case comes of a call: the caller is put through (转接), or the agent advises to refuse (不予受理)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import reference
from workflows.errors import BadInput

if TYPE_CHECKING:
    from workflows.intake import Request


def check_outcome(request: Request, answer: str) -> str:
    """Check to whom the agent put the caller through and why they advise against taking the case in.

    Refusing is the reviewers' to propose and another's to approve (domain study 2.3), so an agent only
    gives the ground, and never closes such a case on the spot. Returns what the timeline says of a transfer.
    """
    if request.refusal_code and reference.find_ground("not_accepted", request.refusal_code) is None:
        raise BadInput("请重新选择建议不予受理的事由。", "refusal_code")
    if request.refusal_code and not request.refusal_note:
        raise BadInput("请填写不予受理的理由，供审核时采用。", "refusal_note")
    if request.refusal_note and not request.refusal_code:
        raise BadInput("已写了不予受理的理由：请选择事由，或清空理由。", "refusal_code")
    if request.refusal_code and answer.strip():
        raise BadInput("建议不予受理的，请按“提交派单”交审核；不能同时直接答复办结。", "refusal_code")
    if not request.transfer_code:
        if request.transfer_note:
            raise BadInput("已写了转接情况：请选择转接去向，或清空转接情况。", "transfer_code")
        return ""
    ground = reference.find_ground("transfer", request.transfer_code)
    if ground is None:
        raise BadInput("请重新选择转接去向。", "transfer_code")
    return f"转接：{ground.name}。{request.transfer_note}"
