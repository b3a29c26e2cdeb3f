"""`flask demo`: writes a file, or fills the house at once."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.citizen import Citizen
from models.export_order import ExportOrder
from models.grid import GridEvent
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.report_issue import ReportIssue
from models.vocabulary import (
    Action,
    ActionState,
    CaseState,
    ExportState,
    IssueState,
    MeetingState,
    RequestKind,
)
from tests.support.requests import HouseRunner
from workflows.grid import OURS
from workflows.joint_meeting import choosing


def test_without_a_city_it_says_what_to_do(runner: HouseRunner) -> None:
    result = runner.invoke(args=["demo", "--cases", "10", "--year", "2016"])

    assert result.exit_code == 1
    assert "还没有载入城市包" in result.output


@pytest.mark.slow
def test_cases_of_a_year_are_written_or_brought_in(runner: HouseRunner, tmp_path: Path) -> None:
    runner.invoke(args=["city", "load", "lanzhou"])

    written = runner.invoke(
        args=["demo", "--cases", "300", "--year", "2016", "--out", str(tmp_path / "y.csv")]
    )
    brought = runner.invoke(args=["demo", "--cases", "300", "--year", "2016"])
    again = runner.invoke(args=["demo", "--cases", "300", "--year", "2016"])

    with (tmp_path / "y.csv").open(encoding="utf-8", newline="") as text:
        assert len(list(csv.DictReader(text))) == 300
    assert (written.exit_code, brought.exit_code) == (0, 0), written.output + brought.output
    assert "新增 300 件" in brought.output
    assert "新增 0 件，已存在跳过 300 件" in again.output
    assert db.session.query(Case).filter(Case.state == CaseState.CLOSED).count() >= 290


@pytest.mark.slow
@pytest.mark.one_database
def test_some_weeks_leave_work_in_every_worklist(runner: HouseRunner) -> None:
    runner.invoke(args=["city", "load", "lanzhou"])
    runner.invoke(args=["users", "demo"])

    said = runner.invoke(args=["demo", "--weeks", "1"]).output
    again = runner.invoke(args=["demo", "--weeks", "1"]).output

    assert "演示工单" in said, said
    assert again == "已有工单，不再生成演示工单。\n"
    live = db.session.query(Case).filter(Case.source.is_(None)).all()
    assert {case.state for case in live} >= {
        CaseState.PENDING_REVIEW, CaseState.AWAITING_COMPLETION, CaseState.DISPATCHED, CaseState.HANDLING,
        CaseState.RETURN_PENDING, CaseState.REPLIED, CaseState.FOLLOW_UP, CaseState.REDO, CaseState.CLOSED,
    }  # fmt: skip
    assert not [case.number for case in live if case.state is not CaseState.CLOSED and not case.next_due_at]
    assert {request.kind for request in db.session.query(CaseRequest)} == {
        RequestKind.RETURN, RequestKind.EXTENSION, RequestKind.DEFERRAL,
    }  # fmt: skip
    assert db.session.query(CaseEvent).filter(CaseEvent.action == Action.IMPORT).count() == 420
    longest = db.session.query(CaseEvent).filter(CaseEvent.action == Action.ATTEMPT_FOLLOW_UP).count()
    assert longest > 30
    assert [meeting.state for meeting in db.session.query(JointMeeting)] == [
        MeetingState.MINUTED, MeetingState.MINUTED, MeetingState.INVITED,
    ]  # fmt: skip
    assert {item.state for item in db.session.query(ActionItem)} == {
        ActionState.STRUCK_OFF,
        ActionState.UNDER_WAY,
    }
    assert {issue.state for issue in db.session.query(ReportIssue)} >= {IssueState.PUBLISHED}
    assert [order.state for order in db.session.query(ExportOrder).order_by(ExportOrder.id)] == [
        ExportState.EXPIRED, ExportState.DONE,
    ]  # fmt: skip
    assert choosing.candidates(at=datetime.now(UTC))
    assert db.session.query(GridEvent).filter_by(source="网格平台").count() > 200
    assert db.session.query(GridEvent).filter_by(source=OURS).count() == 5
    assert not [c for c in db.session.query(Citizen) if c.case_id in {case.id for case in live}
                and not str(c.phone).startswith("1990000")]  # fmt: skip


@pytest.mark.one_database
def test_weeks_need_people_who_can_act(runner: HouseRunner) -> None:
    runner.invoke(args=["city", "load", "lanzhou"])

    result = runner.invoke(args=["demo"])

    assert result.exit_code == 1
    assert "请先运行 flask users demo" in result.output
    assert db.session.query(Case).count() == 0
