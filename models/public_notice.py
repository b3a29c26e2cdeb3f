"""PublicNotice (公告): what agents must know today: 停水, 停气, 停暖 ... in which places, from when until when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.area import Area
from models.base import Base, Row, one_of
from models.department import Department
from models.vocabulary import Labelled


class Outage(Labelled):
    """What a public notice is about (公告类别)."""

    WATER = "water", "停水"
    GAS = "gas", "停气"
    HEAT = "heat", "停暖"
    POWER = "power", "停电"
    ROAD = "road", "道路施工"
    OTHER = "other", "其他"


public_notice_area = Table(
    "public_notice_area",
    Base.metadata,
    Column("public_notice_id", Integer, ForeignKey("public_notice.id"), primary_key=True),
    Column("area_id", Integer, ForeignKey("area.id"), primary_key=True, index=True),
)


class PublicNotice(Row):
    """One notice, pinned while it lasts; without an area it is for the whole city."""

    __tablename__ = "public_notice"
    __table_args__ = (Index(None, "ends_at", "starts_at"),)
    outage: Mapped[Outage] = mapped_column(one_of(Outage))
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    department: Mapped[Department] = relationship(foreign_keys=[department_id])
    areas: Mapped[list[Area]] = relationship(secondary=public_notice_area, order_by=Area.id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
