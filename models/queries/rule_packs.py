"""The versions of the city's rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.base import db
from models.case import Case
from models.category import Category
from models.clock import Clock
from models.rule_pack import RulePackVersion
from models.vocabulary import ClockKind, Kind, LimitClass, Urgency


def newest() -> RulePackVersion | None:
    """Return the version made last, whether it is valid already or not yet."""
    return db.session.scalar(select(RulePackVersion).order_by(RulePackVersion.id.desc()).limit(1))


def valid_at(moment: datetime) -> RulePackVersion | None:
    """Return the version under which a case accepted at this moment comes: the latest to have begun."""
    begun = select(RulePackVersion).where(RulePackVersion.valid_from <= moment)
    latest = begun.order_by(RulePackVersion.valid_from.desc(), RulePackVersion.id.desc())
    return db.session.scalar(latest.limit(1))


def document_at(moment: datetime) -> dict[str, Any]:
    """Return the rules valid at this moment as they are stored; nothing before a city has any."""
    begun = select(RulePackVersion.document).where(RulePackVersion.valid_from <= moment)
    latest = begun.order_by(RulePackVersion.valid_from.desc(), RulePackVersion.id.desc())
    return db.session.scalar(latest.limit(1)) or {}


def newest_first() -> Sequence[RulePackVersion]:
    """Return every version, the one made last first."""
    return db.session.scalars(select(RulePackVersion).order_by(RulePackVersion.id.desc())).all()


def find(version_id: int) -> RulePackVersion | None:
    """Return this version."""
    return db.session.get(RulePackVersion, version_id)


def newest_clocks(limit: int) -> Sequence[tuple[str, ClockKind, Kind, Urgency, LimitClass, datetime]]:
    """Return the newest running clocks: case number, clock, kind, urgency, limit class, start."""
    running = (
        select(Case.number, Clock.kind, Case.kind, Case.urgency, Category.limit_class, Clock.started_at)
        .join(Case, Case.id == Clock.case_id)
        .join(Category, Category.id == Case.category_id)
        .where(Clock.stopped_at.is_(None), Clock.paused_at.is_(None))
        .where(Clock.kind != ClockKind.SUPERVISION)
    )
    return [tuple(row) for row in db.session.execute(running.order_by(Clock.id.desc()).limit(limit))]
