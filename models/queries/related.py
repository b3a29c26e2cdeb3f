"""What belongs to a case besides its own rows: the same caller's other cases, merged ones, candidates to merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, literal, or_, select, union_all

from models.base import db
from models.case import Case
from models.citizen import Citizen
from models.queries.cases import SHOWN, inside, listed
from models.vocabulary import FINAL_STATES, CaseScope, CaseState

MOST = 10


@dataclass(frozen=True)
class Around:
    """The cases around one: those it points at by id, those merged into it, the same caller's others."""

    named: dict[int, Case] = field(default_factory=dict)
    merged: list[Case] = field(default_factory=list)
    same_caller: list[Case] = field(default_factory=list)


def around(case: Case, scope: CaseScope, *, knows_callers: bool) -> Around:
    """Return the cases around this one that the scope may see, the newest first, in one statement.

    knows_callers: the reader may be shown which cases are of the same caller, by the number's blind index.
    """
    pointed_at = [case_id for case_id in (case.merged_into_id, case.related_case_id) if case_id is not None]
    of_kinds = {"merged": Case.merged_into_id == case.id}
    if pointed_at:
        of_kinds["named"] = Case.id.in_(pointed_at)
    if knows_callers and case.citizen and case.citizen.phone_index:
        same = select(Citizen.case_id).where(Citizen.phone_index == case.citizen.phone_index)
        of_kinds["same_caller"] = Case.id.in_(same) & (Case.id != case.id)
    parts = [
        select(literal(kind).label("kind"), Case.id)
        .where(condition, *inside(scope))
        .order_by(Case.id.desc())
        .limit(MOST)
        .subquery()
        for kind, condition in of_kinds.items()
    ]
    found = union_all(*(select(part.c.kind, part.c.id) for part in parts)).subquery()
    rows = select(found.c.kind, Case).join(Case, Case.id == found.c.id).options(*SHOWN)
    cases = Around()
    for kind, row in db.session.execute(rows.order_by(Case.id.desc())):
        if kind == "named":
            cases.named[row.id] = row
        else:
            getattr(cases, kind).append(row)
    return cases


def merge_candidates(case: Case, scope: CaseScope, *, since: datetime) -> Sequence[Case]:
    """Return earlier open cases that may be of the same matter: same caller, or same category and place."""
    same_place = Case.area_id == case.area_id if case.area_id else Case.district_id == case.district_id
    alike = [and_(Case.category_id == case.category_id, same_place)]
    if case.citizen and case.citizen.phone_index:
        callers = select(Citizen.case_id).where(Citizen.phone_index == case.citizen.phone_index)
        alike.append(Case.id.in_(callers))
    rows = select(Case).where(
        *inside(scope),
        Case.id != case.id,
        Case.received_at >= since,
        or_(*alike),
        Case.merged_into_id.is_(None),
        Case.state.not_in([*FINAL_STATES, CaseState.AWAITING_COMPLETION]),
    )
    return db.session.scalars(listed(rows).order_by(Case.id.desc()).limit(MOST)).all()
