"""What becomes of decisions: reports, strike-off by another, late tasks supervised once a due moment."""

import pytest
from flask import Flask

from hotline.jobs import meeting_jobs
from models.base import db
from models.case_event import CaseEvent
from models.dictionary import SupervisionTrigger
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.notice import Notice
from models.queries import meeting_actions
from models.queries.meeting_actions import Wanted
from models.supervision import Supervision
from models.user import User
from models.vocabulary import (
    Action,
    ActionState,
    CaseState,
    Light,
    SupervisionLevel,
    Trigger,
)
from tests.support.clock import MONDAY_9, local
from tests.support.factories import saved
from tests.support.meetings import DAY, decision, held, prepared, topic_of
from tests.support.office import Office, make_office
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.joint_meeting import actions, deciding

S = ActionState
DUE = local("2026-04-01 18:00")


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.fixture
def helper(office: Office) -> User:
    """Return an officer of the department that was told to act."""
    return office.person("officer", department=office.helper)


@pytest.fixture
def item(office: Office) -> ActionItem:
    """Return what a meeting told the helper to do by 1 April."""
    return decided_item(office)[1]


def decided_item(office: Office) -> tuple[JointMeeting, ActionItem]:
    topic = topic_of(office, office.case_in(CaseState.HANDLING, at=MONDAY_9))
    meeting = held(office, topic)
    (made,) = deciding.decide(topic, decision(office), by=office.supervisor, at=meeting.ends_at)
    db.session.commit()
    return meeting, fresh(made)


def fresh(item: ActionItem) -> ActionItem:
    db.session.expire_all()
    found = meeting_actions.find(item.id, None)
    assert found is not None
    return found


def done(item: ActionItem, by: User) -> None:
    actions.report(item, "已更换变压器", is_done=True, by=by, at=MONDAY_9 + 5 * DAY)
    actions.ask_strike_off(item, by=by, at=MONDAY_9 + 6 * DAY, note="全部完成")
    db.session.commit()


def test_a_report_moves_the_item_and_joins_the_case(office: Office, item: ActionItem, helper: User) -> None:
    actions.report(item, "已采购", is_done=False, by=helper, at=MONDAY_9 + 2 * DAY)
    db.session.commit()

    assert (item.state, item.done_at) == (S.UNDER_WAY, None)
    rows = db.select(CaseEvent).filter_by(case_id=item.case_id, action=Action.REPORT_TO_MEETING)
    assert "已采购" in db.session.scalars(rows).one().note
    assert [row.what for row in meeting_actions.reports_of(item.id)] == ["报告进展"]


def test_only_who_was_told_to_reports_and_only_with_words(
    office: Office, item: ActionItem, helper: User
) -> None:
    stranger = office.person("officer", department=office.other)
    with pytest.raises(NotAllowedForYou, match="只能办理交给本单位的议定事项。"):
        actions.report(item, "x", is_done=False, by=stranger, at=MONDAY_9)
    with pytest.raises(BadInput, match="请填写进展情况。"):
        actions.report(item, " ", is_done=False, by=helper, at=MONDAY_9)
    actions.report(item, "配合施工", is_done=False, by=office.officer, at=MONDAY_9)
    assert item.state is S.UNDER_WAY, "a supporting department reports too"
    with pytest.raises(NotAllowedForYou, match="只有牵头单位可以申请销号。"):
        actions.ask_strike_off(item, by=office.officer, at=MONDAY_9, note="x")
    with pytest.raises(NotAllowedNow, match="请先报告完成，再申请销号。"):
        actions.ask_strike_off(item, by=helper, at=MONDAY_9, note="x")


