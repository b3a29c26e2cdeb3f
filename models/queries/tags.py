"""Tags: the city's own, those of a case, the cases that carry one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select

from models.base import db
from models.case import Case
from models.tag import CaseTag, Tag

ORDER = (Tag.position, Tag.id)
AMONG = (
    select(Tag.id, Tag.name, Tag.is_active, CaseTag.case_id)
    .outerjoin(
        CaseTag, and_(CaseTag.tag_id == Tag.id, CaseTag.case_id.in_(bindparam("case_ids", expanding=True)))
    )
    .order_by(*ORDER)
)


def in_use() -> Sequence[Tag]:
    """Return the tags that may be put on, in the city's order."""
    return db.session.scalars(select(Tag).where(Tag.is_active).order_by(*ORDER)).all()


def names() -> Sequence[tuple[int, str]]:
    """Return id and name of every tag, those out of use last: cases may carry them still."""
    rows = select(Tag.id, Tag.name).order_by(Tag.is_active.desc(), *ORDER)
    return db.session.execute(rows).tuples().all()


def of_case(case_id: int) -> Sequence[Tag]:
    """Return the tags of a case."""
    rows = select(Tag).join(CaseTag, CaseTag.tag_id == Tag.id).where(CaseTag.case_id == case_id)
    return db.session.scalars(rows.order_by(*ORDER)).all()


def among(case_ids: Collection[int]) -> Sequence[Row[Any]]:
    """Return each tag as (id, name, is_active, case_id): once for each of the cases that carries it, or once with None."""
    return db.session.execute(AMONG, {"case_ids": list(case_ids)}).all()


def carried_by(case_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Return what each of these cases carries that carries any, by name in the city's order."""
    rows = select(CaseTag.case_id, Tag.name).join(Tag, Tag.id == CaseTag.tag_id)
    found = defaultdict[int, list[str]](list)
    for case_id, name in db.session.execute(
        rows.where(CaseTag.case_id.in_(case_ids)).order_by(*ORDER)
    ).tuples():
        found[case_id].append(name)
    return found


def find(tag_id: int) -> Tag | None:
    """Return the tag."""
    return db.session.get(Tag, tag_id)


def on(case_id: int, tag_id: int) -> CaseTag | None:
    """Return the tag on the case, or None where it carries it not."""
    return db.session.scalar(select(CaseTag).where(CaseTag.case_id == case_id, CaseTag.tag_id == tag_id))


def carries(tag_id: int, case_id: Any = Case.id) -> ColumnElement[bool]:
    """Return the condition that a case carries the tag; `case_id` is the column that names the case."""
    carrying: Select[tuple[int]] = select(CaseTag.case_id).where(CaseTag.tag_id == tag_id)
    condition: ColumnElement[bool] = case_id.in_(carrying)
    return condition
