"""Hazards nobody has taken (险情提示): the banner, the stream that says when to look again, and taking one."""

from collections.abc import Hashable
from datetime import UTC, datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import event_stream
from hotline.guards import case_for, requires
from models.queries import hazards, notices
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import escalation
from workflows.permissions import scope_of

blueprint = Blueprint("alarms", __name__, url_prefix="/alarms")


@blueprint.get("")
@requires(Permission.SUPERVISE)
def show_alarms() -> ResponseReturnValue:
    """Show the banner, as the frame gives it to every page, alone or on a page of its own."""
    return render_template("_alarms.html" if request.headers.get("HX-Request") else "alarms/alarms.html")


@blueprint.get("/stream")
@requires(Permission.SUPERVISE)
def stream_alarms() -> ResponseReturnValue:
    """Send `alarm` when the alarms have changed, and `inbox` when the user's messages have."""
    scope, user_id = scope_of(current_user), current_user.id

    def look() -> dict[str, Hashable]:
        return {"alarm": hazards.fingerprint(scope), "inbox": notices.count_unread(user_id)}

    return event_stream.answer(current_app._get_current_object(), user_id, look)  # type: ignore[attr-defined]


@blueprint.post("/<int:case_id>/take")
@requires(Permission.SUPERVISE)
def take_alarm(case_id: int) -> ResponseReturnValue:
    """Take the hazard from wherever its banner is seen, and go to its case."""
    with unit_of_work():
        case = case_for(current_user, case_id)
        escalation.take(case, by=current_user, at=datetime.now(UTC))
    flash("险情已由您接手，请督促承办单位立即处置。", "success")
    return redirect(url_for("cases.show_case", case_id=case_id), code=303)
