"""Who else has the case open (正在查看): said on the page, so that two people do not work past one another."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import case_for, requires
from models.queries import presences
from models.transaction import unit_of_work
from models.vocabulary import Permission

blueprint = Blueprint("presence", __name__, url_prefix="/cases/<int:case_id>")
# A page says every twenty seconds that it is still open; one that missed two of them is closed.
SEEN_WITHIN = timedelta(seconds=50)
# Two windows of one person need not both write.
WRITTEN_AT_MOST_EVERY = timedelta(seconds=10)


@blueprint.post("/presence")
@requires(Permission.VIEW_CASES)
def note_presence(case_id: int) -> ResponseReturnValue:
    """Say that the page is open, and show who else has the case open; drawn without the frame of a page."""
    case_for(current_user, case_id)
    at, writes = datetime.now(UTC), request.form.get("writes") == "1"
    mine = presences.last(case_id, current_user.id)
    last = (mine.writes_at if writes else mine.seen_at) if mine else None
    if last is None or at - last > WRITTEN_AT_MOST_EVERY:
        with unit_of_work():
            presences.note(case_id, current_user.id, at=at, writes=writes)
    since = at - SEEN_WITHIN
    return current_app.jinja_env.get_template("cases/_presence.html").render(
        others=presences.others(case_id, current_user.id, since=since), since=since
    )
