"""Chinese full-text search (全文检索): which cases hold these words, on SQLite and PostgreSQL alike.

Neither database cuts Chinese into words, so a text is stored as its pairs of neighbouring characters and a
word is looked up as the phrase of its pairs: 漏水 is one pair, 燃气泄漏 is 燃气 气泄 泄漏 in a row. Runs of
Latin letters and digits stay whole. Everything is normalised first (NFKC, lower case), so that full-width
digits find half-width ones. Only letters and digits ever reach the databases' query languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, collate, column, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute

from models.base import db
from models.case import Case
from models.citizen import Citizen, phone_index, phone_tail_index
from models.queries.cases import inside, theirs
from models.vocabulary import CaseScope

# Latin words and digits stay whole; `pair` runs are everything else that is a letter.
RUNS = re.compile(r"(?P<whole>[0-9a-z]+)|(?P<pair>[^\W_0-9a-z]+)")
LIKE_A_NUMBER = re.compile(r"(?=(?:[^0-9]*[0-9]){6})[0-9A-Za-z][0-9A-Za-z_/.-]{5,63}")
LAST_CHARACTER = "\U0010ffff"
LONGEST_QUERY = 100
MOST_WORDS = 8
TAIL = 4
# A number or Latin word of so many characters stands in few texts.
RARE_FROM = 4
# What PostgreSQL can keep of one text: 16,383 positions, and 255 of them for one pair.
MOST_POSITIONS = 16383
MOST_OF_ONE = 255

index_table = table(
    "case_search",
    column("rowid", Integer),
    column("case_id", Integer),
    column("grams"),
    column("case_search"),
)


@dataclass(frozen=True)
class Hits:
    """A select of case ids, the column they come from, and what to order by."""

    select: Select[tuple[int]]
    case_id: ColumnElement[int] | InstrumentedAttribute[int]
    order: ColumnElement[int]


@dataclass(frozen=True)
class Phrase:
    """One word of a query: grams that must stand in a row; the last may be the beginning of one."""

    grams: tuple[str, ...]
    ends_open: bool = False

    @property
    def is_rare(self) -> bool:
        """Say whether few texts hold it though PostgreSQL expects many, as of all words that are open.

        Then all are found and put in order, instead of walking through the cases until enough are met.
        """
        return self.ends_open and len(self.grams[-1]) >= RARE_FROM


def is_sqlite(connection: Connection) -> bool:
    """Say which of the two ways to search is at hand."""
    return connection.dialect.name == "sqlite"


def normal(words: str) -> str:
    """Return the text in the form that is compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", words).lower()


def grams(words: str) -> list[str]:
    """Return what stands in the index for a text: pairs of characters, and each run's last one alone.

    >>> grams("5G网络")
    ['5g', '网络', '络']
    """
    found: list[str] = []
    for run in RUNS.finditer(normal(words)):
        characters = run.group()
        if run.lastgroup == "whole":
            found.append(characters)
        else:
            found.extend([characters[i : i + 2] for i in range(len(characters))])
    return found


def phrases(query: str) -> list[Phrase]:
    """Return the words of a query, each as the phrase to look for; empty where it holds no letter.

    A text goes on after the word, so the phrase ends with the last whole pair, or is open at its end:
    one character alone, or a run of digits or Latin letters.
    """
    words = (grams(word) for word in normal(query[:LONGEST_QUERY]).split())
    return [as_phrase(cut) for cut in words if cut][:MOST_WORDS]


def as_phrase(cut: list[str]) -> Phrase:
    """Return the phrase of one word's grams."""
    is_end_of_pair = len(cut) > 1 and len(cut[-1]) == 1 and len(cut[-2]) == 2 and cut[-2][1] == cut[-1]
    if is_end_of_pair and not cut[-1].isascii():
        return Phrase(tuple(cut[:-1]))
    return Phrase(tuple(cut), ends_open=True)


def for_sqlite(wanted: Sequence[Phrase]) -> str:
    """Write the phrases in FTS5's query language."""
    return " AND ".join(f'"{" ".join(p.grams)}"' + ("*" if p.ends_open else "") for p in wanted)


def for_postgresql(wanted: Sequence[Phrase]) -> str:
    """Write the phrases as a tsquery."""
    words = (" <-> ".join(f"'{gram}'" for gram in p.grams) + (":*" if p.ends_open else "") for p in wanted)
    return " & ".join(f"({word})" for word in words)


def tsvector(cut: Sequence[str]) -> str:
    """Write grams with their positions as PostgreSQL reads a tsvector."""
    places: dict[str, list[str]] = {}
    for position, gram in enumerate(cut[:MOST_POSITIONS], start=1):
        places.setdefault(gram, []).append(str(position))
    return " ".join(f"'{gram}':{','.join(where[:MOST_OF_ONE])}" for gram, where in places.items())


