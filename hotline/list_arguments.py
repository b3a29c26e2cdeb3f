"""What an address says of a list: its filters, without where a page of it begins."""

import re
from collections.abc import Mapping

from hotline.forms.fields import UNSTORABLE, tidy

# Where in a list a page begins.
PLACES = frozenset({"after", "before", "beyond", "first"})
# What Flask's url_for takes for itself, besides what begins with an underscore (_scheme, _external ...): whoever
# writes such a name into an address must not choose where the links of the page lead.
TAKEN = frozenset({"endpoint", "values"})
NAME = re.compile("[a-z][a-z0-9_-]{0,30}")
LONGEST = 200


def kept(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return the arguments that say what a list holds, fit to be stored and to be given to url_for."""
    return {
        name: tidy(UNSTORABLE.sub("", value))[:LONGEST]
        for name, value in arguments.items()
        if value and NAME.fullmatch(name) and name not in PLACES and name not in TAKEN
    }


def row_id(arguments: Mapping[str, str], name: str) -> int | None:
    """Return an argument as a row's id; None where it is none."""
    text = arguments.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
