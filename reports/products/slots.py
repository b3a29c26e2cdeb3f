"""What people write into a paper besides its figures (自由文字): the places each product has for it (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.documents.paper import Paragraph, Said

LONGEST = 4000


@dataclass(frozen=True)
class Slot:
    """A place for a text that no figure can say: a cause, advice, a case retold.

    `name` is how texts are given and kept, `label` what the form calls it, `hint` what belongs there.
    Without a needed one a paper is not published.
    """

    name: str
    label: str
    hint: str = ""
    is_needed: bool = False


def written(texts: Mapping[str, str], slot: Slot) -> list[Paragraph]:
    """Return what was written into the place, a paragraph for each line; nothing where it is empty."""
    lines = (line.strip() for line in texts.get(slot.name, "").splitlines())
    return [Paragraph((Said(line),)) for line in lines if line]
