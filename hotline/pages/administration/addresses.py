"""The address book (地名库): roads, estates and public buildings that agents find by a few letters."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.addresses import AddressForm
from hotline.guards import requires
from hotline.pages.administration.saving import asked, saved, status_of, words_asked
from hotline.pages.administration.users import author
from models.address import Address
from models.queries import addresses as queries
from models.vocabulary import Permission
from workflows.administration import addresses

blueprint = Blueprint("addresses", __name__, url_prefix="/administration/addresses")
PAGE = 50


def found(address_id: int) -> Address:
    """Return the place of the address, or answer 404."""
    return queries.find_by_id(address_id) or abort(404)


@blueprint.get("")
@requires(Permission.MANAGE_REFERENCE)
def list_addresses() -> ResponseReturnValue:
    """Show the places, or those a search finds."""
    before, after = request.args.get("before", type=int), request.args.get("after", type=int)
    page = queries.page(words_asked(), before=before, after=after, limit=PAGE)
    return render_template("administration/addresses.html", page=page, filters=asked("q"))


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def add_address() -> ResponseReturnValue:
    """Add a place."""
    form = AddressForm(None)

    def add() -> None:
        addresses.add(form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, add):
        flash(f"已新增“{form.name.data}”。", "success")
        return redirect(url_for("addresses.list_addresses"), code=303)
    return render_template("administration/address.html", form=form, row=None), status_of(form)


@blueprint.route("/<int:address_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def edit_address(address_id: int) -> ResponseReturnValue:
    """Change a place."""
    form = AddressForm(found(address_id))

    def change() -> None:
        addresses.edit(found(address_id), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("addresses.list_addresses"), code=303)
    return render_template("administration/address.html", form=form, row=found(address_id)), status_of(form)
