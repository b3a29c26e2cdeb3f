"""What a citizen sees without an account: how a case stands, its answer, the rating, the privacy notice."""

import hmac
import unicodedata
from datetime import UTC, datetime

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.public import QueryForm, RatingForm
from hotline.guards import public
from hotline.security import limiter
from models.case import Case
from models.citizen import phone_tail_index
from models.queries import cases, requests
from models.transaction import unit_of_work
from models.vocabulary import CaseScope, CaseState, Confidentiality, Desk, RequestKind, RequestState
from workflows import rating
from workflows.errors import BadInput, NotAllowedNow
from workflows.intake import query_code_index

blueprint = Blueprint("public", __name__)

EVERY_CASE = CaseScope(None, frozenset(Desk))
SECONDS_OPEN = 900
NOT_FOUND = "没有查到。请核对工单编号、查询码和手机号后四位后再试。"
PLAIN: dict[CaseState, str] = {
    CaseState.AWAITING_COMPLETION: "已受理，正在补充登记信息。",
    CaseState.PENDING_REVIEW: "已受理，正在确定承办单位。",
    CaseState.NOT_ACCEPTED: "按规定不予受理，理由见下。",
    CaseState.DISPATCHED: "已派至承办单位，等待签收。",
    CaseState.RETURN_PENDING: "正在核定承办单位。",
    CaseState.PANEL_PENDING: "正在会商确定承办单位。",
    CaseState.HANDLING: "承办单位正在办理。",
    CaseState.REDO: "正在重新办理。",
    CaseState.REPLIED: "承办单位已提交办理结果，正在审核。",
    CaseState.FOLLOW_UP: "已有办理结果，欢迎评价；热线也会回访您。",
    CaseState.CLOSED: "已办结。",
    CaseState.DEFERRED: "暂不具备办理条件，已列入计划，到期复查。",
    CaseState.TERMINATED: "已终止办理，理由见下。",
    CaseState.MERGED: "已与同一事项的工单合并办理，结果会一并告知。",
}
WITH_ANSWER = frozenset({CaseState.FOLLOW_UP, CaseState.CLOSED, CaseState.NOT_ACCEPTED, CaseState.TERMINATED})


def failed(response: Response) -> bool:
    """Say whether a try found nothing; only those count against everybody together."""
    return response.status_code == 422


@blueprint.get("/query")
@public
def show_query() -> ResponseReturnValue:
    """Ask for number and code."""
    return render_template("public/query.html", form=QueryForm())


@blueprint.post("/query")
@public
@limiter.limit("10 per 10 minutes")
@limiter.limit("500 per 10 minutes", key_func=lambda: "everybody", deduct_when=failed)
def find_case() -> ResponseReturnValue:
    """Look the case up; a wrong number and a wrong code get one and the same answer."""
    form = QueryForm()
    if not form.validate():
        return render_template("public/query.html", form=form), 422
    case = cases.find_by_number(plain(form.number.data), EVERY_CASE)
    if not opens(case, form.code.data, form.tail.data) or case is None:
        form.form_errors = [NOT_FOUND]
        return render_template("public/query.html", form=form), 422
    session["asked_case"] = [case.id, datetime.now(UTC).timestamp()]
    return redirect(url_for("public.show_progress"), code=303)


def plain(number: str) -> str:
    """Return a case number as it is stored, however it was typed."""
    return unicodedata.normalize("NFKC", number).replace(" ", "").upper()


def opens(case: Case | None, code: str, tail: str) -> bool:
    """Compare code and telephone number with the case's; takes as long where there is no case."""
    known = case.query_code_index if case and case.query_code_index else "0" * 32
    fits = hmac.compare_digest(known, query_code_index(code))
    citizen = case.citizen if case else None
    known_tail = citizen.phone_tail_index if citizen else None
    given_tail = phone_tail_index(plain(tail)) or ""
    return fits and (known_tail is None or hmac.compare_digest(known_tail, given_tail))


def asked_case() -> Case | None:
    """Return the case this visitor has just opened with its code."""
    case_id, at = session.get("asked_case", (None, 0.0))
    if case_id is None or datetime.now(UTC).timestamp() - at > SECONDS_OPEN:
        return None
    return cases.find_by_id(case_id)


def is_quiet(case: Case) -> bool:
    """Say whether nothing but the state is shown, since somebody else may have the code."""
    return case.desk is not None or case.confidentiality is Confidentiality.CONFIDENTIAL


@blueprint.get("/query/progress")
@public
def show_progress() -> ResponseReturnValue:
    """Show how the case stands."""
    case = asked_case()
    if case is None:
        return redirect(url_for("public.show_query"), code=303)
    return progress(case, RatingForm())


def progress(case: Case, form: RatingForm) -> str:
    """Return the page of a case as its citizen may see it."""
    decided = [
        row
        for row in requests.of_case(case.id)
        if row.state is RequestState.APPROVED and row.kind in (RequestKind.EXTENSION, RequestKind.DEFERRAL)
    ]
    return render_template(
        "public/progress.html",
        case=case,
        form=form,
        state=PLAIN[case.state],
        is_quiet=is_quiet(case),
        decided=decided,
        has_answer=case.state in WITH_ANSWER and bool(case.public_answer),
        may_rate=rating.may_be_rated(case),
    )


@blueprint.post("/query/rating")
@public
@limiter.limit("20 per 10 minutes")
def rate_case() -> ResponseReturnValue:
    """Keep the citizen's rating."""
    if asked_case() is None:
        return redirect(url_for("public.show_query"), code=303)
    form = RatingForm()
    try:
        with unit_of_work():
            case = asked_case()
            if case is None or is_quiet(case) or not form.validate():
                raise BadInput("请检查填写的内容。")
            rating.rate(
                case,
                result=form.result_rating.data,
                hotline=form.hotline_rating.data,
                solved=form.solved.data,
                reason=form.reason.data,
                at=datetime.now(UTC),
            )
    except (BadInput, NotAllowedNow) as error:
        form.complain(error)
        return (progress(case, form), 422) if (case := asked_case()) else (str(error), 422)
    flash("评价已收到，感谢您的反馈。", "success")
    return redirect(url_for("public.show_progress"), code=303)


@blueprint.post("/query/close")
@public
def close_case() -> ResponseReturnValue:
    """Forget which case this visitor opened, for the next one at the same screen."""
    session.pop("asked_case", None)
    return redirect(url_for("public.show_query"), code=303)


@blueprint.get("/privacy")
@public
def show_privacy() -> ResponseReturnValue:
    """Show what becomes of a citizen's data."""
    return render_template("public/privacy.html")
