"""The one way to a joint meeting, its topics and opinions: inside what the user may see, else 404."""

from flask import abort

from models.joint_meeting import JointMeeting
from models.meeting_topic import MeetingTopic, TopicOpinion
from models.queries import joint_meetings
from models.user import User
from models.vocabulary import Permission
from workflows.permissions import may


def units_of(user: User) -> frozenset[int] | None:
    """Return the departments whose meetings the user sees; None for all meetings."""
    return None if may(user, Permission.VIEW_ALL_CASES) else frozenset(user.department_ids)


def meeting_for(user: User, meeting_id: int) -> JointMeeting:
    """Return the meeting, or answer 404."""
    return joint_meetings.find(meeting_id, units_of(user)) or abort(404)


def topic_for(user: User, topic_id: int) -> MeetingTopic:
    """Return the topic, or answer 404."""
    return joint_meetings.find_topic(topic_id, units_of(user)) or abort(404)


def opinion_for(user: User, opinion_id: int) -> TopicOpinion:
    """Return the opinion asked of one of the user's departments, or answer 404."""
    return joint_meetings.find_opinion(opinion_id, frozenset(user.department_ids)) or abort(404)
