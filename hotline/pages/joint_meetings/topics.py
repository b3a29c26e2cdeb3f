"""Topics of the joint meeting (议题): the paper on one of them, its words, opinions asked for, taking it off."""

from datetime import UTC, datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.joint_meetings import AskForm, NoteForm, TopicForm, given
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.meeting_file import topic_for, units_of
from hotline.pages.joint_meetings.asking import ask
from models.joint_meeting import JointMeeting
from models.meeting_topic import MeetingTopic, TopicOpinion
from models.queries import assignments, cases, joint_meetings, meeting_actions, people
from models.vocabulary import AssignmentRole, MeetingState, Permission
from workflows.joint_meeting import topics
from workflows.permissions import may, scope_of

blueprint = Blueprint("meeting_topics", __name__, url_prefix="/joint-meetings/topics/<int:topic_id>")


@blueprint.get("")
@requires(Permission.VIEW_MEETINGS)
def show_topic(topic_id: int) -> ResponseReturnValue:
    """Show the topic: what is asked, the way of its cases through the departments, what these say."""
    return render_template("joint_meetings/topic.html", **about(topic_for(current_user, topic_id)))


def about(topic: MeetingTopic) -> dict[str, object]:
    """Read what the page of a topic shows; a case is a link only for who may see it."""
    meeting, lines = joint_meetings.meeting_of(topic), joint_meetings.cases_of([topic.id])[topic.id]
    opened = {case.id for case in cases.several([line.id for line in lines], scope_of(current_user))}
    return {
        "topic": topic,
        "meeting": meeting,
        "lines": lines,
        "opened": opened,
        "routes": {line.id: assignments.of_case(line.id) for line in lines},
        "opinions": [row for row in joint_meetings.opinions_of([topic.id])[topic.id] if reads(row, meeting)],
        "items": meeting_actions.of_topics([topic.id])[topic.id],
        "names": people.full_names([topic.created_by_id]),
        "convenes": may(current_user, Permission.CONVENE_MEETING),
        "lamps": Lamps(datetime.now(UTC)),
    }


def reads(row: TopicOpinion, meeting: JointMeeting | None) -> bool:
    """Say whether the reader reads the opinion: a department reads the others' once the invitation is out."""
    units = units_of(current_user)
    is_out = meeting is not None and meeting.state is not MeetingState.PREPARING
    return units is None or is_out or row.department_id in units


@blueprint.route("/words", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def edit_topic(topic_id: int) -> ResponseReturnValue:
    """Write what the agenda says of the topic."""
    form = TopicForm(obj=topic_for(current_user, topic_id))
    form.offer()
    back = url_for("meeting_topics.show_topic", topic_id=topic_id)

    def step() -> str:
        topic = topic_for(current_user, topic_id)
        form.check(topic)
        topics.write(topic, form.words(), by=current_user, at=datetime.now(UTC))
        return back

    return ask(form, step, title="编写议题", label="保存", done="议题已保存。", back=back)


@blueprint.route("/opinions", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def ask_opinions(topic_id: int) -> ResponseReturnValue:
    """Ask departments for their opinion by a day."""
    topic = topic_for(current_user, topic_id)
    form = AskForm(data={"due_at": topics.proposed_due(topic, datetime.now(UTC))})
    form.offer(involved(topic_id))
    back = url_for("meeting_topics.show_topic", topic_id=topic_id)

    def step() -> str:
        fresh = topic_for(current_user, topic_id)
        ids, due_at = form.department_ids.data or [], given(form.due_at.data)
        topics.ask_opinions(fresh, ids, due_at=due_at, by=current_user, at=datetime.now(UTC))
        return back

    return ask(
        form,
        step,
        title="征求意见",
        label="发出征求意见",
        done="已发出征求意见。",
        back=back,
        lede=topic.title,
    )


def involved(topic_id: int) -> list[int]:
    """Return the departments that had a part in the topic's cases; who only got a copy had none."""
    parts = [part for case_id in joint_meetings.case_ids(topic_id) for part in assignments.of_case(case_id)]
    return list(dict.fromkeys(part.department_id for part in parts if part.role is not AssignmentRole.COPIED))


@blueprint.route("/withdrawal", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def drop_topic(topic_id: int) -> ResponseReturnValue:
    """Take the topic off for good."""
    form = NoteForm()
    topic = topic_for(current_user, topic_id)
    back = url_for("meeting_topics.show_topic", topic_id=topic_id)

    def step() -> str:
        fresh = topic_for(current_user, topic_id)
        topics.drop(fresh, by=current_user, at=datetime.now(UTC), note=form.note.data)
        return url_for("meeting_candidates.list_candidates")

    return ask(
        form,
        step,
        title="撤下议题",
        label="撤下议题",
        done="议题已撤下，有关工单按原流程办理。",
        back=back,
        tone="danger",
        lede=topic.title,
    )
