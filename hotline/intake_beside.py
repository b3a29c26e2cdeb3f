"""What stands beside the intake form, piece by piece: the caller's history, the chosen matter, the notices, articles.

A script asks for each piece as soon as it may have changed; without one they come together with the form (查看提示).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import request

from config import LOCAL_TIMEZONE
from hotline import article_picks
from hotline.forms.fields import member_of
from hotline.forms.intake import PLACES, row_id
from hotline.intake_hints import SUGGESTED_FROM, hints_for
from hotline.lamps import Lamps
from models.area import Area
from models.category import Category
from models.citizen import mask_phone, phone_index
from models.queries import caller_flags, callers, cities, public_notices, reference, telephone
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import AreaLevel, Kind, Urgency
from workflows import audit, catalogue_lines, clocks
from workflows.caller_details import read_phone
from workflows.errors import BadInput
from workflows.intake import URGENCY_OF_CLASS
from workflows.limit_rules import LimitRule
from workflows.matter_words import likely
from workflows.permissions import scope_of

CLUSTER_DAYS = timedelta(days=7)
# So many articles are offered that nobody has looked for.
OFFERED = 2

Value = Callable[[str], str]
Context = Mapping[str, Any]


def area_in(value: Value) -> int | None:
    """Return the smallest area that was chosen."""
    return next((row_id(value(name)) for name in reversed(PLACES) if value(name)), None)


def caller_of(value: Value, user: User, *, at: datetime) -> Context:
    """Return what came from the typed number before; every look is in the audit log."""
    city = cities.find()
    try:
        phone = read_phone(value("phone"), city.area_code if city else "")
    except BadInput as error:
        return {"sentence": str(error)}
    if not phone:
        return {"sentence": ""}
    with unit_of_work():
        audit.write(
            "screen_pop",
            by=user,
            at=at,
            address=request.remote_addr or "",
            object_type="caller",
            summary=f"来电弹屏：{mask_phone(phone)}",
        )
    return {
        "caller": callers.caller(phone, scope_of(user)),
        "flags": caller_flags.in_force(phone_index(phone) or "", on=at.astimezone(LOCAL_TIMEZONE).date()),
        "notes": telephone.notes_on(phone, on=at.astimezone(LOCAL_TIMEZONE).date()),
        "number": mask_phone(phone),
        "lamps": Lamps(at),
        "sentence": "",
    }


def matter_of(value: Value, user: User, *, at: datetime) -> Context:
    """Return of the chosen category its advice, its limits, the likely department, and like cases nearby."""
    chosen_id = row_id(value("category_id"))
    category = reference.find_category(chosen_id) if chosen_id else None
    if category is None:
        return {"category": None}
    area_id = area_in(value)
    street = next((a for a in reference.area_chain(area_id) if a.level is AreaLevel.STREET), None)
    return {
        "category": category,
        "limits": limits_of(category, value),
        "suggestion": catalogue_lines.suggest_for(category.id, area_id, at=at),
        "street": street,
        "cluster": cluster(category, street, user, at=at),
    }


def limits_of(category: Category, value: Value) -> LimitRule:
    """Return the limits that a case of the category would have now, as the form stands."""
    kind = member_of(Kind)(value("kind")) or Kind.HELP
    urgency = member_of(Urgency)(value("urgency")) or Urgency.NORMAL
    urgency = URGENCY_OF_CLASS.get(category.limit_class, urgency)
    return clocks.pack_of(None).limits_for(kind, urgency, category.limit_class)


def cluster(category: Category, street: Area | None, user: User, *, at: datetime) -> tuple[int, object]:
    """Return how many like cases came from the street in the last week, and the newest of them."""
    if street is None:
        return 0, ()
    return callers.neighbours(category.id, street.id, scope_of(user), since=at - CLUSTER_DAYS)


def articles_for(value: Value, *, at: datetime) -> Context:
    """Return the articles that the words in the search box find, else those that what is typed so far asks for."""
    words, area_id = article_picks.words_typed(), area_in(value)
    if words:
        return article_picks.found_by(words, area_id=area_id, at=at)
    for told in (f"{value('title')} {value('content')}".strip(), *matters_told(value)):
        found = article_picks.found_by(told[: article_picks.LONGEST_SEARCH], area_id=area_id, at=at)["found"]
        if found:
            return {"words": "", "found": found[:OFFERED]}
    return {"words": "", "found": []}


def matters_told(value: Value) -> list[str]:
    """Return the name of the chosen matter, else of those that the words point to most."""
    chosen = reference.find_category(row_id(value("category_id")) or 0)
    if chosen is not None:
        return [chosen.name]
    text = value("content")[:SUGGESTED_FROM]
    return [each.name for each in likely(text, reference.leaf_choices(), most=OFFERED)]


def all_of(value: Value, user: User, *, at: datetime) -> dict[str, Any]:
    """Return all of it, by the names under which the pieces are drawn."""
    hints = hints_for(value, user, at=at)
    return {
        **caller_of(value, user, at=at),
        **matter_of(value, user, at=at),
        "hints": hints,
        "picks": articles_for(value, at=at),
        "pinned": public_notices.pinned(at, area_id=area_in(value)),
        "at": at,
    }
