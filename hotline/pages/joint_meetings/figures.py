"""What the numbers of the joint-meeting report count: meetings, topics, tasks, and calls about a topic's matter."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.errors import answer
from hotline.guards import requires
from hotline.list_arguments import kept
from hotline.meeting_lines import MATTER, MeetingsAsked, meetings_asked, visible_of
from models.queries import frozen_lists
from models.vocabulary import Permission
from reports import meetings
from reports.figures.values import Part
from reports.periods import BadPeriod
from workflows.permissions import may, scope_of

blueprint = Blueprint("meeting_figures", __name__, url_prefix="/joint-meetings/figures")
PAGE = 50


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS)
def list_behind() -> ResponseReturnValue:
    """Show what a number counts; of a rate all, or a part of them."""
    asked, scope = meetings_asked(request.args), scope_of(current_user)
    is_matter = asked.sort == MATTER
    seen = visible_of(asked.found, scope) if is_matter else asked.found
    listed, further = page_of(seen, request.args.get("after", type=int))
    here: dict[str, Any] = kept(request.args)
    return render_template(
        "joint_meetings/figure.html",
        value=asked.value,
        part=asked.part,
        parts=parts_of(asked) if asked.value.division else [],
        member=asked.member,
        sort=asked.sort,
        number=len(asked.found),
        opens=may(current_user, Permission.VIEW_MEETINGS),
        called=asked.called,
        rows=frozen_lists.lines(listed, scope) if is_matter else listed,
        hidden=len(asked.found) - len(seen),
        further=url_for("meeting_figures.list_behind", **here, after=further) if further else None,
        first=url_for("meeting_figures.list_behind", **here) if "after" in request.args else None,
    )


def parts_of(asked: MeetingsAsked) -> list[tuple[Part, int]]:
    """Return the parts of what a rate counts, and how many each holds."""
    return [(each, len(meetings.behind(asked.facts, asked.value, each))) for each in Part]


def page_of(found: Sequence[Any], after: int | None) -> tuple[Sequence[Any], int | None]:
    """Return the rows behind the one with the id `after`, and the last one's id where more follow."""
    ids = [each if isinstance(each, int) else each.id for each in found]
    start = ids.index(after) + 1 if after in ids else 0
    page = found[start : start + PAGE]
    return page, ids[start + PAGE - 1] if len(ids) > start + PAGE else None
