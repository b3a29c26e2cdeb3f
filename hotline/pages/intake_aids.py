"""What helps the agent while the caller speaks: the caller's history, the matter's advice, hazards, places."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline.forms.fields import UNSTORABLE, member_of
from hotline.forms.intake import PLACES, IntakeForm, offer_places, row_id
from hotline.guards import requires
from hotline.intake_hints import hints_for
from hotline.lamps import Lamps
from models.area import Area
from models.category import Category
from models.citizen import mask_phone, phone_index
from models.queries import addresses, caller_flags, callers, cities, reference, telephone
from models.transaction import unit_of_work
from models.vocabulary import AreaLevel, Kind, Permission, Urgency
from workflows import audit, catalogue_lines, clocks
from workflows.caller_details import read_phone
from workflows.errors import BadInput
from workflows.intake import URGENCY_OF_CLASS
from workflows.limit_rules import LimitRule
from workflows.permissions import scope_of

blueprint = Blueprint("intake_aids", __name__, url_prefix="/intake")
CLUSTER_DAYS = timedelta(days=7)


@blueprint.post("/caller")
@requires(Permission.REGISTER_CASE)
def show_caller() -> ResponseReturnValue:
    """Show what came from a number before; every look is in the audit log."""
    city = cities.find()
    at = datetime.now(UTC)
    try:
        phone = read_phone(request.form.get("phone", ""), city.area_code if city else "")
    except BadInput as error:
        return render_template("intake/_caller.html", sentence=str(error))
    if not phone:
        return render_template("intake/_caller.html", sentence="")
    with unit_of_work():
        audit.write(
            "screen_pop",
            by=current_user,
            at=at,
            address=request.remote_addr or "",
            object_type="caller",
            summary=f"来电弹屏：{mask_phone(phone)}",
        )
    caller = callers.caller(phone, scope_of(current_user))
    return render_template(
        "intake/_caller.html",
        caller=caller,
        flags=caller_flags.in_force(phone_index(phone) or "", on=at.astimezone(LOCAL_TIMEZONE).date()),
        notes=telephone.notes_on(phone, on=at.astimezone(LOCAL_TIMEZONE).date()),
        number=mask_phone(phone),
        lamps=Lamps(at),
        sentence="",
    )


@blueprint.post("/aids")
@requires(Permission.REGISTER_CASE)
def show_aids() -> ResponseReturnValue:
    """Show what the words typed so far point to: hazards, likely matters, cases that may be the same.

    One request while somebody types, drawn without the frame of a page, which asks the database for more.
    """
    hints = hints_for(given, current_user, at=datetime.now(UTC))
    return current_app.jinja_env.get_template("intake/_aids.html").render(hints=hints)


def given(name: str) -> str:
    """Return what stands in a field of the form as it is typed."""
    return UNSTORABLE.sub("", request.form.get(name, ""))


@blueprint.get("/matter")
@requires(Permission.REGISTER_CASE)
def show_matter() -> ResponseReturnValue:
    """Show of the chosen category its advice, its limits, the likely department, and like cases nearby."""
    chosen_id = row_id(request.args.get("category_id"))
    category = reference.find_category(chosen_id) if chosen_id else None
    if category is None:
        return render_template("intake/_matter.html", category=None)
    area_id = next(
        (row_id(request.args.get(name)) for name in reversed(PLACES) if request.args.get(name)), None
    )
    at = datetime.now(UTC)
    street = next((a for a in reference.area_chain(area_id) if a.level is AreaLevel.STREET), None)
    return render_template(
        "intake/_matter.html",
        category=category,
        limits=limits_of(category),
        suggestion=catalogue_lines.suggest_for(category.id, area_id, at=at),
        street=street,
        cluster=cluster(category, street, at=at),
    )


def limits_of(category: Category) -> LimitRule:
    """Return the limits that a case of the category would have now, as the form stands."""
    kind = member_of(Kind)(request.args.get("kind")) or Kind.HELP
    urgency = member_of(Urgency)(request.args.get("urgency")) or Urgency.NORMAL
    urgency = URGENCY_OF_CLASS.get(category.limit_class, urgency)
    return clocks.pack_of(None).limits_for(kind, urgency, category.limit_class)


def cluster(category: Category, street: Area | None, *, at: datetime) -> tuple[int, object]:
    """Return how many like cases came from the street in the last week, and the newest of them."""
    if street is None:
        return 0, ()
    return callers.neighbours(category.id, street.id, scope_of(current_user), since=at - CLUSTER_DAYS)


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
