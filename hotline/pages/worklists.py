"""The worklists (待办): one page for all of them, by whose work it is, by light and by tag, nearest clock first."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import next_case
from hotline.cursors import read_cursor, write_cursor
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.line_tags import narrowed
from hotline.list_arguments import row_id
from models.queries import worklists
from models.queries.worklist_counts import count_by_whose
from models.vocabulary import Light
from models.whose import Whose
from workflows.permissions import may, scope_of

blueprint = Blueprint("worklists", __name__, url_prefix="/worklists")
# Two screens of work; whoever has done these comes back to a list that has moved.
PAGE = 25


@blueprint.get("/<string:name>")
@requires(*{worklist.permission for worklist in worklists.WORKLISTS.values()})
def show_worklist(name: str) -> ResponseReturnValue:
    """Show one worklist; who may not do its work does not see it.

    Asked for nothing, it opens with what the reader has taken, or with all of it where that is nothing.
    """
    worklist = worklists.WORKLISTS.get(name) or abort(404)
    if not may(current_user, worklist.permission):
        abort(403)
    at, scope = datetime.now(UTC), scope_of(current_user)
    light, tag_id = request.args.get("light", type=Light), row_id(request.args, "tag")
    worklist = narrowed(worklist, tag_id, current_user)
    counts = count_by_whose(worklist, current_user, scope, at)
    whose = request.args.get("whose", type=Whose)
    if whose not in counts:
        opens_with_mine = not request.args and any(counts[Whose.MINE].values())
        whose = Whose.MINE if opens_with_mine else list(counts)[-1]
    next_case.remember(name, whose, tag_id)
    lines = worklists.page(
        worklist,
        current_user,
        scope,
        at,
        light=light,
        whose=whose,
        after=read_cursor(request.args.get("after")),
        limit=PAGE + 1,
    )
    asked: dict[str, Any] = {"name": name, "whose": whose.value, "tag": tag_id}
    here = "worklists.show_worklist"
    more = lines[PAGE - 1] if len(lines) > PAGE else None
    return render_template(
        "worklists/worklist.html",
        worklist=worklist,
        lines=lines[:PAGE],
        counts=counts,
        whose=whose,
        light=light,
        tag_id=tag_id,
        here=asked,
        lamps=Lamps(at),
        first=url_for(here, **asked, light=light) if request.args.get("after") else None,
        further=url_for(here, **asked, light=light, after=write_cursor(more.due_at, more.row_id))
        if more
        else None,
    )
