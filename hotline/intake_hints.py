"""What is offered to the agent while they type: hazards, likely matters and departments, like cases; in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hotline.forms.fields import member_of
from hotline.forms.intake import PLACES, row_id
from hotline.intake_call import own_call
from hotline.lamps import Lamps
from models.category import Category
from models.dictionary import HazardWord
from models.queries import cities, duplicates, reference
from models.queries.duplicates import Candidate
from models.telephone import PhoneCall
from models.user import User
from models.vocabulary import AreaLevel, Confidentiality, Kind
from workflows import routing_release
from workflows.caller_details import read_phone
from workflows.errors import BadInput
from workflows.hazards import recognise
from workflows.intake_dispatch import may_dispatch
from workflows.kind_words import LikelyKind, likely_kind
from workflows.matter_words import Likely, alike, likely, longest, place_in
from workflows.permissions import scope_of
from workflows.release_rules import Matter
from workflows.routing_advice import advised_first, matters_for
from workflows.unit_advice import LikelyUnit, units_for

HAZARDS_SHOWN = 3
DUPLICATES_SHOWN = 4
SUGGESTIONS_SHOWN = 3
SAME_PLACE_WITHIN = timedelta(days=30)
# Cases found by place and word alone must also say much the same.
ALIKE_FROM = 0.12
READ_AT_MOST = 20_000
SUGGESTED_FROM = 600

Value = Callable[[str], str]


@dataclass(frozen=True)
class Hints:
    """What stands beside the form: hazards with their matters, suggestions, candidates, and the call it is about.

    `kind`: what the caller seems to want, as long as none is chosen. `units`: departments that may lead, by the
    chosen matter or the likeliest, which `unit_basis` names. `release`: where it would go without review, in words.
    """

    hazards: Sequence[HazardWord]
    matters: Mapping[int, Category]
    chosen_id: int | None
    numbers: Sequence[Mapping[str, Any]]
    suggestions: Sequence[Likely]
    kind: LikelyKind | None
    units: Sequence[LikelyUnit]
    unit_basis: str
    lead_id: int | None
    release: str
    candidates: Sequence[Candidate]
    call: PhoneCall | None
    lamps: Lamps


def hints_for(value: Value, user: User, *, at: datetime) -> Hints:
    """Return what to offer; `value` gives what stands in a field. What the agent has put aside is left out."""
    city = cities.find()
    text = f"{value('title')}\n{value('content')}"[:READ_AT_MOST]
    hazards, matters = hazards_in(text)
    chosen_id = row_id(value("category_id"))
    by_words = likely(text[:SUGGESTED_FROM], reference.leaf_choices()) if text.strip() else []
    suggestions = advised_first(matters_for(text), by_words, most=SUGGESTIONS_SHOWN)
    basis_id = chosen_id or (suggestions[0].category_id if suggestions else None)
    basis = next(iter(reference.category_chain(basis_id)), None) if basis_id else None
    protected = is_protected(value, basis, matters)
    area_id = next((row_id(value(name)) for name in reversed(PLACES) if value(name)), None)
    aside = {row_id(each) for each in value("not_same").split(",")}
    found = [c for c in candidates(value, by_words, chosen_id, user, city, at) if c.case.id not in aside]
    return Hints(
        hazards=hazards,
        matters=matters,
        chosen_id=chosen_id,
        numbers=city.settings.get("emergency_numbers", []) if city else [],
        suggestions=[each for each in suggestions if each.category_id != chosen_id],
        kind=likely_kind(text) if text.strip() and not value("kind") else None,
        units=units_for(
            text[:SUGGESTED_FROM], basis.id if basis else None, area_id, is_protected=protected, at=at
        ),
        unit_basis=basis.name if basis and basis.id != chosen_id else "",
        lead_id=row_id(value("lead_id")),
        release=release_of(value, text, user, at=at) if not hazards else "",
        candidates=found[:DUPLICATES_SHOWN],
        call=own_call(value("phone_call_id")) if value("phone_call_id") else None,
        lamps=Lamps(at),
    )


def release_of(value: Value, text: str, user: User, *, at: datetime) -> str:
    """Say where the agent's own press would send what is typed; "" for reviewers, who may send anything."""
    category = reference.find_category(row_id(value("category_id")) or 0)
    if category is None or may_dispatch(user):
        return ""
    matter = Matter(
        category_id=category.id,
        kind=member_of(Kind)(value("kind")) or Kind.HELP,
        confidentiality=member_of(Confidentiality)(value("confidentiality")) or Confidentiality.OPEN,
        desk=category.desk,
        is_hazard=category.is_hazard,
    )
    area_id = next((row_id(value(name)) for name in reversed(PLACES) if value(name)), None)
    return routing_release.foreseen(text, matter, area_id=area_id, lead_id=row_id(value("lead_id")), at=at)


def is_protected(value: Value, category: Category | None, matters: Mapping[int, Category]) -> bool:
    """Say whether what is typed will be a protected case, or may well be: of such a text no router is asked."""
    return (
        value("kind") == Kind.REPORT.value
        or value("confidentiality") == Confidentiality.CONFIDENTIAL.value
        or any(matter.desk is not None for matter in (category, *matters.values()) if matter)
    )


def hazards_in(text: str) -> tuple[list[HazardWord], dict[int, Category]]:
    """Return the hazards the words point to, one of each matter, and these matters."""
    matches = recognise(text, reference.hazard_words())
    if not matches:
        return [], {}
    rows = reference.hazard_advice([match.line.id for match in matches])  # type: ignore[attr-defined]
    shown = list({row.category_id: row for row in reversed(rows)}.values())[::-1][:HAZARDS_SHOWN]
    matters = reference.categories_by_id([row.category_id for row in shown if row.category_id])
    return shown, matters


def candidates(
    value: Value,
    suggestions: Sequence[Likely],
    chosen_id: int | None,
    user: User,
    city: Any,
    at: datetime,
) -> list[Candidate]:
    """Return the cases that may be the same as what is typed."""
    scope, since = scope_of(user), at - SAME_PLACE_WITHIN
    found: list[tuple[str, Sequence[Any]]] = []
    phone = phone_in(value("phone"), city.area_code if city else "")
    if phone:
        found.append((duplicates.SAME_NUMBER, duplicates.of_number(phone, scope)))
    street_id = street_in(value)
    matter_id = chosen_id or (suggestions[0].category_id if suggestions else None)
    if street_id and matter_id:
        same = duplicates.of_place_and_matter(matter_id, street_id, scope, since=since)
        found.append((duplicates.SAME_PLACE_AND_MATTER, same))
    place = place_in(value("place_name"), value("address"), value("content"))
    word = longest(suggestions[0].words) if suggestions else ""
    if place and word:
        text = f"{value('title')}{value('content')}"
        told = duplicates.of_words((place, word), scope, since=since)
        close = [case for case in told if alike(text, f"{case.title}{case.content}") >= ALIKE_FROM]
        found.append((duplicates.SAME_WORDS, close))
    return duplicates.gather(found, most=DUPLICATES_SHOWN * 2)


def phone_in(text: str, area_code: str) -> str:
    """Return the number that was typed, "" while it is none yet."""
    try:
        return read_phone(text, area_code)
    except BadInput:
        return ""


def street_in(value: Value) -> int | None:
    """Return the street of the place that was chosen."""
    area_id = next((row_id(value(name)) for name in reversed(PLACES) if value(name)), None)
    chain = reference.area_chain(area_id) if area_id else []
    return next((area.id for area in chain if area.level is AreaLevel.STREET), None)
