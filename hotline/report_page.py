"""How pages of issues take a step that makes papers: the step opens its own transaction once they are made."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from hotline import form_page
from hotline.forms import Form
from hotline.forms.joint_meetings import VersionedForm
from hotline.forms.steps import whole_number
from hotline.issue_files import Tampered
from reports.documents.typesetting import CannotTypeset
from reports.held_cases import NotHeld
from reports.issues import NotFrozen
from reports.periods import BadPeriod
from workflows.errors import BadInput, NotAllowedNow

# Why papers cannot be made; their sentences are said as those of a step that is not allowed now.
NOT_MADE = (CannotTypeset, NotFrozen, NotHeld, Tampered)


def ask(form: Form, step: Callable[[], str], **words: Any) -> ResponseReturnValue:
    """Show the form, or take the step; see `form_page.ask` for the words."""

    def refusing() -> str:
        try:
            return step()
        except BadPeriod as error:
            raise BadInput(str(error), "period") from error
        except NOT_MADE as error:
            raise NotAllowedNow(str(error)) from error

    return form_page.ask(form, refusing, trail=("报告库", url_for("report_library.list_issues")), **words)


def seen(form: VersionedForm) -> int:
    """Return which version the person had before them."""
    return whole_number(form.version.data) or 0
