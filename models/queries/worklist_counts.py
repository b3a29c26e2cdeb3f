"""How much a worklist holds, of each cut of it (我的、本单位、全部) and by light, in one statement."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select, true

from models.base import db
from models.queries.worklists import (
    AT,
    KEPT,
    Reader,
    Worklist,
    by_light,
    sums_by_light,
    waiting,
    whose_is,
)
from models.user import User
from models.vocabulary import CaseScope, Light
from models.whose import Whose

LIGHTS = 3


def count_by_whose(
    worklist: Worklist, user: User, scope: CaseScope, at: datetime
) -> dict[Whose, dict[Light, int]]:
    """Count each cut that the list offers the user by light."""
    reader = Reader.of(user, scope)
    sums = tuple(db.session.execute(counted(worklist, reader), {"at": at}).one())
    cuts = worklist.cuts(reader)
    return {cut: by_light(sums[place * LIGHTS :][:LIGHTS]) for place, cut in enumerate(cuts)}


@lru_cache(maxsize=KEPT)
def counted(worklist: Worklist, reader: Reader) -> Select[Any]:
    """Return the select that counts the cuts at the moment `at`.

    The whole list is walked once for the cuts that are wide; what one person has taken is found by an index of its own.
    """
    mine = select(*sums_by_light(worklist, AT)).where(*waiting(worklist, reader, AT, Whose.MINE)).subquery()
    wide = [
        column
        for cut in worklist.cuts(reader)[1:]
        for column in sums_by_light(
            worklist, AT, None if cut is worklist.cuts(reader)[-1] else whose_is(worklist, reader, cut)
        )
    ]
    whole = select(*wide).where(*waiting(worklist, reader, AT)).subquery()
    return select(*mine.c, *whole.c).select_from(mine.join(whole, true()))
