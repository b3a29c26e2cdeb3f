"""Joins hot topics anew at night (热点重新归并): what the batch finder sees together, and no person put in order.

By day each case is compared by what the hotline wrote down; the batch finder reads the texts of thirty days beside
each other. What it puts together becomes one topic; a case that it leaves alone stays where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from models.queries import hot_topics as rows
from models.queries import topic_rejoining
from workflows.hot_topics import open_topic

if TYPE_CHECKING:
    from datetime import datetime

    from models.queries.topic_rejoining import Kept

MOST_AT_ONCE = 4_000
"""Cases compared with each other at a time: 0.2 GB."""


@dataclass(frozen=True)
class Move:
    """Cases that belong into a topic; None: into a new one. `emptied` are topics that go with them whole."""

    into: int | None
    case_ids: tuple[int, ...]
    emptied: tuple[int, ...] = ()


def batches(kept: Iterable[Kept], most: int = MOST_AT_ONCE) -> Iterator[list[Kept]]:
    """Give the cases so many at a time (pure): a branch's of a district never apart, of too many the newest."""
    batch: list[Kept] = []
    for _, cell in groupby(kept, key=cell_of):
        own = list(cell)[-most:]
        if batch and len(batch) + len(own) > most:
            yield batch
            batch = []
        batch += own
    if batch:
        yield batch


def cell_of(case: Kept) -> tuple[int | None, int | None]:
    """Return within what cases may be one topic: matters of a branch in a district."""
    return case.branch_id, case.district_id


def apart(groups: Iterable[Sequence[Kept]]) -> Iterator[list[Kept]]:
    """Give the parts of groups that lie in one branch and district, and are of two cases at least (pure)."""
    for group in groups:
        cells: dict[tuple[int | None, int | None], list[Kept]] = {}
        for case in group:
            cells.setdefault(cell_of(case), []).append(case)
        yield from (cell for cell in cells.values() if len(cell) > 1)


def moves(groups: Sequence[Sequence[Kept]]) -> list[Move]:
    """Return what must move so that each group is one topic (pure).

    A group goes on as the topic that most of it is in, and a topic as one group: what else it holds becomes a
    topic of its own. A topic that no group goes on as is emptied into where most of it went.
    """
    shares = [
        (count, topic_id, place)
        for place, group in enumerate(groups)
        for topic_id, count in Counter(case.topic_id for case in group).items()
        if topic_id is not None
    ]
    shares.sort(key=lambda share: (-share[0], share[1], share[2]))
    target: dict[int, int] = {}
    goes_on: set[int] = set()
    for _, topic_id, place in shares:
        if place not in target and topic_id not in goes_on:
            target[place] = topic_id
            goes_on.add(topic_id)
    emptied: dict[int, list[int]] = {}
    gone: set[int] = set()
    for _, topic_id, place in shares:
        if topic_id not in goes_on | gone:
            gone.add(topic_id)
            emptied.setdefault(place, []).append(topic_id)
    found = []
    for place, group in enumerate(groups):
        into = target.get(place)
        moving = tuple(case.case_id for case in group if into is None or case.topic_id != into)
        if moving:
            found.append(Move(into, moving, tuple(emptied.get(place, ()))))
    return found


def carry_out(move: Move, *, at: datetime) -> bool:
    """Make the move, as far as nobody has touched what it is about meanwhile; say whether anything moved."""
    own = [row for row in rows.rows_of(move.case_ids) if row.taken_out_of_id is None]
    named = {move.into, *move.emptied, *(row.topic_id for row in own)} - {None}
    free = topic_rejoining.free_among([topic_id for topic_id in named if topic_id])
    moving = [row for row in own if row.topic_id is None or row.topic_id in free]
    emptied = [free[topic_id] for topic_id in move.emptied if topic_id in free]
    if not moving or (move.into is not None and move.into not in free):
        return False
    if move.into is None:
        if len(moving) < 2:
            return False
        cases = topic_rejoining.looked_at_all([row.case_id for row in moving])
        first = min(row.received_at for row in moving)
        topic = open_topic(cases, at=first, last_at=first)
    else:
        topic = free[move.into]
    left = [row for row in topic_rejoining.rows_in([each.id for each in emptied]) if row not in moving]
    for row in (*moving, *left):
        row.topic_id = topic.id
        topic.last_at = max(topic.last_at, row.received_at)
    for each in emptied:
        each.closed_at = at
    return True
