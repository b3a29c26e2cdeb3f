"""What belongs to several cases, read for all of them at once: for previews of many, where one by one would be slow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from models.assignment import Assignment
from models.base import db
from models.case_request import CaseRequest
from models.queries.requests import UNDECIDED
from models.reply import Reply
from models.supervision import Supervision
from models.tag import CaseTag, Tag


class Records(NamedTuple):
    """What a case has of each kind, the oldest first: parts with their departments, undecided requests, orders."""

    parts: list[Assignment]
    undecided: list[CaseRequest]
    orders: list[Supervision]


def of_cases(case_ids: Collection[int]) -> dict[int, Records]:
    """Return the records of each of the cases, in three statements."""
    parts = select(Assignment).where(Assignment.case_id.in_(case_ids)).order_by(Assignment.id)
    asked = select(CaseRequest).where(CaseRequest.case_id.in_(case_ids), CaseRequest.state.in_(UNDECIDED))
    orders = select(Supervision).where(Supervision.case_id.in_(case_ids)).order_by(Supervision.id)
    found = {case_id: Records([], [], []) for case_id in case_ids}
    for part in db.session.scalars(parts.options(joinedload(Assignment.department))):
        found[part.case_id].parts.append(part)
    for request in db.session.scalars(asked.order_by(CaseRequest.id)):
        found[request.case_id].undecided.append(request)
    for order in db.session.scalars(orders):
        found[order.case_id].orders.append(order)
    return found


def tags_of(case_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names of the tags of each case that carries any, in the city's order."""
    rows = select(CaseTag.case_id, Tag.name).join(Tag, Tag.id == CaseTag.tag_id)
    found = defaultdict[int, list[str]](list)
    for case_id, name in db.session.execute(
        rows.where(CaseTag.case_id.in_(case_ids)).order_by(Tag.position, Tag.id)
    ):
        found[case_id].append(name)
    return found


def answers_of(case_ids: Collection[int]) -> dict[int, str]:
    """Return the public answer of each case's newest reply; nothing of cases without one."""
    newest = select(func.max(Reply.id)).where(Reply.case_id.in_(case_ids)).group_by(Reply.case_id)
    rows = select(Reply.case_id, Reply.public_answer).where(Reply.id.in_(newest))
    return dict(db.session.execute(rows).tuples().all())
