"""Which case comes after this one (办下一件): the next line of the worklist that the person came from."""

from datetime import UTC, datetime
from typing import NamedTuple

from flask import flash, request, session, url_for
from flask_login import current_user

from hotline.line_tags import narrowed
from models.macro import Then
from models.queries import worklists
from models.queries.worklists import WORKLISTS
from models.whose import Whose
from workflows.permissions import may, scope_of

# Further down a list nobody works from the case's page.
MOST_LINES = 200
CAME_FROM = "worklist"


class Place(NamedTuple):
    """A worklist, whose work of it, and to which tag it is narrowed."""

    name: str
    whose: Whose
    tag_id: int | None = None


def remember(name: str, whose: Whose, tag_id: int | None) -> None:
    """Keep which worklist the person looks at, whose work of it, and by which tag."""
    place = f"{name} {whose.value} {tag_id or ''}".rstrip()
    if session.get(CAME_FROM) != place:
        session[CAME_FROM] = place


def came_from() -> Place:
    """Return the worklist that the person came from; an empty name where none was looked at."""
    name, _, rest = str(session.get(CAME_FROM, "")).partition(" ")
    whose, _, tag_id = rest.partition(" ")
    return Place(name, Whose(whose) if whose in set(Whose) else Whose.ALL, int(tag_id) if tag_id else None)


def is_wanted() -> bool:
    """Say whether the button that was pressed leads to the next case."""
    return request.form.get("then") == Then.NEXT.value


def after(case_id: int) -> int | None:
    """Return the case that stands after this one in the list the person came from; the first where it stands nowhere."""
    name, whose, tag_id = came_from()
    worklist = WORKLISTS.get(name)
    if worklist is None or not may(current_user, worklist.permission):
        return None
    at, worklist = datetime.now(UTC), narrowed(worklist, tag_id, current_user)
    lines = worklists.page(worklist, current_user, scope_of(current_user), at, whose=whose, limit=MOST_LINES)
    ids = list(dict.fromkeys(line.case_id for line in lines))
    behind = ids[ids.index(case_id) + 1 :] if case_id in ids else ids
    return next((each for each in (*behind, *ids) if each != case_id), None)


def address(case_id: int, ahead: int | None) -> str:
    """Return where the step on the case leads: back to it, or on to the one ahead; where none is, to the list or the desk."""
    if not is_wanted() or ahead is not None:
        return url_for("cases.show_case", case_id=ahead or case_id)
    flash("这个清单里没有下一件了。", "info")
    name, whose, tag_id = came_from()
    if name not in WORKLISTS:
        return url_for("desk.show_desk")
    shown = None if whose is Whose.ALL else whose.value
    return url_for("worklists.show_worklist", name=name, whose=shown, tag=tag_id)
