"""Who else has a case open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from models.base import db
from models.presence import Presence
from models.queries.telephone import name_of


def note(case_id: int, user_id: int, *, at: datetime, writes: bool) -> None:
    """Keep that the user has the case open; that they write is kept beside, since both may be in two windows."""
    row = {"case_id": case_id, "user_id": user_id, "seen_at": at} | ({"writes_at": at} if writes else {})
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    kept = {name: value for name, value in row.items() if name.endswith("_at")}
    seen = insert(Presence).values(row)
    db.session.execute(seen.on_conflict_do_update(index_elements=["case_id", "user_id"], set_=kept))


def last(case_id: int, user_id: int) -> Presence | None:
    """Return when the user had the case open last."""
    rows = select(Presence).where(Presence.case_id == case_id, Presence.user_id == user_id)
    return db.session.scalar(rows)


def others(case_id: int, user_id: int, *, since: datetime) -> Sequence[Presence]:
    """Return who else has had the case open since the moment, who came first on top."""
    rows = select(Presence).where(
        Presence.case_id == case_id, Presence.user_id != user_id, Presence.seen_at >= since
    )
    return db.session.scalars(rows.order_by(Presence.id).options(name_of(Presence.user))).all()


def remove_before(moment: datetime) -> int:
    """Forget who was there before the moment; say how many."""
    gone = db.session.execute(
        delete(Presence).where(Presence.seen_at < moment), execution_options={"synchronize_session": False}
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
