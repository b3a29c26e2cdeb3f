"""Case (工单): what was asked, where it stands, when it is due; facts only, no process."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, UniqueConstraint, or_, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.area import Area
from models.base import Row, one_of
from models.category import Category
from models.citizen import Citizen
from models.department import Department
from models.vocabulary import (
    CaseState,
    Channel,
    ClockKind,
    Confidentiality,
    CoordinateSystem,
    Desk,
    Handling,
    Kind,
    Rating,
    Solved,
    Urgency,
)


class Case(Row):
    """One thing a citizen asked of the city, with the facts that lists and figures are counted from.

    `department` is the lead department now; every department's part is an Assignment. `finished_at` is
    when the department's accepted reply was made and decides on-time; `closed_at` is when the hotline
    closed the case. `next_*` is the nearest of the running clocks.
    """

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        # Which matters heap up in a street is told out of this one alone.
        Index("ix_case_received", "received_at", "id", "category_id", "area_id", "desk"),
        Index(None, "due_at", "id"),
        Index(None, "department_id", "received_at"),
        Index(None, "category_id", "received_at"),
        Index(None, "district_id", "received_at"),
        Index("ix_case_state_next", "state", "next_due_at", "id", "next_soon_at", "desk"),
        Index(
            "ix_case_open_next",
            "next_due_at",
            "id",
            "next_soon_at",
            "desk",
            "state",
            sqlite_where=text("next_due_at IS NOT NULL"),
            postgresql_where=text("next_due_at IS NOT NULL"),
        ),
        Index(
            "ix_case_hazard",
            "id",
            sqlite_where=text("is_hazard AND hazard_taken_at IS NULL"),
            postgresql_where=text("is_hazard AND hazard_taken_at IS NULL"),
        ),
        Index(
            "ix_case_urgent",
            "received_at",
            "id",
            "category_id",
            "desk",
            sqlite_where=text("(is_hazard OR urgency = 'critical') IS TRUE"),
            postgresql_where=text("(is_hazard OR urgency = 'critical') IS TRUE"),
        ),
        Index(
            "ix_case_open_hazard",
            "id",
            sqlite_where=text("is_hazard AND closed_at IS NULL"),
            postgresql_where=text("is_hazard AND closed_at IS NULL"),
        ),
        Index(
            "ix_case_desk",
            "desk",
            "received_at",
            "id",
            "state",
            sqlite_where=text("desk IS NOT NULL"),
            postgresql_where=text("desk IS NOT NULL"),
        ),
        Index(
            "ix_case_taken",
            "assigned_to_id",
            "next_due_at",
            "id",
            sqlite_where=text("assigned_to_id IS NOT NULL"),
            postgresql_where=text("assigned_to_id IS NOT NULL"),
        ),
    )

    number: Mapped[str] = mapped_column(unique=True)
    query_code_index: Mapped[str] = mapped_column(default="")
    source: Mapped[str | None]
    external_id: Mapped[str | None]
    channel: Mapped[Channel] = mapped_column(one_of(Channel))
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    urgency: Mapped[Urgency] = mapped_column(one_of(Urgency), default=Urgency.NORMAL)
    confidentiality: Mapped[Confidentiality] = mapped_column(
        one_of(Confidentiality), default=Confidentiality.OPEN
    )
    desk: Mapped[Desk | None] = mapped_column(one_of(Desk))
    is_hazard: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str]
    content: Mapped[str] = mapped_column(deferred=True, deferred_group="texts")
    wish: Mapped[str] = mapped_column(default="", deferred=True, deferred_group="texts")
    occurred_at: Mapped[datetime | None]
    is_ongoing: Mapped[bool] = mapped_column(default=False)
    is_repeat: Mapped[bool | None] = mapped_column(deferred=True, deferred_group="texts")
    people_affected: Mapped[int | None]
    amount_fen: Mapped[int | None] = mapped_column(BigInteger, deferred=True, deferred_group="texts")
    risk_tags: Mapped[list[str]] = mapped_column(default=list)
    call_id: Mapped[str] = mapped_column(default="")

    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    address: Mapped[str] = mapped_column(default="")
    place_name: Mapped[str] = mapped_column(default="")
    longitude: Mapped[float | None] = mapped_column(deferred=True, deferred_group="texts")
    latitude: Mapped[float | None] = mapped_column(deferred=True, deferred_group="texts")
    coordinate_system: Mapped[CoordinateSystem | None] = mapped_column(
        one_of(CoordinateSystem), deferred=True, deferred_group="texts"
    )

    state: Mapped[CaseState] = mapped_column(one_of(CaseState))
    handling: Mapped[Handling] = mapped_column(one_of(Handling), default=Handling.PENDING)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    # Who at the hotline has taken the step that waits now; the next step is anybody's again.
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    is_locked: Mapped[bool] = mapped_column(default=False)
    routing_rule_id: Mapped[int | None] = mapped_column(ForeignKey("routing_rule.id"))
    dispatch_reason: Mapped[str] = mapped_column(default="")
    rule_pack_id: Mapped[int | None] = mapped_column(ForeignKey("rule_pack_version.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    related_case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    ground_code: Mapped[str] = mapped_column(default="")

    received_at: Mapped[datetime]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    dispatched_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    # Whether the lead signed, and rang the caller, within the limit; None where there was no limit or none is known.
    is_signed_in_time: Mapped[bool | None]
    is_contacted_in_time: Mapped[bool | None]
    due_at: Mapped[datetime | None]
    original_due_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    return_count: Mapped[int] = mapped_column(default=0)
    extension_count: Mapped[int] = mapped_column(default=0)
    redo_count: Mapped[int] = mapped_column(default=0)
    reminder_count: Mapped[int] = mapped_column(default=0)
    public_answer: Mapped[str] = mapped_column(default="", deferred=True, deferred_group="texts")
    # What the agent quoted, whom they put the caller through to, and why they would not take it in.
    answer_basis: Mapped[str | None] = mapped_column(deferred=True, deferred_group="texts")
    transfer_code: Mapped[str | None] = mapped_column(deferred=True, deferred_group="texts")
    transfer_note: Mapped[str | None] = mapped_column(deferred=True, deferred_group="texts")
    refusal_code: Mapped[str | None] = mapped_column(deferred=True, deferred_group="texts")
    refusal_note: Mapped[str | None] = mapped_column(deferred=True, deferred_group="texts")

    followed_up_at: Mapped[datetime | None]
    follow_up_attempts: Mapped[int] = mapped_column(default=0)
    next_follow_up_at: Mapped[datetime | None]
    was_contacted: Mapped[bool | None]
    solved: Mapped[Solved | None] = mapped_column(one_of(Solved))
    result_rating: Mapped[Rating | None] = mapped_column(one_of(Rating))
    hotline_rating: Mapped[Rating | None] = mapped_column(one_of(Rating))

    is_excluded: Mapped[bool] = mapped_column(default=False)
    supervision_level: Mapped[int | None]
    hazard_taken_at: Mapped[datetime | None]
    hazard_taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    escalation_step: Mapped[int | None]

    next_clock: Mapped[ClockKind | None] = mapped_column(one_of(ClockKind))
    next_due_at: Mapped[datetime | None]
    next_soon_at: Mapped[datetime | None]
    next_limit: Mapped[str | None]

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    category: Mapped[Category] = relationship(foreign_keys=category_id, lazy="raise_on_sql")
    area: Mapped[Area | None] = relationship(foreign_keys=area_id, lazy="raise_on_sql")
    district: Mapped[Area | None] = relationship(foreign_keys=district_id, lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    citizen: Mapped[Citizen | None] = relationship(lazy="raise_on_sql", uselist=False)

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees, by the case's coordinate system; None where unknown."""
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude

    # Due times the case had since it was read: the figures of their days no longer hold either.
    former_due_at: ClassVar[tuple[datetime, ...]] = ()

    @hybrid_property
    def is_protected(self) -> bool:
        """Whether its content is kept to those who work on it: confidential, a report (举报), or a desk's."""
        return (
            self.confidentiality is Confidentiality.CONFIDENTIAL
            or self.kind is Kind.REPORT
            or self.desk is not None
        )

    @is_protected.inplace.expression
    @classmethod
    def _is_protected(cls) -> ColumnElement[bool]:
        return or_(
            cls.confidentiality == Confidentiality.CONFIDENTIAL,
            cls.kind == Kind.REPORT,
            cls.desk.is_not(None),
        )

    @validates("state")
    def leave_hands(self, _name: str, state: CaseState) -> CaseState:
        """Let go of who has taken the case once it moves on: the next step is somebody else's work."""
        if self.assigned_to_id is not None and self.state is not state:
            self.assigned_to_id = None
        return state

    @validates("due_at")
    def keep_former_due_at(self, _name: str, moment: datetime | None) -> datetime | None:
        """Remember the due time that another one takes the place of."""
        if self.due_at is not None and self.due_at != moment:
            self.__dict__["former_due_at"] = (*self.former_due_at, self.due_at)
        return moment
