"""The outbox (通知发送): what waits, what could not be delivered and why, and sending it again."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import requires
from models.queries import outbox
from models.transaction import unit_of_work
from models.vocabulary import NoticeChannel, NoticeState, Permission
from workflows.administration import resending
from workflows.ways_out import ways_out

blueprint = Blueprint("outbox", __name__, url_prefix="/outbox")
PAGE = 50
STATES = (NoticeState.FAILED, NoticeState.WAITING, NoticeState.SENT)
CHANNELS = tuple(channel for channel in NoticeChannel if channel is not NoticeChannel.INBOX)


@blueprint.get("")
@requires(Permission.VIEW_OUTBOX)
def list_notices() -> ResponseReturnValue:
    """Show the messages of one state and channel: the failed ones unless others are asked for."""
    state = request.args.get("state", type=NoticeState)
    state = state if state in STATES else NoticeState.FAILED
    channel = channel_asked()
    found = outbox.page(
        state,
        channel,
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
        limit=PAGE,
    )
    return render_template(
        "outbox/outbox.html",
        page=found,
        about=outbox.about(found.rows),
        counts=outbox.count_undelivered(channel),
        state=state,
        states=STATES,
        channel=channel,
        channels=CHANNELS,
        closed=[each for each in CHANNELS if not ways_out.is_open(each)],
        asked={"state": state.value, **({"channel": channel.value} if channel else {})},
    )


@blueprint.post("/<int:notice_id>/retry")
@requires(Permission.VIEW_OUTBOX)
def retry_notice(notice_id: int) -> ResponseReturnValue:
    """Let one message that could not be delivered be tried again."""
    with unit_of_work():
        notice = outbox.find(notice_id) or abort(404)
        resending.retry(notice, by=current_user, at=datetime.now(UTC))
    flash("已重新排队，稍后发送。", "success")
    return redirect(url_for("outbox.list_notices"), code=303)


@blueprint.get("/retry")
@requires(Permission.VIEW_OUTBOX)
def ask_retry_all() -> ResponseReturnValue:
    """Ask whether all that failed shall be tried again."""
    channel = channel_asked()
    return render_template(
        "outbox/retry_all.html",
        count=outbox.count_undelivered(channel)[NoticeState.FAILED],
        channel=channel,
    )


@blueprint.post("/retry")
@requires(Permission.VIEW_OUTBOX)
def retry_all() -> ResponseReturnValue:
    """Let everything that failed, of one channel or all, be tried again."""
    with unit_of_work():
        count = resending.retry_all(channel_asked(), by=current_user, at=datetime.now(UTC))
    flash(f"{count} 条通知已重新排队，稍后发送。", "success")
    return redirect(url_for("outbox.list_notices", state=NoticeState.WAITING.value), code=303)


def channel_asked() -> NoticeChannel | None:
    """Return the channel that the address or the form names, if it leads outside."""
    channel = request.values.get("channel", type=NoticeChannel)
    return channel if channel in CHANNELS else None
