"""Articles found by what somebody types; what they are found by is written here too."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import log
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Float,
    Row,
    Select,
    TableValuedAlias,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSON

from config import LOCAL_TIMEZONE
from models.area import Area
from models.article import (
    Article,
    ArticleGram,
    ArticleState,
    ArticleVersion,
    Synonym,
)
from models.base import db
from models.department import Department
from models.queries import reference
from models.queries.article_likeness import WORTH, Query, grams_of, keywords_of
from models.queries.search import is_sqlite, normal

# Of so many articles that hold pieces of the words it is looked how well they answer.
LOOKED_AT = 24
# A piece that stands in every tenth article tells little.
COMMON, FEW, MOST = 0.1, 50, 600
FALL_BACK = 4
# An article of another district than the caller's, and one of their own.
ELSEWHERE, NEAR = 0.6, 1.08
LIKED = 0.06


_PUBLISHED = select(func.count()).select_from(Article).where(Article.state == ArticleState.PUBLISHED)


@dataclass(frozen=True)
class Found:
    """An article that answers: the version agents read, whose it is, and how well it fits (0 to 1 and a little)."""

    article_id: int
    version_id: int
    number: str
    version: int
    title: str
    short_answer: str
    long_answer: str
    document_number: str
    valid_to: date | None
    department: str
    area: str | None
    score: float

    @property
    def reference(self) -> str:
        """How a case names it as the ground of an answer."""
        return reference_of(self.number, self)


class Titled(Protocol):
    """A version of an article, as it is named."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def document_number(self) -> str:
        """The number of the paper it rests on, "" without one."""


def reference_of(number: str, version: Titled) -> str:
    """Return how a case names an article as the ground of an answer."""
    named = f"知识 {number}《{version.title}》"
    return f"{named}，{version.document_number}" if version.document_number else named


def find(words: str, *, area_id: int | None, at: datetime, limit: int = 8) -> list[Found]:
    """Return the articles in force that answer what was typed, the best first.

    Words, pinyin, initials or whole sentences; those for the area and for everybody come before those for other places.
    """
    query = Query.of(words, synonyms())
    wanted = _told_apart(query.wanted())
    if not wanted:
        return []
    on = at.astimezone(LOCAL_TIMEZONE).date()
    near = {area.id for area in reference.area_chain(area_id)}
    found = []
    for row in db.session.execute(_rows(_ids(wanted, on))):
        agreement = query.agreement({name: getattr(row, name) for name in WORTH})
        if agreement:
            found.append(_found(row, agreement * _standing(row, near)))
    return sorted(found, key=lambda each: (-each.score, each.number))[:limit]


def _standing(row: Row[Any], near: Collection[int]) -> float:
    """Return what the article's place and what agents said of it add to its agreement."""
    place = 1.0 if row.area_id is None or not near else NEAR if row.area_id in near else ELSEWHERE
    standing: float = place * (1 + LIKED * (row.useful - row.unhelpful) / (row.useful + row.unhelpful + 3))
    return standing


def _found(row: Row[Any], score: float) -> Found:
    return Found(
        article_id=row.id,
        version_id=row.version_id,
        number=row.number,
        version=row.version,
        title=row.title,
        short_answer=row.short_answer,
        long_answer=row.long_answer,
        document_number=row.document_number,
        valid_to=row.valid_to,
        department=row.department,
        area=row.area,
        score=score,
    )


def synonyms() -> list[list[str]]:
    """Return the groups of words that mean the same, as they are compared."""
    rows = db.session.scalars(select(Synonym.words).where(Synonym.is_active))
    return [[normal(word) for word in keywords_of(words)] for words in rows]


def in_force(on: date) -> list[ColumnElement[bool]]:
    """Return the conditions of an article that agents may read out on the day."""
    return [Article.state == ArticleState.PUBLISHED, *_in_days(on)]


def _in_days(on: date) -> list[ColumnElement[bool]]:
    return [Article.valid_from <= on, or_(Article.valid_to.is_(None), Article.valid_to >= on)]


