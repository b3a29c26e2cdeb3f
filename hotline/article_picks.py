"""Articles beside an answer where no script puts them there: found and cited by buttons of the form itself.

The search's button is step "articles", that of an article "cite-" and its version; both show the form again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import request
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline.forms.fields import UNSTORABLE
from models.queries import articles
from workflows.knowledge_gaps import may_ask

STEP = re.compile("articles|cite-([0-9]{1,9})")
SHOWN = 5
LONGEST_SEARCH = 300


def is_wanted() -> bool:
    """Say whether one of these buttons was pressed."""
    return request.method == "POST" and STEP.fullmatch(request.form.get("step", "")) is not None


def words_typed() -> str:
    """Return what stands in the search box."""
    return UNSTORABLE.sub("", request.form.get("article_words", "")).strip()[:LONGEST_SEARCH]


def found_by(words: str, *, area_id: int | None, at: datetime) -> Mapping[str, Any]:
    """Return the words and the articles they find, as the picker draws them."""
    found = articles.find(words, area_id=area_id, at=at, limit=SHOWN) if words else []
    return {"words": words, "found": found, "asks": may_ask(current_user)}


def found_typed(*, area_id: int | None, at: datetime) -> Mapping[str, Any]:
    """Return what the words in the search box find."""
    return found_by(words_typed(), area_id=area_id, at=at)


def obey(form: Any, *, answer: str, basis: str, at: datetime) -> None:
    """Cite the article whose button was pressed: its words go into the answer, its name into the ground."""
    pressed = STEP.fullmatch(request.form.get("step", ""))
    if pressed and pressed[1]:
        cite_into(form, int(pressed[1]), answer=answer, basis=basis, at=at)


def cite_into(form: Any, version_id: int, *, answer: str, basis: str, at: datetime) -> None:
    """Put an article that agents may read out into the form; what stands there already is not put twice."""
    for article, version in articles.usable([version_id], at.astimezone(LOCAL_TIMEZONE).date()):
        form.cites.data = list(dict.fromkeys([*(form.cites.data or ()), version.id]))
        put(form[answer], version.short_answer, "\n")
        put(form[basis], articles.reference_of(article.number, version), "；")


def put(field: Any, text: str, between: str) -> None:
    """Add the text at the end of a field that does not hold it yet."""
    standing = (field.data or "").rstrip()
    if text and text not in standing:
        field.data = f"{standing}{between}{text}" if standing else text
