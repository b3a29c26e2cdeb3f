"""The worklists (待办): one page for all of them, filtered by light, nearest clock first."""

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import next_case
from hotline.cursors import read_cursor, write_cursor
from hotline.guards import requires
from hotline.lamps import Lamps
from models.queries import worklists
from models.vocabulary import Light
from workflows.permissions import may, scope_of

blueprint = Blueprint("worklists", __name__, url_prefix="/worklists")
# Two screens of work; whoever has done these comes back to a list that has moved.
PAGE = 25


@blueprint.get("/<string:name>")
@requires(*{worklist.permission for worklist in worklists.WORKLISTS.values()})
def show_worklist(name: str) -> ResponseReturnValue:
    """Show one worklist; who may not do its work does not see it."""
    worklist = worklists.WORKLISTS.get(name) or abort(404)
    if not may(current_user, worklist.permission):
        abort(403)
    next_case.remember(name)
    at, scope = datetime.now(UTC), scope_of(current_user)
    light = request.args.get("light", type=Light)
    counts = worklists.count_by_light(worklist, current_user, scope, at)
    lines = worklists.page(
        worklist,
        current_user,
        scope,
        at,
        light=light,
        after=read_cursor(request.args.get("after")),
        limit=PAGE + 1,
    )
    more = lines[PAGE - 1] if len(lines) > PAGE else None
    further = (
        url_for(
            "worklists.show_worklist", name=name, light=light, after=write_cursor(more.due_at, more.row_id)
        )
        if more
        else None
    )
    return render_template(
        "worklists/worklist.html",
        worklist=worklist,
        lines=lines[:PAGE],
        counts=counts,
        light=light,
        lamps=Lamps(at),
        first=url_for("worklists.show_worklist", name=name, light=light)
        if request.args.get("after")
        else None,
        further=further,
    )
