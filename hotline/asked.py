"""What an address asks of the figures: period and member read from it, and the list behind a value as an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from flask import abort, request, url_for

from config import LOCAL_TIMEZONE
from hotline.forms.reports import PeriodForm
from models.queries import report_subjects
from models.queries.figure_lists import Behind
from models.queries.grid_events import BehindGrid
from models.queries.ledger import NotKept
from models.queries.measures import NONE
from models.queries.restrictions import Within
from models.vocabulary import CASES_BY, Cohort, Dimension
from reports import extracts, grid, lines, told_by_hand
from reports.entered_rows import EntryRow
from reports.figures.asked import Asked
from reports.figures.definitions import COUNTED
from reports.figures.figure import Figure, Shape
from reports.figures.grid import GRID_COUNTED
from reports.figures.registry import OUTSIDE, REGISTRY
from reports.figures.values import Part, Value, value_of
from reports.lines import Row
from reports.periods import Period, PeriodKind, containing, from_arguments
from workflows.entered_figures import LONGEST_KEY

MEMBERS = tuple(dimension for dimension in CASES_BY if dimension is not Dimension.ALL)


class ListAsked(NamedTuple):
    """The list behind a value: the value, of whom, which part of it, and its cases."""

    value: Value
    member: str
    part: Part
    number: int
    cases: Behind


class EventsAsked(NamedTuple):
    """The list behind a value of the grid: the value, of whom, which part of it, and its events."""

    value: Value
    member: str
    part: Part
    number: int
    events: BehindGrid


class EntriesAsked(NamedTuple):
    """What is behind a number that people or the system told: the figure, its period, of whom, and the entries."""

    figure: Figure
    period: Period
    member: str
    entries: Sequence[EntryRow]


def asked(arguments: Mapping[str, str] | None = None) -> Asked:
    """Read the period from the address, or from the arguments given. Raises BadPeriod."""
    now = datetime.now(UTC)
    given = request.args if arguments is None else arguments
    return lines.ask(from_arguments(given, now.astimezone(LOCAL_TIMEZONE).date()), now)


def with_period(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return the arguments with the period that is meant, so that this month stays the month it was. Raises BadPeriod."""
    period = asked(arguments).period.arguments
    return dict(arguments) | {name: str(value) for name, value in period.items()}


@dataclass(frozen=True)
class PeriodChoice:
    """What the choice of a page's period shows: the one chosen, and what else there is to choose."""

    period: Period
    form: PeriodForm
    kinds: Sequence[PeriodKind]
    today: Period | None
    day: date


def choice_of(question: Asked) -> PeriodChoice:
    """Return the choice of the period that was asked for; other kinds are offered of its last day, or of today."""
    period, today = question.period, question.at.astimezone(LOCAL_TIMEZONE).date()
    return PeriodChoice(
        period,
        PeriodForm(data={"period": period.kind.value, "on": period.first_on, "to": period.last_on}),
        [kind for kind in PeriodKind if kind is not PeriodKind.RANGE],
        containing(period.kind, today) if period.kind is not PeriodKind.RANGE else None,
        min(period.last_on, today),
    )


def line_asked(arguments: Mapping[str, str] | None = None) -> Row:
    """Return the line of the member asked for, as in department=3, or of all; 404 where there is no such one.

    Of these cases `within=channel-phone-web` leaves only some, and so does the subject of a special report.
    """
    given = request.args if arguments is None else arguments
    question = about(asked(given), given).inside(_within(given.get("within", "")))
    if question.subset and question.within:
        abort(404)
    for dimension in MEMBERS:
        if key := given.get(dimension.value, ""):
            question = question.of(dimension, key)
            break
    try:
        line = lines.line(question)
    except NotKept:
        abort(404)
    if line is None:
        abort(404)
    return line


def about(question: Asked, given: Mapping[str, str]) -> Asked:
    """Return the question, asked of the cases of a special report or a hot topic where the address names one; else 404."""
    if topic := given.get("hot_topic", ""):
        own = report_subjects.of_topic(topic)
        return question.about(own) if own else abort(404)
    key = given.get("subject", "")
    if not key:
        return question
    subset = report_subjects.subset(key, street=given.get("street", ""), sign=given.get("sign", ""))
    return question.about(subset) if subset else abort(404)


def list_asked(arguments: Mapping[str, str]) -> ListAsked:
    """Return the list behind the value that the arguments name; 404 where there is none. Raises BadPeriod."""
    figure = COUNTED.get(arguments.get("figure", "received"))
    part = arguments.get("part", Part.WHOLE)
    if figure is None or part not in set(Part):
        abort(404)
    line = line_asked(arguments)
    value = figure_of(line, figure.id)
    behind = value.behind(Part(part))
    question = value.asked
    cases = Behind(
        behind.counts,
        behind.left_out,
        question.dimension,
        line["keys"],
        question.span,
        question.subset,
        question.within,
    )
    return ListAsked(value, line["name"], Part(part), behind.number, cases)


