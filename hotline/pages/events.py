"""The one stream of every page of everyone signed in: it says when to look again, and for what."""

from collections.abc import Hashable

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import event_stream
from hotline.call_watch import EVERY_LINE
from hotline.guards import signed_in
from models.queries import hazards, hot_topics, notices, telephone
from models.vocabulary import Permission
from workflows.permissions import may, scope_of

blueprint = Blueprint("events", __name__, url_prefix="/events")


@blueprint.get("")
@signed_in
def stream_events() -> ResponseReturnValue:
    """Send when that changed: `alarm` hazards, `inbox` tray, `topics` hot topics, `call` own call, `queue` line, `calls` any."""
    supervises = may(current_user, Permission.SUPERVISE)
    takes_calls = may(current_user, Permission.REGISTER_CASE)
    sees_topics = may(current_user, Permission.VIEW_TOPICS)
    scope, user_id = scope_of(current_user), current_user.id

    def look() -> dict[str, Hashable]:
        seen: dict[str, Hashable] = {"inbox": notices.count_unread(user_id)}
        if sees_topics:
            seen["topics"] = hot_topics.newest()
        return seen | {"alarm": hazards.fingerprint(scope)} if supervises else seen

    hears: dict[str, int | None] = {"call": user_id} if takes_calls else {}
    if takes_calls and telephone.seat_of(user_id):
        hears["queue"] = None
    if may(current_user, Permission.WATCH_CALLS):
        hears["calls"] = EVERY_LINE
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return event_stream.answer(app, user_id, look, hears, is_urgent=supervises or takes_calls)
