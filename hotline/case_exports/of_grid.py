"""The lines of the list of the grid's events: one's own, or all to those who read the reports."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from hotline.case_exports.of_cases import UNUSABLE
from hotline.case_exports.of_numbers import events
from hotline.case_exports.question import Question, ToldLines, filled
from hotline.forms.grid import EventFilterForm
from models.queries import grid_events
from workflows import grid
from workflows.errors import NotAllowedNow


def event_form(question: Question) -> EventFilterForm:
    """Return the filters of the list; Refused where they make no sense."""
    form = EventFilterForm(MultiDict(question.arguments))
    form.offer()
    if not form.validate():
        raise NotAllowedNow(UNUSABLE)
    return form


def event_conditions(question: Question) -> dict[str, str]:
    """Say the filters of the list."""
    return filled(event_form(question))


def event_lines(question: Question, limit: int | None) -> ToldLines:
    """Return the events, the newest first."""
    wanted = event_form(question).wanted(grid.own_only(question.user))
    return ToldLines(grid_events.ids(wanted, limit=limit), events)
