"""Which cases alone are counted: those of some members of a dimension, or of some categories."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_

from models.case import Case
from models.queries.measures import of_members
from models.vocabulary import Dimension

WILD = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


@dataclass(frozen=True)
class Within:
    """Only the cases of these members of a dimension, taken together: 电话 alone, or 电话 and 网站."""

    dimension: Dimension
    keys: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Within:
        """Read it as `text` writes it. ValueError where it is none."""
        dimension, *keys = text.split("-")
        return cls(Dimension(dimension), tuple(keys))

    @property
    def text(self) -> str:
        """The restriction as addresses name it: channel-phone-web."""
        return "-".join((self.dimension, *self.keys))

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that a case is one of them."""
        return of_members(self.dimension, self.keys)


@dataclass(frozen=True)
class Cut:
    """Only the cases of these categories, by their ids, in which one of the words was said where any are given."""

    category_ids: tuple[int, ...]
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, category_ids: Iterable[int], words: Iterable[str] = ()) -> Cut:
        """Make a cut of these, in rising order and each once."""
        return cls(tuple(sorted(set(category_ids))), tuple(sorted(set(words))))

    @classmethod
    def parse(cls, text: str) -> Cut:
        """Read a cut as `text` writes it. ValueError where it is none."""
        ids, _, words = text.partition(" ")
        return cls.of((int(part) for part in ids.split("-")), json.loads(words) if words else ())

    @property
    def text(self) -> str:
        """The cut as a table names it: 12-15-18, or with its words 12-15-18 ["发黄", "浑浊"]."""
        ids = "-".join(map(str, self.category_ids))
        return f"{ids} {json.dumps(self.words, ensure_ascii=False)}" if self.words else ids

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that a case is one of them."""
        found: list[ColumnElement[bool]] = [Case.category_id.in_(self.category_ids)]
        if self.words:
            texts = (Case.title, Case.content)
            said = [text.like(f"%{w.translate(WILD)}%", escape="\\") for w in self.words for text in texts]
            found.append(or_(*said))
        return and_(*found)
