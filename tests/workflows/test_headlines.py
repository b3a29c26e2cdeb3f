"""What one line says of a case, and to whom."""

from dataclasses import dataclass

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.vocabulary import Confidentiality, Desk, Kind
from models.vocabulary import Permission as P
from tests.support.factories import make_area, make_case, make_user
from tests.support.office import again
from workflows.headlines import ANYBODY, Reader, headline, line_of, place_of, reader_of

WORKS = Reader(reads_titles=True)
PSYCH = Reader(reads_titles=True, desks=frozenset({Desk.PSYCH}))


@dataclass
class Row:
    """A row that stands for a case."""

    kind: Kind = Kind.COMPLAINT
    desk: Desk | None = None
    is_protected: bool = False
    title: str = "三楼聚众赌博，电话13893112345"


OPEN, SECRET = Row(), Row(is_protected=True)
REPORT = Row(kind=Kind.REPORT, is_protected=True)
DESK = Row(desk=Desk.PSYCH, is_protected=True)
WHOLE, CLEAN = OPEN.title, "三楼聚众赌博，电话〔已隐去〕"


@pytest.mark.parametrize(
    ("row", "reader", "line"),
    [
        (OPEN, WORKS, WHOLE),
        (OPEN, ANYBODY, CLEAN),
        (SECRET, WORKS, WHOLE),
        (SECRET, ANYBODY, "保密诉求：赌博（城关区）"),
        (REPORT, WORKS, WHOLE),
        (REPORT, ANYBODY, "保密举报：赌博（城关区）"),
        (DESK, PSYCH, WHOLE),
        (DESK, WORKS, "心理援助专席工单（城关区）"),
        (DESK, Reader(desks=frozenset({Desk.PSYCH})), "心理援助专席工单（城关区）"),
        (DESK, ANYBODY, "心理援助专席工单（城关区）"),
    ],
)
def test_the_line_of_a_case(row: Row, reader: Reader, line: str) -> None:
    assert headline(row, reader, matter="赌博", district="城关区") == line


def test_a_line_without_a_district_names_none() -> None:
    assert headline(SECRET, ANYBODY, matter="赌博", district="") == "保密诉求：赌博"


READERS = [
    ("agent", WORKS),
    ("dispatcher", WORKS),
    ("supervisor", WORKS),
    ("follow_up", WORKS),
    ("psych", PSYCH),
    ("head", ANYBODY),
    ("leader", ANYBODY),
    ("officer", ANYBODY),
    ("grid", ANYBODY),
    ("auditor", ANYBODY),
]


@pytest.mark.parametrize(("role", "reader"), READERS)
def test_titles_are_read_by_who_works_on_cases_at_the_hotline(app: Flask, role: str, reader: Reader) -> None:
    assert app
    assert reader_of(make_user(role)) == reader


def test_a_dispatcher_of_a_department_reads_no_titles(app: Flask) -> None:
    assert app
    assert reader_of(make_user(permissions=[P.VIEW_CASES, P.REVIEW_CASE])) == ANYBODY


SHAPES = [
    ({}, False),
    ({"confidentiality": Confidentiality.CONFIDENTIAL}, True),
    ({"confidentiality": Confidentiality.ANONYMOUS}, False),
    ({"kind": Kind.REPORT}, True),
    ({"desk": Desk.YOUTH}, True),
]


@pytest.mark.parametrize(("given", "is_protected"), SHAPES)
def test_what_is_protected_is_so_in_memory_and_in_the_database(
    app: Flask, given: dict[str, object], is_protected: bool
) -> None:
    assert app
    case = make_case(**given)

    found = db.session.scalars(db.select(Case.id).where(Case.is_protected)).all()

    assert case.is_protected is is_protected
    assert found == ([case.id] if is_protected else [])


def test_the_place_ends_with_the_district_where_the_content_is_kept_back(app: Flask) -> None:
    assert app
    district = make_area(name="城关区")
    made = make_case(
        district_id=district.id, address="庆阳路12号13893112345", confidentiality=Confidentiality.CONFIDENTIAL
    )
    case = again(made)

    assert place_of(case, ANYBODY) == "城关区"
    assert place_of(case, WORKS) == "城关区庆阳路12号13893112345"
    assert line_of(case, ANYBODY) == f"保密诉求：{case.category.name}（城关区）"
    case.confidentiality = Confidentiality.OPEN
    assert place_of(case, ANYBODY) == "城关区庆阳路12号〔已隐去〕"
