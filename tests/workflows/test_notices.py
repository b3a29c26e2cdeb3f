"""Who hears of which step, by which way, and what a caller's telephone never shows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models.area import Area
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.notice import Notice
from models.vocabulary import (
    Action,
    CaseState,
    Channel,
    Confidentiality,
    Desk,
    Kind,
    NoticeChannel,
    NoticeState,
    SupervisionLevel,
    Urgency,
)
from tests.support.clock import MONDAY_9, local
from tests.support.factories import make_city, make_user
from tests.support.office import Office, again, make_office
from tests.support.statements import statements
from workflows import deferral, dispatch, notices, returns, supervision
from workflows.audiences import MOST_TOLD, by_day
from workflows.limit import Limit
from workflows.ways_out import ways_out

OUTSIDE = (NoticeChannel.SMS, NoticeChannel.MAIL, NoticeChannel.WEBHOOK)
SITE = "https://12345.example.gov.cn"


@pytest.fixture
def office(app: Flask) -> Office:
    make_city(hotline_name="临水12345")
    return make_office()


@pytest.fixture
def gateways(app: Flask) -> None:
    ways_out.use(OUTSIDE, public_url=SITE + "/")


def told(**wanted: Any) -> Sequence[Notice]:
    return db.session.scalars(db.select(Notice).filter_by(**wanted).order_by(Notice.id)).all()


def line(case: Case, action: Action, **given: Any) -> CaseEvent:
    """Return a line of the timeline, not saved."""
    return CaseEvent(case_id=case.id, action=action, from_state=case.state, to_state=case.state, **given)


def texts_to_caller(case: Case) -> list[str]:
    return [notice.body for notice in told(case_id=case.id, channel=NoticeChannel.SMS, user_id=None)]


def test_the_departments_people_hear_of_a_dispatch_and_who_dispatched_does_not(office: Office) -> None:
    colleague = make_user("officer", department=office.bureau)
    dispatcher_of_bureau = office.person("dispatcher", department=office.bureau)
    case = office.register()

    dispatch.dispatch(case, by=dispatcher_of_bureau, at=MONDAY_9, lead_id=office.bureau.id)

    rows = told(case_id=case.id)
    assert {row.user_id for row in rows} == {colleague.id}
    assert (rows[0].title, rows[0].body) == (f"派单：{case.number}", "路灯不亮")
    assert (rows[0].state, rows[0].sent_at) == (NoticeState.SENT, MONDAY_9)


def test_without_gateways_nothing_waits_in_the_outbox(office: Office) -> None:
    make_user("officer", department=office.bureau, phone="13919990000", mail="a@example.cn")
    office.case_in(CaseState.CLOSED, urgency=Urgency.URGENT)

    assert {notice.channel for notice in told()} == {NoticeChannel.INBOX}


@pytest.mark.usefixtures("gateways")
def test_a_caller_is_told_of_receipt_and_closing_with_the_number_and_nothing_of_the_matter(
    office: Office,
) -> None:
    case = office.case_in(CaseState.CLOSED, at=MONDAY_9)

    receipt, closed = texts_to_caller(case)
    assert receipt == (
        f"【临水12345】您反映的事项已受理，编号{case.number}，请妥善保存。进度可凭编号和查询码查询：{SITE}/query 。"
    )
    assert "已办结" in closed
    for text in (receipt, closed):
        assert "路灯" not in text
        assert "王建国" not in text
    assert told(channel=NoticeChannel.SMS, user_id=None)[0].address == "13893112345"


@pytest.mark.usefixtures("gateways")
@pytest.mark.parametrize(
    "given",
    [
        {"wants_reply": False},
        {"confidentiality": Confidentiality.ANONYMOUS},
        {"phone": "09318812345"},
        {"phone": "", "channel": Channel.WEB},
    ],
    ids=["wants no reply", "anonymous", "landline", "no number"],
)
def test_nobody_is_texted_who_did_not_ask_for_it_or_cannot_read_it(
    office: Office, given: dict[str, Any]
) -> None:
    case = office.case_in(CaseState.TERMINATED, **given)

    assert texts_to_caller(case) == []


@pytest.mark.usefixtures("gateways")
def test_a_confidential_desks_case_is_told_to_its_own_people_only(office: Office) -> None:
    office.category.desk = Desk.PSYCH
    db.session.commit()
    stranger, insider = make_user("supervisor"), make_user("supervisor", "psych")
    make_user("desk_officer", department=office.bureau)

    case = office.register()
    case.desk = Desk.PSYCH
    office.send(case, MONDAY_9)
    office.sign(again(case), MONDAY_9)
    db.session.commit()
    office.terminate(again(case), MONDAY_9)
    db.session.commit()

    rows = told(case_id=case.id)
    assert insider.id in {row.user_id for row in rows}
    assert stranger.id not in {row.user_id for row in rows}
    assert texts_to_caller(case) == []


@pytest.mark.usefixtures("gateways")
def test_the_caller_hears_until_when_an_extension_was_granted(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)

    notices.tell(case, line(case, Action.DECIDE_EXTENSION, changes={}), by=None, at=MONDAY_9)
    notices.tell(case, line(case, Action.DECIDE_EXTENSION, changes={"办结时限": []}), by=None, at=MONDAY_9)

    assert case.due_at is not None
    until = case.due_at.astimezone(MONDAY_9.tzinfo)
    _receipt, *extended = texts_to_caller(case)
    assert len(extended) == 1, "refused: nothing is said"
    assert f"延长至{until.year}年{until.month}月{until.day}日" in extended[0]


@pytest.mark.usefixtures("gateways")
@pytest.mark.parametrize(
    ("state", "says"),
    [(CaseState.NOT_ACCEPTED, "不予受理"), (CaseState.TERMINATED, "终止办理")],
    ids=["not accepted", "terminated"],
)
def test_the_caller_hears_that_it_ended_and_where_to_read_why(
    office: Office, state: CaseState, says: str
) -> None:
    case = office.case_in(state, at=MONDAY_9)

    assert says in texts_to_caller(case)[-1]
    assert SITE in texts_to_caller(case)[-1]


@pytest.mark.usefixtures("gateways")
def test_the_caller_hears_who_has_the_case_after_a_return(office: Office) -> None:
    case = office.case_in(CaseState.PANEL_PENDING, at=MONDAY_9)

    assert f"已转由{office.other.name}办理" in texts_to_caller(case)[-1]


@pytest.mark.usefixtures("gateways")
@pytest.mark.parametrize("moves", [True, False])
def test_the_caller_hears_of_a_ruling_that_moves_the_case_and_of_no_other(
    office: Office, moves: bool
) -> None:
    case = office.case_in(CaseState.PANEL_PENDING, at=MONDAY_9)
    before = texts_to_caller(case)

    unit = office.bureau if moves else office.other
    returns.rule_by_panel(case, unit.id, by=office.supervisor, at=MONDAY_9, note="会商裁定")

    told_now = texts_to_caller(case)[len(before) :]
    assert [f"已转由{unit.name}办理" in text for text in told_now] == ([True] if moves else [])


@pytest.mark.usefixtures("gateways")
def test_a_pressing_case_is_texted_to_the_duty_officer_without_its_content(office: Office) -> None:
    duty = make_user(
        "officer", department=office.bureau, is_duty_officer=True, phone="13919990000", mail="d@example.cn"
    )

    case = office.case_in(CaseState.DISPATCHED, urgency=Urgency.URGENT)

    (text,) = told(case_id=case.id, channel=NoticeChannel.SMS, user_id=duty.id)
    assert text.is_urgent
    assert text.body == f"【临水12345】派单：{case.number}。请登录系统查看。"


@pytest.mark.usefixtures("gateways")
def test_every_channel_reaches_who_can_be_reached_by_it(office: Office) -> None:
    case = office.register()
    db.session.execute(db.delete(Notice))
    reached = make_user("officer", department=office.bureau, phone="13919990000", mail="a@example.cn")
    bare = make_user("officer", department=office.bureau)

    written = notices.send_to(
        [reached, bare],
        case=case,
        title="燃气泄漏\r\n待接手",
        body="请立即到场。",
        at=MONDAY_9,
        channels=notices.EVERYWHERE,
        is_urgent=True,
        key="hazard/1",
    )
    db.session.commit()

    rows = {(row.user_id, row.channel): row for row in told(case_id=case.id)}
    assert written == len(rows) == 5
    assert set(rows) == {
        (reached.id, NoticeChannel.INBOX),
        (reached.id, NoticeChannel.SMS),
        (reached.id, NoticeChannel.MAIL),
        (bare.id, NoticeChannel.INBOX),
        (None, NoticeChannel.WEBHOOK),
    }
    mail = rows[reached.id, NoticeChannel.MAIL]
    assert (mail.title, mail.address) == ("燃气泄漏 待接手", "a@example.cn")
    assert mail.body.endswith(f"{SITE}/cases/{case.id}\n")
    assert mail.key == f"hazard/1/{reached.id}/mail"


@pytest.mark.usefixtures("gateways")
@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"confidentiality": Confidentiality.CONFIDENTIAL}, "保密诉求：路灯不亮（城关区）"),
        ({"kind": Kind.REPORT}, "保密举报：路灯不亮（城关区）"),
        ({"kind": Kind.REPORT, "confidentiality": Confidentiality.ANONYMOUS}, "保密举报：路灯不亮（城关区）"),
        ({}, "来电人电话〔已隐去〕反映灯坏"),
    ],
    ids=["confidential", "report", "anonymous report", "open"],
)
def test_no_message_by_any_channel_says_what_a_protected_case_is_about(
    office: Office, given: dict[str, Any], line: str
) -> None:
    ways_out.use(OUTSIDE, public_url=SITE)
    make_user("officer", department=office.bureau, phone="13919990000", mail="a@example.cn", is_leader=True)
    area = db.session.scalar(db.select(Area).filter_by(name="城关区"))
    case = office.register(
        title="来电人电话13893112345反映灯坏", area_id=area.id, urgency=Urgency.URGENT, **given
    )
    office.send(case, MONDAY_9)
    office.sign(case, MONDAY_9)
    supervision.remind(case, by=office.supervisor, at=MONDAY_9)
    supervision.order(
        case,
        by=office.supervisor,
        at=MONDAY_9,
        level=SupervisionLevel.ORDER,
        reason="反复来电",
        requirement="书面回复",
        limit=Limit.parse("3wd"),
    )

    rows = [row for row in told(case_id=case.id) if row.user_id or row.channel is NoticeChannel.WEBHOOK]
    assert {row.channel for row in rows} == set(NoticeChannel)
    for row in rows:
        assert "13893112345" not in row.title + row.body
        assert given == {} or "灯坏" not in row.title + row.body
    assert {row.body for row in rows if row.channel is NoticeChannel.INBOX} == {line}
    assert {row.body.split("\n")[0] for row in rows if row.channel is NoticeChannel.MAIL} == {line}


def test_a_desks_case_is_told_to_no_other_system_and_named_by_its_desk_alone(office: Office) -> None:
    ways_out.use(OUTSIDE, public_url=SITE)
    office.category.desk = Desk.PSYCH
    db.session.commit()
    insider = make_user("supervisor", "psych")
    make_user("desk_officer", department=office.bureau)
    case = office.register(title="想不开，站在天台")
    office.send(case, MONDAY_9)
    office.sign(case, MONDAY_9)
    wish = office.deferral_wish(MONDAY_9)
    deferral.request_deferral(case, wish, by=office.officer, at=MONDAY_9)

    rows = told(case_id=case.id)
    assert NoticeChannel.WEBHOOK not in {row.channel for row in rows}
    assert {row.body for row in rows if row.user_id == insider.id} == {"心理援助专席工单"}


def test_a_department_of_hundreds_is_not_told_one_by_one_and_its_duty_officer_first(office: Office) -> None:
    for _ in range(MOST_TOLD):
        make_user("officer", department=office.bureau)
    duty = make_user("officer", department=office.bureau, is_duty_officer=True)
    case = office.register()

    dispatch.dispatch(case, by=office.dispatcher, at=MONDAY_9, lead_id=office.bureau.id)

    rows = told(case_id=case.id)
    assert len(rows) == MOST_TOLD
    assert rows[0].user_id == duty.id


def test_telling_a_department_costs_few_statements(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING)
    for _ in range(10):
        make_user("officer", department=office.bureau)
    with statements() as seen:
        notices.tell(case, line(case, Action.REMIND), by=None, at=MONDAY_9)

    assert len(seen) <= 2, seen


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        ("2026-03-02 09:00", "2026-03-02 09:00"),
        ("2026-03-02 21:00", "2026-03-03 08:00"),
        ("2026-03-03 03:00", "2026-03-03 08:00"),
        ("2026-03-03 08:00", "2026-03-03 08:00"),
    ],
    ids=["day", "evening", "night", "eight"],
)
def test_nobody_is_woken(at: str, sent: str) -> None:
    assert by_day(local(at)) == local(sent)
    assert by_day(local(at)) - local(at) < timedelta(hours=12)
