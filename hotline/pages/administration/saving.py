"""How every administration page saves: in one unit of work, a refusal shown at its field."""

from collections.abc import Callable
from typing import Any

from flask import request

from models.transaction import unit_of_work
from workflows.errors import BadInput


def saved(form: Any, step: Callable[[], None]) -> bool:
    """Take the step and say whether it was allowed; what speaks against it stands at the form's field."""
    try:
        with unit_of_work():
            step()
    except BadInput as refusal:
        if refusal.field in form:
            form[refusal.field].errors = [*form[refusal.field].errors, str(refusal)]
        else:
            form.form_errors.append(str(refusal))
        return False
    return True


def status_of(form: Any) -> int:
    """Return 422 for a form that was sent and refused, 200 for one that is shown first."""
    return 422 if form.is_submitted() else 200


def words_asked(name: str = "q", longest: int = 60) -> str:
    """Return the words of a search in the address, without what cannot be searched for."""
    given = request.args.get(name, "")[:longest]
    return "".join(letter for letter in given if letter.isprintable()).strip()


def asked(*names: str) -> dict[str, Any]:
    """Return the filters of this address that the links to further pages must carry on."""
    return {name: words for name in names if (words := words_asked(name))}
