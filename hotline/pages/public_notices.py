"""Public notices (公告): the list, posting and changing one, and those pinned for a street on the intake screen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.intake import PLACES, row_id
from hotline.forms.joint_meetings import VersionedForm
from hotline.forms.public_notices import AnnouncementForm, TakeBackForm, as_filled
from hotline.guards import requires
from models.public_notice import PublicNotice
from models.queries import public_notices as queries
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import public_notices
from workflows.permissions import may, works_at_hotline
from workflows.public_notices import may_post

blueprint = Blueprint("public_notices", __name__, url_prefix="/public-notices")
PAGE = 50
A_DAY = timedelta(days=1)


@blueprint.get("")
@requires(Permission.VIEW_CASES, Permission.POST_NOTICE)
def list_notices() -> ResponseReturnValue:
    """Show the notices that hold or are to come; or all, the newest first."""
    every, at = request.args.get("all") == "1", datetime.now(UTC)
    before_id = row_id(request.args.get("before"))
    own = None if works_at_hotline(current_user) else current_user.department_ids
    rows = queries.page(
        department_ids=own if every else None,
        lasting_at=None if every else at,
        before_id=before_id,
        limit=PAGE + 1,
    )
    here = "public_notices.list_notices"
    given: dict[str, Any] = {"all": 1} if every else {}
    return render_template(
        "public_notices/list.html",
        rows=rows[:PAGE],
        every=every,
        at=at,
        posts=may(current_user, Permission.POST_NOTICE),
        changes=lambda row: may_post(current_user, row.department_id),
        first=url_for(here, **given) if before_id else None,
        further=url_for(here, **given, before=rows[PAGE - 1].id) if len(rows) > PAGE else None,
    )


@blueprint.get("/pinned")
@requires(Permission.REGISTER_CASE)
def show_pinned() -> ResponseReturnValue:
    """Show the notices for the place chosen on the intake screen, all where none is."""
    area_id = next((row_id(request.args[name]) for name in reversed(PLACES) if request.args.get(name)), None)
    at = datetime.now(UTC)
    return render_template(
        "public_notices/_pinned.html", pinned=queries.pinned(at, area_id=area_id), at=at, into="answer"
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.POST_NOTICE)
def post_notice() -> ResponseReturnValue:
    """Post a notice."""
    at = datetime.now(UTC)
    own = current_user.department_id if not works_at_hotline(current_user) else None
    given = {"starts_at": at, "ends_at": at + A_DAY, "department_id": own}
    form = AnnouncementForm(data=given if request.method == "GET" else None)
    form.offer(current_user)

    def step() -> str:
        public_notices.post(form.announcement(), form.department_id.data, by=current_user, at=at)
        return url_for("public_notices.list_notices")

    return ask(
        form, step, title="发布公告", label="发布", done="公告已发布，接线员登记该区域的诉求时会看到。"
    )


def step_on(
    notice_id: int, form: VersionedForm, take: Callable[[PublicNotice, datetime], None], **words: Any
) -> ResponseReturnValue:
    """Take a step on the notice and go back to the list."""
    row = queries.find(notice_id) or abort(404)
    if not form.is_submitted():
        form.version.data = str(row.version)

    def step() -> str:
        fresh = queries.find(notice_id) or abort(404)
        form.check(fresh)
        take(fresh, datetime.now(UTC))
        return url_for("public_notices.list_notices")

    return ask(form, step, lede=f"{row.outage.label}：{row.title}", **words)


def ask(form: Any, step: Callable[[], str], **words: Any) -> ResponseReturnValue:
    """Show the form, or take the step in one unit of work."""
    there = url_for("public_notices.list_notices")

    def in_one_go() -> str:
        with unit_of_work():
            return step()

    return form_page.ask(form, in_one_go, trail=("公告", there), back=there, **words)


@blueprint.route("/<int:notice_id>/change", methods=["GET", "POST"])
@requires(Permission.POST_NOTICE)
def change_notice(notice_id: int) -> ResponseReturnValue:
    """Change a notice that still holds."""
    row = queries.find(notice_id) or abort(404)
    form = AnnouncementForm(data=as_filled(row) if request.method == "GET" else None)
    del form.department_id
    form.offer(current_user)

    def take(fresh: PublicNotice, at: datetime) -> None:
        public_notices.change(fresh, form.announcement(), by=current_user, at=at)

    return step_on(notice_id, form, take, title="修改公告", label="保存", done="公告已修改。")


@blueprint.route("/<int:notice_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.POST_NOTICE)
def withdraw_notice(notice_id: int) -> ResponseReturnValue:
    """Take a notice back."""

    def take(fresh: PublicNotice, at: datetime) -> None:
        public_notices.withdraw(fresh, by=current_user, at=at)

    return step_on(
        notice_id, TakeBackForm(), take, title="撤下公告", label="撤下", tone="danger", done="公告已撤下。"
    )
