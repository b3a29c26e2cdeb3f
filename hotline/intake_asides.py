"""The buttons of the intake form that do not hand it in: what each puts into the form where no script does it.

Each comes as step "verb" or "verb-value", such as "category-12"; the form is shown again with what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum

from hotline.article_picks import cite_into
from hotline.forms.fields import UNSTORABLE, member_of
from hotline.forms.intake import IntakeForm, row_id
from hotline.intake_hints import phone_in
from models.queries import callers, cities
from models.user import User
from models.vocabulary import Kind
from workflows.permissions import scope_of

STEP = re.compile(
    "(places|files|units|hints|articles|name|unrelate)"
    "|(drop|category|unit|relate|apart|cite)-([0-9]{1,9})|(kind)-([a-z]{1,20})"
)
# What is about files, places and departments alone asks for no hints.
SILENT = frozenset({"places", "files", "units", "drop"})


def verb_of(step: str) -> str:
    """Return what the button does; "" for one that hands the form in."""
    found = STEP.fullmatch(step)
    return next((part for part in (found[1], found[2], found[4]) if part), "") if found else ""


def apply(form: IntakeForm, step: str, user: User, *, at: datetime) -> None:
    """Put into the form what the button offers."""
    found = STEP.fullmatch(step)
    given = (found[3] or found[5] or "") if found else ""
    act = ACTS.get(verb_of(step))
    if act is not None:
        act(form, given, user, at)


def value_of(form: IntakeForm) -> Callable[[str], str]:
    """Return a function that gives what stands in a field of the form, as it would be sent."""

    def value(name: str) -> str:
        data = form[name].data if name in form else None
        text = "" if data is None else str(data.value if isinstance(data, Enum) else data)
        return UNSTORABLE.sub("", text)

    return value


def take_category(form: IntakeForm, given: str, _user: User, _at: datetime) -> None:
    """Choose the matter."""
    form.category_id.data = row_id(given)


def take_unit(form: IntakeForm, given: str, _user: User, _at: datetime) -> None:
    """Choose the department."""
    form.lead_id.data = row_id(given)


def take_kind(form: IntakeForm, given: str, _user: User, _at: datetime) -> None:
    """Choose what the caller wants."""
    form.kind.data = member_of(Kind)(given)


def relate(form: IntakeForm, given: str, _user: User, _at: datetime) -> None:
    """Join the case that is being typed to another."""
    form.related_case_id.data = given


def put_aside(form: IntakeForm, given: str, _user: User, _at: datetime) -> None:
    """Remember that the other case is about another matter."""
    form.not_same.data = ",".join(filter(None, (form.not_same.data or "", given)))


def take_name(form: IntakeForm, _given: str, user: User, _at: datetime) -> None:
    """Take over the name that the caller gave last."""
    city = cities.find()
    phone = phone_in(form.phone.data or "", city.area_code if city else "")
    form.name.data = (callers.caller(phone, scope_of(user)).name if phone else "") or form.name.data


def cite(form: IntakeForm, given: str, _user: User, at: datetime) -> None:
    """Cite an article."""
    cite_into(form, int(given), answer="answer", basis="answer_basis", at=at)


ACTS: dict[str, Callable[[IntakeForm, str, User, datetime], None]] = {
    "category": take_category,
    "unit": take_unit,
    "kind": take_kind,
    "relate": relate,
    "unrelate": relate,
    "apart": put_aside,
    "name": take_name,
    "cite": cite,
}
