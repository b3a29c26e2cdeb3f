"""Candidates for the joint meeting (候选议题): what the rules found and why; the convener picks or dismisses."""

from collections import Counter
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.joint_meetings import DismissForm
from hotline.guards import case_for, requires
from hotline.pages.joint_meetings.asking import ask
from models.queries import joint_meetings, meeting_candidates
from models.transaction import unit_of_work
from models.vocabulary import Criterion, Permission
from workflows.errors import Refused
from workflows.joint_meeting import choosing

blueprint = Blueprint("meeting_candidates", __name__, url_prefix="/joint-meetings/candidates")
PAGE = 50


@blueprint.get("")
@requires(Permission.CONVENE_MEETING)
def list_candidates() -> ResponseReturnValue:
    """Show the candidates with their reasons, all or by one criterion, and the topics chosen already."""
    found = choosing.candidates(at=datetime.now(UTC))
    counts = Counter(reason.criterion for each in found for reason in each.reasons)
    criterion = request.args.get("criterion", type=Criterion)
    listed = [
        each for each in found if criterion is None or any(r.criterion is criterion for r in each.reasons)
    ]
    first = max(request.args.get("first", 0, type=int), 0)
    shown = listed[first : first + PAGE]
    lines = meeting_candidates.lines(each.case_id for each in shown)
    return render_template(
        "joint_meetings/candidates.html",
        rows=[(lines[each.case_id], each.reasons) for each in shown if each.case_id in lines],
        counts={each: counts[each] for each in Criterion if counts[each]},
        criterion=criterion,
        total=len(found),
        listed=len(listed),
        pool=joint_meetings.pool(),
        previous=url_for(
            "meeting_candidates.list_candidates", criterion=criterion, first=max(first - PAGE, 0)
        )
        if first
        else None,
        further=url_for("meeting_candidates.list_candidates", criterion=criterion, first=first + PAGE)
        if len(listed) > first + PAGE
        else None,
    )


@blueprint.post("/choose")
@requires(Permission.CONVENE_MEETING)
def choose_candidates() -> ResponseReturnValue:
    """Make a topic of the ticked cases and go on to write it."""
    picked = request.form.getlist("case", type=int)
    title = " ".join(request.form.get("title", "").split())
    try:
        with unit_of_work():
            topic_id = choosing.choose(picked, title=title, by=current_user, at=datetime.now(UTC)).id
    except Refused as error:
        flash(str(error), "error")
        return redirect(url_for("meeting_candidates.list_candidates"), code=303)
    flash("已列为议题，请补充会议材料。", "success")
    return redirect(url_for("meeting_topics.edit_topic", topic_id=topic_id), code=303)


@blueprint.route("/<int:case_id>/dismissal", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def dismiss_candidate(case_id: int) -> ResponseReturnValue:
    """Put a candidate aside, with the reason."""
    form = DismissForm()
    case_for(current_user, case_id)
    back = url_for("meeting_candidates.list_candidates")

    def step() -> str:
        case = case_for(current_user, case_id)
        choosing.dismiss(case, by=current_user, at=datetime.now(UTC), note=form.note.data)
        return back

    def beside() -> dict[str, object]:
        case = case_for(current_user, case_id)
        why = choosing.reasons_for(case_id, at=datetime.now(UTC))
        return {"case": case, "reasons": why}

    return ask(
        form,
        step,
        title="不列入联席会议",
        label="不列入",
        done="已记录，不列入候选。",
        back=back,
        page="joint_meetings/dismiss.html",
        beside=beside,
    )
