"""The joint meeting's pack and ledger in Excel: read again, every topic, route, opinion and item stands in it."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.base import db
from models.queries import meeting_actions
from models.vocabulary import CaseState, Stance
from reports.workbooks import joint_meeting
from tests.support.clock import MONDAY_9
from tests.support.meetings import DAY, decision, held, prepared, topic_of
from tests.support.office import Office, make_office
from workflows.joint_meeting import deciding, topics


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def lines(sheet: Worksheet) -> list[list[object]]:
    """Return the cells below the header."""
    return [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)]


def test_the_pack_holds_what_the_table_needs(office: Office) -> None:
    case = office.case_in(CaseState.RETURN_PENDING, at=MONDAY_9)
    topic = topic_of(office, case, title='=HYPERLINK("http://x")')
    ids = [office.bureau.id, office.helper.id]
    topics.ask_opinions(topic, ids, due_at=MONDAY_9 + DAY, by=office.supervisor, at=MONDAY_9)
    row = joint_meeting.joint_meetings.opinions_of([topic.id])[topic.id][0]
    found = joint_meeting.joint_meetings.find_opinion(row.id, None)
    assert found is not None
    topics.give_opinion(found, Stance.DISAGREE, "电源不归城管", by=office.officer, at=MONDAY_9)
    meeting = prepared(office, topic)

    book = load_workbook(BytesIO(joint_meeting.agenda(meeting, at=MONDAY_9, made_by="王丽")))

    assert book.sheetnames == ["上次议定事项", "议题", "流转经过", "各单位意见"]
    assert lines(book["上次议定事项"])[0][0] == "没有内容。"
    (line,) = lines(book["议题"])
    assert line[1] == '=HYPERLINK("http://x")'
    assert book["议题"]["B5"].data_type == "s", "what people typed is no formula"
    assert "13893112345" not in str(line)
    (part,) = lines(book["流转经过"])
    assert part[2:6] == [case.number, MONDAY_9.replace(tzinfo=None, hour=0), "市城市管理委员会", "主办"]
    assert [line[2:5] for line in lines(book["各单位意见"])] == [
        ["市城市管理委员会", "不同意", "电源不归城管"],
        ["市供电公司", "未反馈", None],
    ]
    assert "生成人：王丽" in str(book["议题"]["A2"].value)


def test_the_ledger_says_what_is_late(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING, at=MONDAY_9))
    meeting = held(office, topic)
    deciding.decide(topic, decision(office), by=office.supervisor, at=meeting.ends_at)
    db.session.commit()
    items = meeting_actions.of_meeting(meeting.id)

    def late(at: object) -> object:
        content = joint_meeting.ledger(items, at=at, made_by="王丽")  # type: ignore[arg-type]
        (line,) = lines(load_workbook(BytesIO(content))["议定事项台账"])
        assert line[1:5] == [
            "由供电公司限期修复，城管委配合。",
            "路灯由谁修",
            "市供电公司",
            "市城市管理委员会",
        ]
        return line[9]

    assert late(MONDAY_9 + DAY) == "否"
    assert late(items[0].due_at + timedelta(days=1)) == "是"
