"""Subjects of special reports (专报主题), and which cases each is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from models.area import Area
from models.base import db
from models.category import Category
from models.masking import mask_text
from models.queries import hot_topics
from models.queries.subsets import Subset
from models.report_subject import ReportSubject, Sign, signs_of

LONGEST_ID = 10


@dataclass(frozen=True)
class Subject:
    """What a special report is about: a row of the city's subjects, or any category of the tree.

    `matters` names the categories that were chosen, without those below them.
    """

    name: str
    title: str
    subset: Subset
    matters: Sequence[str]
    signs: Sequence[Sign] = ()

    def with_sign(self, place: int) -> Subset:
        """Return the cases in which the caller told of a sign, by its place. IndexError where there is none."""
        sign = self.signs[place]
        label = f"{self.subset.label}（{sign.label}）"
        return replace(self.subset, sign=place, words=sign.words, label=label)


def active() -> Sequence[ReportSubject]:
    """Return the subjects that reports are made about, in their order."""
    rows = select(ReportSubject).where(ReportSubject.is_active)
    return db.session.scalars(rows.order_by(ReportSubject.position, ReportSubject.id)).all()


def find(key: str) -> Subject | None:
    """Return the subject of this code, or the category of this id as one; None where there is neither."""
    number = _number(key)
    if number is not None:
        category = db.session.get(Category, number)
        return None if category is None else _of_category(category)
    row = db.session.scalar(select(ReportSubject).where(ReportSubject.code == key))
    if row is None:
        return None
    subset = Subset(key, tuple(below(row.category_ids)), label=row.name)
    names = select(Category.path).where(Category.id.in_(row.category_ids)).order_by(Category.position)
    return Subject(row.name, row.title, subset, db.session.scalars(names).all(), signs_of(row.signs))


def _of_category(category: Category) -> Subject:
    subset = Subset(str(category.id), tuple(below([category.id])), label=category.name)
    return Subject(category.name, f"{category.name}专报", subset, [category.path])


def below(category_ids: Sequence[int]) -> list[int]:
    """Return the categories and all below them; the tree is three levels deep."""
    inner = select(Category.id).where(Category.parent_id.in_(category_ids))
    rows = select(Category.id).where(
        or_(
            Category.id.in_(category_ids), Category.parent_id.in_(category_ids), Category.parent_id.in_(inner)
        )
    )
    return list(db.session.scalars(rows.order_by(Category.id)))


def subset(key: str, *, street: str = "", sign: str = "") -> Subset | None:
    """Return the cases that an address names by subject, street and sign; None where it names none."""
    subject, place = find(key), _number(sign)
    if subject is None or (sign and (place is None or place >= len(subject.signs))):
        return None
    found = subject.subset if place is None else subject.with_sign(place)
    return in_street(found, street) if street else found


def of_topic(key: str) -> Subset | None:
    """Return the cases of the hot topic that an address names; None where it names none."""
    number = _number(key)
    topic = None if number is None else hot_topics.find(number)
    return None if topic is None else Subset("", (), label=mask_text(topic.title), topic_id=topic.id)


def in_street(found: Subset, street: str) -> Subset | None:
    """Return those of one street, by its id; None where there is no such place."""
    number = _number(street)
    area = None if number is None else db.session.get(Area, number)
    if area is None:
        return None
    return replace(found, street_id=area.id, label=f"{found.label}（{area.name}）")


def _number(text: str) -> int | None:
    """Return the id that an address writes; None where it writes none that a database could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else None
