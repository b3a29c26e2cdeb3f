"""Cases that were counted once and are named by their ids: which of them a reader may see, and what they are now."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from models.base import db
from models.case import Case
from models.queries.cases import inside, theirs
from models.queries.figure_lists import Line, shown
from models.vocabulary import CaseScope


def visible(case_ids: Collection[int], scope: CaseScope) -> set[int]:
    """Return which of the cases lie inside the scope, however many there are.

    Asked for is the smaller set: who sees every department's, of what is closed to them; else of what is theirs.
    """
    if scope.department_ids is None:
        closed = select(Case.id).where(Case.desk.is_not(None))
        if scope.desks:
            closed = closed.where(Case.desk.not_in(sorted(scope.desks)))
        return set(case_ids) - set(db.session.scalars(closed))
    own = select(Case.id).where(*inside(scope), *theirs(Case.id, scope))
    return set(case_ids) & set(db.session.scalars(own))


def lines(case_ids: Sequence[int], scope: CaseScope) -> list[Line]:
    """Return the lines of the cases inside the scope, in the order of the ids."""
    rows = db.session.execute(shown().where(Case.id.in_(case_ids), *inside(scope))).tuples()
    found = {row[0]: Line(*row) for row in rows}
    return [found[case_id] for case_id in case_ids if case_id in found]
