"""Which cases of an event are merged, linked or left out, and who is its master."""

from datetime import timedelta
from typing import Any

import pytest

from models.case import Case
from models.incident import IncidentPart
from models.vocabulary import CaseState, Confidentiality, Kind
from tests.support.clock import MONDAY_9
from workflows.incident_rules import joining, master_among

S, P = CaseState, IncidentPart


def a_case(case_id: int, **given: Any) -> Case:
    facts = {
        "number": f"N{case_id}",
        "kind": Kind.HELP,
        "confidentiality": Confidentiality.OPEN,
        "is_hazard": False,
        "state": S.PENDING_REVIEW,
        "received_at": MONDAY_9 + timedelta(minutes=case_id),
    }
    return Case(id=case_id, **{**facts, **given})


@pytest.mark.parametrize(
    ("given", "part", "why"),
    [
        ({}, P.MERGED, ""),
        ({"state": S.HANDLING, "department_id": 5}, P.MERGED, ""),
        ({"state": S.DISPATCHED, "department_id": 6}, P.LINKED, "已派至其他承办单位，不并单。"),
        ({"state": S.HANDLING, "department_id": 6}, P.LINKED, "本单正由承办单位办理，主办单位与主单 N1 不同，不能并单。"),
        ({"state": S.CLOSED}, P.LINKED, "当前为“已办结”，不并单。"),
        ({"state": S.MERGED, "merged_into_id": 1}, P.MERGED, "早已并入主单。"),
        ({"state": S.MERGED, "merged_into_id": 7}, P.LINKED, "当前为“已并单”，不并单。"),
        ({"is_hazard": True}, P.LINKED, "险情工单不能并入非险情工单。"),
        ({"kind": Kind.REPORT}, None, "保密、举报、专席工单不归入事件。"),
        ({"id": 9}, None, "已归入其他事件。"),
    ],
)  # fmt: skip
def test_each_case_is_told_what_becomes_of_it(
    given: dict[str, Any], part: IncidentPart | None, why: str
) -> None:
    master = a_case(1, state=S.HANDLING, department_id=5)

    found = joining(a_case(given.pop("id", 2), **given), master, taken={9})

    assert (found.part, found.why) == (part, why)


def test_the_oldest_with_a_department_answers_for_all_else_the_oldest() -> None:
    waiting, sent, later = a_case(1), a_case(2, state=S.DISPATCHED), a_case(3, state=S.HANDLING)
    quiet = a_case(0, kind=Kind.REPORT)

    assert master_among([later, sent, waiting, quiet]) is sent
    assert master_among([later, sent, waiting], taken={2}) is later
    assert master_among([a_case(4, state=S.CLOSED), waiting]) is waiting
    assert master_among([a_case(4, state=S.CLOSED)]) is None
    assert joining(waiting, None).part is P.LINKED
