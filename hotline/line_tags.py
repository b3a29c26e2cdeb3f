"""Tags in lists, for the hotline's own people: what the lines of a page carry, and a worklist narrowed to a tag."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from flask import Flask
from flask_login import current_user

from models.queries import tags, worklists
from models.queries.worklists import Worklist
from models.user import User
from workflows.permissions import works_at_hotline


class TagsIn(NamedTuple):
    """By which tags a list may be narrowed, by id; and what each of its cases carries, by name."""

    offered: Mapping[int, str]
    carried: Mapping[int, Collection[str]]


def tags_in(case_ids: Collection[int]) -> TagsIn:
    """Return the tags around these cases, in one statement; none for departments, who do not see them."""
    offered, carried = dict[int, str](), defaultdict[int, list[str]](list)
    for tag_id, name, is_active, case_id in tags.among(case_ids) if works_at_hotline(current_user) else ():
        if is_active or case_id:
            offered[tag_id] = name
        if case_id:
            carried[case_id].append(name)
    return TagsIn(offered, carried)


def narrowed(worklist: Worklist, tag_id: int | None, user: User) -> Worklist:
    """Return the worklist, narrowed to a tag where one is asked for by somebody who sees them."""
    if tag_id is None or not works_at_hotline(user):
        return worklist
    return worklists.tagged(worklist, tag_id)


def init_app(app: Flask) -> None:
    """Let templates ask which tags their lines carry."""
    app.jinja_env.globals.update(tags_in=tags_in)
