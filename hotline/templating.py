"""Jinja filters and globals: local times, spans, sizes, enum members."""

from collections.abc import MutableMapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from flask.templating import Environment
from jinja2 import StrictUndefined
from jinja2.runtime import Macro

from config import LOCAL_TIMEZONE
from models import vocabulary
from models.citizen import mask_address, mask_mail, mask_name, mask_phone
from models.readings import letters
from workflows.limit import Limit
from workflows.matter_details import amount_words, coordinates_words


class Pages(Environment):
    """Flask's Jinja environment whose templates know the globals by a plain dict, not by a chain of two.

    A page imports thirty components, and each import compares the names it was given with those it has.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template knows, with what this one is given on top."""
        return {**self.globals, **(d or {})}


def moment(value: datetime | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """Show a moment in local time, 2026-11-22 14:03; nothing for None."""
    return value.astimezone(LOCAL_TIMEZONE).strftime(form) if value else ""


def day(value: date | datetime | None) -> str:
    """Show a day, 2026-11-22; of a moment, its local day."""
    if isinstance(value, datetime):
        value = value.astimezone(LOCAL_TIMEZONE).date()
    return value.isoformat() if value else ""


def iso_moment(value: datetime | None) -> str:
    """Show a moment as machines read it, with its zone."""
    return value.astimezone(LOCAL_TIMEZONE).isoformat(timespec="seconds") if value else ""


def yes_no(value: bool | None) -> str:
    """Say 是, 否, or nothing for what is unknown."""
    return {True: "是", False: "否", None: ""}[value]


def file_size(count: int) -> str:
    """Show a number of bytes as people say it."""
    return f"{count / 1048576:.1f} MB" if count >= 1048576 else f"{max(count // 1024, 1)} KB"


def thousands(value: Any) -> str:
    """Show a whole number with separators: 570,227."""
    return f"{value:,}" if isinstance(value, int) else str(value)


# What a notice's text leaves open, in words.
OPEN_PLACES = {
    "number": "〔编号〕",
    "action": "〔步骤〕",
    "title": "〔工单标题〕",
    "url": "〔网址〕",
    "department": "〔承办单位〕",
    "until": "〔日期〕",
}


def notice_text(text: str) -> str:
    """Show a text of the table of notices with what it leaves open named."""
    return text.format_map(OPEN_PLACES)


@cache
def asset(name: str) -> str:
    """Return the address of a static file; remembered, since a list draws hundreds of signs.

    A part of the file's checksum stands in it, so browsers may keep the file for good (`hotline/security.py`):
    another version has another address.
    """
    content = Path(current_app.static_folder or "", name).read_bytes()
    return url_for("static", filename=name, v=sha256(content).hexdigest()[:12])


@cache
def page_of_case(endpoint: str) -> str:
    """Return the address of a page of a case up to and after the case's id, with {} in its place."""
    return url_for(endpoint, case_id=0).replace("/0", "/{}", 1)


def case_url(case_id: int, endpoint: str = "cases.show_case") -> str:
    """Return the address of a page of a case; made by hand, since a list has a hundred of them."""
    return page_of_case(endpoint).format(case_id)


@lru_cache(maxsize=4096)
def drawn(macro: Macro, *values: Any) -> str:
    """Draw what depends on its values alone: a list draws the same few badges and lamps on every line."""
    return macro(*values)


def now() -> datetime:
    """Return the present moment, for lamps."""
    return datetime.now(UTC)


def limit_words(text: str) -> str:
    """Show a limit such as 5wd as people say it."""
    return Limit.parse(text).label if text else ""


def change_words(value: Any) -> str:
    """Show what stood on one side of a change: moments in local time, texts as they are, 空 for nothing."""
    text = "" if value is None else str(value)
    try:
        return moment(datetime.fromisoformat(text)) if "T" in text else text or "空"
    except ValueError:
        return text


FILTERS = (
    limit_words, change_words, moment, day, iso_moment, yes_no, file_size, thousands,
    mask_address, mask_mail, mask_name, mask_phone, notice_text, amount_words, coordinates_words, letters,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Register them; a name a template does not know is an error, never an empty text.

    Before any other door, since the first to touch the environment makes it.
    """
    app.jinja_environment = Pages
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals.update(vocabulary=vocabulary, asset=asset, now=now, case_url=case_url, drawn=drawn)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
