"""Takes in what is uploaded with the intake form: kept with the draft, whatever becomes of the rest of the form."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import request
from flask_login import current_user

from hotline import uploads
from models.transaction import unit_of_work
from workflows import draft_files, intake_draft
from workflows.errors import BadInput

DROP = re.compile("drop-([0-9]{1,9})")


def take_in(token: str, fields: Mapping[str, Sequence[str]] | None, *, at: datetime) -> BadInput | None:
    """Keep the files of this request with the token's draft; return the refusal where they are not taken.

    `fields` is saved with them, so that the draft is found again; None for a form that is no draft.
    A button that takes a file away again is obeyed here too.
    """
    given = [file for file in request.files.getlist("files") if file and file.filename]
    dropped = DROP.fullmatch(request.form.get("step", ""))
    unwanted: list[str] = []
    if not given and not dropped:
        return None
    try:
        with uploads.kept(given) as stored, unit_of_work():
            draft = intake_draft.own(token, by=current_user, at=at)
            twice = draft_files.hold(draft, stored, at=at)
            unwanted = [file.stored_name for file in twice]
            unwanted += draft_files.drop(draft, int(dropped[1])) if dropped else []
            if fields is not None:
                intake_draft.save(token, fields, by=current_user, at=at)
    except BadInput as error:
        return error
    uploads.remove(unwanted)
    return None


def discard(token: str, *, at: datetime) -> None:
    """Throw the token's draft away with the files that came with it."""
    with unit_of_work():
        names = intake_draft.discard(token, by=current_user, at=at)
    uploads.remove(names)
