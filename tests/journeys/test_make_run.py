"""`make run` on a machine where nothing is: it serves, names accounts that open the door, and keeps the data.

What it has made is looked at too: work in every worklist, reports, a meeting, an export.
"""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app import create_app
from config import ROOT
from models.assignment import Assignment
from models.base import db
from models.caller_flag import CallerFlag, FlagState
from models.case import Case
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.citizen import Citizen
from models.export_order import ExportOrder
from models.grid import GridEvent
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.report_issue import ReportIssue
from models.tag import CaseTag, Tag
from models.telephone import PhoneCall
from models.vocabulary import (
    Action,
    ActionState,
    CaseState,
    ExportState,
    IssueState,
    MeetingState,
    RequestKind,
)
from tests.support.postgres import free_port
from tests.support.settings import settings_for
from workflows.grid import OURS
from workflows.joint_meeting import choosing

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@contextmanager
def running(instance: Path, port: int) -> Iterator[str]:
    """Run it, give what it said until it served, and end it as Ctrl+C does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    process = subprocess.Popen(
        [sys.executable, "scripts/serve.py", "--port", str(port), "--weeks", "1"],
        cwd=ROOT,
        env={**environment, "HOTLINE_INSTANCE_DIR": str(instance)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if line.startswith("  auditor"):
                break
        yield said
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        process.stdout.close()
        assert process.wait(30) == 0, said + rest


def sign_in(port: int, name: str, password: str) -> str:
    """Sign in over HTTP and return the page one lands on."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"http://127.0.0.1:{port}/sign-in"
    page = browser.open(address, timeout=100).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token, page
    form = urlencode({"csrf_token": token[1], "name": name, "password": password}).encode()
    request = urllib.request.Request(address, form, headers={"Referer": address})
    return browser.open(request, timeout=100).read().decode()


def assert_work_everywhere() -> None:
    """Look for something to do in every worklist, and for what the reports need."""
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
    taken = {case.assigned_to_id for case in live} | {
        part.assigned_to_id for part in db.session.query(Assignment)
    }
    assert len(taken - {None}) >= 4, "each of several people has taken some"
    assert db.session.query(CaseEvent).filter(CaseEvent.action == Action.HAND_OVER).count() == 3
    assert len({tag.name for tag in db.session.query(Tag).join(CaseTag)}) == 5
    assert {flag.state for flag in db.session.query(CallerFlag)} == {FlagState.PENDING, FlagState.IN_FORCE}
    ended = [call for call in db.session.query(PhoneCall) if call.end_code]
    assert len({call.end_code for call in ended}) == 8
    assert len({call.rang_at.date() for call in ended}) >= 6
    assert not [c for c in db.session.query(Citizen) if c.case_id in {case.id for case in live}
                and not str(c.phone).startswith("1990000")]  # fmt: skip


def test_it_serves_at_once_and_a_second_run_keeps_the_data(tmp_path: Path) -> None:
    port = free_port()

    with running(tmp_path, port) as said:
        assert f"http://127.0.0.1:{port}" in said
        password = re.search(r"密码均为 (\S+?)）", said)
        assert password, said
        assert "接线员（演示）" in sign_in(port, "agent", password[1])
        kept = (tmp_path / "data_key").read_text()

    with running(tmp_path, port) as said_again:
        assert re.findall(r"^  \w+", said_again, re.MULTILINE) == re.findall(r"^  \w+", said, re.MULTILINE)
        assert "接线员（演示）" in sign_in(port, "agent", password[1])

    assert (tmp_path / "data_key").read_text() == kept
    made = settings_for(
        f"sqlite:///{tmp_path / 'hotline.sqlite3'}", tmp_path, data_key=(tmp_path / "data_key").read_text()
    )
    with create_app(made).app_context():
        assert_work_everywhere()
