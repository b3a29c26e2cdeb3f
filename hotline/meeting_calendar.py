"""A joint meeting as a calendar file (.ics): for its page, and for the mail that invites to it."""

from datetime import datetime

from models.joint_meeting import JointMeeting
from models.queries import cities, joint_meetings, people
from reports.documents import invitation


def calendar_of(meeting: JointMeeting, *, public_url: str, at: datetime) -> tuple[str, bytes]:
    """Return the file's name and content as the meeting stands; called off, it takes it out of calendars."""
    city = cities.find()
    convener = people.full_names([meeting.convener_id]).get(meeting.convener_id, "")
    content = invitation.ics(
        meeting,
        topics=[topic.title for topic in joint_meetings.topics_of(meeting.id)],
        organiser=f"{city.hotline_name if city else '12345热线'} {convener}".strip(),
        public_url=public_url,
        at=at,
    )
    return f"{meeting.number}联席会议.ics", content
