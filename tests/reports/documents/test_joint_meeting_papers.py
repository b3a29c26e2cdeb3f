"""The joint meeting's papers: the agenda says topic by topic what the table needs, the minutes what was decided."""

from io import BytesIO

import docx
import pytest
from flask import Flask

from models.base import db
from models.vocabulary import CaseState, Stance
from reports.documents import joint_meeting, word
from reports.documents.fonts import PaperFonts
from reports.documents.paper import Paper
from tests.support.clock import MONDAY_9
from tests.support.meetings import DAY, decision, held, invited, prepared, topic_of
from tests.support.office import Office, make_office
from workflows.joint_meeting import deciding, topics
from workflows.joint_meeting.deciding import Task
from workflows.joint_meeting.topics import TopicWords

pytestmark = pytest.mark.one_database

ORGAN = "兰州市12345热线"


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def read(paper: Paper) -> tuple[list[str], list[list[list[str]]]]:
    """Return the paragraphs and the tables that Word would show."""
    document = docx.Document(BytesIO(word.write(paper, PaperFonts())))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


@pytest.mark.both_databases
def test_the_agenda_holds_demand_route_opinions_law_dispute_and_proposal(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.RETURN_PENDING, at=MONDAY_9))
    words = TopicWords(
        title="路灯由谁修", demand="路灯三天不亮", people=120, branch_id=None, law="条例第八条",
        dispute="电源归谁", proposal="路灯公司统一管护", to_decide="明确管护单位",
    )  # fmt: skip
    topics.write(topic, words, by=office.supervisor, at=MONDAY_9)
    ids = [office.bureau.id, office.helper.id]
    topics.ask_opinions(topic, ids, due_at=MONDAY_9 + DAY, by=office.supervisor, at=MONDAY_9)
    row = joint_meeting.joint_meetings.opinions_of([topic.id])[topic.id][0]
    found = joint_meeting.joint_meetings.find_opinion(row.id, None)
    assert found is not None
    topics.give_opinion(found, Stance.AGREE, "同意", basis="三定规定", by=office.officer, at=MONDAY_9)
    meeting = invited(office, topic)

    said, tables = read(joint_meeting.agenda(meeting, organ=ORGAN, at=MONDAY_9))

    assert "一、上次会议议定事项落实情况" in said
    assert "以往会议的议定事项已全部销号。" in said
    assert "二、关于路灯由谁修" in said
    labels = [
        "（一）诉求摘要",
        "（二）法律政策依据",
        "（三）争议焦点",
        "（四）热线办建议",
        "（五）提请会议决定的事项",
    ]
    assert [text for text in said if text.startswith("（")] == labels
    assert [line for text in said for line in [text] if "13893112345" in line] == []
    route, opinions = tables
    assert route[1][:2] == ["市城市管理委员会", "主办"]
    assert opinions[1] == ["市城市管理委员会", "同意", "同意（依据：三定规定）"]
    assert opinions[2][:2] == ["市供电公司", "未反馈"]


@pytest.mark.both_databases
def test_the_minutes_say_decisions_tasks_and_who_was_there(office: Office) -> None:
    first, second = (topic_of(office, office.case_in(CaseState.HANDLING, at=MONDAY_9)) for _ in range(2))
    meeting = held(office, first, second)
    at, day = meeting.ends_at, (MONDAY_9 + 10 * DAY).date()
    tasks = tuple(
        Task(task=name, deliverable="", lead_id=office.helper.id, due_on=day) for name in ("甲", "乙")
    )
    draft, _ = read(joint_meeting.minutes(meeting, organ=ORGAN, opening="会议概况。", at=at))
    assert draft.count("（尚未录入决定。）") == 2
    deciding.decide(first, decision(office, tasks=tasks), by=office.supervisor, at=at)
    deciding.put_off(second, by=office.supervisor, at=at, note="待批复")
    deciding.issue_minutes(meeting, "会议概况。", "抓紧落实。", by=office.supervisor, at=at)
    db.session.commit()

    db.session.expire_all()
    said, tables = read(joint_meeting.minutes(meeting, organ=ORGAN, opening="会议概况。", at=at))

    assert meeting.minutes_number in said
    assert "会议决定：由供电公司限期修复，城管委配合。" in said
    assert "由市供电公司牵头，市城市管理委员会配合，于2026年4月1日前办结。" in said
    assert "会议决定暂缓：待批复。列入下次会议研究。" in said
    assert [row[0] for row in tables[0]][1:] == ["甲", "乙"]
    assert said[said.index("抓紧落实。") + 2].startswith("出席：市城市管理委员会")


def test_what_is_left_open_heads_the_next_agenda(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING, at=MONDAY_9))
    meeting = held(office, topic)
    deciding.decide(topic, decision(office), by=office.supervisor, at=meeting.ends_at)
    db.session.commit()

    _said, tables = read(joint_meeting.agenda(prepared(office), organ=ORGAN, at=MONDAY_9))

    assert tables[0][1] == ["由供电公司限期修复，城管委配合。", "市供电公司", "2026年4月1日", "未启动"]
