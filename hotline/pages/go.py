"""The command palette as a page (命令): where one may go, by name, pinyin or a case's number; Ctrl+K opens it anywhere."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.fields import UNSTORABLE, tidy
from hotline.guards import requires
from hotline.menu import address, sections_for
from hotline.saved_views import list_of, title_of, url_of
from hotline.step_links import STEP_LINKS
from models.case import Case
from models.queries import cases, saved_views
from models.readings import letters
from models.vocabulary import Permission
from workflows import macros
from workflows.lifecycle import available
from workflows.permissions import may, scope_of
from workflows.standing import standing_of

blueprint = Blueprint("go", __name__, url_prefix="/go")
LONGEST = 100


class Goal(NamedTuple):
    """Somewhere to go: what it is called, where it stands among others of its sort, its address."""

    label: str
    section: str
    url: str

    def is_called(self, part: str) -> bool:
        """Say whether the part stands in the name or section, or begins its initials or pinyin."""
        read = letters(self.label).split(" ")
        return part in f"{self.label} {self.section}".casefold() or any(
            each.startswith(part) for each in read
        )


@blueprint.get("")
@requires(*Permission)
def go() -> ResponseReturnValue:
    """Lead to what is meant, where only one thing can be; else show what could be."""
    words = UNSTORABLE.sub("", tidy(request.args.get("q", "")))[:LONGEST]
    case = case_asked()
    every = [*(steps_of(case) if case else ()), *goals()]
    found = matching(every, words)
    here = on_case(case, words)
    # What only a press can do is never done by an address: where a macro is called so, the page offers it.
    if words and not here["macros"] and (url := meant(found, words)):
        return redirect(url, code=303)
    searches = bool(words) and may(current_user, Permission.VIEW_CASES)
    return render_template("go.html", words=words, goals=found, searches=searches, **here)


def case_asked() -> Case | None:
    """Return the case whose page the palette was opened on, if there is one that the person may see."""
    case_id = request.args.get("case", type=int)
    sees = case_id is not None and may(current_user, Permission.VIEW_CASES)
    return cases.find(case_id, scope_of(current_user)) if sees and case_id is not None else None


def steps_of(case: Case) -> list[Goal]:
    """Return the steps that are open to the person on the case."""
    section = f"工单 {case.number}"
    return [
        Goal(action.label, section, url_for(STEP_LINKS[action].endpoint, case_id=case.id))
        for action in available(case, current_user, standing_of(case, current_user))
        if action in STEP_LINKS
    ]


def on_case(case: Case | None, words: str) -> dict[str, Any]:
    """Return the macros that the person may run on the case, as far as they are called by the words."""
    if case is None:
        return {"case": None, "macros": []}
    at = datetime.now(UTC)
    ready = macros.ready_for(
        case, available(case, current_user, standing_of(case, current_user)), current_user, at=at
    )
    found = [each for each in ready if matching([Goal(each.macro.name, "宏", "")], words)]
    return {"case": case, "macros": found, "at": at, "step_links": STEP_LINKS}


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
    """Return those in whose name all of the words stand, or begin its initials or pinyin, in whatever order."""
    parts = words.casefold().split()
    return [goal for goal in every if all(goal.is_called(part) for part in parts)]


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
