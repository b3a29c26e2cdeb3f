"""Makes and changes rows, and writes what was before and after into the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from models.base import Row, db
from workflows import audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.user import User

R = TypeVar("R", bound=Row)
# How a field's value is written into the audit log where the value itself would say too much or too little.
Spelling = Mapping[str, "Callable[[Any], Any]"]


def create(
    row: R, *, object_type: str, called: str, by: User | None, at: datetime, spelling: Spelling | None = None
) -> R:
    """Add the row; the audit entry holds all its fields that are not empty."""
    db.session.add(row)
    db.session.flush()
    fields = [column.key for column in row.__mapper__.column_attrs if column.key != "id"]
    values = {name: getattr(row, name) for name in fields}
    changes = {
        name: [None, spelt(name, value, spelling)]
        for name, value in values.items()
        if value not in (None, "", [], {}) and spelt(name, value, spelling) is not None
    }
    audit.write(
        "create",
        by=by,
        user_name="命令行",
        at=at,
        object_type=object_type,
        object_id=row.id,
        summary=called,
        changes=changes,
    )
    return row


def change(
    row: Row,
    values: Mapping[str, Any],
    *,
    object_type: str,
    called: str,
    by: User,
    at: datetime,
    kind: str = "change",
    spelling: Spelling | None = None,
) -> bool:
    """Set the values and say whether any was another; only those are written into the audit log."""
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [spelt(name, before, spelling), spelt(name, value, spelling)]
            setattr(row, name, value)
    if changes:
        audit.write(
            kind,
            by=by,
            at=at,
            object_type=object_type,
            object_id=row.id,
            summary=called,
            changes=changes,
        )
    return bool(changes)


def spelt(name: str, value: Any, spelling: Spelling | None) -> Any:
    """Return a value as the audit log keeps it: plain, and masked where it must be."""
    if spelling and name in spelling and value is not None:
        value = spelling[name](value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return getattr(value, "label", str(value)) if isinstance(value, StrEnum) else value
