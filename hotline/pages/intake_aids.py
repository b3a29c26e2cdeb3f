"""What helps the agent while the caller speaks: the caller's history, the matter's advice, hazards, places."""

from datetime import UTC, datetime

from flask import Blueprint, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import intake_beside
from hotline.forms.fields import UNSTORABLE
from hotline.forms.intake import IntakeForm, offer_places, row_id
from hotline.forms.steps import lead_units
from hotline.guards import requires
from hotline.intake_hints import hints_for
from models.queries import addresses, reference
from models.vocabulary import Permission

blueprint = Blueprint("intake_aids", __name__, url_prefix="/intake")
KEPT_BY_THE_BROWSER = "private, max-age=600"


@blueprint.post("/caller")
@requires(Permission.REGISTER_CASE)
def show_caller() -> ResponseReturnValue:
    """Show what came from a number before; every look is in the audit log."""
    found = intake_beside.caller_of(given, current_user, at=datetime.now(UTC))
    return render_template("intake/_caller.html", **found)


@blueprint.post("/aids")
@requires(Permission.REGISTER_CASE)
def show_aids() -> ResponseReturnValue:
    """Show what the words typed so far point to: hazards, likely matters, cases that may be the same.

    One request while somebody types, drawn without the frame of a page, which asks the database for more.
    """
    hints = hints_for(given, current_user, at=datetime.now(UTC))
    return current_app.jinja_env.get_template("intake/_aids.html").render(hints=hints)


@blueprint.post("/articles")
@requires(Permission.REGISTER_CASE)
def show_articles() -> ResponseReturnValue:
    """Show the articles that what is typed so far asks for."""
    found = intake_beside.articles_for(given, at=datetime.now(UTC))
    return current_app.jinja_env.get_template("intake/_articles.html").render(found=found["found"])


def given(name: str) -> str:
    """Return what stands in a field of the form as it is typed."""
    return UNSTORABLE.sub("", request.form.get(name, ""))


@blueprint.get("/matter")
@requires(Permission.REGISTER_CASE)
def show_matter() -> ResponseReturnValue:
    """Show of the chosen category its advice, its limits, the likely department, and like cases nearby."""
    found = intake_beside.matter_of(asked, current_user, at=datetime.now(UTC))
    return render_template("intake/_matter.html", **found)


def asked(name: str) -> str:
    """Return what stands in a field of the form, as the address names it."""
    return UNSTORABLE.sub("", request.args.get(name, ""))


@blueprint.get("/units")
@requires(Permission.REGISTER_CASE)
def list_units() -> ResponseReturnValue:
    """Return the options of the departments that may lead; the form itself is spared their weight."""
    answer = make_response(render_template("intake/_units.html", units=lead_units()))
    answer.headers["Cache-Control"] = KEPT_BY_THE_BROWSER
    return answer


@blueprint.get("/areas")
@requires(Permission.REGISTER_CASE)
def list_areas() -> ResponseReturnValue:
    """Return the options of what lies directly inside an area."""
    parent_id = row_id(request.args.get("parent"))
    inside = reference.areas_below(parent_id) if parent_id else ()
    return render_template("intake/_areas.html", areas=inside)


@blueprint.get("/places")
@requires(Permission.REGISTER_CASE)
def find_places() -> ResponseReturnValue:
    """Show the places that a few letters name."""
    words = UNSTORABLE.sub("", request.args.get("place_words", ""))
    found = addresses.find(words)
    page = current_app.jinja_env.get_template("intake/_places.html")
    return page.render(found=found, words=addresses.sought(words))


@blueprint.get("/place-row")
@requires(Permission.REGISTER_CASE)
def show_place_row() -> ResponseReturnValue:
    """Return the steps of the division tree down to an area."""
    chain = reference.area_chain(row_id(request.args.get("area")))
    form = IntakeForm(formdata=None, data={f"{area.level.value}_id": area.id for area in chain})
    offer_places(form)
    return current_app.jinja_env.get_template("intake/_place_row.html").render(form=form)