def test_it_is_struck_off_by_another_than_who_asked(office: Office, item: ActionItem, helper: User) -> None:
    with pytest.raises(NotAllowedNow, match="该事项未启动，牵头单位申请后才能销号。"):
        actions.strike_off(item, by=office.supervisor, at=MONDAY_9)
    done(item, helper)
    titles = db.session.scalars(db.select(Notice.title).filter_by(user_id=office.supervisor.id)).all()
    assert titles[-1] == "议定事项申请销号：路灯由谁修"
    both = office.person("officer", department=office.helper)
    both.roles.append(office.supervisor.roles[0])
    meeting_actions.reports_of(item.id)[0].by_id = both.id
    db.session.commit()
    with pytest.raises(NotAllowedForYou, match="不能为自己申请的事项销号。"):
        actions.strike_off(item, by=both, at=MONDAY_9 + 7 * DAY)

    actions.strike_off(item, by=office.supervisor, at=MONDAY_9 + 7 * DAY, note="现场已看")
    db.session.commit()

    assert (item.state, item.struck_off_by_id) == (S.STRUCK_OFF, office.supervisor.id)
    with pytest.raises(NotAllowedNow, match="该事项已销号，不能再报告进展。"):
        actions.report(item, "x", is_done=False, by=helper, at=MONDAY_9 + 8 * DAY)
    with pytest.raises(NotAllowedNow, match="该事项已销号，不能调整期限。"):
        actions.move_due(item, DUE, by=office.supervisor, at=MONDAY_9 + 8 * DAY, note="x")


def test_what_is_lacking_is_sent_back(office: Office, item: ActionItem, helper: User) -> None:
    with pytest.raises(NotAllowedNow, match="该事项未启动，不能退回。"):
        actions.send_back(item, by=office.supervisor, at=MONDAY_9, note="x")
    done(item, helper)

    actions.send_back(item, by=office.supervisor, at=MONDAY_9 + 7 * DAY, note="未附照片")

    assert (item.state, item.done_at) == (S.UNDER_WAY, None)


def trigger() -> None:
    kind = Trigger.MEETING_ACTION_OVERDUE
    saved(SupervisionTrigger(code="meeting", name="议定事项超期", trigger=kind, level=SupervisionLevel.ORDER))


def test_a_late_item_is_supervised_once_for_each_due_moment(
    office: Office, item: ActionItem, helper: User
) -> None:
    trigger()
    late = DUE + DAY
    assert meeting_jobs.find_late_actions(DUE) == []
    assert meeting_jobs.find_late_actions(late) == [item.id]

    assert meeting_jobs.supervise_action(item.id, at=late)
    db.session.commit()

    (order,) = db.session.scalars(db.select(Supervision).filter_by(case_id=item.case_id))
    assert (order.trigger, order.department_id) == (Trigger.MEETING_ACTION_OVERDUE, office.helper.id)
    assert meeting_jobs.find_late_actions(late) == []
    assert not meeting_jobs.supervise_action(item.id, at=late)
    again = fresh(item)
    assert meeting_actions.reports_of(item.id)[0].note == order.number
    actions.move_due(again, late + 5 * DAY, by=office.supervisor, at=late, note="雨季")
    db.session.commit()
    assert meeting_jobs.find_late_actions(late + 5 * DAY) == []
    assert meeting_jobs.supervise_action(item.id, at=late + 6 * DAY)
    assert again.original_due_at == DUE


def test_what_is_reported_done_is_not_supervised(office: Office, item: ActionItem, helper: User) -> None:
    trigger()
    actions.report(item, "已完成", is_done=True, by=helper, at=MONDAY_9 + 5 * DAY)
    db.session.commit()

    assert meeting_jobs.find_late_actions(DUE + DAY) == []
    assert not meeting_jobs.supervise_action(item.id, at=DUE + DAY)


def test_where_no_trigger_is_active_nothing_is_marked(office: Office, item: ActionItem) -> None:
    assert not meeting_jobs.supervise_action(item.id, at=DUE + DAY)
    assert fresh(item).supervised_at is None


