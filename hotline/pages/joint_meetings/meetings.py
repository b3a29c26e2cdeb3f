"""Joint meetings (联席会议): the list, one meeting, its plan, its agenda, the invitation and the answers to it."""

from datetime import UTC, datetime
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.joint_meetings import (
    ConfirmForm,
    MeetingForm,
    NoteForm,
    SeatReplyForm,
    positions,
)
from hotline.forms.steps import whole_number
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.meeting_calendar import calendar_of
from hotline.meeting_file import meeting_for, units_of
from hotline.pages.joint_meetings.asking import ask
from models.joint_meeting import JointMeeting, MeetingSeat
from models.queries import joint_meetings, meeting_actions, people
from models.vocabulary import MeetingState, Permission, SeatReply
from workflows.joint_meeting import preparing
from workflows.permissions import may
from workflows.ways_out import ways_out

blueprint = Blueprint("joint_meetings", __name__, url_prefix="/joint-meetings")
PAGE = 50


@blueprint.get("")
@requires(Permission.VIEW_MEETINGS)
def list_meetings() -> ResponseReturnValue:
    """List the meetings the reader may see, the newest first, all or of one year."""
    units, year = units_of(current_user), request.args.get("year", type=int)
    before = request.args.get("before", type=int)
    rows = joint_meetings.page(units, year=year, before_id=before, limit=PAGE + 1)
    here = "joint_meetings.list_meetings"
    return render_template(
        "joint_meetings/list.html",
        rows=rows[:PAGE],
        counts=joint_meetings.count_topics(row.id for row in rows[:PAGE]),
        years=joint_meetings.years(units),
        year=year,
        convenes=may(current_user, Permission.CONVENE_MEETING),
        first=url_for(here, year=year) if before else None,
        further=url_for(here, year=year, before=rows[PAGE - 1].id) if len(rows) > PAGE else None,
    )


@blueprint.get("/<int:meeting_id>")
@requires(Permission.VIEW_MEETINGS)
def show_meeting(meeting_id: int) -> ResponseReturnValue:
    """Show the meeting: when and where, its agenda with the opinions, who comes."""
    meeting = meeting_for(current_user, meeting_id)
    return render_template("joint_meetings/meeting.html", **about(meeting))


def about(meeting: JointMeeting) -> dict[str, object]:
    """Read what the page of a meeting shows."""
    topics, seats = joint_meetings.topics_of(meeting.id), joint_meetings.seats_of(meeting.id)
    ids = [topic.id for topic in topics]
    return {
        "meeting": meeting,
        "topics": topics,
        "cases": joint_meetings.cases_of(ids),
        "opinions": joint_meetings.opinions_of(ids),
        "seats": seats,
        "items": meeting_actions.of_topics(ids),
        "left": meeting_actions.left_by_earlier(meeting),
        "own_seats": [row for row in seats if row.department_id in current_user.department_ids],
        "names": people.full_names([meeting.convener_id]),
        "convenes": may(current_user, Permission.CONVENE_MEETING),
        "lamps": Lamps(datetime.now(UTC)),
    }


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def create_meeting() -> ResponseReturnValue:
    """Make a meeting."""
    form = MeetingForm()
    form.offer()

    def step() -> str:
        meeting = preparing.make(form.plan(), by=current_user, at=datetime.now(UTC))
        return url_for("joint_meetings.show_agenda", meeting_id=meeting.id)

    return ask(
        form,
        step,
        title="新建联席会议",
        label="新建会议",
        done="会议已建立，请编排议程。",
        back=url_for("joint_meetings.list_meetings"),
    )


