"""Writes the audit log (审计日志): who did what to what, in the same transaction as the thing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.audit_entry import AuditEntry
from models.base import db

if TYPE_CHECKING:
    from datetime import datetime

    from models.user import User


def write(
    kind: str,
    *,
    at: datetime,
    by: User | None = None,
    user_name: str = "",
    address: str = "",
    object_type: str = "",
    object_id: object = "",
    summary: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    """Add one line; `changes` maps a field to [before, after], personal data masked by the caller."""
    db.session.add(
        AuditEntry(
            happened_at=at,
            user_id=by.id if by else None,
            user_name=by.name if by else user_name,
            address=address,
            kind=kind,
            object_type=object_type,
            object_id=str(object_id),
            summary=summary,
            changes=changes or {},
        )
    )
