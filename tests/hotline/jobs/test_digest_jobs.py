"""The morning digest: whom it reaches, what it says, and that it comes once; the calendar's warning."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from hotline.jobs import digest_jobs
from models.base import db
from models.notice import Notice
from models.user import User
from models.vocabulary import CaseState, Confidentiality, NoticeChannel
from models.work_day import WorkDay
from tests.support.clock import MONDAY_9, SATURDAY_NOON, SPRING_FESTIVAL, local
from tests.support.factories import make_city, make_user, saved
from tests.support.office import Office, make_office
from tests.support.pages import Visitor
from workflows.ways_out import ways_out
from workflows.working_time import LIBRARY_YEARS

SITE = "https://12345.example.gov.cn"
NEXT_MORNING = local("2026-03-20 08:00")


@pytest.fixture
def office(app: Flask) -> Office:
    make_city(hotline_name="临水12345")
    ways_out.use({NoticeChannel.SMS, NoticeChannel.MAIL, NoticeChannel.WEBHOOK}, public_url=SITE)
    return make_office()


def liaison(office: Office) -> User:
    return make_user(
        "officer", department=office.bureau, full_name="张联络", phone="13919990000", mail="z@example.gov.cn"
    )


def digests_of(user: User) -> dict[NoticeChannel, Notice]:
    rows = db.session.scalars(db.select(Notice).where(Notice.user_id == user.id, Notice.key.is_not(None)))
    return {row.channel: row for row in rows}


def clear(office: Office) -> None:
    db.session.execute(db.delete(Notice))
    db.session.commit()


def test_a_liaison_reads_the_most_overdue_first_with_links(office: Office) -> None:
    user = liaison(office)
    later = office.case_in(CaseState.HANDLING, at=MONDAY_9 + timedelta(days=1), title="井盖破损")
    first = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    office.case_in(CaseState.DISPATCHED, at=NEXT_MORNING - timedelta(minutes=1), title="树枝挡路")
    clear(office)

    assert digest_jobs.send_digest(user.id, at=NEXT_MORNING)

    rows = digests_of(user)
    assert set(rows) == {NoticeChannel.INBOX, NoticeChannel.SMS, NoticeChannel.MAIL}
    mail = rows[NoticeChannel.MAIL]
    assert mail.title.startswith("12345 工单晨报 2026-03-20：超期 2 件")
    assert "待签收 1 件，在办 2 件" in mail.title
    lines = mail.body.splitlines()
    links = [line for line in lines if line.startswith(SITE)]
    assert links[:2] == [f"{SITE}/cases/{first.id}", f"{SITE}/cases/{later.id}"]
    assert len(links) == 3
    assert lines[3].startswith("超期")
    assert "路灯不亮" in lines[3]
    sms = rows[NoticeChannel.SMS]
    assert sms.body.startswith("【临水12345】今日待办：超期 2 件")
    assert "路灯" not in sms.body
    assert rows[NoticeChannel.INBOX].title == sms.title


def test_a_day_has_one_digest_and_the_next_day_another(office: Office) -> None:
    user = liaison(office)
    office.case_in(CaseState.HANDLING, at=MONDAY_9)
    clear(office)

    told = [digest_jobs.send_digest(user.id, at=NEXT_MORNING + timedelta(hours=h)) for h in (0, 1, 24)]
    db.session.commit()

    assert told == [True, False, True]
    assert len(digests_of(user)) == 3
    assert db.session.scalar(db.select(db.func.count()).select_from(Notice)) == 6


def test_who_has_nothing_open_hears_nothing(office: Office) -> None:
    stranger = make_user("officer", department=office.other)
    office.case_in(CaseState.HANDLING, at=MONDAY_9)
    clear(office)

    assert not digest_jobs.send_digest(stranger.id, at=NEXT_MORNING)
    assert digests_of(stranger) == {}


def test_a_confidential_cases_title_stays_out_of_the_mail(office: Office) -> None:
    user = liaison(office)
    office.case_in(
        CaseState.HANDLING, at=MONDAY_9, title="隔壁赌博", confidentiality=Confidentiality.CONFIDENTIAL
    )
    clear(office)

    digest_jobs.send_digest(user.id, at=NEXT_MORNING)

    body = digests_of(user)[NoticeChannel.MAIL].body
    assert "赌博" not in body
    assert "保密诉求：路灯不亮" in body


def test_only_who_handles_cases_is_asked_about_and_nobody_on_a_day_off(office: Office) -> None:
    reads_it = liaison(office)
    make_user("officer", department=office.bureau, is_active=False)
    make_user("leader", department=office.bureau)
    make_user("supervisor")

    assert set(digest_jobs.find_readers(NEXT_MORNING)) == {reads_it.id}
    assert digest_jobs.find_readers(SATURDAY_NOON) == ()
    assert digest_jobs.find_readers(SPRING_FESTIVAL) == ()


def test_the_link_in_the_mail_opens_the_case_after_signing_in(office: Office, app: Flask) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    clear(office)
    client = app.test_client()

    answer = client.get(f"/cases/{case.id}")

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"next=/cases/{case.id}")
    assert Visitor(client).get(answer.headers["Location"]).heading


def first_monday_of_october(year: int) -> datetime:
    """Return nine o'clock of the first Monday after the holiday's first days."""
    day = local(f"{year}-10-04 09:00")
    return day + timedelta(days=7 - day.weekday())


def warned(user: User) -> Sequence[Notice]:
    return db.session.scalars(db.select(Notice).filter_by(user_id=user.id).order_by(Notice.id)).all()


def test_the_keepers_of_the_calendar_hear_of_an_unknown_year_once_a_week_from_october(
    office: Office,
) -> None:
    keeper = make_user("administrator")
    monday = first_monday_of_october(LIBRARY_YEARS.stop - 1)

    for days in (-14, 0, 1, 7):
        at = monday + timedelta(days=days)
        for user_id in digest_jobs.find_keepers_of_an_unknown_calendar(at):
            digest_jobs.warn_keeper(user_id, at=at)
        db.session.commit()

    rows = warned(keeper)
    assert [row.created_at for row in rows] == [monday, monday + timedelta(days=7)]
    assert rows[0].title == f"{LIBRARY_YEARS.stop} 年的放假安排尚未录入"


def test_a_year_that_was_entered_is_not_warned_of(office: Office) -> None:
    make_user("administrator")
    for month, day in ((1, 1), (5, 1), (10, 1)):
        saved(WorkDay(day=date(LIBRARY_YEARS.stop, month, day), is_workday=False, name="放假"))

    at = first_monday_of_october(LIBRARY_YEARS.stop - 1)
    assert digest_jobs.find_keepers_of_an_unknown_calendar(at) == ()
