"""The inbox (消息): a user's notices, newest first, unread counted in the bell."""

from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import signed_in
from models.queries import notices
from models.transaction import unit_of_work
from models.vocabulary import NoticeState

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")
PAGE = 50
SHOWN = ("", "unread", "urgent")


@blueprint.get("")
@signed_in
def show_inbox() -> ResponseReturnValue:
    """Show the user's messages, newest first: all, the unread or the urgent."""
    shown = request.args.get("show", "")
    shown = shown if shown in SHOWN else ""
    page = notices.tray(
        current_user.id,
        unread=shown == "unread",
        urgent=shown == "urgent",
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
        limit=PAGE,
    )
    return render_template("inbox/inbox.html", page=page, shown=shown, asked={"show": shown} if shown else {})


@blueprint.get("/bell")
@signed_in
def show_bell() -> ResponseReturnValue:
    """Show the bell with the number of unread messages, for every open page to poll.

    Drawn without the frame of a page, which asks the database for more than the bell shows.
    """
    return current_app.jinja_env.get_template("_bell.html").render(
        inbox_url=url_for("inbox.show_inbox"),
        inbox_count_url=url_for("inbox.show_bell"),
        unread_count=notices.count_unread(current_user.id),
    )


@blueprint.post("/<int:notice_id>/open")
@signed_in
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark a message as read and go to its case."""
    with unit_of_work():
        message = notices.find_in_tray(notice_id, current_user.id) or abort(404)
        message.state, message.read_at = NoticeState.READ, message.read_at or datetime.now(UTC)
    if message.case_id is None:
        return redirect(url_for("inbox.show_inbox"), code=303)
    return redirect(url_for("cases.show_case", case_id=message.case_id), code=303)


@blueprint.get("/read")
@signed_in
def ask_mark_all_read() -> ResponseReturnValue:
    """Ask whether all messages shall count as read."""
    return render_template("inbox/read_all.html")


@blueprint.post("/read")
@signed_in
def mark_all_read() -> ResponseReturnValue:
    """Mark every message of the user as read."""
    with unit_of_work():
        notices.mark_all_read(current_user.id, at=datetime.now(UTC))
    return redirect(url_for("inbox.show_inbox"), code=303)
