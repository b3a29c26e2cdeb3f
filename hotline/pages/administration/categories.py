"""Categories (事项分类): the tree of matters with hazard marks, limit classes, words and advice."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.reference import CategoryForm
from hotline.guards import requires
from hotline.pages.administration.saving import asked, saved, status_of, words_asked
from hotline.pages.administration.users import author
from models.category import Category
from models.queries import administration
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows.administration import matters

blueprint = Blueprint("categories", __name__, url_prefix="/administration/categories")
PAGE = 50
LAYOUT = (
    ("分类", ("code", "name", "limit_class", "desk", "is_hazard")),
    ("帮助接线员", ("keywords", "advice")),
)
HINTS = {
    "code": "设定后不能更改。",
    "limit_class": "决定时限：规则包按诉求类型、紧急程度和时限类别取时限。",
    "desk": "专席的工单只有专席人员能看到。",
    "keywords": "以顿号分隔，供检索分类时使用。",
    "advice": "选中该分类时提示接线员问清什么、说什么。",
}


def found(category_id: int) -> Category:
    """Return the matter of the address, or answer 404."""
    return administration.find(Category, category_id) or abort(404)


@blueprint.get("")
@requires(Permission.MANAGE_REFERENCE)
def list_categories() -> ResponseReturnValue:
    """Show the branches, everything below one, or what a search finds."""
    words, under = words_asked(), request.args.get("under", type=int)
    here = found(under) if under is not None else None
    page = None
    if words:
        before, after = request.args.get("before", type=int), request.args.get("after", type=int)
        page = administration.searched(Category, words, before=before, after=after, limit=PAGE)
        rows = page.rows
    elif here is not None:
        rows = sorted(administration.everything_under(Category, here.id), key=lambda row: row.position)
    else:
        rows = administration.under(Category, None)
    return render_template(
        "administration/categories.html",
        rows=rows,
        page=page,
        filters=asked("q"),
        here=here,
        chain=administration.above(Category, here) if here else [],
        below=administration.count_under(Category, [row.id for row in rows]),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def create_category() -> ResponseReturnValue:
    """Make a matter below the one of the address, or a branch."""
    under = request.args.get("under", type=int)
    above, form = found(under) if under is not None else None, CategoryForm(None)

    def create() -> None:
        matters.create_category({**form.values(), "parent_id": under}, by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, create):
        flash(f"已新增分类“{form.name.data}”。", "success")
        return redirect(url_for("categories.list_categories", under=under), code=303)
    context = {"form": form, "row": None, "above": above, "layout": LAYOUT, "hints": HINTS}
    return render_template("administration/category.html", **context), status_of(form)


@blueprint.route("/<int:category_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def edit_category(category_id: int) -> ResponseReturnValue:
    """Change a matter."""
    form = CategoryForm(found(category_id))

    def change() -> None:
        matters.change_category(found(category_id), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("categories.list_categories", under=found(category_id).parent_id), code=303)
    row = found(category_id)
    above = administration.find(Category, row.parent_id) if row.parent_id else None
    context = {"form": form, "row": row, "above": above, "layout": LAYOUT, "hints": HINTS}
    return render_template("administration/category.html", **context), status_of(form)


@blueprint.post("/<int:category_id>/retire")
@requires(Permission.MANAGE_REFERENCE)
def retire_category(category_id: int) -> ResponseReturnValue:
    """Offer the matter and all below it no more."""
    with unit_of_work():
        matters.retire_category(found(category_id), by=author(), at=datetime.now(UTC))
    flash("已停用，受理时不再出现；已有工单不变。", "success")
    return redirect(url_for("categories.edit_category", category_id=category_id), code=303)


@blueprint.post("/<int:category_id>/restore")
@requires(Permission.MANAGE_REFERENCE)
def restore_category(category_id: int) -> ResponseReturnValue:
    """Offer the matter again."""
    with unit_of_work():
        matters.restore_category(found(category_id), by=author(), at=datetime.now(UTC))
    flash("已恢复使用。", "success")
    return redirect(url_for("categories.edit_category", category_id=category_id), code=303)
