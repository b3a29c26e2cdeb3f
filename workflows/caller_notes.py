"""Notes on callers (来电标注): what an agent should know before they speak, set by somebody and for a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.citizen import mask_phone, phone_index
from models.telephone import CallerNote
from models.vocabulary import Permission as P
from workflows import audit
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.telephone import CallerNoteKind
    from models.user import User

LONGEST = timedelta(days=366)


def set_note(
    phone: str, kind: CallerNoteKind, text: str, ends_on: date, *, by: User, at: datetime
) -> CallerNote:
    """Set a note on a number, in force to the end of the day given; a year at most."""
    today = at.astimezone(LOCAL_TIMEZONE).date()
    if not phone:
        raise BadInput("本次来电没有号码，不能标注。")
    if not today <= ends_on <= today + LONGEST:
        raise BadInput("标注的截止日期应在今天起一年以内。", "ends_on")
    note = CallerNote(
        number=phone,
        phone_index=phone_index(phone) or "",
        kind=kind,
        text=text.strip(),
        set_by_id=by.id,
        set_at=at,
        ends_on=ends_on,
    )
    db.session.add(note)
    db.session.flush()
    tell(note, "set_caller_note", by=by, at=at)
    return note


def end_note(note: CallerNote, *, by: User, at: datetime) -> None:
    """End a note before its time: whoever set it may, and who watches the calls."""
    if note.set_by_id != by.id and not may(by, P.WATCH_CALLS):
        raise NotAllowedForYou("只有标注人和主管可以撤销来电标注。")
    if note.ended_at is not None:
        raise NotAllowedNow("该标注已撤销。")
    note.ended_at, note.ended_by_id = at, by.id
    tell(note, "end_caller_note", by=by, at=at)


def tell(note: CallerNote, kind: str, *, by: User, at: datetime) -> None:
    """Write it into the audit log, without the number and without the words."""
    audit.write(
        kind,
        by=by,
        at=at,
        object_type="caller_note",
        object_id=note.id,
        summary=f"{note.kind.label}：{mask_phone(note.number)}，至 {note.ends_on}",
    )
