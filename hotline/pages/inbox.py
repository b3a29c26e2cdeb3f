"""The inbox (消息): a user's notices, unread first counted in the bell."""

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import signed_in
from models.queries import notices
from models.transaction import unit_of_work
from models.vocabulary import NoticeState

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")
PAGE = 50


@blueprint.get("")
@signed_in
def show_inbox() -> ResponseReturnValue:
    """Show the user's messages, newest first."""
    messages = notices.tray(current_user.id, before_id=request.args.get("before", type=int), limit=PAGE + 1)
    older = url_for("inbox.show_inbox", before=messages[PAGE - 1].id) if len(messages) > PAGE else None
    return render_template("inbox/inbox.html", messages=messages[:PAGE], older=older)


@blueprint.get("/bell")
@signed_in
def show_bell() -> ResponseReturnValue:
    """Show the bell with the number of unread messages, for the frame to poll."""
    return render_template("_bell.html")


@blueprint.post("/<int:notice_id>/open")
@signed_in
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark a message as read and go to its case."""
    with unit_of_work():
        message = notices.find_in_tray(notice_id, current_user.id) or abort(404)
        message.state, message.read_at = NoticeState.READ, datetime.now(UTC)
    if message.case_id is None:
        return redirect(url_for("inbox.show_inbox"), code=303)
    return redirect(url_for("cases.show_case", case_id=message.case_id), code=303)


@blueprint.post("/read")
@signed_in
def mark_all_read() -> ResponseReturnValue:
    """Mark every message of the user as read."""
    with unit_of_work():
        notices.mark_all_read(current_user.id, at=datetime.now(UTC))
    return redirect(url_for("inbox.show_inbox"), code=303)
