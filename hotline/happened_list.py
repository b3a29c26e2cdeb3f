"""A list of what happened with cases: a line for each time, of the cases that the reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import abort

from hotline.asked import figure_of, line_asked
from models.queries import departments, frozen_lists
from models.queries.figure_lists import Line
from models.queries.happenings import Happening
from models.vocabulary import CaseScope
from reports import happenings
from reports.figures.happenings import HAPPENED
from reports.figures.values import Value

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


def happened_asked(arguments: Mapping[str, str]) -> tuple[Value, str]:
    """Return the value that the arguments name, and of whom it is; 404 where there is none. Raises BadPeriod."""
    name = arguments.get("figure", "")
    if name not in HAPPENED:
        abort(404)
    line = happenings.line(line_asked(arguments))
    return (figure_of(line, name), line["name"]) if line[name] is not None else abort(404)


def behind(value: Value) -> list[Happening]:
    """Return each time that the value counts."""
    return happenings.behind(value, happenings.keys_of(value.asked))


def visible(found: Sequence[Happening], scope: CaseScope) -> list[Happening]:
    """Return those whose cases lie inside the scope."""
    seen = frozen_lists.visible({each.case_id for each in found}, scope)
    return [each for each in found if each.case_id in seen]


def happened_page(found: Sequence[Happening], scope: CaseScope, *, start: int) -> HappenedPage:
    """Return the page that begins at this place among the lines that the reader may see."""
    seen = visible(found, scope)
    page = seen[start : start + PAGE]
    names = departments.names_of({each.department_id for each in page})
    cases = {line.id: line for line in frozen_lists.lines([each.case_id for each in page], scope)}
    lines = [
        HappenedLine(each.at, names.get(each.department_id, ""), cases[each.case_id])
        for each in page
        if each.case_id in cases
    ]
    return HappenedPage(lines, len(found) - len(seen), start + PAGE if start + PAGE < len(seen) else None)
