"""A list that was frozen: which cases were counted and may be seen, and what was true of them then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.queries import departments, frozen_lists
from models.queries.figure_lists import Line
from models.queries.measures import NONE
from models.vocabulary import CaseScope, Cohort, Dimension
from reports.held_cases import NEVER, HeldCases, moment

PAGE = 50


@dataclass(frozen=True)
class FrozenFacts:
    """What was true of a case as it was counted: with whom, due and ended when."""

    department: str
    due_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class FrozenLine:
    """A line of the list: what was true then, and what the case is now."""

    then: FrozenFacts
    now: Line


@dataclass(frozen=True)
class FrozenPage:
    """Some of the cases; `hidden` is how many of all the reader may not see."""

    lines: list[FrozenLine]
    hidden: int
    is_further: bool
    has_more: bool

    @property
    def last_id(self) -> int:
        """The id that the next page begins after."""
        return self.lines[-1].now.id


def visible_places(held: HeldCases, places: Sequence[int], scope: CaseScope) -> list[int]:
    """Return the places of the cases inside the scope, in their order."""
    seen = frozen_lists.visible([int(held.ids[place]) for place in places], scope)
    return [place for place in places if int(held.ids[place]) in seen]


def facts_of(held: HeldCases, places: Sequence[int]) -> list[FrozenFacts]:
    """Return what was true of the cases at these places."""
    keys = [held.member(Dimension.DEPARTMENT, place) for place in places]
    names = departments.names_of({int(key) for key in keys if key != NONE})
    due = held.moments[Cohort.DUE]
    return [
        FrozenFacts(names.get(int(key), ""), _moment(int(due[place])), _moment(int(held.ended[place])))
        for key, place in zip(keys, places, strict=True)
    ]


def frozen_page(held: HeldCases, places: Sequence[int], scope: CaseScope, *, after: int | None) -> FrozenPage:
    """Return the page below the case `after`, the cases in the order of the places."""
    seen = visible_places(held, places, scope)
    ids = [int(held.ids[place]) for place in seen]
    start = ids.index(after) + 1 if after in ids else 0
    then = dict(zip(ids[start : start + PAGE], facts_of(held, seen[start : start + PAGE]), strict=True))
    lines = [FrozenLine(then[line.id], line) for line in frozen_lists.lines(list(then), scope)]
    return FrozenPage(lines, len(places) - len(seen), start > 0, start + PAGE < len(seen))


def _moment(stamped: int) -> datetime | None:
    return None if stamped == NEVER else moment(stamped)
