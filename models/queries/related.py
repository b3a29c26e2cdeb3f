"""What belongs to a case besides its own rows: the same caller's other cases, merged ones, candidates to merge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from models.base import db
from models.case import Case
from models.citizen import Citizen
from models.queries.cases import inside, listed, visible
from models.vocabulary import FINAL_STATES, CaseScope, CaseState

MOST = 10


def of_same_caller(case: Case, scope: CaseScope) -> Sequence[Case]:
    """Return the caller's other cases by the blind index of the number, the newest first."""
    index = case.citizen.phone_index if case.citizen else None
    if index is None:
        return []
    rows = visible(scope).join(Citizen, Citizen.case_id == Case.id)
    rows = rows.where(Citizen.phone_index == index, Case.id != case.id)
    return db.session.scalars(listed(rows).order_by(Case.id.desc()).limit(MOST)).all()


def merged_into(case_id: int, scope: CaseScope) -> Sequence[Case]:
    """Return the cases that were merged into this one."""
    rows = visible(scope).where(Case.merged_into_id == case_id)
    return db.session.scalars(listed(rows).order_by(Case.id.desc()).limit(MOST)).all()


def named(case_ids: Sequence[int | None], scope: CaseScope) -> Sequence[Case]:
    """Return the cases with these ids that the scope may see; None is passed over."""
    wanted = [case_id for case_id in case_ids if case_id is not None]
    if not wanted:
        return []
    return db.session.scalars(listed(visible(scope).where(Case.id.in_(wanted)))).all()


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
