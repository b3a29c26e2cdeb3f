"""Whom a case goes to, as the agent who takes it in sees it: proposed to the reviewer, or sent out in the same press.

登记并派单 spares the review queue where the one who takes the case in may review cases anyway; both steps stand on
the timeline, each with its own moment and permission.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.queries import cases, unit_proposals
from models.unit_proposal import UnitProposal
from models.vocabulary import CaseState, Permission
from workflows import dispatch, intake
from workflows.errors import BadInput, NoDepartmentFound
from workflows.permissions import may, scope_of

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.user import User
    from workflows.intake import Receipt, Request

HAZARD_NOTE = "险情，请立即处置。"


def may_dispatch(user: User) -> bool:
    """Say whether the user may send out what they take in."""
    return may(user, Permission.REVIEW_CASE)


def register_and_dispatch(request: Request, *, lead_id: int | None = None, by: User, at: datetime) -> Receipt:
    """Take the case in and send it to the department given, or to the catalogue's (登记并派单), in one go.

    Raises BadInput where the catalogue names nobody and no department is given, or the department may not lead,
    or the case is a desk's that the user does not work at; nothing is taken in then.
    """
    receipt = intake.register(request, by=by, at=at, sends_hazards=False)
    send_out(receipt.case, lead_id, by=by, at=at)
    return receipt


def complete_and_dispatch(
    case: Case, request: Request, *, lead_id: int | None = None, by: User, at: datetime
) -> None:
    """Hand a case that was sent back in again, and send it out in the same press."""
    intake.complete(case, request, by=by, at=at, sends_hazards=False)
    send_out(case, lead_id, by=by, at=at)


def send_out(case: Case, lead_id: int | None, *, by: User, at: datetime) -> None:
    """Send out what was just taken in; whatever refuses it is said at the field of the department."""
    if cases.find(case.id, scope_of(by)) is None:
        raise BadInput(
            f"{case.desk.label if case.desk else '该'}工单由专席审核派单，请按“提交派单”。", "lead_id"
        )
    if case.refusal_code:
        raise BadInput("建议不予受理的，请按“提交派单”交审核，不能直接派出。", "refusal_code")
    note = HAZARD_NOTE if case.is_hazard else ""
    try:
        dispatch.dispatch(case, by=by, at=at, lead_id=lead_id, note=note)
    except NoDepartmentFound as none:
        raise BadInput(f"{none}选定承办单位后再按“登记并派单”，或按“提交派单”。", "lead_id") from none
    except BadInput as refused:
        raise BadInput(str(refused), "lead_id") from refused


def propose(case: Case, department_id: int | None, *, by: User, at: datetime) -> None:
    """Keep with a case that waits for review which department the agent would send it to; None takes it away."""
    row = unit_proposals.of_case(case.id)
    if department_id is None or case.state is not CaseState.PENDING_REVIEW:
        if row is not None:
            db.session.delete(row)
        return
    try:
        unit = dispatch.usable(department_id, leads=True)
    except BadInput as refused:
        raise BadInput(str(refused), "lead_id") from refused
    row = row or UnitProposal(case_id=case.id)
    row.department_id, row.proposed_by_id, row.proposed_at = unit.id, by.id, at
    db.session.add(row)
