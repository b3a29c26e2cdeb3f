"""What the numbers of the joint-meeting report count: meetings, topics, tasks, and calls about a topic's matter."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.asked import figure_of
from hotline.errors import answer
from hotline.guards import requires
from hotline.list_arguments import kept
from hotline.meeting_lines import meeting_line_asked
from models.queries import figure_lists
from models.vocabulary import Permission
from reports import meetings
from reports.figures.meetings import MEETING_COUNTS, MEETING_RATES
from reports.figures.values import Part, Value
from reports.periods import BadPeriod
from workflows.permissions import may, scope_of

blueprint = Blueprint("meeting_figures", __name__, url_prefix="/joint-meetings/figures")
KNOWN = {**MEETING_COUNTS, **MEETING_RATES}
# A line of the list is what the figure's id begins with: a meeting, a topic, a task; or a case about the matter.
MATTER = "matter"
PAGE = 50


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS)
def list_behind() -> ResponseReturnValue:
    """Show what a number counts; of a rate all, or a part of them."""
    name, part = request.args.get("figure", ""), request.args.get("part", Part.WHOLE)
    if name not in KNOWN or part not in set(Part):
        abort(404)
    facts, line = meeting_line_asked([name])
    value = figure_of(line, name)
    found, sort = meetings.behind(facts, value, Part(part)), name.partition("_")[0]
    listed, further = page_of(found, request.args.get("after", type=int))
    here: dict[str, Any] = kept(request.args)
    return render_template(
        "joint_meetings/figure.html",
        value=value,
        part=part,
        parts=parts_of(facts, value) if value.division else [],
        member=line["name"],
        sort=sort,
        number=len(found),
        opens=may(current_user, Permission.VIEW_MEETINGS),
        called={each.id: each for each in facts.meetings},
        rows=listed if sort != MATTER else figure_lists.of_ids(listed, scope_of(current_user)),
        hidden=len(found) - figure_lists.count_of_ids(found, scope_of(current_user)) if sort == MATTER else 0,
        further=url_for("meeting_figures.list_behind", **here, after=further) if further else None,
        first=url_for("meeting_figures.list_behind", **here) if "after" in request.args else None,
    )


def parts_of(facts: meetings.MeetingFacts, value: Value) -> list[tuple[Part, int]]:
    """Return the parts of what a rate counts, and how many each holds."""
    return [(each, len(meetings.behind(facts, value, each))) for each in Part]


def page_of(found: Sequence[Any], after: int | None) -> tuple[Sequence[Any], int | None]:
    """Return the rows behind the one with the id `after`, and the last one's id where more follow."""
    ids = [each if isinstance(each, int) else each.id for each in found]
    start = ids.index(after) + 1 if after in ids else 0
    page = found[start : start + PAGE]
    return page, ids[start + PAGE - 1] if len(ids) > start + PAGE else None
