"""What leaders must hear of: hazards, critical cases and instructed ones, by their facts alone."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models.case import Case
from models.queries import urgent_cases
from models.supervision import Supervision
from models.vocabulary import (
    CaseScope,
    Desk,
    SupervisionKind,
    SupervisionLevel,
    SupervisionState,
    Trigger,
    Urgency,
)
from tests.support.clock import MONDAY_9
from tests.support.factories import (
    make_area,
    make_assignment,
    make_case,
    make_category,
    make_department,
    saved,
)

START, END = MONDAY_9 - timedelta(hours=9), MONDAY_9 + timedelta(hours=15)
EVERYBODY = CaseScope()


@pytest.fixture(autouse=True)
def needs_database(app: Flask) -> None:
    """Every test here writes rows."""


def instruct(case: Case, **given: Any) -> None:
    row = {
        "case_id": case.id,
        "kind": SupervisionKind.ORDER,
        "level": SupervisionLevel.ORDER,
        "state": SupervisionState.OPEN,
        "trigger": Trigger.LEADER_INSTRUCTION,
        "reason": "市领导批示",
        "issued_at": MONDAY_9,
    }
    saved(Supervision(**row | given))


def numbers(scope: CaseScope = EVERYBODY, limit: int = 10) -> list[str]:
    return [line.number for line in urgent_cases.of_period(START, END, scope, limit=limit)]


def test_a_line_names_the_facts_and_not_what_the_caller_said() -> None:
    case = make_case(
        title="张三家燃气泄漏",
        is_hazard=True,
        category=make_category(path="公用事业/燃气泄漏"),
        department=make_department(name="市燃气公司"),
        district=make_area(name="东岸区"),
    )

    line = urgent_cases.of_period(START, END, EVERYBODY, limit=10)[0]

    assert (line.id, line.number, line.matter) == (case.id, case.number, "公用事业/燃气泄漏")
    assert (line.district, line.department, line.is_hazard) == ("东岸区", "市燃气公司", True)
    assert line.is_instructed is False
    assert "张三" not in repr(line)


def test_hazards_critical_and_instructed_cases_are_in_it_and_nothing_else() -> None:
    hazard = make_case(is_hazard=True)
    critical = make_case(urgency=Urgency.CRITICAL, received_at=MONDAY_9 + timedelta(hours=1))
    make_case(urgency=Urgency.URGENT)
    make_case(is_hazard=True, received_at=END)
    make_case(is_hazard=True, received_at=START - timedelta(seconds=1))
    older = make_case(received_at=MONDAY_9 - timedelta(days=9))
    instruct(older)
    instruct(make_case(), issued_at=END)
    instruct(make_case(), trigger=Trigger.MANUAL)

    assert numbers() == [older.number, hazard.number, critical.number]


def test_cases_of_confidential_desks_are_left_out_for_everyone() -> None:
    make_case(is_hazard=True, desk=Desk.PSYCH)

    assert numbers(CaseScope(None, frozenset(Desk))) == []


def test_a_department_finds_only_its_own() -> None:
    mine, other = make_department(), make_department()
    case = make_case(is_hazard=True, department=mine)
    make_assignment(case, mine)
    make_assignment(make_case(is_hazard=True, department=other), other)

    assert numbers(CaseScope(frozenset({mine.id}))) == [case.number]


def test_there_are_never_more_than_asked_for() -> None:
    cases = [make_case(is_hazard=True) for _ in range(4)]

    assert numbers(limit=3) == [case.number for case in cases[:3]]
