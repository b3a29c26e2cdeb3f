"""Saved views (视图): one's own and those that are shared; keeping, changing and taking one away."""

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.saved_views import OthersViewForm, RemoveViewForm, ViewForm
from hotline.guards import requires
from hotline.saved_views import BY_ENDPOINT, asked_of, list_of, place_of, refuse_numbers, title_of, url_of
from models.queries import saved_views as queries
from models.saved_view import SavedView
from models.transaction import AlreadyThere, unit_of_work
from models.vocabulary import Permission
from workflows import saved_views
from workflows.errors import BadInput
from workflows.permissions import may

blueprint = Blueprint("saved_views", __name__, url_prefix="/views")
TRAIL = "我的视图"


@blueprint.get("")
@requires(*Permission)
def list_views() -> ResponseReturnValue:
    """Show one's own views and the shared ones."""
    views = [view for view in queries.usable(current_user.id) if list_of(view.place)]
    return render_template(
        "saved_views/list.html",
        views=views,
        defaults=queries.default_ids(current_user.id),
        title_of=title_of,
        url_of=url_of,
        shares=may(current_user, Permission.SHARE_VIEWS),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(*Permission)
def save_view() -> ResponseReturnValue:
    """Keep what the address asks of a list under a name."""
    found = list_of(request.args.get("list", ""))
    if found is None or found.endpoint not in BY_ENDPOINT:
        abort(404)
    place, asked = place_of(found.name, request.args), asked_of(found.name, request.args)
    if title_of(place) == place.partition(" ")[2]:
        abort(404)
    form = ViewForm()
    if not may(current_user, Permission.SHARE_VIEWS):
        del form.is_shared

    def step() -> str:
        refuse_numbers(asked)
        with unit_of_work():
            return url_of(saved_views.save(place, asked, form.wish(), by=current_user, at=datetime.now(UTC)))

    return ask(
        form,
        step,
        title=f"保存视图：{title_of(place)}",
        label="保存",
        done="视图已保存。",
        lede="保存的是筛选条件，不是结果：以后打开时按当时的工单列出。",
    )


@blueprint.route("/<int:view_id>", methods=["GET", "POST"])
@requires(*Permission)
def change_view(view_id: int) -> ResponseReturnValue:
    """Call one's view otherwise, share it, let the list open with it; of another's only the last."""
    view = view_for(view_id)
    is_own = view.owner_id == current_user.id
    is_default = view.id in queries.default_ids(current_user.id)
    given = {"name": view.name, "is_shared": view.is_shared, "is_default": is_default}
    form = ViewForm(data=given) if is_own else OthersViewForm(data={"is_default": is_default})
    if is_own and not (may(current_user, Permission.SHARE_VIEWS) or view.is_shared):
        del form.is_shared

    def step() -> str:
        with unit_of_work():
            fresh = view_for(view_id)
            wish = (
                form.wish()
                if isinstance(form, ViewForm)
                else saved_views.Wish(fresh.name, fresh.is_shared, bool(form.is_default.data))
            )
            saved_views.change(fresh, wish, by=current_user)
        return url_for("saved_views.list_views")

    return ask(
        form, step, title=f"视图：{view.name}", label="保存", done="视图已保存。", lede=title_of(view.place)
    )


@blueprint.route("/<int:view_id>/removal", methods=["GET", "POST"])
@requires(*Permission)
def remove_view(view_id: int) -> ResponseReturnValue:
    """Take a view away, once it was asked for twice."""
    view = view_for(view_id)
    shared = "这是共享视图，删除后其他人也不能再用。" if view.is_shared else ""

    def step() -> str:
        with unit_of_work():
            saved_views.remove(view_for(view_id), by=current_user)
        return url_for("saved_views.list_views")

    return ask(
        RemoveViewForm(),
        step,
        title=f"删除视图“{view.name}”",
        label="删除",
        done="视图已删除。",
        lede=f"{title_of(view.place)}。{shared}工单不受影响。",
        tone="danger",
    )


def view_for(view_id: int) -> SavedView:
    """Return the view if the person may use it, else answer 404."""
    return queries.find(view_id, current_user.id) or abort(404)


def ask(form: ViewForm | OthersViewForm | RemoveViewForm, step: object, **words: str) -> ResponseReturnValue:
    """Show the form, or take the step; somebody who saved the same name at once is told so."""
    back = url_for("saved_views.list_views")

    def at_once() -> str:
        try:
            return step()  # type: ignore[operator, no-any-return]
        except AlreadyThere as lost:
            raise BadInput(str(lost), "name") from lost

    return form_page.ask(form, at_once, trail=(TRAIL, back), back=back, **words)  # type: ignore[arg-type]
