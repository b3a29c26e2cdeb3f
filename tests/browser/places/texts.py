"""Standard texts and macros."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from models.transaction import unit_of_work
from models.vocabulary import Action, CaseState
from tests.browser.places.place import Place
from tests.support.office import Office
from workflows import macros, standard_texts
from workflows.macros import Recipe
from workflows.standard_texts import Wording as TextWording


def texts(office: Office, _folder: Path) -> Iterator[Place]:
    """Give standard texts and macros, one's own and everybody's, and a case with a macro and its step's form."""
    at, officer = datetime.now(UTC), office.officer
    with unit_of_work():
        wording = TextWording(kind="handling", title="收到", body="{工单编号}已收到。")
        own = standard_texts.write(wording, by=officer, at=at)
        recipe = Recipe(name="已约看现场", action=Action.NOTE_PROGRESS, note="已约看现场。")
        macro = macros.write(recipe, by=officer, at=at)
    case = office.case_in(CaseState.HANDLING)
    yield Place("/worklists/handle", officer)
    for place in ("", "?shared=1", "/new", f"/{own.id}", "/macros/new", f"/macros/{macro.id}"):
        yield Place(f"/standard-texts{place}", officer)
    for place in ("", "/reply"):
        yield Place(f"/cases/{case.id}{place}", officer)
