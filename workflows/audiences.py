"""Who stands behind an audience of a notice (通知对象), and whether and when the caller may be texted."""

from __future__ import annotations

import logging
import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.queries import assignments, recipients
from models.vocabulary import AssignmentRole, Audience, Confidentiality, Permission
from workflows.permissions import DESK_PERMISSIONS, handlers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from models.case import Case
    from models.queries.recipients import Recipient

logger = logging.getLogger(__name__)

# A desk is a handful of people. Where a department has hundreds of accounts, its duty officers come first
# and the others find the case on their worklist.
MOST_TOLD = 30
MOBILE = re.compile(r"1[0-9]{10}")
# Nobody is woken by a text message about a street lamp.
QUIET_FROM, QUIET_UNTIL = time(21), time(8)

DESKS: dict[Audience, Permission] = {
    Audience.PANEL: Permission.RULE_BY_PANEL,
    Audience.SUPERVISORS: Permission.SUPERVISE,
    Audience.EXTENSION_DESK: Permission.DECIDE_EXTENSION,
    Audience.DEFERRAL_DESK: Permission.DECIDE_DEFERRAL,
    Audience.TERMINATION_DESK: Permission.DECIDE_TERMINATION,
    Audience.EXCLUSION_DESK: Permission.FIRST_REVIEW_EXCLUSION,
}
ADDRESSED = (Audience.ADDRESSED, Audience.ADDRESSED_LEADERS)


def phone_of_citizen(case: Case) -> str | None:
    """Return the caller's mobile number, or None where no text message may go to it.

    Never for the confidential desks: whoever shares the telephone must not learn of the call.
    """
    if case.desk is not None or case.confidentiality is Confidentiality.ANONYMOUS:
        return None
    citizen = recipients.citizen_of(case.id)
    if citizen is None or not citizen.wants_reply or not citizen.phone:
        return None
    return citizen.phone if MOBILE.fullmatch(citizen.phone) else None


def by_day(at: datetime) -> datetime:
    """Return the moment itself by day, and the next morning's eight o'clock by night."""
    local = at.astimezone(LOCAL_TIMEZONE)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    morning = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(morning, QUIET_UNTIL, LOCAL_TIMEZONE)


def audience_of(
    case: Case, audience: Audience, *, addressed_ids: Collection[int | None] = ()
) -> Sequence[Recipient]:
    """Return the people behind an audience for this case, as far as they may see it; at most MOST_TOLD.

    addressed_ids: the departments that the step speaks to.
    """
    sees = [DESK_PERMISSIONS[case.desk]] if case.desk else []
    if audience in DESKS:
        sees = sees or [Permission.VIEW_ALL_CASES]
        found = recipients.find(holding=[DESKS[audience], *sees], limit=MOST_TOLD + 1)
    elif audience is Audience.AGENT:
        agent = [case.received_by_id] if case.received_by_id else []
        found = recipients.find(user_ids=agent, holding=sees, limit=1) if agent else []
    elif audience in ADDRESSED:
        ids = {each for each in addressed_ids if each}
        found = people_of(case, ids, audience) if ids else []
    elif audience is Audience.COPIED:
        ids = {p.department_id for p in assignments.of_case(case.id) if p.role is AssignmentRole.COPIED}
        found = people_of(case, ids, audience) if ids else []
    else:
        leads = audience is not Audience.HELPERS
        parts = assignments.open_of_case(case.id)
        ids = {part.department_id for part in parts if (part.role is AssignmentRole.LEAD) == leads}
        found = people_of(case, ids, audience) if ids else []
    if len(found) > MOST_TOLD:
        logger.info("more than %d people are %s; the first are told", MOST_TOLD, audience.value)
    return found[:MOST_TOLD]


def people_of(case: Case, department_ids: Collection[int], audience: Audience) -> Sequence[Recipient]:
    """Return the people of the departments who may see the case, or of them the leaders or duty officers."""
    return recipients.find(
        department_ids=department_ids,
        holding_one_of=handlers_of(case.desk) if case.desk else (),
        leaders=audience in (Audience.LEADERS, Audience.ADDRESSED_LEADERS),
        on_duty=audience is Audience.DUTY,
        limit=MOST_TOLD + 1,
    )


def people_at_meetings(department_ids: Sequence[int]) -> list[Recipient]:
    """Return who takes part in joint meetings for each of the departments, at most MOST_TOLD of each."""
    found: dict[int, Recipient] = {}
    for department_id in department_ids:
        people = recipients.find(
            department_ids=[department_id], holding_one_of=[Permission.GIVE_OPINION], limit=MOST_TOLD
        )
        found.update((person.id, person) for person in people)
    return list(found.values())
