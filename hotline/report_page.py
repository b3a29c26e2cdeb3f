"""How pages of issues take a step that makes papers: the step opens its own transaction once they are made."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from hotline.forms import Form
from hotline.forms.joint_meetings import VersionedForm
from hotline.forms.steps import whole_number
from hotline.issue_files import Tampered
from models.transaction import SomeoneWasFaster
from reports.documents.typesetting import CannotTypeset
from reports.held_cases import NotHeld
from reports.issues import NotFrozen
from reports.periods import BadPeriod
from workflows.errors import BadInput, NotAllowedForYou, Refused

REFUSALS = (Refused, SomeoneWasFaster, CannotTypeset, NotFrozen, NotHeld, Tampered)


def ask(
    form: Form,
    step: Callable[[], str],
    *,
    title: str,
    label: str,
    done: str,
    back: str,
    page: str = "reports/step.html",
    tone: str = "primary",
    lede: str = "",
    **beside: Any,
) -> ResponseReturnValue:
    """GET: show the form. POST: take the step, which returns where to go then.

    422 for a form that lacks something, 409 where things do not stand so or someone was faster, 403 where
    it is not one's own; the person's words stay in the form.
    """
    status, said = 200, ""
    if form.is_submitted():
        status, said = taken(form, step) if form.validate() else (422, "")
    if status == 303:
        flash(done, "success")
        return redirect(said, code=303)
    words = {"title": title, "label": label, "back": back, "tone": tone, "lede": lede}
    return render_template(page, form=form, sentence=said, **words, **beside), status


def taken(form: Form, step: Callable[[], str]) -> tuple[int, str]:
    """Take the step; return 303 and where to go, or the status and the sentence of the refusal."""
    try:
        return 303, step()
    except BadPeriod as error:
        return complained(form, BadInput(str(error), "period"))
    except BadInput as error:
        return complained(form, error)
    except NotAllowedForYou as error:
        return 403, str(error)
    except REFUSALS as error:
        return 409, str(error)


def complained(form: Form, error: BadInput) -> tuple[int, str]:
    """Put the sentence at the field it is about, else above the form."""
    if error.field in form:
        form[error.field].errors = [*form[error.field].errors, str(error)]
        return 422, ""
    return 422, str(error)


def seen(form: VersionedForm) -> int:
    """Return which version the person had before them."""
    return whole_number(form.version.data) or 0
