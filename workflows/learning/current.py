"""What the routers that are switched on suggest for a text: `suggest(purpose, text)`.

A router suggests and a person decides. Where none is on, its file is missing or changed, or the text says
nothing it knows, there is no suggestion, and never an error: the page works without.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.queries import router_versions
from workflows.hot_topic_rules import SAID_OF_ANY
from workflows.learning.lessons import text_of
from workflows.learning.predicting import Predictor
from workflows.learning.router_file import BadRouter, open_router
from workflows.learning.texts import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.router_version import Purpose

logger = logging.getLogger(__name__)
SHORTEST_TEXT = 4
SUREST = 0.99
WORDS_ASKED, WORDS_SHOWN = 9, 3
CHINESE = re.compile(rf"[{HAN}]{{2}}")


@dataclass(frozen=True)
class Suggested:
    """The id of a category or department, the chance (0 to 1) that it is right, the text's words that say so.

    `others`: the next two with their chances. `version_id`: which router says it.
    """

    label_id: int
    confidence: float
    words: tuple[str, ...]
    others: tuple[tuple[int, float], ...]
    version_id: int

    @property
    def reason(self) -> str:
        """Return why, as the page and the case's record say it."""
        words = f"：依据“{'、'.join(self.words)}”" if self.words else ""
        return f"模型建议（版本 {self.version_id}，把握 {min(self.confidence, SUREST):.0%}）{words}"


class Shelf:
    """Where the routers lie, said once when the app is built, and those that were opened, one for a purpose."""

    def __init__(self) -> None:
        self.folder = Path("routers")
        self.opened: dict[Purpose, tuple[str, Predictor | None]] = {}

    def use(self, folder: Path) -> None:
        """Take note of the folder."""
        self.folder, self.opened = folder, {}

    def predictor(self, purpose: Purpose, stored_name: str) -> Predictor | None:
        """Return the router of this file, opened once; None where it cannot be used, which the log says once."""
        name, known = self.opened.get(purpose, ("", None))
        if name == stored_name:
            return known
        try:
            found = Predictor(open_router(self.folder / stored_name))
        except BadRouter as bad:
            logger.error("router %s of %s cannot be used: %s", stored_name, purpose.value, bad)
            found = None
        self.opened[purpose] = (stored_name, found)
        return found


shelf = Shelf()


def suggest(purpose: Purpose, text: str) -> Suggested | None:
    """Suggest a category or a department for what was written so far, title first; None where nothing is known.

    Takes 2 to 5 milliseconds and one look into the database.
    """
    present = router_versions.file_in_use(purpose)
    if present is None or len(text.strip()) < SHORTEST_TEXT:
        return None
    version_id, stored_name = present
    predictor = shelf.predictor(purpose, stored_name)
    if predictor is None:
        return None
    asked = text_of(text, "")
    first, *others = predictor.predict(asked).ranked
    if first.confidence == 0:
        return None
    return Suggested(
        int(first.label),
        first.confidence,
        tuple(telling(predictor.words_for(asked, first.label, WORDS_ASKED))[:WORDS_SHOWN]),
        tuple((int(each.label), each.confidence) for each in others),
        version_id,
    )


def telling(words: Iterable[str]) -> list[str]:
    """Return the words that tell something: no numbers, no names of flats, nothing that is said of any matter."""
    return [word for word in words if CHINESE.search(word) and not SAID_OF_ANY.fullmatch(word)]
