"""Why this due date: the chapters of a clock's count, with its extensions and its pauses."""

from datetime import timedelta

import pytest

from models.base import db
from models.clock import Clock
from models.queries import clocks as queries
from models.vocabulary import CaseState, ClockKind, RequestKind
from models.work_day import WorkDay
from tests.support.clock import MONDAY_9, NEXT_MONDAY_9, TUESDAY_9
from tests.support.office import GROUND, Office, again, make_office
from workflows import deadline_extension, deferral, due_reasons
from workflows.recounting import recount_open
from workflows.requests import Wish


@pytest.fixture
def office(app: object) -> Office:
    """Return an office."""
    assert app
    return make_office()


def feedback(case_id: int) -> Clock:
    return next(clock for clock in queries.of_case(case_id) if clock.kind is ClockKind.FEEDBACK)


def extended(office: Office) -> int:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    wish = Wish(reason="需采购", ground_code=GROUND, limit="3wd")
    deadline_extension.request_extension(case, wish, by=office.officer, at=MONDAY_9)
    row = office.pending(case, RequestKind.EXTENSION)
    deadline_extension.decide_extension(case, row, approves=True, by=office.supervisor, at=MONDAY_9)
    db.session.commit()
    return case.id


def deferred_and_resumed(office: Office) -> int:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    office.defer(case, TUESDAY_9)
    db.session.commit()
    deferral.resume(again(case), by=office.officer, at=NEXT_MONDAY_9)
    db.session.commit()
    return case.id


def test_the_limit_is_told_day_by_day(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)

    (chapter,) = due_reasons.chapters(feedback(case.id))

    assert chapter.title == "办结时限 5个工作日"
    assert chapter.steps[0] == "起算时间：2026年3月2日（周一）09:00。"
    assert chapter.steps[-1] == "到期时间：2026年3月9日（周一）18:00。"


def test_an_extension_is_a_chapter_of_its_own(office: Office) -> None:
    told = due_reasons.chapters(feedback(extended(office)))

    assert [chapter.title for chapter in told] == ["办结时限 5个工作日", "第 1 次延期 3个工作日"]
    assert told[-1].steps[-1] == "延长后到期：2026年3月12日（周四）18:00。"


def test_a_pause_is_told_and_moves_the_due_date_by_its_working_days(office: Office) -> None:
    clock = feedback(deferred_and_resumed(office))

    told = due_reasons.chapters(clock)

    assert [chapter.title for chapter in told] == ["办结时限 5个工作日", "挂账期间停止计时"]
    assert told[-1].steps == (
        "暂停：2026年3月3日（周二）09:00。",
        "恢复：2026年3月9日（周一）09:00。",
        "顺延后到期：2026年3月13日（周五）18:00。",
    )


def test_the_review_day_of_a_deferred_case_was_promised_not_counted(office: Office) -> None:
    case = office.case_in(CaseState.DEFERRED, at=MONDAY_9)
    clock = next(clock for clock in queries.running(case.id) if clock.kind is ClockKind.DEFERRAL)

    (chapter,) = due_reasons.chapters(clock)

    assert chapter.steps[-1] == "约定复查：2026年4月1日（周三）18:00。"


def test_a_changed_calendar_keeps_the_pause_and_the_extension(office: Office) -> None:
    paused = deferred_and_resumed(office)
    longer = extended(office)
    before = {case_id: feedback(case_id).due_at for case_id in (paused, longer)}
    db.session.add(
        WorkDay(day=NEXT_MONDAY_9.date() + timedelta(days=1), is_workday=False, name="停电", source="")
    )
    db.session.commit()

    recount_open(by=None, at=NEXT_MONDAY_9)
    db.session.commit()

    for case_id, due_at in before.items():
        moved = feedback(case_id).due_at - due_at
        assert moved >= timedelta(days=1), case_id
        assert len(due_reasons.chapters(feedback(case_id))) == 2
        assert again(queries.case_of(case_id)).due_at == feedback(case_id).due_at