def test_the_lead_is_reminded_once_two_working_days_before(
    office: Office, item: ActionItem, helper: User
) -> None:
    assert meeting_jobs.find_due_actions(local("2026-03-27 09:00")) == []
    at = local("2026-03-30 09:00")
    assert meeting_jobs.find_due_actions(at) == [item.id]

    assert meeting_jobs.remind_of_action(item.id, at=at)
    db.session.commit()

    titles = db.session.scalars(db.select(Notice.title).filter_by(user_id=helper.id, case_id=None)).all()
    assert titles[-1] == "议定事项即将到期：路灯由谁修"
    assert not meeting_jobs.remind_of_action(item.id, at=at)
    assert meeting_jobs.find_due_actions(at) == []


def test_a_moved_day_needs_a_reason_and_lies_ahead(office: Office, item: ActionItem) -> None:
    with pytest.raises(BadInput, match="完成日期不能早于今天。"):
        actions.move_due(item, MONDAY_9, by=office.supervisor, at=MONDAY_9 + DAY, note="x")
    with pytest.raises(BadInput, match="请填写调整期限的理由。"):
        actions.move_due(item, DUE + DAY, by=office.supervisor, at=MONDAY_9 + DAY, note="")
    with pytest.raises(NotAllowedForYou):
        actions.move_due(item, DUE + DAY, by=office.officer, at=MONDAY_9 + DAY, note="x")


def test_the_ledger_counts_what_it_lists(office: Office, item: ActionItem, helper: User) -> None:
    _meeting, other = decided_item(office)
    actions.report(other, "已完成", is_done=True, by=helper, at=MONDAY_9 + 5 * DAY)
    db.session.commit()
    soon = DUE + DAY

    def listed(at: object, units: frozenset[int] | None = None, **given: object) -> list[int]:
        wanted = Wanted(**given)  # type: ignore[arg-type]
        rows = meeting_actions.page(wanted, units, at, soon)  # type: ignore[arg-type]
        assert meeting_actions.count(wanted, units, at, soon) == len(rows)  # type: ignore[arg-type]
        return [row.id for row in rows]

    assert listed(MONDAY_9, is_open=True) == [item.id, other.id]
    assert listed(DUE + DAY, light=Light.OVERDUE) == [item.id], "what is reported done is not late"
    assert listed(DUE, light=Light.DUE_SOON) == [item.id]
    assert listed(MONDAY_9, state=S.DONE) == [other.id]
    assert listed(MONDAY_9, lead_id=office.bureau.id) == []
    assert listed(MONDAY_9, frozenset({office.helper.id})) == [item.id, other.id]
    assert listed(MONDAY_9, frozenset({office.other.id})) == []


def test_who_supports_sees_the_task_without_having_been_invited(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING, at=MONDAY_9))
    meeting = held(office, topic, department_ids=(office.bureau.id,))
    units = (office.bureau.id, office.other.id)
    deciding.decide(topic, decision(office, supporting_ids=units), by=office.supervisor, at=meeting.ends_at)
    db.session.commit()

    def seen_by(*units: int) -> int:
        return len(meeting_actions.page(Wanted(), frozenset(units), MONDAY_9, DUE))

    assert [seen_by(unit) for unit in (*units, office.helper.id)] == [1, 1, 1]
    stranger = max(*units, office.helper.id) + 1
    assert [seen_by(), seen_by(stranger), seen_by(int(f"{stranger}{units[1]}"))] == [0, 0, 0]


def test_what_is_not_struck_off_heads_the_next_agenda(office: Office, helper: User) -> None:
    meeting, item = decided_item(office)
    following = prepared(office, at=MONDAY_9 + 7 * DAY)
    assert [row.id for row in meeting_actions.left_by_earlier(following)] == [item.id]
    assert meeting_actions.left_by_earlier(meeting) == []

    done(item, helper)
    actions.strike_off(item, by=office.supervisor, at=MONDAY_9 + 9 * DAY)
    following.held_at = MONDAY_9 + 8 * DAY
    db.session.commit()

    assert [row.id for row in meeting_actions.left_by_earlier(following)] == [item.id], "as it stood then"
    assert meeting_actions.left_by_earlier(prepared(office, at=MONDAY_9 + 14 * DAY)) == []
