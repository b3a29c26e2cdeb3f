"""GridEvent (网格事件): what grid workers find on their rounds, kept apart from citizens' demands; its classes and counts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.area import Area
from models.base import Row


class GridClass(Row):
    """A class of events (网格事件类别), such as 城市管理类."""

    __tablename__ = "grid_class"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class GridEvent(Row):
    """One event: found and dealt with by the grid, or passed up to the platform (上报).

    `external_id` is its number in the system it comes from, `source` names that system; our own source is empty.
    `registered_on` is the local day of `registered_at`. An imported event may have been escalated or processed
    without saying when. `case_number` is the hotline's case that it led to, where there is one.
    """

    __tablename__ = "grid_event"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index(
            "ix_grid_event_counts",
            "registered_on",
            "grid_class_id",
            "district_id",
            "is_escalated",
            "is_processed",
        ),
        # Lists are ordered by the first two and narrowed to the others: ADR 8.
        Index(
            "ix_grid_event_list",
            "registered_at",
            "id",
            "grid_class_id",
            "district_id",
            "is_escalated",
            "is_processed",
        ),
        Index(None, "registered_by_id", "registered_at"),
    )
    source: Mapped[str] = mapped_column(default="")
    external_id: Mapped[str]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    grid_class_id: Mapped[int] = mapped_column(ForeignKey("grid_class.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    registered_on: Mapped[date]
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    is_escalated: Mapped[bool] = mapped_column(default=False)
    escalated_at: Mapped[datetime | None]
    is_processed: Mapped[bool] = mapped_column(default=False)
    processed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    case_number: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    grid_class: Mapped[GridClass] = relationship(foreign_keys=[grid_class_id])
    district: Mapped[Area | None] = relationship(foreign_keys=[district_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class GridDayFigure(Row):
    """Counts of the events registered on one day, of one class in one district (0: none is named).

    Column meanings: reports/figures/grid.py. Written anew by whatever changes an event, in its own transaction.
    """

    __tablename__ = "grid_day_figure"
    __table_args__ = (Index(None, "day", "grid_class_id", "district_id", unique=True),)
    day: Mapped[date]
    grid_class_id: Mapped[int]
    district_id: Mapped[int]
    grid_registered: Mapped[int] = mapped_column(default=0)
    grid_escalated: Mapped[int] = mapped_column(default=0)
    grid_processed: Mapped[int] = mapped_column(default=0)
    grid_escalated_processed: Mapped[int] = mapped_column(default=0)
