"""What one line says of a case, in a list, on the board and in a notice (标题行): THE rule (pure).

Who works on cases at the hotline reads the title. For everyone else the line of a protected case (domain study
2.9 and 8.4) names what it is, its matter and its district, never what the caller said; of a confidential
desk's case not even the matter. Other titles lose whatever could lead to the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from models.vocabulary import Desk, Kind
from workflows.identity import WORKS_ON_CASES, redacted
from workflows.permissions import DESK_PERMISSIONS, may, works_at_hotline

if TYPE_CHECKING:
    from models.area import Area
    from models.case import Case
    from models.category import Category
    from models.queries.figure_lists import Line as BehindLine
    from models.queries.lines import CaseLine
    from models.user import User


class Lined(Protocol):
    """What is asked of a case, or of a row that stands for one."""

    @property
    def title(self) -> str:
        """What the agent wrote above the case."""

    @property
    def kind(self) -> Kind:
        """What the citizen wants."""

    @property
    def desk(self) -> Desk | None:
        """The confidential desk that keeps it."""

    @property
    def is_protected(self) -> bool:
        """Whether its content is kept from those who do not work on it at the hotline."""


@dataclass(frozen=True)
class Reader:
    """Who reads lines: whether titles are theirs to read, and of which desks."""

    reads_titles: bool = False
    desks: frozenset[Desk] = frozenset()


# Whoever gets hold of what leaves the house, or of a tray that another opened.
ANYBODY = Reader()


def reader_of(user: User) -> Reader:
    """Return as whom the user reads lines."""
    works = works_at_hotline(user) and bool(WORKS_ON_CASES & user.permissions)
    return Reader(works, frozenset(desk for desk, allows in DESK_PERMISSIONS.items() if may(user, allows)))


def is_open_to(case: Lined, reader: Reader) -> bool:
    """Say whether the reader may know what the case is about."""
    if not case.is_protected:
        return True
    return reader.reads_titles and (case.desk is None or case.desk in reader.desks)


def headline(case: Lined, reader: Reader, *, matter: str, district: str) -> str:
    """Return the line for the reader.

    >>> headline(case, ANYBODY, matter="违法建设", district="城关区")
    '保密举报：违法建设（城关区）'
    """
    if not is_open_to(case, reader):
        place = f"（{district}）" if district else ""
        return f"{veil(case)}{place}" if case.desk else f"{veil(case)}：{matter}{place}"
    return case.title if reader.reads_titles else redacted(case.title, None)


def veil(case: Lined) -> str:
    """Return what a protected case is called instead of its title."""
    if case.desk is not None:
        return f"{case.desk.label}工单"
    return "保密举报" if case.kind is Kind.REPORT else "保密诉求"


def line_of(case: Case | CaseLine | BehindLine, reader: Reader) -> str:
    """Return the line of a case whose matter and district are loaded, or of a row that stands for one."""
    if is_open_to(case, reader):
        return headline(case, reader, matter="", district="")
    return headline(case, reader, matter=name_of(case.category), district=name_of(case.district))


def name_of(named: Category | Area | str | None) -> str:
    """Return what a category or a district is called, whether the row holds it or its name."""
    return named if isinstance(named, str) else named.name if named else ""


def place_of(case: Case, reader: Reader) -> str:
    """Return where it is, on one line: the address too where the reader may know what the case is about."""
    district = case.district.name if case.district else ""
    if not is_open_to(case, reader):
        return district
    return district + (case.address if reader.reads_titles else redacted(case.address, None))
