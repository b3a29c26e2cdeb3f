"""Cases that may be the same as the one being typed: the same number, the same place and matter, the same words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, undefer

from models.base import db
from models.case import Case
from models.citizen import Citizen, phone_index
from models.queries.callers import in_street
from models.queries.cases import inside
from models.queries.search import find_case_ids
from models.vocabulary import FINAL_STATES, CaseScope

MOST_OF_A_KIND = 5
MOST_BY_WORDS = 12

SAME_NUMBER = "同号码在办"
SAME_PLACE_AND_MATTER = "同地同事项"
SAME_WORDS = "地点和用词相同"


@dataclass
class Candidate:
    """A case that may be the same, and why it may."""

    case: Case
    why: list[str] = field(default_factory=list)


def open_cases(*conditions: ColumnElement[bool], scope: CaseScope, most: int) -> Sequence[Case]:
    """Return the newest open cases that meet the conditions, with what a line shows."""
    rows = select(Case).where(*conditions, Case.state.not_in(FINAL_STATES), *inside(scope))
    shown = (
        joinedload(Case.category),
        joinedload(Case.district),
        joinedload(Case.department),
        undefer(Case.content),
    )
    return db.session.scalars(rows.options(*shown).order_by(Case.id.desc()).limit(most)).all()


def of_number(phone: str, scope: CaseScope) -> Sequence[Case]:
    """Return the open cases of the number."""
    theirs = select(Citizen.case_id).where(Citizen.phone_index == phone_index(phone))
    return open_cases(Case.id.in_(theirs), scope=scope, most=MOST_OF_A_KIND)


def of_place_and_matter(
    category_id: int, street_id: int, scope: CaseScope, *, since: datetime
) -> Sequence[Case]:
    """Return the open cases of the matter in the street since then."""
    same = (Case.category_id == category_id, Case.received_at >= since, in_street(street_id))
    return open_cases(*same, scope=scope, most=MOST_OF_A_KIND)


def of_words(words: Collection[str], scope: CaseScope, *, since: datetime) -> Sequence[Case]:
    """Return the open cases since then that hold all of the words."""
    found = find_case_ids(" ".join(words), scope, limit=MOST_BY_WORDS)
    if not found:
        return ()
    return open_cases(Case.id.in_(found), Case.received_at >= since, scope=scope, most=MOST_OF_A_KIND)


def gather(found: Sequence[tuple[str, Sequence[Case]]], *, most: int) -> list[Candidate]:
    """Join what was found for several reasons: a case with more of them first, then the newer one."""
    candidates: dict[int, Candidate] = {}
    for why, rows in found:
        for case in rows:
            candidates.setdefault(case.id, Candidate(case)).why.append(why)
    ranked = sorted(candidates.values(), key=lambda each: (-len(each.why), -each.case.id))
    return ranked[:most]
