"""The desk (工作台): where everyone begins; what waits for whom."""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import signed_in
from models.queries import worklists
from models.vocabulary import Permission
from workflows.administration.work_calendar import year_without_notice
from workflows.permissions import may, scope_of

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@signed_in
def show_desk() -> ResponseReturnValue:
    """Show each worklist of the signed-in user with its counts by light."""
    at, scope = datetime.now(UTC), scope_of(current_user)
    waiting = [
        (worklist, worklists.count_by_light(worklist, current_user, scope, at))
        for worklist in worklists.WORKLISTS.values()
        if may(current_user, worklist.permission)
    ]
    keeps_calendar = may(current_user, Permission.MANAGE_RULES) or may(current_user, Permission.SUPERVISE)
    return render_template(
        "desk/desk.html",
        waiting=waiting,
        unknown_year=year_without_notice(at) if keeps_calendar else None,
        may_enter=may(current_user, Permission.MANAGE_RULES),
    )