def _told_apart(wanted: Mapping[str, float]) -> dict[str, float]:
    """Return the pieces that some article holds and few hold, each with its worth; rare ones are worth more.

    Common ones are counted no further than that shows, and looked up only where there are no others.
    """
    if not wanted:
        return {}
    total = db.session.scalar(_PUBLISHED) or 1
    few = min(max(FEW, int(COMMON * total)), MOST)
    rows = _wanted_rows(wanted)
    held = select(ArticleGram.article_id).where(ArticleGram.gram == rows.c.key).correlate(rows).limit(few + 1)
    counted = select(rows.c.key, select(func.count()).select_from(held.subquery()).scalar_subquery())
    counts = {gram: n for gram, n in db.session.execute(counted).tuples() if n}
    rare = {gram: n for gram, n in counts.items() if n <= few}
    if not rare:
        rare = dict(sorted(counts.items(), key=lambda each: -wanted[each[0]])[:FALL_BACK])
    return {gram: wanted[gram] * log(1 + total / n) for gram, n in rare.items()}


def _wanted_rows(wanted: Mapping[str, float]) -> TableValuedAlias:
    """Return the pieces as rows of key and value: both databases make them of an object in JSON."""
    if is_sqlite(db.session.connection()):
        return func.json_each(json.dumps(wanted)).table_valued("key", "value", name="wanted")
    return func.json_each_text(literal(wanted, JSON)).table_valued("key", "value", name="wanted")


def _ids(wanted: Mapping[str, float], on: date) -> Select[tuple[int]]:
    rows = _wanted_rows(wanted)
    score = func.sum(ArticleGram.weight * cast(rows.c.value, Float)).label("score")
    best_of = (
        select(ArticleGram.article_id, score)
        .select_from(rows.join(ArticleGram, ArticleGram.gram == rows.c.key))
        .group_by(ArticleGram.article_id)
    )
    if not is_sqlite(db.session.connection()):
        # It does not know how many pieces the object holds, and would read the whole table for a hundred of them.
        best_of = best_of.where(ArticleGram.gram.in_(list(wanted)))
    hits = best_of.subquery()
    # What is not published has no pieces; naming the state would have SQLite begin with all articles.
    best = select(Article.id).join(hits, hits.c.article_id == Article.id).where(*_in_days(on))
    return best.order_by(hits.c.score.desc(), Article.id).limit(LOOKED_AT)


def _rows(ids: Select[tuple[int]]) -> Select[Any]:
    columns = (
        Article.id, Article.number, Article.area_id, Article.useful, Article.unhelpful, Article.valid_to,
        ArticleVersion.id.label("version_id"), ArticleVersion.number.label("version"), ArticleVersion.title,
        ArticleVersion.question, ArticleVersion.keywords, ArticleVersion.short_answer, ArticleVersion.long_answer,
        ArticleVersion.document_number, Department.name.label("department"), Area.name.label("area"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(
            ArticleVersion,
            (ArticleVersion.article_id == Article.id) & (ArticleVersion.number == Article.published),
        )
        .join(Department, Department.id == Article.department_id)
        .outerjoin(Area, Area.id == Article.area_id)
        .where(Article.id.in_(ids.scalar_subquery()))
    )


def index(article_id: int, texts: Mapping[str, str]) -> None:
    """Write what the article is found by, in the place of what stood there before; without texts it is not found."""
    db.session.execute(delete(ArticleGram).where(ArticleGram.article_id == article_id))
    rows = [
        {"gram": gram, "article_id": article_id, "weight": weight}
        for gram, weight in sorted(grams_of(texts).items())
    ]
    if rows:
        db.session.execute(insert(ArticleGram), rows)


def texts_of(version: ArticleVersion) -> dict[str, str]:
    """Return the texts by which a version is found."""
    return {name: getattr(version, name) for name in WORTH}


def usable(version_ids: Collection[int], on: date) -> Sequence[tuple[Article, ArticleVersion]]:
    """Return which of these versions are the ones agents may read out on the day."""
    rows = (
        select(Article, ArticleVersion)
        .join(
            ArticleVersion,
            (ArticleVersion.article_id == Article.id) & (ArticleVersion.number == Article.published),
        )
        .where(ArticleVersion.id.in_(version_ids), *in_force(on))
        .order_by(ArticleVersion.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def count_citation(article_id: int) -> None:
    """Count one more case that the article answered."""
    _put_aside(article_id, {"cited": Article.__table__.c.cited + 1})


def put_feedback(article_id: int, *, useful: int, unhelpful: int) -> None:
    """Keep how many found the article useful or not."""
    _put_aside(article_id, {"useful": useful, "unhelpful": unhelpful})


def _put_aside(article_id: int, values: dict[str, Any]) -> None:
    """Write counts without a new version of the row: who is editing the article has seen nothing else."""
    table: Any = Article.__table__
    db.session.execute(update(table).where(table.c.id == article_id).values(values))
