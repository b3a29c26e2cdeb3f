"""Incident (事件): cases of several callers about one happening, handled as one; and each case's part in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.area import Area
from models.base import Row, one_of
from models.category import Category
from models.vocabulary import Labelled


class IncidentPart(Labelled):
    """What a case is in its incident (事件)."""

    MASTER = "master", "主单"
    MERGED = "merged", "并入主单"
    LINKED = "linked", "仅关联"


class Incident(Row):
    """One happening that several people called about; how far it is, its master says.

    Without a master the cases are linked as one event and each is handled on its own.
    """

    __tablename__ = "incident"
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("hot_topic.id"), index=True)
    master_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    dissolved_at: Mapped[datetime | None]
    dissolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    district: Mapped[Area | None] = relationship(lazy="raise_on_sql")


class IncidentCase(Row):
    """A case in an incident, in one at a time; what left it stays to be read."""

    __tablename__ = "incident_case"
    __table_args__ = (
        Index(
            "uq_incident_case_current",
            "case_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(None, "incident_id", "case_id"),
    )
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    part: Mapped[IncidentPart] = mapped_column(one_of(IncidentPart))
    joined_at: Mapped[datetime]
    joined_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    left_at: Mapped[datetime | None]
