"""The audit log (审计日志): who did what to what, when and from where; it is read, never written."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from config import LOCAL_TIMEZONE
from hotline.guards import requires
from hotline.pages.administration.audit_words import KINDS, OBJECTS, spoken_changes
from hotline.pages.administration.saving import asked, words_asked
from models.queries import audit_entries
from models.vocabulary import Permission

blueprint = Blueprint("audit_log", __name__, url_prefix="/administration/audit-log")
PAGE = 50


def midnight(name: str, *, after: int = 0) -> datetime | None:
    """Return the local midnight with which a day of the address begins, or so many days later."""
    try:
        given = date.fromisoformat(request.args.get(name, ""))
        return datetime.combine(given + timedelta(days=after), time(), LOCAL_TIMEZONE)
    except (ValueError, OverflowError):
        return None


@blueprint.get("")
@requires(Permission.VIEW_AUDIT)
def list_entries() -> ResponseReturnValue:
    """Show the entries asked for, newest first."""
    page = audit_entries.page(
        kind=words_asked("kind"),
        object_type=words_asked("object"),
        user_name=words_asked("user", 64),
        words=words_asked(),
        since=midnight("since"),
        until=midnight("until", after=1),
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
        limit=PAGE,
    )
    return render_template(
        "administration/audit_log.html",
        page=page,
        filters=asked("kind", "object", "user", "q", "since", "until"),
        kinds=KINDS,
        objects=OBJECTS,
        spoken_changes=spoken_changes,
    )
