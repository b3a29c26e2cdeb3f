"""Exchanges (电话接入): which may report calls, with which token, and who sits at which extension."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.telephone import ExchangeForm
from hotline.guards import requires
from hotline.pages.administration.saving import saved, status_of
from hotline.pages.administration.users import author
from models.queries import telephone
from models.telephone import Exchange
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows.administration import exchanges

blueprint = Blueprint("exchanges", __name__, url_prefix="/administration/telephone")


def found(exchange_id: int) -> Exchange:
    """Return the exchange of the address, or answer 404."""
    return telephone.find_exchange(exchange_id) or abort(404)


@blueprint.get("")
@requires(Permission.MANAGE_TELEPHONE)
def list_exchanges() -> ResponseReturnValue:
    """Show the exchanges, when each reported last, and the seats."""
    return render_template(
        "administration/exchanges.html", rows=telephone.exchanges(), seats=telephone.seats()
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_TELEPHONE)
def add_exchange() -> ResponseReturnValue:
    """Add an exchange and show its token, this once."""
    form, made = ExchangeForm(), list[tuple[Exchange, str]]()

    def add() -> None:
        made.append(exchanges.open_exchange(form.values(), by=author(), at=datetime.now(UTC)))

    if form.validate_on_submit() and saved(form, add):
        return token_page(*made[0])
    return render_template("administration/exchange.html", form=form, row=None), status_of(form)


@blueprint.route("/<int:exchange_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_TELEPHONE)
def edit_exchange(exchange_id: int) -> ResponseReturnValue:
    """Change an exchange."""
    row = found(exchange_id)
    form = ExchangeForm(data=as_typed(row))

    def change() -> None:
        fresh = found(exchange_id)
        form.check(fresh)
        exchanges.change_exchange(fresh, form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("exchanges.list_exchanges"), code=303)
    return render_template("administration/exchange.html", form=form, row=found(exchange_id)), status_of(form)


def as_typed(row: Exchange) -> dict[str, Any]:
    """Return the row's values by the fields of the form."""
    return {
        "version": str(row.version),
        "name": row.name,
        "hosts": "\n".join(row.recording_hosts),
        "is_training": row.is_training,
        "is_active": row.is_active,
    }


@blueprint.post("/<int:exchange_id>/token")
@requires(Permission.MANAGE_TELEPHONE)
def renew_token(exchange_id: int) -> ResponseReturnValue:
    """Give the exchange a new token and show it, this once; the old one is refused from now on."""
    with unit_of_work():
        token = exchanges.renew_token(found(exchange_id), by=author(), at=datetime.now(UTC))
    return token_page(found(exchange_id), token)


def token_page(row: Exchange, token: str) -> str:
    """Return the page that shows an exchange's token and where it is to report."""
    where = current_app.config["SETTINGS"].public_url.rstrip("/")
    return render_template(
        "administration/exchange_token.html",
        row=row,
        token=token,
        plain_url=where + url_for("telephone_api.take_event"),
        url=where + url_for("telephone_api.take_event", token=token),
    )


@blueprint.post("/seats/<int:seat_id>/free")
@requires(Permission.MANAGE_TELEPHONE)
def free_seat(seat_id: int) -> ResponseReturnValue:
    """Free an extension that somebody forgot to leave."""
    with unit_of_work():
        seat = telephone.find_seat(seat_id) or abort(404)
        exchanges.free_seat(seat, by=author(), at=datetime.now(UTC))
    flash("分机已释放。", "success")
    return redirect(url_for("exchanges.list_exchanges"), code=303)
