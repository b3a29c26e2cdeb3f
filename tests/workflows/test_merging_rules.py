"""Which case may be merged into which: state, what is kept quiet, hazards, the unit at work."""

from typing import Any

import pytest

from models.case import Case
from models.vocabulary import CaseState, Confidentiality, Desk, Kind
from workflows.merging_rules import why_not

QUIET = "保密、举报、专席工单只能与同类工单并单。"
S = CaseState


def a_case(case_id: int, **given: Any) -> Case:
    facts = {
        "number": f"N{case_id}",
        "kind": Kind.HELP,
        "confidentiality": Confidentiality.OPEN,
        "is_hazard": False,
    }
    return Case(id=case_id, **{**facts, "state": S.PENDING_REVIEW, **given})


@pytest.mark.parametrize(
    ("case", "into", "sentence"),
    [
        ({}, {}, ""),
        ({}, {"state": S.REPLIED}, ""),
        ({}, {"state": S.DEFERRED}, ""),
        ({}, {"state": S.FOLLOW_UP}, "工单 N2 当前为“待回访”，请选择正在办理、尚未答复的主单。"),
        ({}, {"state": S.CLOSED}, "工单 N2 当前为“已办结”，请选择正在办理、尚未答复的主单。"),
        ({}, {"merged_into_id": 9, "state": S.MERGED}, "工单 N2 当前为“已并单”，请选择正在办理、尚未答复的主单。"),
        ({}, {"merged_into_id": 1}, "不能并入自身或已并入本单的工单。"),
        ({}, {"confidentiality": Confidentiality.CONFIDENTIAL}, QUIET),
        ({"kind": Kind.REPORT}, {}, QUIET),
        ({"kind": Kind.REPORT}, {"kind": Kind.REPORT}, ""),
        ({"desk": Desk.YOUTH}, {"desk": Desk.PSYCH}, QUIET),
        ({"confidentiality": Confidentiality.ANONYMOUS}, {}, ""),
        ({"is_hazard": True}, {}, "险情工单不能并入非险情工单。"),
        ({"is_hazard": True}, {"is_hazard": True}, ""),
        ({"state": S.HANDLING, "department_id": 5}, {"state": S.HANDLING, "department_id": 5}, ""),
        (
            {"state": S.HANDLING, "department_id": 5},
            {"state": S.HANDLING, "department_id": 6},
            "本单正由承办单位办理，主办单位与主单 N2 不同，不能并单。",
        ),
        ({"state": S.DISPATCHED, "department_id": 5}, {"state": S.HANDLING, "department_id": 6}, ""),
    ],
)  # fmt: skip
def test_a_case_is_merged_only_where_one_answer_serves_both(
    case: dict[str, Any], into: dict[str, Any], sentence: str
) -> None:
    assert why_not(a_case(1, **case), a_case(2, **into)) == sentence


def test_a_case_is_not_merged_into_itself() -> None:
    case = a_case(1)

    assert why_not(case, case) == "不能并入自身或已并入本单的工单。"
