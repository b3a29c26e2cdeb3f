"""Supervision (督办): the board, the orders behind its numbers, what a department must answer, the paper."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.board import Board, heat_word
from hotline.cursors import read_cursor, write_cursor
from hotline.forms.supervision_list import OrderListForm
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.list_arguments import kept
from models.queries import cases, departments, people, supervision_board, supervisions, worklists
from models.queries.supervision_board import Wanted
from models.vocabulary import CaseScope, OrderAge, OverdueBand, Permission, SupervisionState
from reports import periods
from workflows import overdue_days
from workflows.permissions import scope_of
from workflows.working_time import local_time

blueprint = Blueprint("supervision", __name__, url_prefix="/supervision")
PAGE = 50


@blueprint.get("")
@requires(Permission.SUPERVISE)
def show_board() -> ResponseReturnValue:
    """Show the supervised cases by department and level, the cards of the period, and the overdue heat."""
    at, scope = datetime.now(UTC), scope_of(current_user)
    try:
        period = periods.from_arguments(request.args, local_time(at).date())
    except periods.BadPeriod:
        abort(400)
    board = Board.made(
        supervision_board.tallies(scope, at),
        supervision_board.cards(scope, period.start, period.end),
        supervision_board.heat(scope, overdue_days.bands(at)),
        departments.in_official_order(),
    )
    return render_template("supervision/board.html", board=board, period=period, heat_word=heat_word)


@blueprint.get("/orders")
@requires(Permission.SUPERVISE)
def list_orders() -> ResponseReturnValue:
    """List the open orders, filtered by what the board counts them by."""
    form = OrderListForm(request.args)
    form.offer(departments.in_official_order())
    usable = form.validate()
    age = request.args.get("age", type=OrderAge)
    wanted = form.wanted(age) if usable else Wanted()
    return order_list("督办清单", wanted, scope_of(current_user), form=form), 200 if usable else 422


@blueprint.get("/to-confirm")
@requires(Permission.SUPERVISE)
def list_to_confirm() -> ResponseReturnValue:
    """List the answered orders that wait to be confirmed or sent back."""
    wanted = Wanted(state=SupervisionState.REPLIED, age=request.args.get("age", type=OrderAge))
    return order_list("待销号督办", wanted, scope_of(current_user))


@blueprint.get("/to-answer")
@requires(Permission.REPLY_SUPERVISION)
def list_to_answer() -> ResponseReturnValue:
    """List the orders that the reader's departments must answer."""
    wanted = Wanted(
        department_ids=frozenset(current_user.department_ids),
        state=SupervisionState.OPEN,
        age=request.args.get("age", type=OrderAge),
    )
    return order_list("待回复督办", wanted, CaseScope(None, scope_of(current_user).desks))


# Under which name each of the lists of orders is exported.
EXPORTED_AS = {
    "supervision.list_orders": "orders",
    "supervision.list_to_confirm": "orders-to-confirm",
    "supervision.list_to_answer": "orders-to-answer",
}


def order_list(title: str, wanted: Wanted, scope: CaseScope, *, form: OrderListForm | None = None) -> str:
    """Show a list of open orders: tabs by age with their counts, the earliest due first."""
    at = datetime.now(UTC)
    tallies = supervision_board.tallies(scope, at)
    rows = supervision_board.orders(
        wanted, scope, at, after=read_cursor(request.args.get("after")), limit=PAGE + 1
    )
    asked = {name: value for name, value in kept(request.args).items() if name != "age"}
    counts = {age: supervision_board.count(tallies, replace(wanted, age=age)) for age in (None, *OrderAge)}
    return render_template(
        "supervision/orders.html",
        title=title,
        form=form,
        rows=rows[:PAGE],
        counts=counts,
        wanted=wanted,
        asked=asked,
        lamps=Lamps(at),
        here=request.endpoint,
        export_as=EXPORTED_AS[request.endpoint or ""],
        is_later=bool(request.args.get("after")),
        further=write_cursor(rows[PAGE - 1].due_at, rows[PAGE - 1].id) if len(rows) > PAGE else None,
    )


@blueprint.get("/overdue")
@requires(Permission.SUPERVISE)
def list_overdue() -> ResponseReturnValue:
    """List the overdue parts behind the numbers of the heat."""
    at, scope = datetime.now(UTC), scope_of(current_user)
    department_id = request.args.get("department", type=int)
    band = request.args.get("band", type=OverdueBand)
    bands = overdue_days.bands(at)
    counts = supervision_board.heat(scope, bands)
    listed = supervision_board.overdue_parts(bands, department_id, band)
    after = read_cursor(request.args.get("after"))
    lines = worklists.page(listed, current_user, scope, at, after=after, limit=PAGE + 1)
    here: dict[str, Any] = {"department": department_id, "band": band}
    return render_template(
        "supervision/overdue.html",
        department=departments.find(department_id) if department_id else None,
        band=band,
        counts={
            each: sum(
                n for (unit, of), n in counts.items() if each in (None, of) and department_id in (None, unit)
            )
            for each in (None, *OverdueBand)
        },
        lines=lines[:PAGE],
        lamps=Lamps(at),
        first=url_for("supervision.list_overdue", **here) if after else None,
        further=url_for(
            "supervision.list_overdue",
            **here,
            after=write_cursor(lines[PAGE - 1].due_at, lines[PAGE - 1].row_id),
        )
        if len(lines) > PAGE
        else None,
    )


@blueprint.get("/<int:supervision_id>/print")
@requires(Permission.SUPERVISE, Permission.REPLY_SUPERVISION)
def print_order(supervision_id: int) -> ResponseReturnValue:
    """Show an order as an official paper (督办单), in the shape of GB/T 9704-2012."""
    row = supervisions.with_number(supervision_id) or abort(404)
    case = cases.find(row.case_id, scope_of(current_user)) or abort(404)
    issuer = people.find_user(row.issued_by_id) if row.issued_by_id else None
    return render_template("supervision/paper.html", order=row, case=case, issuer=issuer)
