"""CaseRequest (申请): something asked for about a case that another must decide - return, extension ..."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.department import Department
from models.vocabulary import RequestKind, RequestState


class CaseRequest(Row):
    """A request with its reason and its decision; exclusion takes two decisions by two people."""

    __tablename__ = "case_request"
    __table_args__ = (
        Index(None, "case_id", "kind"),
        Index(None, "state", "kind", "id"),
        Index(None, "department_id", "id"),
        Index(None, "requested_at"),
        Index(None, "decided_at"),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    kind: Mapped[RequestKind] = mapped_column(one_of(RequestKind))
    state: Mapped[RequestState] = mapped_column(one_of(RequestState), default=RequestState.PENDING)
    ground_code: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    proposed_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    limit: Mapped[str] = mapped_column(default="")
    plan: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    needs_panel: Mapped[bool] = mapped_column(default=False)
    needs_second_approver: Mapped[bool] = mapped_column(default=False)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    first_decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    first_decided_at: Mapped[datetime | None]
    first_note: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    effect: Mapped[dict[str, Any]] = mapped_column(default=dict)

    department: Mapped[Department | None] = relationship(foreign_keys=department_id, lazy="raise_on_sql")
    proposed_department: Mapped[Department | None] = relationship(
        foreign_keys=proposed_department_id, lazy="raise_on_sql"
    )
