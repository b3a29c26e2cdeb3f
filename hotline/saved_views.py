"""Views at the lists: which list an address is of, what is offered there, and opening a list with one's own default."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.case_exports.lists import BEHIND, FROZEN, HOT_TOPIC, INCIDENT, LISTS, CaseList
from hotline.list_arguments import kept
from models.queries import saved_views
from models.queries.worklists import WORKLISTS
from models.saved_view import SavedView
from workflows.errors import BadInput

# The worklists are one list with a name in its address; each has views of its own.
WORKLIST = "worklist"
# These are of one number, one topic or one incident; there is nothing to come back to.
WITHOUT = {name for name in LISTS if name.startswith((FROZEN, BEHIND))} | {HOT_TOPIC, INCIDENT}
# Lists found by a telephone number are not kept: the number would stand in every address.
NEVER_KEPT, NUMBER = ("phone",), re.compile(r"(?<!\d)1\d{10}(?!\d)")
BY_ENDPOINT: dict[str, CaseList] = {
    each.endpoint: each for name, each in LISTS.items() if name not in WITHOUT
}
# In an address: nothing is asked for, and the default is not wanted either.
EVERYTHING = {"view": "all"}


class ViewsHere(NamedTuple):
    """What a list offers: (name, address, whether it is what is shown, whether it is another's), and where to keep one."""

    items: list[tuple[str, str, bool, bool]]
    everything: str
    save: str | None


def place_of(name: str, arguments: Mapping[str, str]) -> str:
    """Return of which list these arguments are: cases, or of a worklist `worklist review`."""
    return f"{WORKLIST} {arguments.get('name', '')}" if name == WORKLIST else name


def asked_of(name: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """Return of an address's arguments what a view keeps."""
    left_out = {"view", "list", *(("name",) if name == WORKLIST else ())}
    return {key: value for key, value in kept(arguments).items() if key not in left_out}


def list_of(place: str) -> CaseList | None:
    """Return the list that a place is at."""
    return LISTS.get(place.partition(" ")[0])


def title_of(place: str) -> str:
    """Return what the list is called."""
    name, _, worklist = place.partition(" ")
    if name == WORKLIST:
        return WORKLISTS[worklist].title if worklist in WORKLISTS else worklist
    return TITLES.get(name, name)


TITLES = {
    "cases": "工单查询", "figure": "指标清单", "overdue": "超期任务", "tasks": "在办任务", "hazards": "未了险情",
    "orders": "督办清单", "orders-to-confirm": "待销号督办", "orders-to-answer": "待回复督办",
    "candidates": "候选议题", "requests": "待我审批", "own-requests": "本单位的申请", "happened": "发生清单",
    "grid-events": "网格事件",
}  # fmt: skip


def url_of(view: SavedView) -> str:
    """Return where the view's list is, as it was asked for."""
    return _url(view.place, view.arguments)


def _url(place: str, arguments: Mapping[str, Any]) -> str:
    name, _, worklist = place.partition(" ")
    own: dict[str, Any] = {"name": worklist} if name == WORKLIST else {}
    return url_for(LISTS[name].endpoint, **{**arguments, **own})


def refuse_numbers(arguments: Mapping[str, str]) -> None:
    """Refuse to keep a list that was found by a telephone number."""
    if holds_number(arguments):
        raise BadInput("按电话号码查询的结果不能保存为视图。")


def holds_number(arguments: Mapping[str, str]) -> bool:
    """Tell whether somebody's telephone number is among what is asked."""
    return any(name in arguments for name in NEVER_KEPT) or any(map(NUMBER.search, arguments.values()))


def views_of(name: str, arguments: Mapping[str, str]) -> ViewsHere:
    """Return what the list offers to the person who reads it."""
    place, asked = place_of(name, arguments), asked_of(name, arguments)
    items = [
        (view.name, url_of(view), dict(view.arguments) == asked, view.owner_id != current_user.id)
        for view, _ in _offered(place)
    ]
    is_kept = any(item[2] for item in items)
    savable = bool(asked) and not is_kept and not holds_number(asked)
    given: dict[str, Any] = {**asked, "list": name} | (
        {"name": arguments["name"]} if name == WORKLIST else {}
    )
    return ViewsHere(
        items, _url(place, EVERYTHING), url_for("saved_views.save_view", **given) if savable else None
    )


def open_with_default() -> ResponseReturnValue | None:
    """Lead somebody who opens a list and asks nothing of it to the view that it shall open with."""
    found = BY_ENDPOINT.get(request.endpoint or "")
    if found is None or request.method != "GET" or request.args or not current_user.is_authenticated:
        return None
    # Whoever is at the list already and asks for all of it by a tab of its own gets all of it.
    if urlsplit(request.referrer or "").path == request.path:
        return None
    arguments = {key: str(value) for key, value in (request.view_args or {}).items()}
    view = next((view for view, opens in _offered(place_of(found.name, arguments)) if opens), None)
    return redirect(url_of(view), code=303) if view else None


def _offered(place: str) -> Sequence[tuple[SavedView, bool]]:
    # Asked before the list and by its page: read once a request.
    known: dict[str, Sequence[tuple[SavedView, bool]]] = g.setdefault("views_offered", {})
    if place not in known:
        known[place] = saved_views.at(place, current_user.id)
    return known[place]


def init_app(app: Flask) -> None:
    """Look at every request for a list, and let templates ask what a list offers."""
    app.before_request(open_with_default)
    app.jinja_env.globals.update(views_of=views_of)
