"""Which cases a list holds from its first line to its last, as ids in the order of the list; inside the scope.

Half a million ids take four megabytes; what is told of the cases is then read in pieces, so that no reading
lasts long and none keeps the database from tidying its log.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from models.base import db
from models.case import Case
from models.queries import figure_lists, search
from models.queries.case_lists import Filter, conditions, within
from models.queries.cases import inside
from models.queries.measures import moment_of
from models.vocabulary import CaseScope

T = TypeVar("T")
# More than any city has; what a search is asked for when all is wanted.
ALL_OF_THEM = 100_000_000
# Ids given in one statement.
BATCH = 2_000


def batches(items: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """Cut the items into pieces, in their order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def of_list(wanted: Filter, scope: CaseScope, *, limit: int | None = None) -> array[int]:
    """Return the ids of the list of cases, in its order; at most `limit` where given."""
    if wanted.words:
        return _found(wanted, scope, limit)
    if not wanted.by_due:
        return _ids(within(wanted, scope), Case.id.desc(), limit=limit)
    timed = [*within(wanted, scope, walks=True), Case.next_due_at.is_not(None)]
    found = _ids(timed, Case.next_due_at, Case.id, limit=limit)
    if wanted.light is None and (limit is None or len(found) < limit):
        left = None if limit is None else limit - len(found)
        found.extend(_ids([*within(wanted, scope), Case.next_due_at.is_(None)], Case.id.desc(), limit=left))
    return found


def of_figure(figure: figure_lists.Behind, scope: CaseScope, *, limit: int | None = None) -> array[int]:
    """Return the ids of the cases behind a figure, the newest of its cohort first."""
    order = moment_of(figure.cohort).desc(), Case.id.desc()
    return _ids([*figure.conditions(), *inside(scope)], *order, limit=limit)


def _ids(asked: Iterable[ColumnElement[bool]], *order: Any, limit: int | None) -> array[int]:
    rows = select(Case.id).where(*asked).order_by(*order).limit(limit)
    # Straight from the cursor: the session would first make a list of all rows, sixty megabytes for a year.
    return array("q", db.session.connection().execute(rows).scalars())


def _found(wanted: Filter, scope: CaseScope, limit: int | None) -> array[int]:
    """Return what words find, narrowed down and put in order."""
    reach = ALL_OF_THEM if limit is None or conditions(wanted) or wanted.by_due else limit
    found = search.find_case_ids(wanted.words, scope, limit=reach)
    kept: list[tuple[int, datetime | None]] = []
    for batch in batches(found):
        rows = select(Case.id, Case.next_due_at).where(Case.id.in_(batch), *conditions(wanted))
        kept.extend(db.session.execute(rows.order_by(Case.id.desc())).tuples())
        if limit is not None and not wanted.by_due and len(kept) >= limit:
            break
    if wanted.by_due:
        timed = sorted((due, case_id) for case_id, due in kept if due is not None)
        kept = [(case_id, due) for due, case_id in timed] + [pair for pair in kept if pair[1] is None]
    return array("q", (case_id for case_id, _ in kept[:limit]))
