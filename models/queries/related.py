"""What belongs to a case besides its own rows: the same caller's other cases, merged ones, candidates to merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, literal, or_, select, union_all

from models.base import db
from models.case import Case
from models.citizen import Citizen
from models.queries.cases import inside, listed
from models.queries.lines import COLUMNS, CaseLine, with_names
from models.vocabulary import FINAL_STATES, CaseScope, CaseState

MOST = 10


CASE_ID: BindParameter[int] = bindparam("case_id")
# Each kind is picked by one index, in its order: somebody may have called a thousand times.
PICKED = {
    "named": select(Case.id)
    .where(Case.id.in_(bindparam("pointed_at", expanding=True)))
    .order_by(Case.id.desc()),
    "merged": select(Case.id).where(Case.merged_into_id == CASE_ID).order_by(Case.id.desc()),
    "same_caller": select(Citizen.case_id.label("id"))
    .join(Case, Case.id == Citizen.case_id)
    .where(Citizen.phone_index == bindparam("phone_index"), Citizen.case_id != CASE_ID)
    .order_by(Citizen.case_id.desc()),
}


@dataclass(frozen=True)
class Around:
    """The cases around one: those it points at by id, those merged into it, the same caller's others."""

    named: dict[int, CaseLine] = field(default_factory=dict)
    merged: list[CaseLine] = field(default_factory=list)
    same_caller: list[CaseLine] = field(default_factory=list)


def around(case: Case, scope: CaseScope, *, knows_callers: bool) -> Around:
    """Return the cases around this one that the scope may see, the newest first, in one statement.

    knows_callers: the reader may be shown which cases are of the same caller, by the number's blind index.
    """
    pointed_at = [case_id for case_id in (case.merged_into_id, case.related_case_id) if case_id is not None]
    phone_index = case.citizen.phone_index if knows_callers and case.citizen else None
    asked = {"case_id": case.id, "pointed_at": pointed_at, "phone_index": phone_index}
    wanted = {"named": bool(pointed_at), "merged": True, "same_caller": phone_index is not None}
    rows = of_kinds(tuple(kind for kind, is_wanted in wanted.items() if is_wanted), scope)
    cases = Around()
    for kind, *facts in db.session.execute(rows, asked):
        line = CaseLine(*facts)
        if kind == "named":
            cases.named[line.id] = line
        else:
            getattr(cases, kind).append(line)
    return cases


@lru_cache(maxsize=256)
def of_kinds(kinds: tuple[str, ...], scope: CaseScope) -> Select[Any]:
    """Return the select of the cases of these kinds; made once for each scope, since every case page asks."""
    parts = {kind: PICKED[kind].where(*inside(scope)).limit(MOST).subquery() for kind in kinds}
    found = union_all(
        *(select(literal(kind).label("kind"), part.c.id) for kind, part in parts.items())
    ).subquery()
    return with_names(select(found.c.kind, *COLUMNS).join(Case, Case.id == found.c.id)).order_by(
        Case.id.desc()
    )


def merge_candidates(case: Case, scope: CaseScope, *, since: datetime) -> Sequence[Case]:
    """Return cases still to be answered that may be of the same matter: same caller, or same category and place."""
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
        Case.state.not_in([*FINAL_STATES, CaseState.AWAITING_COMPLETION, CaseState.FOLLOW_UP]),
    )
    return db.session.scalars(listed(rows).order_by(Case.id.desc()).limit(MOST)).all()
