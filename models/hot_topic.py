"""HotTopic (热点事项): several people about one matter in one place; its cases, its alarms and the city's rules for these."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.area import Area
from models.base import Row
from models.category import Category


class HotTopic(Row):
    """A matter in a place that several cases speak of, until it is closed; who called is counted from its cases.

    `place` is the estate or building as the cases name it, empty where it is the whole street.
    """

    __tablename__ = "hot_topic"
    __table_args__ = (Index(None, "last_at", "id"),)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    street_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    place: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    district: Mapped[Area | None] = relationship(foreign_keys=district_id, lazy="raise_on_sql")
    street: Mapped[Area | None] = relationship(foreign_keys=street_id, lazy="raise_on_sql")

    @property
    def title(self) -> str:
        """Where and what: 某小区 · 供热保障."""
        where = self.place or (self.street.name if self.street else "")
        where = where or (self.district.name if self.district else "地点不明")
        return f"{where} · {self.category.name}"


class HotTopicCase(Row):
    """A case that was looked at, by what it is compared with others; without a topic while it is alone.

    What a person took out of its topic stays out: `taken_out_of_id` says whence.
    """

    __tablename__ = "hot_topic_case"
    __table_args__ = (
        Index(None, "branch_id", "received_at"),
        Index(None, "topic_id", "received_at"),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("hot_topic.id"))
    taken_out_of_id: Mapped[int | None] = mapped_column(ForeignKey("hot_topic.id"))
    taken_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    received_at: Mapped[datetime]
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    street_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))


class HotTopicRule(Row):
    """When a topic is an alarm (热点预警规则): so many different callers within so many hours.

    `category_id` may be a branch or a leaf; None: any matter.
    """

    __tablename__ = "hot_topic_rule"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    callers: Mapped[int]
    hours: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)


class HotTopicAlert(Row):
    """An alarm that a topic gave by a rule, at most once a day."""

    __tablename__ = "hot_topic_alert"
    __table_args__ = (UniqueConstraint("topic_id", "rule_id", "day"),)
    topic_id: Mapped[int] = mapped_column(ForeignKey("hot_topic.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("hot_topic_rule.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    callers: Mapped[int]
    hours: Mapped[int]

    rule: Mapped[HotTopicRule] = relationship(lazy="raise_on_sql")
