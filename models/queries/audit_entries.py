"""The audit log, newest first."""

from datetime import datetime

from sqlalchemy import select

from models.audit_entry import AuditEntry
from models.base import db
from models.queries.administration import Slice, containing, sliced


def page(
    *,
    kind: str = "",
    object_type: str = "",
    user_name: str = "",
    words: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Slice[AuditEntry]:
    """Return the entries asked for: of a kind, on a kind of object, by a sign-in name, within two moments."""
    entries = select(AuditEntry)
    if kind:
        entries = entries.where(AuditEntry.kind == kind)
    if object_type:
        entries = entries.where(AuditEntry.object_type == object_type)
    if user_name:
        entries = entries.where(AuditEntry.user_name == user_name)
    if words:
        entries = entries.where(containing(words, AuditEntry.summary, AuditEntry.object_id))
    if since is not None:
        entries = entries.where(AuditEntry.happened_at >= since)
    if until is not None:
        entries = entries.where(AuditEntry.happened_at < until)
    return sliced(entries, AuditEntry.id, before=before, after=after, limit=limit, newest_first=True)


def exists(kind: str, object_type: str, object_id: object, user_id: int) -> bool:
    """Say whether the user did this to this object before."""
    entries = select(AuditEntry.id).where(
        AuditEntry.object_type == object_type,
        AuditEntry.object_id == str(object_id),
        AuditEntry.kind == kind,
        AuditEntry.user_id == user_id,
    )
    return db.session.scalar(entries.limit(1)) is not None
