"""RouterVersion (分派模型): a router learnt from the city's own closed cases, with what is to be known about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import Labelled


class Purpose(Labelled):
    """What a router suggests (用途)."""

    CATEGORY = "category", "事项分类"
    DEPARTMENT = "department", "承办单位"


class VersionState(Labelled):
    """How far a version is (模型状态)."""

    WAITING = "waiting", "等待训练"
    TRAINING = "training", "训练中"
    READY = "ready", "已训练"
    ON = "on", "使用中"
    OFF = "off", "已停用"
    FAILED = "failed", "未训练成"


OPEN_STATES = (VersionState.WAITING, VersionState.TRAINING)


class RouterVersion(Row):
    """One training: what it learnt from, its figures on cases that it never saw, its file, whether it is used.

    `scores` are its own on the newest cases, which were kept out of the training; `compared` puts the version
    that was on at that time beside it, on the same cases. `judgements` keeps what it said of each of them (category,
    how sure in hundredths of a per cent, 1 if right), from which its curve is drawn. `sentence` says why there is none.
    """

    __tablename__ = "router_version"
    __table_args__ = (
        Index(None, "purpose", "id"),
        Index(
            "uq_router_version_on",
            "purpose",
            unique=True,
            sqlite_where=text("state = 'on'"),
            postgresql_where=text("state = 'on'"),
        ),
        Index(
            "uq_router_version_open",
            "purpose",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'training')"),
            postgresql_where=text("state IN ('waiting', 'training')"),
        ),
    )
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose))
    state: Mapped[VersionState] = mapped_column(one_of(VersionState), default=VersionState.WAITING)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    attempts: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    labels: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime | None]
    learnt_until: Mapped[datetime | None]
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    compared: Mapped[dict[str, Any]] = mapped_column(default=dict)
    judgements: Mapped[list[list[int]]] = mapped_column(JSON, default=list, deferred=True)
    stored_name: Mapped[str] = mapped_column(default="")
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    sentence: Mapped[str] = mapped_column(default="")
    switched_at: Mapped[datetime | None]
    switched_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
