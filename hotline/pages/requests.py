"""Requests (申请审批): what waits for my decision, and what my department has asked for."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import requires
from models.queries import request_lists
from models.vocabulary import Permission, RequestKind
from workflows.permissions import scope_of

blueprint = Blueprint("requests", __name__, url_prefix="/requests")
PAGE = 50


@blueprint.get("/pending")
@requires(*request_lists.DECIDED_BY)
def list_pending() -> ResponseReturnValue:
    """Show the requests that wait for the user's decision, the oldest first."""
    return show("待我审批", "list_pending", request_lists.to_decide(current_user), oldest_first=True)


@blueprint.get("/ours")
@requires(Permission.REQUEST)
def list_ours() -> ResponseReturnValue:
    """Show what the user's department has asked for and how it was decided, the newest first."""
    return show("本单位的申请", "list_ours", request_lists.of_departments(current_user), oldest_first=False)


def show(
    title: str, endpoint: str, conditions: request_lists.Conditions, *, oldest_first: bool
) -> ResponseReturnValue:
    """Show one of the lists, all kinds or one."""
    scope, kind = scope_of(current_user), request.args.get("kind", type=RequestKind)
    beyond = request.args.get("beyond", type=int)
    rows = request_lists.page(
        conditions, scope, kind=kind, oldest_first=oldest_first, beyond_id=beyond, limit=PAGE + 1
    )
    here = f"requests.{endpoint}"
    further = url_for(here, kind=kind, beyond=rows[PAGE - 1][0].id) if len(rows) > PAGE else None
    return render_template(
        "requests/list.html",
        title=title,
        here=here,
        rows=rows[:PAGE],
        kind=kind,
        counts=request_lists.count_by_kind(conditions, scope),
        first=url_for(here, kind=kind) if beyond else None,
        further=further,
    )
