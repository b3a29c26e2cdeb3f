"""The city's dictionaries: rows are made, changed, disabled; the code a row has is for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.article import Synonym
from models.base import Row
from models.dictionary import (
    CandidateRule,
    EscalationStep,
    Ground,
    HazardWord,
    QuickReply,
    SupervisionTrigger,
)
from models.grid import GridClass
from models.hot_topic import HotTopicRule
from models.queries import administration
from models.queries.article_likeness import SEPARATORS
from models.report_subject import ReportSubject, signs_of
from models.tag import Tag
from workflows.administration.change import change, create
from workflows.administration.spelling import WORD
from workflows.errors import BadInput, Refused
from workflows.limit import Limit
from workflows.template_words import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.user import User

# Which fields together name a row of each table.
KEYS: dict[type[Row], tuple[str, ...]] = {
    Ground: ("kind", "code"),
    HazardWord: ("words",),
    QuickReply: ("code",),
    SupervisionTrigger: ("code",),
    EscalationStep: ("step",),
    CandidateRule: ("code",),
    ReportSubject: ("code",),
    GridClass: ("code",),
    HotTopicRule: ("code",),
    Synonym: ("words",),
    Tag: ("name",),
}


def create_entry(table: type[Row], values: Mapping[str, Any], *, by: User, at: datetime) -> Row:
    """Make a row."""
    given = read(table, values, None)
    row = table(**given)
    return create(row, object_type=table.__tablename__, called=called(row), by=by, at=at, spelling=WORD)


def change_entry(row: Row, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change a row."""
    given = read(type(row), values, row)
    change(row, given, object_type=row.__tablename__, called=called(row), by=by, at=at, spelling=WORD)


def read(table: type[Row], values: Mapping[str, Any], row: Row | None) -> dict[str, Any]:
    """Return the values as they are stored; BadInput for a key that is taken or a limit that is none."""
    keys = KEYS[table]
    mine = tuple(values.get(name, getattr(row, name, None)) for name in keys)
    for other in administration.rows_of(table):
        if other is not row and tuple(getattr(other, name) for name in keys) == mine:
            raise BadInput(f"“{mine[-1]}”已经有了。", keys[-1])
    given = dict(values)
    if "reply_limit" in given:
        given["reply_limit"] = limit(given["reply_limit"])
    if table is ReportSubject:
        check_subject(given)
    if table is QuickReply and (strange := unknown(given["body"])):
        raise BadInput(f"变量“{strange[0]}”不存在。", "body")
    if table is Synonym:
        given["words"] = joined(given["words"])
    return given


def joined(words: str) -> str:
    """Return words that mean the same, joined by 、; BadInput for fewer than two."""
    found = list(dict.fromkeys(word for word in SEPARATORS.split(words) if word))
    if len(found) < 2:
        raise BadInput("请至少写两个词，用顿号分隔。", "words")
    return "、".join(found)


def check_subject(given: Mapping[str, Any]) -> None:
    """Refuse a subject of no matters, a code that looks like a category's id, and a sign without words."""
    if str(given.get("code", "")).isdigit():
        raise BadInput("代码不能全是数字。", "code")
    if not given["category_ids"]:
        raise BadInput("请选择事项。", "category_ids")
    try:
        signs_of(given["signs"])
    except ValueError as error:
        raise BadInput(f"“{error}”看不懂，请写成“异味：臭味、有味”，每种现象一行。", "signs") from None


def limit(text: str) -> str:
    """Return a limit in its usual spelling."""
    try:
        return str(Limit.parse(text))
    except Refused as error:
        raise BadInput(str(error), "reply_limit") from error


def called(row: Row) -> str:
    """Return how the audit log calls a row."""
    return " ".join(str(getattr(row, name)) for name in KEYS[type(row)])
