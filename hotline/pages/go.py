"""The command palette as a page (命令): where one may go, by name or by a case's number; Ctrl+K opens it anywhere."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.fields import UNSTORABLE, tidy
from hotline.guards import requires
from hotline.menu import address, sections_for
from hotline.saved_views import list_of, title_of, url_of
from models.queries import cases, saved_views
from models.vocabulary import Permission
from workflows.permissions import may, scope_of

blueprint = Blueprint("go", __name__, url_prefix="/go")
LONGEST = 100


class Goal(NamedTuple):
    """Somewhere to go: what it is called, where it stands among others of its sort, its address."""

    label: str
    section: str
    url: str


@blueprint.get("")
@requires(*Permission)
def go() -> ResponseReturnValue:
    """Lead to what is meant, where only one thing can be; else show what could be."""
    words = UNSTORABLE.sub("", tidy(request.args.get("q", "")))[:LONGEST]
    every = goals()
    found = matching(every, words)
    if words and (url := meant(found, words)):
        return redirect(url, code=303)
    searches = bool(words) and may(current_user, Permission.VIEW_CASES)
    return render_template("go.html", words=words, goals=found, searches=searches)


def goals() -> list[Goal]:
    """Return every place of the menu and every view that the person may go to."""
    places = [
        Goal(place.label, section, address(place))
        for section, every in sections_for(current_user.permissions)
        for place in every
    ]
    views = [
        Goal(view.name, f"视图：{title_of(view.place)}", url_of(view))
        for view in saved_views.usable(current_user.id)
        if list_of(view.place)
    ]
    return [*places, *views]


def matching(every: list[Goal], words: str) -> list[Goal]:
    """Return those in whose name all of the words stand, in whatever order."""
    parts = words.casefold().split()
    return [
        goal for goal in every if all(part in f"{goal.label} {goal.section}".casefold() for part in parts)
    ]


def meant(found: list[Goal], words: str) -> str:
    """Return the address of the case with this number, or of the one thing that is called so; nothing where unsure."""
    if may(current_user, Permission.VIEW_CASES):
        case = cases.find_by_number(words.upper(), scope_of(current_user))
        if case is not None:
            return url_for("cases.show_case", case_id=case.id)
    named = [goal for goal in found if goal.label == words]
    if len(named) == 1 or (len(found) == 1 and not named):
        return (named or found)[0].url
    if not found and may(current_user, Permission.VIEW_CASES):
        return url_for("case_list.list_cases", q=words)
    return ""
