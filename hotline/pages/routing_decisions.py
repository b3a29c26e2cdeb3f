"""The record of decisions (分派记录): what the router named, what was done, what came of it; each number opens its list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.cursors import read_cursor, write_cursor
from hotline.guards import requires
from models.queries import reference, routing_decisions
from models.queries.routing_decisions import Wanted
from models.routing_decision import DecisionOutcome, Taken
from models.vocabulary import Action, Permission
from workflows.learning.curve import told
from workflows.lifecycle import TRANSITIONS
from workflows.permissions import may, scope_of

blueprint = Blueprint("routing_decisions", __name__, url_prefix="/routing/decisions")
PAGE = 50
DAYS = (30, 90, 365)
# The lists by their names in the address, with their titles: those with a release first.
LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "released": ("免审派出", {"released": True}),
    "sampled": ("抽中复核", {"sampled": True}),
    "waiting": ("结果待定", {"watched": True, "waiting": True}),
    "upheld": ("维持", {"watched": True, "outcome": DecisionOutcome.UPHELD}),
    "returned": ("退单改派", {"watched": True, "outcome": DecisionOutcome.RETURNED}),
    "corrected": ("更正", {"watched": True, "outcome": DecisionOutcome.CORRECTED}),
    "recalled": ("撤回", {"watched": True, "outcome": DecisionOutcome.RECALLED}),
    "all": ("全部建议", {}),
    "first": ("采用首位", {"taken": Taken.FIRST}),
    "other": ("另选单位", {"taken": Taken.OTHER}),
}


@blueprint.get("")
@requires(Permission.MANAGE_ROUTING)
def list_decisions() -> ResponseReturnValue:
    """Show the counts and the list that was asked for, within what the user may see."""
    shown, category_id = request.args.get("show", "all"), request.args.get("category", type=int)
    days = request.args.get("days", DAYS[0], type=int)
    if shown not in LISTS or days not in DAYS:
        abort(404)
    since = datetime.now(UTC) - timedelta(days=days)
    lists = {name: Wanted(**given) for name, (_, given) in LISTS.items()}
    scope, after = scope_of(current_user), read_cursor(request.args.get("after"))
    wanted = replace(lists[shown], category_id=category_id, since=since)
    rows = routing_decisions.lines(wanted, scope, limit=PAGE + 1, after=after)
    here: dict[str, Any] = {"show": shown, "category": category_id, "days": days}
    address = "routing_decisions.list_decisions"
    further = None
    if len(rows) > PAGE:
        last = rows[PAGE - 1].decision
        further = url_for(address, **here, after=write_cursor(last.suggested_at, last.id))
    return render_template(
        "routing/decisions.html",
        lists={name: title for name, (title, _) in LISTS.items()},
        counts=routing_decisions.counts(lists, scope, since=since, category_id=category_id),
        here=here,
        periods=DAYS,
        category=reference.find_category(category_id) if category_id else None,
        rows=rows[:PAGE],
        told=told,
        recalls=may(current_user, TRANSITIONS[Action.RECALL_DISPATCH].permission),
        recallable=TRANSITIONS[Action.RECALL_DISPATCH].starts,
        first=url_for(address, **here) if after else None,
        further=further,
    )
