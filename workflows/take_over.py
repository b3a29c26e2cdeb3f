"""A supervisor looks on while a call is talked on, and takes it over with its draft (接管通话): not a word is lost.

The call and the draft change hands in one transaction. What the agent's page still sends afterwards is kept
beside the draft, for the supervisor to read, and the agent is told who has the call.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.base import db
from models.call_take_over import CallTakeOver
from models.citizen import mask_phone
from models.queries import audit_entries, call_take_overs, intake_drafts
from models.telephone import CallEvent, CallState, CallStep
from models.vocabulary import Permission as P
from workflows import audit, intake_draft
from workflows.errors import NotAllowedForYou, NotAllowedNow
from workflows.permissions import DESK_PERMISSIONS, may
from workflows.telephone import LIVE_FOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from models.intake_draft import IntakeDraft
    from models.telephone import PhoneCall
    from models.user import User

# So long the agent's screen says that the call was taken.
SAID_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Live:
    """A call that goes on, as the board shows it; `title` is what the draft is about so far, "" where it is not shown."""

    call: PhoneCall
    seconds: int
    title: str
    is_open: bool


def board(by: User, *, at: datetime) -> list[Live]:
    """Return the calls that go on, the longest first."""
    rows = call_take_overs.going_on(since=at - LIVE_FOR)
    drafts = drafts_by_call([row.agent_id for row in rows if row.agent_id], at=at)
    found = []
    for call in rows:
        is_open = may_look(call, by)
        fields = drafts.get(call.id, (None, {}))[1] if is_open else {}
        begun = call.answered_at or call.rang_at
        found.append(Live(call, max(int((at - begun).total_seconds()), 0), title_of(fields), is_open))
    return found


def title_of(fields: Mapping[str, Sequence[str]]) -> str:
    """Return what the draft is about so far."""
    words = [text.strip() for name in ("title", "content", "address") for text in fields.get(name, ())]
    return next((text for text in words if text), "")[:60]


def drafts_by_call(
    user_ids: Sequence[int], *, at: datetime
) -> dict[int, tuple[IntakeDraft, dict[str, list[str]]]]:
    """Return of each call the newest draft that is about it, with its fields."""
    found: dict[int, tuple[IntakeDraft, dict[str, list[str]]]] = {}
    for draft in call_take_overs.drafts_of(set(user_ids), since=at - LIVE_FOR) if user_ids else ():
        fields = intake_draft.fields_of(draft)
        call_id = next(iter(fields.get("phone_call_id", [])), "")
        if call_id.isascii() and call_id.isdecimal():
            found.setdefault(int(call_id), (draft, fields))
    return found


def may_look(call: PhoneCall, by: User) -> bool:
    """Say whether what is written in the call is open to who watches: not that of a confidential desk they do not see."""
    if call.agent is None:
        return False
    desks = (permission for permission in DESK_PERMISSIONS.values() if may(call.agent, permission))
    return all(may(by, permission) for permission in desks)


def look(call: PhoneCall, *, by: User, at: datetime) -> dict[str, list[str]]:
    """Return the call's draft as it is saved."""
    if not may_look(call, by):
        raise NotAllowedForYou("本次通话由专席接听，内容不对您开放。")
    return drafts_by_call([call.agent_id] if call.agent_id else [], at=at).get(call.id, (None, {}))[1]


def is_new_look(call: PhoneCall, by: User) -> bool:
    """Say whether it is the first time that this person looks on."""
    return not audit_entries.exists("watch_call", "call", call.id, by.id)


def note_look(call: PhoneCall, *, by: User, address: str, at: datetime) -> None:
    """Write down that somebody looked on."""
    tell("watch_call", call, call.agent.full_name if call.agent else "", by=by, address=address, at=at)


def take(call_id: int, *, by: User, address: str, at: datetime) -> str | None:
    """Take the call and its draft over; return the draft's token, None where the agent has written nothing."""
    call = call_take_overs.hold(call_id)
    if call is None or call.agent is None or call.state is not CallState.ANSWERED:
        raise NotAllowedNow("通话不在进行中，不能接管。")
    if not may(by, P.REGISTER_CASE):
        raise NotAllowedForYou("接管后要继续登记，您没有受理登记的权限。")
    if call.agent_id == by.id:
        raise NotAllowedNow("本次通话已由您接听。")
    if not may_look(call, by):
        raise NotAllowedForYou("本次通话由专席接听，内容不对您开放。")
    agent = call.agent
    found = drafts_by_call([agent.id], at=at).get(call.id)
    # A draft that is being saved this moment is waited for: its words come along.
    draft = intake_drafts.hold(found[0].token, user_id=agent.id, at=at) if found else None
    if draft is not None:
        draft.user_id = by.id
    call.agent_id = by.id
    token = draft.token if draft else None
    row = CallTakeOver(phone_call_id=call.id, from_id=agent.id, by_id=by.id, taken_at=at, draft_token=token)
    db.session.add(row)
    for user_id in (agent.id, by.id):
        db.session.add(
            CallEvent(phone_call_id=call.id, step=CallStep.ANSWER, agent_id=user_id, happened_at=at)
        )
    tell("take_over_call", call, f"原坐席：{agent.full_name}", by=by, address=address, at=at)
    return token


def keep_late(token: str, fields: Mapping[str, Sequence[str]], *, by: User) -> str:
    """Keep what comes from a page whose draft was taken over; return who has it, "" where nobody took it."""
    lost = call_take_overs.lost_draft(token, by.id)
    if lost is None:
        return ""
    lost.late = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
    return lost.by.full_name


def sentence(name: str) -> str:
    """Return what the agent is told."""
    return f"本次通话已由{name}接管，您写的内容已保留。"


def late_words(call: PhoneCall, *, at: datetime) -> dict[str, str]:
    """Return, by field, what the agent still wrote after the take-over and the draft does not hold."""
    now = drafts_by_call([call.agent_id] if call.agent_id else [], at=at).get(call.id, (None, {}))[1]
    late: dict[str, str] = {}
    for row in call_take_overs.of_call(call.id):
        for name, values in json.loads(row.late or "{}").items():
            words = "、".join(text for text in values if text.strip())
            if words and values != now.get(name):
                late[name] = words
    return late


def tell(kind: str, call: PhoneCall, what: str, *, by: User, address: str, at: datetime) -> None:
    """Write it into the audit log."""
    audit.write(
        kind,
        by=by,
        at=at,
        address=address,
        object_type="call",
        object_id=call.id,
        summary=" ".join(part for part in (mask_phone(call.number), what) if part),
    )
