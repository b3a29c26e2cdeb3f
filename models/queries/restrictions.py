"""Which cases alone are counted: those of some members of a dimension, or those of some categories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from models.case import Case
from models.queries.measures import of_members
from models.vocabulary import Dimension


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
    """Only the cases of these categories, by their ids: what a special report is about."""

    category_ids: tuple[int, ...]

    @classmethod
    def of(cls, category_ids: Iterable[int]) -> Cut:
        """Make a cut of these categories, in rising order and each once."""
        return cls(tuple(sorted(set(category_ids))))

    @classmethod
    def parse(cls, text: str) -> Cut:
        """Read a cut as `text` writes it. ValueError where it is none."""
        return cls.of(int(part) for part in text.split("-"))

    @property
    def text(self) -> str:
        """The cut as tables and addresses name it: 12-15-18."""
        return "-".join(map(str, self.category_ids))

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that a case is one of them."""
        return Case.category_id.in_(self.category_ids)
