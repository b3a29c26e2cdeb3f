"""UnitProposal (建议承办单位): the department that the agent who took the case in would send it to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row
from models.department import Department
from models.user import User


class UnitProposal(Row):
    """One for a case at most; the reviewer, who decides, sees it beside what the catalogue says."""

    __tablename__ = "unit_proposal"
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime]

    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[User] = relationship(lazy="raise_on_sql")
