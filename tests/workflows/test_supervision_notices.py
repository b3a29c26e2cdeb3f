"""Whom a supervision order and a card are told to: the department that must answer, and its leader."""

from datetime import timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.dictionary import SupervisionTrigger
from models.notice import Notice
from models.supervision import Supervision
from models.user import User
from models.vocabulary import Action, CaseState, NoticeChannel, SupervisionLevel, Trigger
from tests.support.clock import MONDAY_9
from tests.support.factories import make_city, make_user, saved
from tests.support.office import Office, make_office
from workflows import dispatch, supervision
from workflows.limit import Limit
from workflows.ways_out import ways_out

HOUR = timedelta(hours=1)
OUTSIDE = (NoticeChannel.SMS, NoticeChannel.MAIL)


@pytest.fixture
def office(app: Flask) -> Office:
    make_city(hotline_name="临水12345")
    ways_out.use(OUTSIDE, public_url="https://12345.example.gov.cn")
    return make_office()


@pytest.fixture
def case(office: Office) -> Case:
    """Return a case that the bureau leads and the helper supports, both with a leader."""
    for unit, digit in ((office.bureau, 1), (office.helper, 2)):
        make_user(
            "officer",
            department=unit,
            is_leader=True,
            phone=f"1390931000{digit}",
            mail=f"l{digit}@example.cn",
        )
        make_user("officer", department=unit)
    found = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    dispatch.add_supporting(found, office.helper.id, by=office.dispatcher, at=MONDAY_9)
    db.session.commit()
    return found


def ordered(office: Office, case: Case, department_id: int | None) -> Supervision:
    return supervision.order(
        case,
        by=office.supervisor,
        at=MONDAY_9 + HOUR,
        level=SupervisionLevel.ORDER,
        reason="群众反复来电",
        requirement="三日内书面回复。",
        limit=Limit.parse("3wd"),
        department_id=department_id,
    )


def heard(action: Action, channel: NoticeChannel = NoticeChannel.INBOX) -> set[tuple[int | None, bool]]:
    """Return department and leadership of everyone who was told of the step by the channel."""
    rows = db.select(User.department_id, User.is_leader).join(Notice, Notice.user_id == User.id)
    wanted = rows.where(Notice.channel == channel, Notice.title.startswith(action.label))
    return {(row.department_id, row.is_leader) for row in db.session.execute(wanted)}


def test_an_order_to_a_supporting_department_is_told_to_it_and_not_to_the_lead(
    office: Office, case: Case
) -> None:
    row = ordered(office, case, office.helper.id)

    everyone = {(office.helper.id, True), (office.helper.id, False)}
    assert heard(Action.ORDER_SUPERVISION) == everyone
    for channel in OUTSIDE:
        assert heard(Action.ORDER_SUPERVISION, channel) == {(office.helper.id, True)}

    helper = office.person("officer", department=office.helper)
    supervision.reply(case, row, by=helper, at=MONDAY_9 + 2 * HOUR, note="已巡线")
    supervision.another_round(case, row, by=office.supervisor, at=MONDAY_9 + 3 * HOUR, note="未附照片")
    assert heard(Action.RETURN_SUPERVISION) == everyone


def test_an_order_to_nobody_in_particular_is_told_to_the_lead(office: Office, case: Case) -> None:
    ordered(office, case, None)

    assert {unit for unit, _ in heard(Action.ORDER_SUPERVISION)} == {office.bureau.id}
    assert heard(Action.ORDER_SUPERVISION, NoticeChannel.SMS) == {(office.bureau.id, True)}


@pytest.mark.parametrize(
    ("kind", "level", "action"),
    [
        (Trigger.OVERDUE, SupervisionLevel.WRITTEN, Action.RAISE_CARD),
        (Trigger.OVERDUE_WORKING_DAYS, SupervisionLevel.ORDER, Action.ORDER_SUPERVISION),
    ],
    ids=["red card", "order by itself"],
)
def test_what_a_helpers_clock_sets_off_is_told_to_the_helper(
    office: Office, case: Case, kind: Trigger, level: SupervisionLevel, action: Action
) -> None:
    saved(
        SupervisionTrigger(
            code=kind.value, name=kind.label, trigger=kind, threshold=0, level=level, reply_limit="3wd"
        )
    )

    supervision.pull(case, kind, at=MONDAY_9 + HOUR, mark="clock 1", department_id=office.helper.id)

    assert {unit for unit, _ in heard(action)} == {office.helper.id}
    assert heard(action, NoticeChannel.SMS) == {(office.helper.id, True)}
