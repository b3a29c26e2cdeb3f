"""The steps after a reply: the hotline's review (审核) and asking the citizen (回访)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline.forms.reply_steps import ApproveForm, AttemptForm, ReturnReplyForm
from hotline.guards import requires_step
from hotline.step_page import step_page
from models.case import Case
from models.queries import assignments, cities, replies
from models.vocabulary import Action
from workflows import follow_up, handling
from workflows.identity import caller_as, sight_of
from workflows.standard_texts import offered

blueprint = Blueprint("reply_steps", __name__, url_prefix="/cases/<int:case_id>")


def latest_reply(case: Case, _form: Any, at: datetime) -> Mapping[str, Any]:
    """Show the reply beside the checklist of what a good one holds."""
    texts = offered("review", case, current_user, at=at)
    return {"reply": replies.latest(case.id), "texts": texts, "into": "note"}


@blueprint.route("/reply/approval", methods=["GET", "POST"])
@requires_step(Action.APPROVE_REPLY)
def approve_reply(case_id: int) -> ResponseReturnValue:
    """Accept the department's reply (审核通过)."""

    def step(case: Case, form: ApproveForm, at: datetime) -> None:
        follow_up.approve_reply(case, by=current_user, at=at, note=form.note.data or "")

    return step_page(
        case_id, Action.APPROVE_REPLY, ApproveForm, step, page="case_steps/review.html", beside=latest_reply
    )


@blueprint.route("/reply/return", methods=["GET", "POST"])
@requires_step(Action.RETURN_REPLY)
def return_reply(case_id: int) -> ResponseReturnValue:
    """Send a poor reply back (审核退回)."""

    def step(case: Case, form: ReturnReplyForm, at: datetime) -> None:
        handling.return_reply(case, by=current_user, at=at, note=form.note.data)

    return step_page(
        case_id,
        Action.RETURN_REPLY,
        ReturnReplyForm,
        step,
        page="case_steps/review.html",
        beside=latest_reply,
    )


@blueprint.route("/follow-up", methods=["GET", "POST"])
@requires_step(Action.ATTEMPT_FOLLOW_UP)
def attempt_follow_up(case_id: int) -> ResponseReturnValue:
    """Keep an attempt to ask the citizen (登记回访)."""

    def step(case: Case, form: AttemptForm, at: datetime) -> None:
        follow_up.attempt(case, form.asked(), by=current_user, at=at)

    return step_page(
        case_id,
        Action.ATTEMPT_FOLLOW_UP,
        AttemptForm,
        step,
        page="case_steps/follow_up.html",
        beside=script_and_caller,
    )


def script_and_caller(case: Case, _form: Any, at: datetime) -> Mapping[str, Any]:
    """Show whom to ring, what to say step by step, and how earlier attempts went."""
    city = cities.find()
    script = (city.settings if city else {}).get("callback_script") or {}
    sight = sight_of(case, current_user, assignments.of_case(case.id))
    caller = caller_as(case.citizen, sight) if case.citizen else None
    said = {
        "{称呼}": caller.name if caller and caller.name else "诉求人",
        "{日期}": f"{case.received_at.astimezone(LOCAL_TIMEZONE):%m月%d日}",
    }
    return {
        "conduct": script.get("conduct", []),
        "script": [step | {"ask": spoken(step.get("ask", ""), said)} for step in script.get("steps", [])],
        "who": caller,
        # A merged case (并单) is answered by the reply to its master.
        "reply": replies.latest(case.merged_into_id or case.id),
        "attempts": replies.follow_ups(case.id),
        "texts": offered("callback", case, current_user, at=at),
        "into": "note",
    }


def spoken(text: str, said: Mapping[str, str]) -> str:
    """Return the sentence with name and day put in."""
    for place, word in said.items():
        text = text.replace(place, word)
    return text
