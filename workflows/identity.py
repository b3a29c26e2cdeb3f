"""Who sees how much of the caller (诉求人身份): THE table, from the domain study, section 8.4 (pure).

Masked by default; whoever may lift a mask gives a reason, and that is kept in the audit log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from models.citizen import (
    mask_address,
    mask_id_number,
    mask_name,
    mask_organisation,
    mask_phone,
    surname_and_title,
)
from models.masking import without_caller
from models.vocabulary import AssignmentRole, AssignmentState, CaseState, Confidentiality
from models.vocabulary import Permission as P
from workflows.permissions import may, works_at_hotline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.assignment import Assignment
    from models.attachment import Attachment
    from models.case import Case
    from models.citizen import Citizen
    from models.user import User


class Viewer(StrEnum):
    """As what a user looks at a case."""

    OWN_CALL = "the agent whose call it is, while it is not sent out"
    CALLS_BACK = "the callback agent, while the case waits for the call"
    REVIEWS = "the hotline's reviewers"
    ANSWERS = "the hotline's other agents"
    LOOKS_ON = "leaders and others who work on no case"
    LEADS = "the lead department"
    IS_GRANTED = "a supporting department or sub-unit that the lead let see"
    HELPS = "a supporting department or sub-unit"
    IS_CONTRACTED = "a company that only gets the task"
    IS_KEPT_FROM = "any department, of a confidential case"


class Shown(StrEnum):
    """How much of one thing is shown."""

    FULL = "full"
    TITLE = "surname and a form of address"
    MASKED = "masked"
    NONE = "none"


@dataclass(frozen=True)
class Sight:
    """What is shown of the caller; reveals: a reason lifts the masks; reads_all: nothing in the texts is hidden.

    place: how much of the address where it happened.
    """

    name: Shown
    phone: Shown
    home: Shown
    place: Shown = Shown.FULL
    reveals: bool = False
    hears: bool = False
    reads_all: bool = False


F, T, M, N = Shown.FULL, Shown.TITLE, Shown.MASKED, Shown.NONE

SIGHTS: dict[Viewer, Sight] = {
    Viewer.OWN_CALL: Sight(F, F, F, hears=True, reads_all=True),
    Viewer.CALLS_BACK: Sight(F, F, N, reads_all=True),
    Viewer.REVIEWS: Sight(M, M, M, reveals=True, hears=True, reads_all=True),
    Viewer.ANSWERS: Sight(M, M, N, reads_all=True),
    Viewer.LOOKS_ON: Sight(N, N, N),
    Viewer.LEADS: Sight(T, M, N, reveals=True),
    Viewer.IS_GRANTED: Sight(T, M, N, reveals=True),
    Viewer.HELPS: Sight(N, N, N),
    Viewer.IS_CONTRACTED: Sight(N, N, N),
    Viewer.IS_KEPT_FROM: Sight(N, N, N, place=M),
}

WORKS_ON_CASES = frozenset({P.REGISTER_CASE, P.REVIEW_CASE, P.REVIEW_REPLY, P.FOLLOW_UP})
LIVE = frozenset({CaseState.AWAITING_COMPLETION, CaseState.PENDING_REVIEW})


def viewer_of(case: Case, user: User, parts: Sequence[Assignment]) -> Viewer:
    """Say as what the user looks at the case; `parts` are all departments' parts, departments loaded."""
    if not works_at_hotline(user):
        return department_of(case, user, parts)
    if case.state is CaseState.FOLLOW_UP and may(user, P.FOLLOW_UP):
        return Viewer.CALLS_BACK
    if case.received_by_id == user.id and case.state in LIVE:
        return Viewer.OWN_CALL
    if may(user, P.REVEAL_IDENTITY):
        return Viewer.REVIEWS
    return Viewer.ANSWERS if WORKS_ON_CASES & user.permissions else Viewer.LOOKS_ON