@blueprint.route("/<int:meeting_id>/plan", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def edit_meeting(meeting_id: int) -> ResponseReturnValue:
    """Change when and where the meeting is and who is invited; who was invited already is told."""
    meeting = meeting_for(current_user, meeting_id)
    seated = [row.department_id for row in joint_meetings.seats_of(meeting_id)]
    form = MeetingForm(obj=meeting, data={"department_ids": seated})
    form.offer()
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        fresh = meeting_for(current_user, meeting_id)
        form.check(fresh)
        preparing.change(fresh, form.plan(), by=current_user, at=datetime.now(UTC))
        return back

    invited = meeting.state is MeetingState.INVITED
    return ask(
        form,
        step,
        title="更改会议安排",
        label="保存",
        done="已保存，并通知了参会单位。" if invited else "已保存。",
        back=back,
        lede="会议通知已发出，保存后立即将新的安排通知各参会单位。" if invited else "",
    )


@blueprint.route("/<int:meeting_id>/agenda", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def show_agenda(meeting_id: int) -> ResponseReturnValue:
    """Give topics their places on the agenda; what has no place waits for another meeting."""
    form = ConfirmForm()
    meeting_for(current_user, meeting_id)
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        meeting = meeting_for(current_user, meeting_id)
        ids = request.form.getlist("topic", type=int)
        order = positions(
            [(topic_id, whole_number(request.form.get(f"place-{topic_id}"))) for topic_id in ids]
        )
        preparing.order_agenda(meeting, order, by=current_user, at=datetime.now(UTC))
        return back

    def beside() -> dict[str, object]:
        topics = [*joint_meetings.topics_of(meeting_id), *joint_meetings.pool()]
        return {
            "meeting": meeting_for(current_user, meeting_id),
            "topics": topics,
            "cases": joint_meetings.cases_of([topic.id for topic in topics]),
        }

    return ask(
        form,
        step,
        title="编排议程",
        label="保存议程",
        done="议程已保存。",
        back=back,
        page="joint_meetings/agenda.html",
        beside=beside,
    )


@blueprint.route("/<int:meeting_id>/invitation", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def send_invitation(meeting_id: int) -> ResponseReturnValue:
    """Show whom the invitation goes to, and send it."""
    meeting_for(current_user, meeting_id)
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        preparing.invite(meeting_for(current_user, meeting_id), by=current_user, at=datetime.now(UTC))
        return back

    return ask(
        ConfirmForm(),
        step,
        title="发出会议通知",
        label="发出通知",
        done="会议通知已发出。",
        back=back,
        page="joint_meetings/invitation.html",
        beside=lambda: about(meeting_for(current_user, meeting_id)),
    )


@blueprint.get("/<int:meeting_id>/invitation.ics")
@requires(Permission.VIEW_MEETINGS)
def download_invitation(meeting_id: int) -> ResponseReturnValue:
    """Give the meeting as a calendar file, to be put into one's own calendar; called off, it takes it out."""
    meeting = meeting_for(current_user, meeting_id)
    if meeting.number is None:
        abort(404)
    public_url = ways_out.public_url or request.url_root
    name, content = calendar_of(meeting, public_url=public_url, at=datetime.now(UTC))
    return send_file(BytesIO(content), mimetype="text/calendar", as_attachment=True, download_name=name)


@blueprint.route("/<int:meeting_id>/seats/<int:seat_id>", methods=["GET", "POST"])
@requires(Permission.GIVE_OPINION)
def answer_invitation(meeting_id: int, seat_id: int) -> ResponseReturnValue:
    """Say whether and by whom one's department comes."""
    row = own_seat(meeting_id, seat_id)
    form = SeatReplyForm(data={"reply": row.reply.value if row.reply else None, "attendee": row.attendee})
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        meeting = meeting_for(current_user, meeting_id)
        seat = own_seat(meeting_id, seat_id)
        preparing.answer_invitation(
            meeting,
            seat,
            SeatReply(form.reply.data),
            form.attendee.data,
            by=current_user,
            at=datetime.now(UTC),
        )
        return back

    lede = f"{row.department.name}：{preparing.when_and_where(meeting_for(current_user, meeting_id))}"
    return ask(form, step, title="参会回执", label="提交回执", done="回执已提交。", back=back, lede=lede)


def own_seat(meeting_id: int, seat_id: int) -> MeetingSeat:
    """Return the seat of one of the reader's departments, or answer 404."""
    meeting_for(current_user, meeting_id)
    seats = (row for row in joint_meetings.seats_of(meeting_id) if row.id == seat_id)
    return next((row for row in seats if row.department_id in current_user.department_ids), None) or abort(
        404
    )


@blueprint.route("/<int:meeting_id>/cancellation", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def cancel_meeting(meeting_id: int) -> ResponseReturnValue:
    """Call the meeting off."""
    form = NoteForm()
    meeting = meeting_for(current_user, meeting_id)
    back = url_for("joint_meetings.show_meeting", meeting_id=meeting_id)

    def step() -> str:
        fresh = meeting_for(current_user, meeting_id)
        preparing.cancel(fresh, by=current_user, at=datetime.now(UTC), note=form.note.data)
        return back

    return ask(
        form,
        step,
        title="取消会议",
        label="取消会议",
        done="会议已取消。",
        back=back,
        tone="danger",
        lede=f"{meeting.title}：议题回到待上会，已通知的单位会收到取消通知。",
    )
