"""Areas (区划): the tree of places from the city down to the grid."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.reference import AreaForm
from hotline.guards import requires
from hotline.pages.administration.saving import asked, saved, status_of, words_asked
from hotline.pages.administration.users import author
from models.area import Area
from models.queries import administration
from models.vocabulary import Permission
from workflows.administration import places

blueprint = Blueprint("areas", __name__, url_prefix="/administration/areas")
PAGE = 50
LAYOUT = (("区划", ("code", "name", "short_name", "level", "valid_from", "valid_to")),)
TILE = (("指挥大屏上的位置", ("tile_row", "tile_column")),)
HINTS = {
    "code": "国家统计用区划代码或本市网格编号，设定后不能更改。",
    "tile_row": "区县格子图中的第几行，从北往南数；留空的排在最后。",
    "tile_column": "第几列，从西往东数。",
    "valid_to": "撤并的区划填写最后有效日期，另建新行；已有工单仍归旧行。",
}


def found(area_id: int) -> Area:
    """Return the place of the address, or answer 404."""
    return administration.find(Area, area_id) or abort(404)


def layout_of(form: AreaForm) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the groups of the form's fields."""
    return LAYOUT + (TILE if "tile_row" in form else ())


@blueprint.get("")
@requires(Permission.MANAGE_REFERENCE)
def list_areas() -> ResponseReturnValue:
    """Show the places below one, or those a search finds."""
    words, under = words_asked(), request.args.get("under", type=int)
    here = found(under) if under is not None else None
    page = None
    if words:
        before, after = request.args.get("before", type=int), request.args.get("after", type=int)
        page = administration.searched(Area, words, before=before, after=after, limit=PAGE)
    rows = page.rows if page else administration.under_or_only_root(Area, under)
    return render_template(
        "administration/areas.html",
        rows=rows,
        page=page,
        filters=asked("q"),
        here=here,
        chain=administration.above(Area, here) if here else [],
        below=administration.count_under(Area, [row.id for row in rows]),
        superiors=administration.names(Area, [row.parent_id for row in rows]) if page else {},
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def create_area() -> ResponseReturnValue:
    """Make a place below the one of the address."""
    under = request.args.get("under", type=int)
    above = found(under) if under is not None else None
    form = AreaForm(None, above)

    def create() -> None:
        places.create_area({**form.values(), "parent_id": under}, by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, create):
        flash(f"已新增“{form.name.data}”。", "success")
        return redirect(url_for("areas.list_areas", under=under), code=303)
    context = {"form": form, "row": None, "above": above, "layout": layout_of(form), "hints": HINTS}
    return render_template("administration/area.html", **context), status_of(form)


@blueprint.route("/<int:area_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def edit_area(area_id: int) -> ResponseReturnValue:
    """Change a place's names and validity."""
    form = AreaForm(found(area_id), None)

    def change() -> None:
        places.change_area(found(area_id), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("areas.list_areas", under=found(area_id).parent_id), code=303)
    place = found(area_id)
    above = administration.find(Area, place.parent_id) if place.parent_id else None
    context = {"form": form, "row": place, "above": above, "layout": layout_of(form), "hints": HINTS}
    return render_template("administration/area.html", **context), status_of(form)
