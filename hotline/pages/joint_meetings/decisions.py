"""At the table and after it: attendance, decisions, minutes (签到、决定、纪要)."""

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.joint_meetings import ConfirmForm
from hotline.forms.meeting_decisions import TASKS, DecideForm, MinutesForm, PutOffForm, attended
from hotline.guards import requires
from hotline.meeting_file import meeting_for, topic_for
from hotline.pages.joint_meetings.asking import ask
from models.joint_meeting import JointMeeting
from models.queries import departments, joint_meetings, meeting_actions, people
from models.vocabulary import MeetingState, Permission
from workflows.joint_meeting import deciding
from workflows.joint_meeting.preparing import when_and_where
from workflows.permissions import may

blueprint = Blueprint("meeting_decisions", __name__, url_prefix="/joint-meetings")


@blueprint.route("/<int:meeting_id>/attendance", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def hold_meeting(meeting_id: int) -> ResponseReturnValue:
    """Note that the meeting was held, and who came."""
    meeting_for(current_user, meeting_id)
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        meeting = meeting_for(current_user, meeting_id)
        ids = [row.id for row in joint_meetings.seats_of(meeting_id)]
        came = attended(request.form.getlist("seat", type=int), ids)
        deciding.hold(meeting, came, by=current_user, at=datetime.now(UTC))
        return back

    return ask(
        ConfirmForm(),
        step,
        title="登记会议召开",
        label="登记召开",
        done="已登记会议召开，请逐项录入决定。",
        back=back,
        page="joint_meetings/attendance.html",
        beside=lambda: {
            "meeting": meeting_for(current_user, meeting_id),
            "seats": joint_meetings.seats_of(meeting_id),
        },
    )


@blueprint.route("/topics/<int:topic_id>/decision", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def decide_topic(topic_id: int) -> ResponseReturnValue:
    """Write down what was decided: cases, ledger and, if wanted, the catalogue follow at once."""
    form = DecideForm()
    form.offer(topic_for(current_user, topic_id), joint_meetings.opinions_of([topic_id])[topic_id])
    meeting_id = topic_for(current_user, topic_id).meeting_id or abort(404)
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        topic = topic_for(current_user, topic_id)
        deciding.decide(topic, form.decision(), by=current_user, at=datetime.now(UTC))
        return back

    return ask(
        form,
        step,
        title="录入决定",
        label="录入决定",
        done="决定已录入，工单和议定事项台账随之更新。",
        back=back,
        page="joint_meetings/decide.html",
        beside=lambda: {
            "topic": topic_for(current_user, topic_id),
            "cases": joint_meetings.cases_of([topic_id])[topic_id],
            "opinions": joint_meetings.opinions_of([topic_id])[topic_id],
            "tasks": TASKS,
        },
    )


@blueprint.route("/topics/<int:topic_id>/postponement", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def put_off_topic(topic_id: int) -> ResponseReturnValue:
    """Put the topic off to the next meeting."""
    form = PutOffForm()
    topic = topic_for(current_user, topic_id)
    back = url_for("joint_meetings.show_meeting", meeting_id=topic.meeting_id or abort(404))

    def step() -> str:
        fresh = topic_for(current_user, topic_id)
        deciding.put_off(fresh, by=current_user, at=datetime.now(UTC), note=form.note.data)
        return back

    done = "已暂缓，自动列入下次会议议程。"
    return ask(form, step, title="暂缓决定", label="暂缓决定", done=done, back=back, lede=topic.title)


@blueprint.route("/<int:meeting_id>/minutes/issue", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def issue_minutes(meeting_id: int) -> ResponseReturnValue:
    """Issue the minutes under a number of their own."""
    meeting = meeting_for(current_user, meeting_id)
    form = MinutesForm(data={"opening": opening_of(meeting)})
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        fresh = meeting_for(current_user, meeting_id)
        deciding.issue_minutes(
            fresh, form.opening.data, form.closing.data, by=current_user, at=datetime.now(UTC)
        )
        return url_for("meeting_decisions.show_minutes", meeting_id=meeting_id)

    return ask(
        form,
        step,
        title="印发会议纪要",
        label="印发纪要",
        done="纪要已印发，并通知了参会单位和牵头单位。",
        back=back,
        lede="印发后决定、签到和纪要不能再更改。",
    )


def opening_of(meeting: JointMeeting) -> str:
    """Return the first sentence of the minutes, to be gone over by whoever issues them."""
    when = when_and_where(meeting).partition("。")[0]
    number = len(joint_meetings.topics_of(meeting.id))
    return (
        f"{when}，{meeting.chair}主持召开{meeting.title}，研究了 {number} 项议题。现将会议议定事项纪要如下。"
    )


def minutes_for(meeting_id: int) -> JointMeeting:
    """Return a meeting whose minutes the reader may read, or answer 404: a draft is only for who convenes."""
    meeting = meeting_for(current_user, meeting_id)
    is_issued = meeting.state is MeetingState.MINUTED
    if not is_issued and not (meeting.was_held and may(current_user, Permission.CONVENE_MEETING)):
        abort(404)
    return meeting


@blueprint.get("/<int:meeting_id>/minutes")
@requires(Permission.VIEW_MEETINGS)
def show_minutes(meeting_id: int) -> ResponseReturnValue:
    """Show the minutes as an official paper; before they are issued only to who convenes, as a draft."""
    meeting = minutes_for(meeting_id)
    is_issued = meeting.state is MeetingState.MINUTED
    topics = joint_meetings.topics_of(meeting.id)
    items = meeting_actions.of_topics([topic.id for topic in topics])
    named = {unit for topic in topics for unit in topic.supporting_ids}
    return render_template(
        "joint_meetings/minutes.html",
        meeting=meeting,
        is_issued=is_issued,
        opening=meeting.minutes_opening or opening_of(meeting),
        topics=topics,
        items=items,
        left=meeting_actions.left_by_earlier(meeting),
        seats=joint_meetings.seats_of(meeting.id),
        units=departments.names_of(named),
        names=people.full_names([meeting.minutes_issued_by_id]),
    )
