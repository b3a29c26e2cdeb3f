"""Keeps what is typed of a reply until it is sent: one draft for each person and case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import replies
from models.reply_draft import ReplyDraft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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


def save(case: Case, fields: Mapping[str, str], *, cites: Sequence[int] = (), by: User, at: datetime) -> None:
    """Keep the fields, and which versions of articles the reply cites, in place of those kept before."""
    draft = find(case, by=by) or ReplyDraft(case_id=case.id, user_id=by.id)
    kept = {name: fields[name] for name in KEPT if name in fields}
    draft.fields = json.dumps({**kept, "cites": list(cites)}, ensure_ascii=False)
    draft.saved_at = at
    db.session.add(draft)


def drop(case: Case, *, by: User) -> None:
    """Throw the draft away: the reply was sent."""
    draft = find(case, by=by)
    if draft is not None:
        db.session.delete(draft)
