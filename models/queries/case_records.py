"""What was written about one case: its timeline and its attachments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Answer
from sqlalchemy import bindparam, exists, func, select

from models.article import CaseCitation
from models.attachment import Attachment
from models.base import Row, db
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.draft_file import DraftFile
from models.follow_up import FollowUp
from models.incident import IncidentCase
from models.meeting_topic import TopicCase
from models.reply import Reply
from models.supervision import Supervision
from models.tag import CaseTag
from models.telephone import PhoneCall

NAMES_AT_ONCE = 500
TIMELINE = select(CaseEvent).where(CaseEvent.case_id == bindparam("case_id")).order_by(CaseEvent.id.desc())
ATTACHMENTS = select(Attachment).where(Attachment.case_id == bindparam("case_id")).order_by(Attachment.id)
# What most cases have nothing of.
NOW_AND_THEN: dict[str, type[Row]] = {
    "replies": Reply,
    "follow_ups": FollowUp,
    "requests": CaseRequest,
    "orders": Supervision,
    "attachments": Attachment,
    "topics": TopicCase,
    "citations": CaseCitation,
    "calls": PhoneCall,
    "tags": CaseTag,
    "incidents": IncidentCase,
}
KEPT = select(
    *(
        exists().where(table.__table__.c.case_id == bindparam("case_id")).label(kind)
        for kind, table in NOW_AND_THEN.items()
    )
)


def kept(case_id: int) -> Answer[Any]:
    """Say of which kinds of NOW_AND_THEN the case has any, one bool each, so that only those are read."""
    return db.session.execute(KEPT, {"case_id": case_id}).one()


def timeline(case_id: int) -> Sequence[CaseEvent]:
    """Return the case's events, the newest first."""
    return db.session.scalars(TIMELINE, {"case_id": case_id}).all()


def events_since(case_ids: Collection[int], moment: datetime, *, most: int) -> dict[int, list[CaseEvent]]:
    """Return what happened to each of these cases after the moment, the latest first, so many of each at most.

    What only the hotline's own people read is left out.
    """
    rows = select(CaseEvent).where(
        CaseEvent.case_id.in_(case_ids), CaseEvent.happened_at > moment, CaseEvent.is_internal.is_(False)
    )
    found: dict[int, list[CaseEvent]] = {}
    for event in db.session.scalars(rows.order_by(CaseEvent.id.desc())):
        own = found.setdefault(event.case_id, [])
        if len(own) < most:
            own.append(event)
    return found


def latest_event(case_id: int) -> CaseEvent | None:
    """Return the newest line of the case's timeline."""
    rows = select(CaseEvent).where(CaseEvent.case_id == case_id)
    return db.session.scalar(rows.order_by(CaseEvent.id.desc()).limit(1))


def attachments(case_id: int) -> Sequence[Attachment]:
    """Return the case's attachments, the oldest first."""
    return db.session.scalars(ATTACHMENTS, {"case_id": case_id}).all()


def count_attachments(case_id: int) -> int:
    """Count the case's attachments."""
    rows = select(func.count()).select_from(Attachment).where(Attachment.case_id == case_id)
    return db.session.scalar(rows) or 0


def attachment(attachment_id: int, case_id: int) -> Attachment | None:
    """Return this attachment of this case."""
    return db.session.scalar(
        select(Attachment).where(Attachment.id == attachment_id, Attachment.case_id == case_id)
    )


def stored_names(names: Collection[str]) -> set[str]:
    """Return those of the names under which an attachment, or a draft's file, is stored."""
    wanted, known = sorted(names), set[str]()
    for start in range(0, len(wanted), NAMES_AT_ONCE):
        some = wanted[start : start + NAMES_AT_ONCE]
        for table in (Attachment, DraftFile):
            known.update(db.session.scalars(select(table.stored_name).where(table.stored_name.in_(some))))
    return known
