"""Department (承办单位): the units that handle cases, up to four levels deep."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import DepartmentKind


class Department(Row):
    """A unit that handles cases; `official_order` is the order in which papers list the units."""

    __tablename__ = "department"
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str] = mapped_column(default="")
    initials: Mapped[str] = mapped_column(default="")
    level: Mapped[int]
    kind: Mapped[DepartmentKind] = mapped_column(one_of(DepartmentKind))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    can_lead: Mapped[bool] = mapped_column(default=True)
    identity_visible: Mapped[bool] = mapped_column(default=True)
    official_order: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    leader_name: Mapped[str] = mapped_column(default="")
    duty_phone: Mapped[str] = mapped_column(default="")
    duty_mail: Mapped[str] = mapped_column(default="")
