"""Hazards nobody has taken (险情提示): the banner, and taking one."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import case_for, requires
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import escalation

blueprint = Blueprint("alarms", __name__, url_prefix="/alarms")


@blueprint.get("")
@requires(Permission.SUPERVISE)
def show_alarms() -> ResponseReturnValue:
    """Show the banner, as the frame gives it to every page, alone or on a page of its own."""
    return render_template("_alarms.html" if request.headers.get("HX-Request") else "alarms/alarms.html")


@blueprint.post("/<int:case_id>/take")
@requires(Permission.SUPERVISE)
def take_alarm(case_id: int) -> ResponseReturnValue:
    """Take the hazard from wherever its banner is seen, and go to its case."""
    with unit_of_work():
        case = case_for(current_user, case_id)
        escalation.take(case, by=current_user, at=datetime.now(UTC))
    flash("险情已由您接手，请督促承办单位立即处置。", "success")
    return redirect(url_for("cases.show_case", case_id=case_id), code=303)
