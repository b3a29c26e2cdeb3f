"""What the alarm banner shows of the hazards nobody has taken (险情提示): on every page of who supervises."""

from typing import Any

from flask import url_for

from hotline.templating import moment
from models.case import Case
from models.queries import hazards
from models.user import User
from workflows.headlines import Reader, line_of, place_of, reader_of
from workflows.permissions import scope_of


def alarms_for(user: User) -> list[dict[str, Any]]:
    """Return the alarms the user may see, the oldest first."""
    reader = reader_of(user)
    return [alarm_of(case, reader) for case in hazards.untaken(scope_of(user))]


def alarm_of(case: Case, reader: Reader) -> dict[str, Any]:
    """Return one alarm as `_alarms.html` reads it."""
    return {
        "number": case.number,
        "hazard": case.category.name,
        "title": line_of(case, reader),
        "place": place_of(case, reader),
        "at": standing_of(case),
        "url": url_for("cases.show_case", case_id=case.id),
        "take_url": url_for("alarms.take_alarm", case_id=case.id),
    }


def standing_of(case: Case) -> str:
    """Say since when the hazard waits, for whom, and how far up it was told."""
    if case.department is None:
        waits = f"{moment(case.received_at, '%H:%M')} 受理，尚未派出"
    else:
        waits = f"{moment(case.dispatched_at, '%H:%M')} 派至{case.department.name}，尚未签收"
    return f"{waits}，已上报至第 {case.escalation_step} 级" if case.escalation_step else waits
