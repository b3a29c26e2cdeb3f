"""A page of a list that was frozen: which cases were counted, and what was true of them then."""

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
class FrozenLine:
    """A case as it was counted: with whom, due and ended when; the rest is as it is now."""

    now: Line
    department: str
    due_at: datetime | None
    ended_at: datetime | None


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


def frozen_page(held: HeldCases, places: Sequence[int], scope: CaseScope, *, after: int | None) -> FrozenPage:
    """Return the page below the case `after`, the cases in the order of the places."""
    place_of = {int(held.ids[place]): place for place in places}
    seen = frozen_lists.visible(list(place_of), scope)
    ids = [case_id for case_id in place_of if case_id in seen]
    start = ids.index(after) + 1 if after in seen else 0
    shown = ids[start : start + PAGE]
    keys = {place_of[case_id]: held.member(Dimension.DEPARTMENT, place_of[case_id]) for case_id in shown}
    names = departments.names_of(int(key) for key in keys.values() if key != NONE)
    lines = []
    for line in frozen_lists.lines(shown, scope):
        place = place_of[line.id]
        lines.append(
            FrozenLine(
                line,
                names.get(int(keys[place]), ""),
                _moment(int(held.moments[Cohort.DUE][place])),
                _moment(int(held.ended[place])),
            )
        )
    return FrozenPage(lines, len(places) - len(ids), start > 0, start + PAGE < len(ids))


def _moment(stamped: int) -> datetime | None:
    return None if stamped == NEVER else moment(stamped)
