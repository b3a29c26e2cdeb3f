"""What one line says of a case to the signed-in user: the rule of workflows/headlines.py, for templates."""

from flask import Flask, g
from flask_login import current_user

from models.case import Case
from models.queries.figure_lists import Line
from models.queries.lines import CaseLine
from workflows import headlines


def reader_here() -> headlines.Reader:
    """Return as whom the signed-in user reads lines, found once for all the lines of a page."""
    if "line_reader" not in g:
        g.line_reader = headlines.reader_of(current_user)
    reader: headlines.Reader = g.line_reader
    return reader


def headline(case: Case | CaseLine | Line) -> str:
    """Return the line of the case for who is signed in; matter and district of a case must be loaded."""
    return headlines.line_of(case, reader_here())


def outward_headline(case: Case) -> str:
    """Return the line of the case for a paper that leaves the house."""
    return headlines.line_of(case, headlines.ANYBODY)


def outward_place(case: Case) -> str:
    """Return where the case is for a paper that leaves the house."""
    return headlines.place_of(case, headlines.ANYBODY)


def init_app(app: Flask) -> None:
    """Let templates call them, macros too."""
    app.jinja_env.globals.update(
        headline=headline, outward_headline=outward_headline, outward_place=outward_place
    )
