"""A list of what happened with cases: a line for each time, of the cases that the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from models.queries import departments, frozen_lists
from models.queries.figure_lists import Line
from models.queries.happenings import Happening
from models.vocabulary import CaseScope

PAGE = 50


@dataclass(frozen=True)
class HappenedLine:
    """Once: when, with which unit, and the case as it is now."""

    at: datetime
    department: str
    now: Line


class HappenedPage(NamedTuple):
    """Some of the lines; `hidden` is how many of all the reader may not see, `further` after which place more follow."""

    lines: list[HappenedLine]
    hidden: int
    further: int | None


def happened_page(found: Sequence[Happening], scope: CaseScope, *, start: int) -> HappenedPage:
    """Return the page that begins at this place among the lines that the reader may see."""
    visible = frozen_lists.visible({each.case_id for each in found}, scope)
    seen = [each for each in found if each.case_id in visible]
    page = seen[start : start + PAGE]
    names = departments.names_of({each.department_id for each in page})
    cases = {line.id: line for line in frozen_lists.lines([each.case_id for each in page], scope)}
    lines = [
        HappenedLine(each.at, names.get(each.department_id, ""), cases[each.case_id])
        for each in page
        if each.case_id in cases
    ]
    return HappenedPage(lines, len(found) - len(seen), start + PAGE if start + PAGE < len(seen) else None)
