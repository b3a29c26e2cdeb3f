"""Lists taken away for the demo: one made an hour ago and still there, one whose day is over."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from hotline.case_exports import making
from hotline.case_exports.lists import LISTS
from hotline.case_exports.question import Question
from models.queries import export_orders
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import Permission
from workflows import exports
from workflows.demo.crew import one_with

MEBIBYTES = 64
# Which lists, with which filters, what for, and how many hours ago.
TAKEN: tuple[tuple[str, dict[str, str], str, int], ...] = (
    ("cases", {"kind": "complaint"}, "报送上月投诉类工单办理情况", 26),
    ("overdue", {}, "督办例会通报超期任务", 1),
)


def export_some(at: datetime, folder: Path) -> None:
    """Take lists away as the supervisor does; the first file is let go as one of yesterday would be."""
    by = one_with(Permission.EXPORT_CASES, Permission.SUPERVISE)
    made = [
        _export(name, wanted, reason, folder, by=by, at=at - timedelta(hours=hours))
        for name, wanted, reason, hours in TAKEN
    ]
    with unit_of_work():
        order = export_orders.find(made[0])
        if order is not None:
            exports.expire(order)
            making.remove(order, folder)


def _export(name: str, wanted: dict[str, str], reason: str, folder: Path, *, by: User, at: datetime) -> int:
    listed, question = LISTS[name], Question(wanted, by, at)
    wish = exports.Wish(
        name, listed.title(question), dict(wanted), listed.conditions(question), listed.columns, reason
    )
    with unit_of_work():
        order = exports.ask(
            wish,
            by=by,
            at=at,
            stored_name=secrets.token_hex(16),
            mebibytes=MEBIBYTES,
        )
    making.make(order.id, folder)
    return order.id
