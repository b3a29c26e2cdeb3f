"""Keeps what is typed of a reply until it is sent: one draft for each person and case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import replies
from models.reply_draft import ReplyDraft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.case import Case
    from models.user import User

KEPT = (
    "is_true", "is_ours", "contact", "contact_phone", "solved", "unsolved_reason", "internal_record",
    "public_answer", "basis", "next_plan", "handled_by", "approved_by",
)  # fmt: skip


def find(case: Case, *, by: User) -> ReplyDraft | None:
    """Return the person's draft."""
    return replies.draft(case.id, by.id)


def fields_of(draft: ReplyDraft) -> dict[str, Any]:
    """Return the fields as they were typed."""
    fields: dict[str, Any] = json.loads(draft.fields or "{}")
    return fields


def save(case: Case, fields: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Keep the fields in place of those kept before."""
    draft = find(case, by=by) or ReplyDraft(case_id=case.id, user_id=by.id)
    draft.fields = json.dumps({name: fields[name] for name in KEPT if name in fields}, ensure_ascii=False)
    draft.saved_at = at
    db.session.add(draft)


def drop(case: Case, *, by: User) -> None:
    """Throw the draft away: the reply was sent."""
    draft = find(case, by=by)
    if draft is not None:
        db.session.delete(draft)
