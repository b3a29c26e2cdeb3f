"""Outlines of districts (区划轮廓): which there are, how the map looks, a file brought in, all taken away."""

from datetime import UTC, datetime
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hotline import district_map
from hotline.forms.administration.outlines import OutlinesForm, RemoveForm
from hotline.guards import requires
from hotline.pages.administration.saving import put_at, saved, status_of
from hotline.pages.administration.users import author
from models.queries import area_outlines, reference
from models.vocabulary import Permission
from workflows.administration import outlines
from workflows.errors import BadInput
from workflows.outlines import MOST_BYTES, Outlines, read_outlines

blueprint = Blueprint("outlines", __name__, url_prefix="/administration/area-outlines")


@blueprint.get("")
@requires(Permission.MANAGE_REFERENCE)
def show_outlines() -> ResponseReturnValue:
    """Show the districts with their outlines, and the form that brings others."""
    return page(OutlinesForm(formdata=None))


@blueprint.post("")
@requires(Permission.MANAGE_REFERENCE)
def bring_outlines() -> ResponseReturnValue:
    """Replace the outlines by those of a file, which is read and thinned out before anything is locked."""
    form = OutlinesForm()
    given = read(form) if form.validate() else None
    strangers: list[str] = []

    def bring(given: Outlines) -> None:
        words = {
            "source": form.source.data or given.source,
            "approval_number": form.approval_number.data or given.approval_number,
        }
        at = datetime.now(UTC)
        strangers.extend(outlines.bring(given, reference.districts(), **words, by=author(), at=at))

    if given is None or not saved(form, partial(bring, given)):
        return page(form), 422
    flash("已更新区县轮廓。", "success")
    if strangers:
        flash(f"这些图形没有对应的区县，没有导入：{'、'.join(strangers[:20])}。", "warning")
    return redirect(url_for("outlines.show_outlines"), code=303)


@blueprint.route("/removal", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def remove_outlines() -> ResponseReturnValue:
    """Take all outlines away, so that tiles stand for the districts again."""
    form = RemoveForm()

    def remove() -> None:
        outlines.remove_all(by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, remove):
        flash("已移除全部轮廓，大屏改用格子图。", "success")
        return redirect(url_for("outlines.show_outlines"), code=303)
    return render_template("administration/outlines_removal.html", form=form), status_of(form)


def read(form: OutlinesForm) -> Outlines | None:
    """Read the file of the form; what is wrong with it stands at its field."""
    try:
        return read_outlines(form.file.data.stream.read(MOST_BYTES + 1))
    except BadInput as refusal:
        put_at(form, refusal.field, str(refusal))
        return None


def page(form: OutlinesForm) -> str:
    """Render the districts, the map as it is now, and the form."""
    known = area_outlines.by_area()
    today = datetime.now(UTC).date()
    districts = [
        place
        for place in reference.districts()
        if place.id in known or district_map.is_in_force(place, today)
    ]
    rows = [{"key": str(place.id), "name": place.name, "received": 0, "asked": None} for place in districts]
    return render_template(
        "administration/outlines.html",
        form=form,
        districts=districts,
        known=known,
        map=district_map.drawn(rows, {str(place.id): place for place in districts}, known),
    )
