"""How every page of the joint meeting takes a step: in one unit of work, with the files that came with the form."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from hotline import form_page, uploads
from hotline.forms import Form
from models.transaction import unit_of_work


def ask(form: Form, step: Callable[[], str], **words: Any) -> ResponseReturnValue:
    """Show the form, or take the step; see `form_page.ask` for the words.

    Files that came with the form are kept on disk before, as `form.stored`, and taken away where it is refused.
    """

    def in_one_go() -> str:
        given = request.files.getlist("files") if "files" in form else []
        with uploads.kept(given) as stored, unit_of_work():
            form.stored = stored
            return step()

    return form_page.ask(
        form, in_one_go, trail=("联席会议", url_for("joint_meetings.list_meetings")), **words
    )
