"""The lines of lists that say more than their cases do: supervision orders and requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict

from hotline.case_exports.of_cases import UNUSABLE
from hotline.case_exports.question import Lines, Own, Question, ToldLines, filled
from hotline.forms.supervision_list import OrderListForm
from hotline.lamps import Lamps
from models.case_request import CaseRequest
from models.queries import departments, export_ids, request_lists, supervision_board
from models.queries.supervision_board import Wanted
from models.supervision import Supervision
from models.user import User
from models.vocabulary import CaseScope, OrderAge, RequestKind, SupervisionState
from workflows.errors import NotAllowedNow
from workflows.limit import Limit

Finder = Callable[[Question, int | None], Lines | ToldLines]
Orders = Callable[[Question], tuple[Wanted, CaseScope]]


def open_orders(question: Question) -> tuple[Wanted, CaseScope]:
    """Return which open orders the list of orders is narrowed to; Refused where that makes no sense."""
    form = OrderListForm(MultiDict(question.arguments))
    form.offer(departments.in_official_order())
    if not form.validate():
        raise NotAllowedNow(UNUSABLE)
    return form.wanted(question.member("age", OrderAge)), question.scope


def orders_to_confirm(question: Question) -> tuple[Wanted, CaseScope]:
    """Return which orders wait to be confirmed."""
    return Wanted(state=SupervisionState.REPLIED, age=question.member("age", OrderAge)), question.scope


def orders_to_answer(question: Question) -> tuple[Wanted, CaseScope]:
    """Return which orders the user's departments must answer."""
    units, age = frozenset(question.user.department_ids), question.member("age", OrderAge)
    wanted = Wanted(department_ids=units, state=SupervisionState.OPEN, age=age)
    return wanted, CaseScope(None, question.scope.desks)


def order_conditions(question: Question) -> dict[str, str]:
    """Say the filters of the lists of orders."""
    form, age = OrderListForm(MultiDict(question.arguments)), question.member("age", OrderAge)
    form.offer(departments.in_official_order())
    said = filled(form) if form.validate() else {}
    return said | ({"督办天数": age.label} if age else {})


def lines_of_orders(orders: Orders) -> Finder:
    """Make the lines of a list of orders."""

    def lines(question: Question, limit: int | None) -> Lines:
        wanted, scope = orders(question)
        found, after, lamps = Lines(), None, Lamps(question.at)
        size = min(export_ids.BATCH, limit or export_ids.BATCH)
        while limit is None or len(found) < limit:
            page = supervision_board.orders(wanted, scope, question.at, after=after, limit=size)
            for row in page:
                found.add(row.case_id, Own(_order_cells(row, lamps)))
            if len(page) < size:
                break
            after = page[-1].due_at, page[-1].id
        return found

    return lines


def _order_cells(row: Supervision, lamps: Lamps) -> dict[str, Any]:
    if row.state is SupervisionState.REPLIED:
        in_time = row.replied_at is not None and row.due_at is not None and row.replied_at <= row.due_at
        lamp = "按时回复" if in_time else "超期回复"
    else:
        lamp = lamps.words(row.due_at, row.reply_limit or None)
    addressed = (row.department.name if row.department else "", row.addressed_to)
    return {
        "order": row.number,
        "order_level": f"{row.level.value} 级 {row.level.label}",
        "order_lamp": lamp,
        "order_due_at": row.due_at,
        "ordered": "，".join(name for name in addressed if name),
        "order_reason": row.reason,
        "order_trigger": row.trigger.label,
        "order_issued_at": row.issued_at,
        "order_state": row.state.label,
    }


def request_conditions(question: Question) -> dict[str, str]:
    """Say which kind of requests is listed."""
    kind = question.member("kind", RequestKind)
    return {"申请事项": kind.label} if kind else {}


def lines_of_requests(
    conditions: Callable[[User], request_lists.Conditions], *, oldest_first: bool
) -> Finder:
    """Make the lines of a list of requests."""

    def lines(question: Question, limit: int | None) -> Lines:
        found, beyond, asked = Lines(), None, conditions(question.user)
        kind, scope = question.member("kind", RequestKind), question.scope
        size = min(export_ids.BATCH, limit or export_ids.BATCH)
        while limit is None or len(found) < limit:
            page = request_lists.page(
                asked, scope, kind=kind, oldest_first=oldest_first, beyond_id=beyond, limit=size
            )
            for request, case in page:
                found.add(case.id, Own(_request_cells(request)))
            if len(page) < size:
                break
            beyond = page[-1][0].id
        return found

    return lines


def _request_cells(request: CaseRequest) -> dict[str, Any]:
    length = f"（{Limit.parse(request.limit).label}）" if request.limit else ""
    return {
        "requested_at": request.requested_at,
        "request": request.kind.label,
        "requested_by": request.department.name if request.department else "热线中心",
        "request_reason": request.reason + length,
        "request_state": request.state.label,
        "request_note": request.note,
    }
