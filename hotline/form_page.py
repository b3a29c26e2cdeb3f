"""How a page asks for one step beside a case: its form, the refusal beside the words, and where to go then."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from hotline.forms import Form
from models.transaction import SomeoneWasFaster
from workflows.errors import BadInput, NotAllowedForYou, Refused

# What is read for the page is read after the step, since a refusal lets go of everything read before.
Beside = Callable[[], Mapping[str, Any]]


def nothing_beside() -> Mapping[str, Any]:
    """Show nothing beside the form."""
    return {}


def ask(
    form: Form,
    step: Callable[[], str],
    *,
    trail: tuple[str, str],
    title: str,
    label: str,
    done: str,
    back: str,
    page: str = "form_page.html",
    tone: str = "primary",
    lede: str = "",
    beside: Beside = nothing_beside,
) -> ResponseReturnValue:
    """GET: show the form. POST: take the step, which returns where to go then. `trail`: the list it belongs to.

    422 for a form that lacks something, 409 where things do not stand so or someone was faster, 403 where
    it is not one's own; the person's words stay in the form.
    """
    status, said = 200, ""
    if form.is_submitted():
        status, said = taken(form, step) if form.validate() else (422, "")
    if status == 303:
        flash(done, "success")
        return redirect(said, code=303)
    words = {"trail": trail, "title": title, "label": label, "back": back, "tone": tone, "lede": lede}
    return render_template(page, form=form, sentence=said, **words, **beside()), status


def taken(form: Form, step: Callable[[], str]) -> tuple[int, str]:
    """Take the step; return 303 and where to go, or the status and the sentence of the refusal."""
    try:
        return 303, step()
    except BadInput as error:
        return complained(form, error)
    except NotAllowedForYou as error:
        return 403, str(error)
    except (Refused, SomeoneWasFaster) as error:
        return 409, str(error)


def complained(form: Form, error: BadInput) -> tuple[int, str]:
    """Put the sentence at the field it is about, else above the form."""
    if error.field in form:
        form[error.field].errors = [*form[error.field].errors, str(error)]
        return 422, ""
    return 422, str(error)