def searchable(*parts: str | None) -> str:
    """Join the texts of a case that are searched: title, content, address, place."""
    return "\n".join(part for part in parts if part)


def index_case(case_id: int, words: str) -> None:
    """Put the case's text into the index, in the place of what stood there before."""
    index_cases(db.session.connection(), [(case_id, words)])


def index_cases(connection: Connection, texts: Iterable[tuple[int, str]], *, are_new: bool = False) -> None:
    """Put many texts into the index; `are_new` says that none of them is in it yet."""
    form = " ".join if is_sqlite(connection) else tsvector
    rows = [{"case_id": case_id, "grams": form(grams(words))} for case_id, words in texts]
    if not rows:
        return
    if is_sqlite(connection):
        verb = "INSERT" if are_new else "INSERT OR REPLACE"
        connection.execute(text(f"{verb} INTO case_search (rowid, grams) VALUES (:case_id, :grams)"), rows)
    elif are_new:
        # Half again as fast as by statements, which a year of cases feels.
        cursor = connection.connection.cursor()
        with cursor.copy("COPY case_search (case_id, grams) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row["case_id"], row["grams"]))
    else:
        connection.execute(
            text(
                "INSERT INTO case_search (case_id, grams) VALUES (:case_id, CAST(:grams AS tsvector)) "
                "ON CONFLICT (case_id) DO UPDATE SET grams = excluded.grams"
            ),
            rows,
        )


def find_case_ids(
    query: str, scope: CaseScope, *, limit: int = 50, before_id: int | None = None
) -> list[int]:
    """Return the ids of the cases that hold all words of the query, the newest first.

    What looks like a case number is looked up as one too, whole or its beginning. With `before_id` the
    list goes on below that case. Empty where the query holds no letter and no digit.
    """
    found: set[int] = set()
    for hits in (text_hits(query, scope), number_hits(query, scope)):
        if hits is None:
            continue
        bounded = hits.select if before_id is None else hits.select.where(hits.case_id < before_id)
        found.update(db.session.scalars(bounded.order_by(hits.order.desc()).limit(limit)))
    return sorted(found, reverse=True)[:limit]


def tellable(scope: CaseScope) -> list[ColumnElement[bool]]:
    """Return what keeps a department from learning by trial who called, or what a protected case says.

    It finds its protected cases on its worklists and by their numbers.
    """
    if scope.department_ids is None:
        return []
    return (
        [or_(~Case.is_protected, Case.desk.in_(sorted(scope.desks)))] if scope.desks else [~Case.is_protected]
    )


def text_hits(query: str, scope: CaseScope) -> Hits | None:
    """Return the cases whose text holds every word of the query; None without a word."""
    wanted = phrases(query)
    if not wanted:
        return None
    if is_sqlite(db.session.connection()):
        case_id = index_table.c.rowid
        condition = index_table.c.case_search.op("MATCH")(for_sqlite(wanted))
    else:
        case_id = index_table.c.case_id
        condition = index_table.c.grams.op("@@")(cast(for_postgresql(wanted), TSQUERY))
    visible = select(Case.id).where(Case.id == case_id, *inside(scope), *tellable(scope)).exists()
    order = case_id + 0 if any(phrase.is_rare for phrase in wanted) else case_id
    # Adding nothing to the id keeps SQLite from asking the index once for every case of a department.
    return Hits(select(case_id).where(condition, *theirs(case_id + 0, scope), visible), case_id, order)


def number_hits(query: str, scope: CaseScope) -> Hits | None:
    """Return the cases whose number begins like this; None if it is no number.

    Adding nothing to the id keeps PostgreSQL from walking all cases backwards in search of the number.
    """
    number = unicodedata.normalize("NFKC", query).strip()
    if not LIKE_A_NUMBER.fullmatch(number):
        return None
    key = Case.number if is_sqlite(db.session.connection()) else collate(Case.number, "C")
    begins = and_(key >= number, key < number + LAST_CHARACTER)
    return Hits(select(Case.id).where(begins, *inside(scope)), Case.id, Case.id + 0)


def find_case_ids_by_phone(
    phone: str, scope: CaseScope, *, limit: int = 50, before_id: int | None = None
) -> list[int]:
    """Return the cases of a caller's number, or of its last four digits, the newest first.

    The number is compared through the blind index; anything but digits in it is passed over.
    """
    digits = "".join(re.findall("[0-9]", normal(phone)))
    if len(digits) < TAIL:
        return []
    is_theirs = (
        Citizen.phone_tail_index == phone_tail_index(digits)
        if len(digits) == TAIL
        else Citizen.phone_index == phone_index(digits)
    )
    hits = select(Case.id).join(Citizen, Citizen.case_id == Case.id)
    hits = hits.where(is_theirs, *inside(scope), *tellable(scope))
    if before_id is not None:
        hits = hits.where(Case.id < before_id)
    return list(db.session.scalars(hits.order_by(Case.id.desc()).limit(limit)))
