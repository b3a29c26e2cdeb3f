"""A part of all cases that a special report is about (专题范围): matters, a street, words that the caller said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select

from models.area import Area
from models.case import Case
from models.hot_topic import HotTopicCase
from models.queries.restrictions import Cut


@dataclass(frozen=True)
class Subset:
    """Cases of these categories; where they are given, only of that street, and with one of these words.

    `key` names the matters as an address does, `sign` the words by their place among the subject's; `label` is
    what a heading calls the subset. With a topic, the cases of that hot topic and nothing else.
    """

    key: str
    category_ids: tuple[int, ...]
    street_id: int | None = None
    sign: int | None = None
    words: tuple[str, ...] = ()
    label: str = ""
    topic_id: int | None = None

    @property
    def arguments(self) -> dict[str, str]:
        """The subset as the arguments of an address."""
        if self.topic_id is not None:
            return {"hot_topic": str(self.topic_id)}
        given = {"subject": self.key, "street": self.street_id, "sign": self.sign}
        return {name: str(value) for name, value in given.items() if value is not None}

    @property
    def text(self) -> str:
        """The subset as tables and addresses name it."""
        return "&".join(f"{name}={value}" for name, value in self.arguments.items())

    @property
    def cut(self) -> Cut:
        """The categories and words, without the street."""
        return Cut.of(self.category_ids, self.words)

    @property
    def is_kept(self) -> bool:
        """Whether the counts of its closed months are kept, as those of a cut are; not street by street."""
        return self.street_id is None and bool(self.category_ids)

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that a case belongs to it."""
        if self.topic_id is not None:
            return Case.id.in_(select(HotTopicCase.case_id).where(HotTopicCase.topic_id == self.topic_id))
        found = [self.cut.condition]
        if self.street_id is not None:
            found.append(Case.area_id.in_(_inside(self.street_id)))
        return and_(*found)


def _inside(street_id: int) -> Select[tuple[int]]:
    """Return the areas of a street: itself, its communities and their grids."""
    communities = select(Area.id).where(Area.parent_id == street_id)
    return select(Area.id).where(
        or_(Area.id == street_id, Area.parent_id == street_id, Area.parent_id.in_(communities))
    )
