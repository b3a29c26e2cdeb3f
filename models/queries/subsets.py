"""A part of all cases that a special report is about (专题范围): matters, a street, words that the caller said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select

from models.area import Area
from models.case import Case
from models.queries.restrictions import Cut

WILD = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


@dataclass(frozen=True)
class Subset:
    """Cases of these categories; where they are given, only of that street, and with one of these words.

    `key` names the matters as an address does, `sign` the words by their place among the subject's; `label` is
    what a heading calls the subset.
    """

    key: str
    category_ids: tuple[int, ...]
    street_id: int | None = None
    sign: int | None = None
    words: tuple[str, ...] = ()
    label: str = ""

    @property
    def arguments(self) -> dict[str, str]:
        """The subset as the arguments of an address."""
        given = {"subject": self.key, "street": self.street_id, "sign": self.sign}
        return {name: str(value) for name, value in given.items() if value is not None}

    @property
    def text(self) -> str:
        """The subset as tables and addresses name it."""
        return "&".join(f"{name}={value}" for name, value in self.arguments.items())

    @property
    def cut(self) -> Cut | None:
        """The cut by which its closed months are kept: where it is of categories alone."""
        is_whole = self.street_id is None and not self.words
        return Cut.of(self.category_ids) if is_whole and self.category_ids else None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that a case belongs to it."""
        return and_(*self.conditions())

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of a case of the subset."""
        found: list[ColumnElement[bool]] = [Case.category_id.in_(self.category_ids)]
        if self.street_id is not None:
            found.append(Case.area_id.in_(_inside(self.street_id)))
        if self.words:
            texts = (Case.title, Case.content)
            said = [text.like(f"%{w.translate(WILD)}%", escape="\\") for w in self.words for text in texts]
            found.append(or_(*said))
        return found


def _inside(street_id: int) -> Select[tuple[int]]:
    """Return the areas of a street: itself, its communities and their grids."""
    communities = select(Area.id).where(Area.parent_id == street_id)
    return select(Area.id).where(
        or_(Area.id == street_id, Area.parent_id == street_id, Area.parent_id.in_(communities))
    )
