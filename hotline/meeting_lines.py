"""What an address asks of joint meetings: a period's meetings, and the line of a field, a unit, a topic or all."""

from flask import abort, request

from hotline.asked import asked
from models.queries.measures import NONE
from models.vocabulary import Dimension
from reports import extracts, meetings
from reports.figures.asked import Asked
from reports.meetings import MeetingFacts, Row

MEMBERS = (Dimension.BRANCH, Dimension.DEPARTMENT)


def meeting_line_asked() -> tuple[MeetingFacts, Row]:
    """Return the meetings of the period, and the line that the address names; 404 for none. Raises BadPeriod."""
    question, name = _member(asked())
    facts = meetings.gather(question)
    return facts, meetings.line(name, facts, question)


def _member(question: Asked) -> tuple[Asked, str]:
    """Return the question of the member that the address names, and its name."""
    for dimension in MEMBERS:
        if key := request.args.get(dimension.value, ""):
            known = extracts.members(dimension).set_index("key")["name"]
            return (question.of(dimension, key), str(known[key])) if key in known else abort(404)
    return question.of(Dimension.ALL, request.args.get("topic", NONE)), ""