def _within(text: str) -> Within | None:
    if not text:
        return None
    try:
        found = Within.parse(text)
    except ValueError:
        abort(404)
    return found if extracts.is_known(found) else abort(404)


def grid_line_asked(arguments: Mapping[str, str] | None = None) -> Row:
    """Return the grid's line of the classes or the district asked for, or of all; 404 for no such. Raises BadPeriod."""
    given = request.args if arguments is None else arguments
    question = asked(given)
    for dimension in (Dimension.GRID_CLASS, Dimension.DISTRICT):
        if key := given.get(dimension.value, ""):
            question = question.of(dimension, key)
            break
    line = grid.line(question)
    return abort(404) if line is None else line


def events_asked(arguments: Mapping[str, str]) -> EventsAsked:
    """Return the list behind the grid's value that the arguments name; 404 where there is none. Raises BadPeriod."""
    name, part = arguments.get("figure", "grid_registered"), arguments.get("part", Part.WHOLE)
    if name not in GRID_COUNTED or part not in set(Part):
        abort(404)
    line = grid_line_asked(arguments)
    value = figure_of(line, name)
    events, number = grid.behind(value, Part(part))
    return EventsAsked(value, line["name"], Part(part), number, events)


def entries_asked(arguments: Mapping[str, str]) -> EntriesAsked:
    """Return what is behind the told number that the arguments name; 404 where there is none. Raises BadPeriod."""
    name = arguments.get("figure", "")
    if name not in OUTSIDE:
        abort(404)
    line, called = line_asked(arguments), arguments.get("class", "")[:LONGEST_KEY]
    entries = told_by_hand.behind(REGISTRY[name], line["asked"], line["keys"], called)
    return EntriesAsked(REGISTRY[name], line["asked"].period, called or line["name"], entries)


@cache
def lists() -> str:
    """Return where the lists behind figures are; a table has a thousand links to them."""
    return url_for("reports.list_cases")


@cache
def entries() -> str:
    """Return where the entries behind a figure told by hand are."""
    return url_for("entered_figures.list_entries")


@cache
def meetings() -> str:
    """Return where the lists behind figures of joint meetings are."""
    return url_for("meeting_figures.list_behind")


def _beside(question: Asked, name: str) -> str:
    """Return what a row is of that is no member of a dimension: a class of calls or seats, a meeting's topic."""
    if question.dimension is not Dimension.ALL or question.key == NONE:
        return ""
    return f"&{name}={quote(question.key, safe='')}"


@cache
def events() -> str:
    """Return where the lists behind the grid's figures are."""
    return url_for("grid.list_behind")


@cache
def happened() -> str:
    """Return where the lists behind figures of what happened are."""
    return url_for("happenings.list_happened")


@cache
def scores() -> str:
    """Return where the score sheets of the units are."""
    return url_for("scorecard.show_scorecard")


def list_url(value: Value, part: Part = Part.WHOLE) -> str:
    """Return the address of the cases behind a value, as `line_asked` reads it; of a score, that of its sheet."""
    if value.listed_as in OUTSIDE:
        return f"{entries()}?figure={value.listed_as}&{_query(value.asked)}{_beside(value.asked, 'class')}"
    if value.figure.shape is Shape.SCORE:
        return f"{scores()}?{_period(value.asked.period)}#unit-{value.asked.key}"
    tail = "" if part is Part.WHOLE else f"&part={part}"
    if value.figure.cohort is Cohort.MEETING:
        return f"{meetings()}?figure={value.listed_as}&{_query(value.asked)}{_beside(value.asked, 'topic')}{tail}"
    if value.figure.cohort is Cohort.HAPPENED:
        return f"{happened()}?figure={value.figure.id}&{_query(value.asked)}"
    where = events() if value.figure.cohort is Cohort.GRID else lists()
    return f"{where}?figure={value.listed_as}&{_query(value.asked)}{tail}"


def figure_of(line: Row, name: str) -> Value:
    """Return a figure's value on a line."""
    return value_of(name, line, line["asked"])


def series(label: str, rows: Sequence[Row], name: str) -> dict[str, Any]:
    """Return a figure of several lines as a chart draws it, each point with the address of its list."""
    values = [figure_of(row, name) for row in rows]
    return {
        "name": label,
        "figure": name,
        "values": [float(v.number) if isinstance(v.number, Decimal) else v.number for v in values],
        "shown": [value.shown for value in values],
        "urls": [list_url(value) if value.opens else None for value in values],
    }


def _query(question: Asked) -> str:
    parts = [_period(question.period)]
    if question.dimension is not Dimension.ALL:
        parts.append(f"{question.dimension}={question.key}")
    if question.within:
        parts.append(f"within={question.within.text}")
    if question.subset:
        parts.append(urlencode(question.subset.arguments))
    return "&".join(parts)


@lru_cache(maxsize=512)
def _period(period: Period) -> str:
    """Write a period by hand: it holds no sign that an address would have to hide."""
    return "&".join(f"{name}={value}" for name, value in period.arguments.items())
