"""What others did to a case while somebody was filling in a form for it: both texts side by side, none lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from models.case import Case
from models.case_event import CaseEvent
from models.queries import assignments, case_records
from models.user import User
from workflows.correction import LEAD_TO_A_DOOR
from workflows.identity import Shown, Sight, readable, sight_of
from workflows.permissions import works_at_hotline

# Said above a form that keeps what was written: to load the page anew would throw it away.
FASTER = "这条记录刚被他人更新，您的操作未保存。您填写的内容还在下面，请核对后再提交。"
HIDDEN = "〔已隐去〕"
MOST_SHOWN = 5


@dataclass(frozen=True)
class OthersStep:
    """One step somebody else took meanwhile, as far as the reader may know of it."""

    action: str
    by: str
    at: datetime
    note: str
    changes: Sequence[tuple[str, object, object]]


def opened_at(text: str | None) -> datetime | None:
    """Read when the form was opened; None for what is no moment."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def steps_since(case: Case, moment: datetime | None, reader: User) -> list[OthersStep]:
    """Return what others did to the case after the moment, the newest first; the newest step where none is given."""
    sight = sight_of(case, reader, assignments.of_case(case.id))
    events = case_records.timeline(case.id)
    since = [event for event in events if moment is None or event.happened_at > moment]
    others = [event for event in since if event.actor_id != reader.id]
    return [as_read(event, case, sight, reader) for event in others[: MOST_SHOWN if moment else 1]]


def as_read(event: CaseEvent, case: Case, sight: Sight, reader: User) -> OthersStep:
    """Return the step as the reader may know of it, by the same rules as the timeline."""
    reads = not event.is_internal or works_at_hotline(reader) or event.department_id in reader.department_ids
    whole = sight.place is Shown.FULL
    changes = [
        (label, *(both if whole or label not in LEAD_TO_A_DOOR else (HIDDEN, HIDDEN)))
        for label, both in event.changes.items()
        if isinstance(both, list) and len(both) == 2
    ]
    note = readable(event.note, case, sight) if reads else ""
    return OthersStep(event.action.label, event.actor_name, event.happened_at, note, changes)
