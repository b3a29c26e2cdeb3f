"""The desk (工作台): where everyone begins; what waits for whom."""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import signed_in
from hotline.lamps import Lamps
from models.queries import knowledge_gaps, public_notices, worklists
from models.queries.worklist_counts import count_by_whose
from models.vocabulary import Light, Permission
from models.whose import Whose
from workflows.administration.work_calendar import year_without_notice
from workflows.permissions import may, scope_of, works_at_hotline

blueprint = Blueprint("desk", __name__)
NEAREST = 10


@blueprint.get("/")
@signed_in
def show_desk() -> ResponseReturnValue:
    """Show what the user has taken, each worklist with its counts by light, and the nearest lines of the first that holds any."""
    at, scope = datetime.now(UTC), scope_of(current_user)
    counted = [
        (worklist, count_by_whose(worklist, current_user, scope, at))
        for worklist in worklists.WORKLISTS.values()
        if may(current_user, worklist.permission)
    ]
    waiting = [(worklist, list(counts)[-1], list(counts.values())[-1]) for worklist, counts in counted]
    mine = [
        (worklist, Whose.MINE, counts[Whose.MINE])
        for worklist, counts in counted
        if any(counts[Whose.MINE].values())
    ]
    first, whose = next(
        ((worklist, cut) for worklist, cut, counts in (*mine, *waiting) if any(counts.values())),
        (None, Whose.ALL),
    )
    keeps_calendar = may(current_user, Permission.MANAGE_RULES) or may(current_user, Permission.SUPERVISE)
    return render_template(
        "desk/desk.html",
        waiting=waiting,
        mine=mine,
        first=first,
        whose=whose,
        lines=worklists.page(first, current_user, scope, at, whose=whose, limit=NEAREST) if first else [],
        lamps=Lamps(at),
        gaps=gaps_waiting(at),
        pinned=public_notices.pinned(at) if works_at_hotline(current_user) else (),
        at=at,
        unknown_year=year_without_notice(at) if keeps_calendar else None,
        may_register=may(current_user, Permission.REGISTER_CASE),
        may_enter=may(current_user, Permission.MANAGE_RULES),
    )


def gaps_waiting(at: datetime) -> dict[Light, int]:
    """Count by light the questions put to the departments whose knowledge the user writes; none for others."""
    if not may(current_user, Permission.WRITE_KNOWLEDGE) or works_at_hotline(current_user):
        return {}
    return knowledge_gaps.count_by_light(current_user.department_ids, at)
