"""Opinions before a joint meeting (会前意见): what one's department is asked, and giving it."""

from datetime import UTC, datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.joint_meetings import OpinionForm
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.meeting_file import opinion_for
from hotline.pages.joint_meetings.asking import ask
from models.queries import joint_meetings
from models.vocabulary import Permission, Stance
from workflows.joint_meeting import topics

blueprint = Blueprint("meeting_opinions", __name__, url_prefix="/joint-meetings/opinions")
PAGE = 50


@blueprint.get("")
@requires(Permission.GIVE_OPINION)
def list_opinions() -> ResponseReturnValue:
    """List what one's departments are asked: what waits, or what was given."""
    given = request.args.get("show") == "given"
    before = request.args.get("before", type=int)
    rows = joint_meetings.opinions_asked(
        current_user.department_ids, given=given, before_id=before, limit=PAGE + 1 if given else 200
    )
    here = "meeting_opinions.list_opinions"
    more = given and len(rows) > PAGE
    return render_template(
        "joint_meetings/opinions.html",
        rows=rows[:PAGE] if given else rows,
        given=given,
        lamps=Lamps(datetime.now(UTC)),
        first=url_for(here, show="given") if given and before else None,
        further=url_for(here, show="given", before=rows[PAGE - 1].id) if more else None,
    )


@blueprint.route("/<int:opinion_id>", methods=["GET", "POST"])
@requires(Permission.GIVE_OPINION)
def give_opinion(opinion_id: int) -> ResponseReturnValue:
    """Give one's department's opinion, or change it before the meeting."""
    row = opinion_for(current_user, opinion_id)
    form = OpinionForm(obj=row)
    form.offer()
    back = url_for("meeting_opinions.list_opinions")

    def step() -> str:
        topics.give_opinion(
            opinion_for(current_user, opinion_id),
            Stance(form.stance.data),
            form.opinion.data,
            basis=form.basis.data,
            proposed_lead_id=form.proposed_lead_id.data,
            by=current_user,
            at=datetime.now(UTC),
        )
        return back

    return ask(
        form,
        step,
        title="提交会议意见",
        label="提交意见",
        done="意见已提交。",
        back=back,
        page="joint_meetings/opinion.html",
        beside=lambda: {"row": opinion_for(current_user, opinion_id)},
    )
