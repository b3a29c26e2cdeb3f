"""The desk (工作台): where everyone begins; what waits for whom."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from hotline.guards import signed_in

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@signed_in
def show_desk() -> ResponseReturnValue:
    """Show what waits for the signed-in user."""
    return render_template("desk/desk.html")
