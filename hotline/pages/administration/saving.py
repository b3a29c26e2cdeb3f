"""How every administration page saves: in one unit of work, a refusal shown at its field."""

from collections.abc import Callable
from typing import Any

from flask import request

from models.transaction import AlreadyThere, SomeoneWasFaster, unit_of_work
from workflows.errors import BadInput


def saved(form: Any, step: Callable[[], None]) -> bool:
    """Take the step and say whether it was allowed; what speaks against it stands at the form's field."""
    try:
        with unit_of_work():
            step()
    except BadInput as refusal:
        put_at(form, refusal.field, str(refusal))
        return False
    except AlreadyThere as lost:
        put_at(form, next((name for name in lost.columns if name in form), ""), str(lost))
        form.refused_with = 409
        return False
    except SomeoneWasFaster as lost:
        put_at(form, "", str(lost))
        form.refused_with = 409
        return False
    return True


def put_at(form: Any, field: str, sentence: str) -> None:
    """Put the sentence at the form's field, or at the head of the form where it has no such field."""
    if field in form:
        form[field].errors = [*form[field].errors, sentence]
    else:
        form.form_errors.append(sentence)


def status_of(form: Any) -> int:
    """Return 200 for a form that is shown first, 422 for one that was refused, 409 where another came first."""
    return getattr(form, "refused_with", 422) if form.is_submitted() else 200


def words_asked(name: str = "q", longest: int = 60) -> str:
    """Return the words of a search in the address, without what cannot be searched for."""
    given = request.args.get(name, "")[:longest]
    return "".join(letter for letter in given if letter.isprintable()).strip()


def asked(*names: str) -> dict[str, Any]:
    """Return the filters of this address that the links to further pages must carry on."""
    return {name: words for name in names if (words := words_asked(name))}