def department_of(case: Case, user: User, parts: Sequence[Assignment]) -> Viewer:
    """Say as what a department's officer looks at the case."""
    theirs = [
        part
        for part in parts
        if part.department_id in user.department_ids and part.state is not AssignmentState.SENT_BACK
    ]
    if is_kept_from_departments(case):
        return Viewer.IS_KEPT_FROM
    if any(not part.department.identity_visible for part in theirs):
        return Viewer.IS_CONTRACTED
    if any(part.role is AssignmentRole.LEAD for part in theirs):
        return Viewer.LEADS
    return Viewer.IS_GRANTED if any(part.identity_granted for part in theirs) else Viewer.HELPS


def is_kept_from_departments(case: Case) -> bool:
    """Say whether no department learns who called: a protected case, or one whose caller gave no name."""
    return case.is_protected or case.confidentiality is Confidentiality.ANONYMOUS


def sight_of(case: Case, user: User, parts: Sequence[Assignment]) -> Sight:
    """Return what the user is shown of the caller."""
    sight = SIGHTS[viewer_of(case, user, parts)]
    if case.confidentiality is Confidentiality.ANONYMOUS:
        return replace(sight, name=N, phone=N, home=N, reveals=False)
    if sight.reveals and not may(user, P.REVEAL_IDENTITY):
        return replace(sight, reveals=False)
    return sight


@dataclass(frozen=True)
class Caller:
    """The caller as one viewer is shown them; an empty text is not shown at all."""

    name: str
    phone: str
    other_phone: str
    id_number: str
    home: str
    organisation: str


def caller_as(citizen: Citizen, sight: Sight, *, revealed: bool = False) -> Caller:
    """Return the caller as the sight allows; revealed lifts the masks of what it shows masked."""
    name = F if revealed and sight.name is not N else sight.name
    phone = F if revealed and sight.phone is not N else sight.phone
    home = F if revealed and sight.home is not N else sight.home
    return Caller(
        name=shown_name(citizen, name),
        phone=as_allowed(citizen.phone, phone, mask_phone(citizen.phone)),
        other_phone=as_allowed(citizen.other_phone, phone, mask_phone(citizen.other_phone)),
        id_number=as_allowed(citizen.id_number, home, mask_id_number(citizen.id_number)),
        home=as_allowed(citizen.home_address, home, mask_address(citizen.home_address)),
        organisation=as_allowed(
            citizen.organisation, M if name is T else name, mask_organisation(citizen.organisation)
        ),
    )


def shown_name(citizen: Citizen, shown: Shown) -> str:
    """Return the name as far as it is shown."""
    if shown is T:
        return surname_and_title(citizen.name, citizen.gender)
    return as_allowed(citizen.name, shown, mask_name(citizen.name))


def as_allowed(value: str | None, shown: Shown, masked: str) -> str:
    """Return the value whole, masked or not at all."""
    return {F: value or "", M: masked}.get(shown, "")


def redacted(text: str, citizen: Citizen | None) -> str:
    """Return the text without what could lead to the caller: their name, names they gave, number-like strings."""
    return without_caller(text, known_names(citizen))


def readable(text: str, case: Case, sight: Sight) -> str:
    """Return a text of the case as the sight allows: who is shown no number finds none in it either."""
    hides = sight.phone is N and not sight.reads_all
    return redacted(text, case.citizen) if hides else text


def readable_address(case: Case, sight: Sight) -> str:
    """Return the address and the named place where it happened as the sight allows; coarse, it ends with the street."""
    address, name = (readable(text, case, sight) for text in (case.address, case.place_name))
    if sight.place is M:
        return mask_address(address)
    return f"{address}（{name}）" if address and name else address or name


def known_names(citizen: Citizen | None) -> list[str]:
    """Return what the caller is called; nothing where nobody is known."""
    return citizen.known_names if citizen else []


def may_open(attachment: Attachment, user: User, sight: Sight) -> bool:
    """Say whether the user may open the file: a voice leads to the caller as surely as a number."""
    own = attachment.uploaded_by_id == user.id
    return own or sight.hears or not attachment.media_type.startswith("audio/")
