"""What a call shows its agent: who calls, what is open, what to know before speaking, what happens around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config import LOCAL_TIMEZONE
from hotline.lamps import Lamps
from models.caller_flag import CallerFlag
from models.case import Case
from models.citizen import mask_name
from models.dictionary import Ground
from models.public_notice import PublicNotice
from models.queries import (
    caller_flags,
    callers,
    calls,
    hot_topics,
    public_notices,
    reference,
    same_matter,
    telephone,
)
from models.queries.callers import Caller
from models.telephone import CallerNote, CallState, PhoneCall
from models.user import User
from models.vocabulary import FINAL_STATES, CaseScope
from workflows.call_endings import CALL_END, WARNING, is_unsaid, may_be_told
from workflows.permissions import scope_of
from workflows.standard_texts import Offered, offered

# From so many different callers on, what is reported of a street today is worth a sentence.
WORTH_SAYING = 3
RECENTLY = timedelta(hours=24)


@dataclass(frozen=True)
class Ending:
    """How the agent's own call may be kept in order and ended: the city's steps and reasons, as far as they are shown."""

    call: PhoneCall
    steps: Sequence[Offered] = ()
    reasons: Sequence[Ground] = ()

    @property
    def warns(self) -> bool:
        """Whether another step may be taken."""
        further = not self.call.warnings or self.call.warnings < len(self.steps)
        return self.call.state is CallState.ANSWERED and further

    @property
    def said(self) -> Offered | None:
        """What is to be said now."""
        talks = self.call.state is CallState.ANSWERED and self.call.warnings
        return self.steps[min(self.call.warnings, len(self.steps)) - 1] if talks and self.steps else None

    @property
    def asks(self) -> bool:
        """Whether the call is over and its reason is still to be given."""
        return is_unsaid(self.call)

    @property
    def given(self) -> str:
        """The reason that was given."""
        return next((row.name for row in self.reasons if row.code == self.call.end_code), "")


def ending_of(call: PhoneCall, user: User, *, at: datetime, whole: bool = False) -> Ending:
    """Return how the call may be ended; what the frame need not show yet is read for the `whole` only."""
    steps = offered(WARNING, None, user, at=at) if call.warnings or whole else ()
    wants = whole or is_unsaid(call) or call.end_code or call.warnings
    return Ending(call, steps, reference.grounds(CALL_END) if wants and may_be_told(call) else ())


@dataclass(frozen=True)
class CallScreen:
    """One call as its agent sees it; before it is theirs alone only that it rings, and from which masked number."""

    call: PhoneCall
    lamps: Lamps
    caller: Caller | None = None
    notes: Sequence[CallerNote] = ()
    flags: Sequence[CallerFlag] = ()
    calls_lately: int = 0
    near: str = ""
    pinned: Sequence[PublicNotice] = ()
    ending: Ending | None = None
    open_cases: Sequence[Case] = field(default=())
    other_cases: Sequence[Case] = field(default=())

    @property
    def name(self) -> str:
        """The name given last; masked as long as it is not known who speaks."""
        given = self.caller.name if self.caller else ""
        return given if self.call.state is not CallState.RINGING else mask_name(given)


def screen_of(call: PhoneCall, user: User, *, at: datetime) -> CallScreen:
    """Return what the agent is shown of the call."""
    own = ending_of(call, user, at=at) if call.agent_id == user.id else None
    if not call.number or not call.phone_index:
        return CallScreen(call, Lamps(at), ending=own)
    today = at.astimezone(LOCAL_TIMEZONE)
    notes = telephone.notes_on(call.number, on=today.date())
    flags = caller_flags.in_force(call.phone_index, on=today.date())
    if call.agent_id != user.id:
        return CallScreen(call, Lamps(at), notes=notes, flags=flags)
    caller = callers.caller(call.number, scope_of(user))
    open_cases = [case for case in caller.contacts if case.state not in FINAL_STATES]
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    return CallScreen(
        call,
        Lamps(at),
        caller=caller,
        notes=notes,
        flags=flags,
        ending=own,
        calls_lately=calls.count_since(call.phone_index, at - RECENTLY),
        near=near(caller, scope_of(user), at=at, since=midnight),
        pinned=public_notices.pinned(at, area_id=area_of(caller), limit=2),
        open_cases=open_cases,
        other_cases=[case for case in caller.contacts if case.state in FINAL_STATES],
    )


def area_of(caller: Caller) -> int | None:
    """Return where the caller's newest case with a place is."""
    return next((case.area_id for case in caller.contacts if case.area_id), None)


def near(caller: Caller, scope: CaseScope, *, at: datetime, since: datetime) -> str:
    """Say what most people of the caller's street or estate have called about today; "" where few have."""
    placed = next((case for case in caller.contacts if case.area_id), None)
    street_id = same_matter.street_of(placed.area_id) if placed else None
    if placed is None or street_id is None:
        return ""
    where = {"street_id": street_id, "district_id": placed.district_id}
    name = placed.place_name
    topic = hot_topics.near(scope, at, midnight=since, place_name=name, least=WORTH_SAYING, **where)
    if topic is not None:
        return topic.sentence
    found = same_matter.largest_in(street_id, since, least=WORTH_SAYING)
    if found is None:
        return ""
    matter, count = found
    return f"今天已有 {count} 位市民反映{same_matter.name_of(street_id)}{matter}"
