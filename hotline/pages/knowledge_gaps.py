"""Questions without an answer (知识求答): asked of a department, answered by an article or refused, with lights."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.cursors import read_cursor, write_cursor
from hotline.forms.fields import UNSTORABLE
from hotline.forms.joint_meetings import VersionedForm
from hotline.forms.knowledge import AnswerGapForm, AskForm, RefuseGapForm
from hotline.guards import requires
from hotline.lamps import Lamps
from models.article import KnowledgeGap
from models.queries import knowledge_gaps as queries
from models.queries.knowledge_gaps import Reader
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import knowledge_gaps
from workflows.permissions import works_at_hotline

blueprint = Blueprint("knowledge_gaps", __name__, url_prefix="/knowledge-gaps")
PAGE = 50
ASKS = tuple(sorted(knowledge_gaps.ASKS))
READS = (*ASKS, Permission.WRITE_KNOWLEDGE)


def reader() -> Reader:
    """Return the user as a reader: the hotline's people read all questions, others those to their own departments."""
    department_ids = None if works_at_hotline(current_user) else current_user.department_ids
    return Reader(user_id=current_user.id, department_ids=department_ids)


def gap_for(gap_id: int) -> KnowledgeGap:
    """Return the question, if the user may see it, else 404."""
    return queries.find(gap_id, reader()) or abort(404)


@blueprint.get("")
@requires(*READS)
def list_gaps() -> ResponseReturnValue:
    """Show the open questions, what is due first; or the closed ones, the newest first."""
    closed, at = request.args.get("closed") == "1", datetime.now(UTC)
    after = read_cursor(request.args.get("after"))
    page = queries.page_closed if closed else queries.page_open
    rows = page(reader(), after=after, limit=PAGE + 1)
    here = "knowledge_gaps.list_gaps"
    given: dict[str, Any] = {"closed": 1} if closed else {}
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render_template(
        "knowledge/gaps.html",
        rows=rows[:PAGE],
        closed=closed,
        counts=queries.count_by_light(reader().department_ids, at),
        lamps=Lamps(at),
        asks=knowledge_gaps.may_ask(current_user),
        first=url_for(here, **given) if after else None,
        further=url_for(here, **given, after=write_cursor(None if closed else last.due_at, last.id))
        if last
        else None,
    )


@blueprint.get("/<int:gap_id>")
@requires(*READS)
def show_gap(gap_id: int) -> ResponseReturnValue:
    """Show one question and what may be done with it."""
    gap = gap_for(gap_id)
    return render_template(
        "knowledge/gap.html",
        gap=gap,
        lamps=Lamps(datetime.now(UTC)),
        answers=knowledge_gaps.may_answer(current_user, gap.department_id),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(*ASKS)
def ask_department() -> ResponseReturnValue:
    """Put a question to a department: what was looked for, until it is written better."""
    form = AskForm(question=UNSTORABLE.sub("", request.args.get("q", "")).strip())
    form.offer()

    def step() -> str:
        gap = knowledge_gaps.ask(
            form.question.data,
            form.department_id.data,
            category_id=form.category_id.data,
            by=current_user,
            at=datetime.now(UTC),
        )
        return url_for("knowledge_gaps.show_gap", gap_id=gap.id)

    return ask(
        form,
        step,
        title="没有找到答案",
        label="向单位求答",
        done="已向单位求答，答复后会通知您。",
        lede="请单位在时限内编写知识；诉求本身仍按规定登记、派单。",
    )


def step_on(
    gap_id: int, form: VersionedForm, take: Callable[[KnowledgeGap, datetime], None], **words: Any
) -> ResponseReturnValue:
    """Take a step on the question and go back to it."""
    gap = gap_for(gap_id)
    back = url_for("knowledge_gaps.show_gap", gap_id=gap_id)
    if not form.is_submitted():
        form.version.data = str(gap.version)

    def step() -> str:
        fresh = gap_for(gap_id)
        form.check(fresh)
        take(fresh, datetime.now(UTC))
        return back

    return ask(form, step, back=back, lede=gap.question, **words)


def ask(form: Any, step: Callable[[], str], *, back: str = "", **words: Any) -> ResponseReturnValue:
    """Show the form, or take the step in one unit of work."""
    there = url_for("knowledge_gaps.list_gaps")

    def in_one_go() -> str:
        with unit_of_work():
            return step()

    return form_page.ask(form, in_one_go, trail=("知识求答", there), back=back or there, **words)


@blueprint.route("/<int:gap_id>/answer", methods=["GET", "POST"])
@requires(Permission.WRITE_KNOWLEDGE)
def answer_gap(gap_id: int) -> ResponseReturnValue:
    """Name the article that answers."""
    form = AnswerGapForm()

    def take(gap: KnowledgeGap, at: datetime) -> None:
        knowledge_gaps.answer(gap, form.article_number.data, by=current_user, at=at)

    return step_on(
        gap_id, form, take, title="用已有知识答复", label="答复", done="已答复，求答人会收到通知。"
    )


@blueprint.route("/<int:gap_id>/refusal", methods=["GET", "POST"])
@requires(Permission.WRITE_KNOWLEDGE)
def refuse_gap(gap_id: int) -> ResponseReturnValue:
    """Say why no article is written."""
    form = RefuseGapForm()

    def take(gap: KnowledgeGap, at: datetime) -> None:
        knowledge_gaps.refuse(gap, form.note.data, by=current_user, at=at)

    return step_on(gap_id, form, take, title="不予编写", label="提交", done="已说明理由。")
