"""How a page takes in a file whose rows are written all or not at all: its form, what came of it, each bad row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from flask import render_template
from flask.typing import ResponseReturnValue

from hotline.forms import Form
from hotline.uploads import clean_name
from workflows.errors import Refused
from workflows.history.rows import Fault

MOST_FAULTS_SHOWN = 100


class Outcome(Protocol):
    """What came of a file: how many rows were bad, and what was wrong with each."""

    bad_rows: int

    @property
    def faults(self) -> Sequence[Fault]:
        """Return what was wrong, by line."""


def ask(form: Form, page: str, bring_in: Callable[[Path, str], Outcome], **shown: Any) -> ResponseReturnValue:
    """GET: show the form. POST: bring its file in by `bring_in`, which is given the file and its name.

    422 where the file was not taken, with the reason at the field or each bad row named.
    """
    report, status = None, 200
    if form.is_submitted():
        report = brought_in(form, bring_in) if form.validate() else None
        status = 200 if report and not report.bad_rows else 422
    faults = report.faults[:MOST_FAULTS_SHOWN] if report else []
    return render_template(page, form=form, report=report, faults=faults, **shown), status


def brought_in(form: Form, bring_in: Callable[[Path, str], Outcome]) -> Outcome | None:
    """Bring the form's file in; None where it cannot be read, with the reason at the field."""
    field = form["file"]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        field.data.save(file)
        try:
            return bring_in(file, clean_name(field.data.filename) or "未命名")
        except Refused as error:
            field.errors = [*field.errors, str(error)]
            return None
