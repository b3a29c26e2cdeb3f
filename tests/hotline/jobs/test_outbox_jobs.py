"""The outbox talks to real gateways: what is delivered, refused, slow, away for a while, or answered twice."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from hotline.jobs import outbox_jobs
from hotline.jobs.runner import find_job, run_now
from models.base import db
from models.job_run import JobRun
from models.notice import Notice
from models.vocabulary import CaseState, NoticeChannel, NoticeState
from tests.support.factories import make_case, make_user, saved
from tests.support.gateways import HttpGateway, MailServer, Mood, free_port, http_gateway, mail_server
from tests.support.meetings import invited, topic_of
from tests.support.office import make_office
from workflows.joint_meeting import preparing

AppOf = Callable[..., Flask]
LONG_AGO = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def gateway() -> Iterator[HttpGateway]:
    with http_gateway() as running:
        yield running


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def sms_app(make_app: AppOf, gateway: HttpGateway) -> Iterator[Flask]:
    app = make_app(sms_url=gateway.url, sms_token="a token", gateway_seconds=1)
    with app.app_context():
        yield app
        db.session.remove()


def waiting(channel: NoticeChannel = NoticeChannel.SMS, **given: Any) -> Notice:
    defaults = {
        "channel": channel,
        "address": "13800000000",
        "title": "督办",
        "body": "【12345】请登录系统查看。",
        "created_at": LONG_AGO,
        "try_at": LONG_AGO,
    }
    return saved(Notice(**{**defaults, **given}))


def run(app: Flask) -> JobRun:
    job = find_job("send-outbox")
    assert job is not None
    db.session.commit()
    run_id = run_now(app, job)
    db.session.expire_all()
    found = db.session.get(JobRun, run_id)
    assert found is not None
    return found


def make_due_again() -> None:
    """Let the back-off be over."""
    db.session.execute(db.update(Notice).where(Notice.state == NoticeState.WAITING).values(try_at=LONG_AGO))
    db.session.commit()


def test_a_text_message_is_delivered_with_its_key_and_the_gateways_token(
    sms_app: Flask, gateway: HttpGateway
) -> None:
    notice = waiting()

    assert run(sms_app).touched == 1

    (request,) = gateway.received
    assert request.path == "/messages?app=1"
    assert request.headers["authorization"] == "Bearer a token"
    key = f"notice-{notice.id}-20260302010000"
    assert request.json == {"id": key, "to": "13800000000", "text": "【12345】请登录系统查看。"}
    assert request.headers["idempotency-key"] == key
    assert (notice.state, notice.tries, notice.last_error) == (NoticeState.SENT, 1, "")
    assert notice.sent_at is not None


def test_what_was_sent_is_not_sent_again(sms_app: Flask, gateway: HttpGateway) -> None:
    waiting()

    run(sms_app)
    run(sms_app)

    assert len(gateway.received) == 1


def test_a_refused_message_fails_for_good_with_the_gateways_reason(
    sms_app: Flask, gateway: HttpGateway
) -> None:
    gateway.answers = [422]
    bad, good = waiting(), waiting()

    run(sms_app)

    assert (bad.state, bad.last_error) == (NoticeState.FAILED, "网关答复 422：号码有误")
    assert good.state is NoticeState.SENT


def test_an_answer_that_was_lost_leads_to_the_same_key_again_and_one_mark(
    sms_app: Flask, gateway: HttpGateway
) -> None:
    gateway.answers = [Mood.SILENT, 409]
    notice = waiting()

    run(sms_app)
    assert (notice.state, notice.tries) == (NoticeState.WAITING, 1)
    make_due_again()
    run(sms_app)

    assert len(gateway.keys) == 2
    assert len(set(gateway.keys)) == 1
    assert (notice.state, notice.tries) == (NoticeState.SENT, 2)


def test_a_slow_gateway_is_left_alone_for_a_minute_and_holds_nobody_up(
    sms_app: Flask, gateway: HttpGateway
) -> None:
    gateway.answers = [Mood.SLOW]
    first, second = waiting(), waiting()

    before = datetime.now(UTC)
    run(sms_app)

    assert len(gateway.received) == 1, "one message asks, the others wait"
    assert "1 秒内没有应答" in first.last_error
    assert (second.state, second.tries) == (NoticeState.WAITING, 0)
    assert timedelta(seconds=55) < second.try_at - before < timedelta(seconds=75)


def test_a_gateway_that_was_away_gets_everything_once_it_is_back(make_app: AppOf) -> None:
    port = free_port()
    app = make_app(sms_url=f"http://127.0.0.1:{port}/", gateway_seconds=1)
    with app.app_context():
        notices = [waiting() for _ in range(3)]

        for _ in range(4):
            run(app)
            make_due_again()
        assert {notice.state for notice in notices} == {NoticeState.WAITING}
        assert "连不上网关" in notices[0].last_error

        with http_gateway(port) as gateway:
            run(app)

        assert len(gateway.received) == len(set(gateway.keys)) == 3
        assert {notice.state for notice in notices} == {NoticeState.SENT}
        db.session.remove()


def test_the_waits_grow_and_outlast_a_day_before_a_message_counts_as_failed(
    sms_app: Flask, gateway: HttpGateway
) -> None:
    gateway.answers = [503] * 8
    notice = waiting()

    waits = []
    for _ in range(8):
        before = datetime.now(UTC)
        run(sms_app)
        waits.append(round((notice.try_at - before) / timedelta(minutes=1)))
        assert notice.last_error == "网关答复 503：号码有误"
        make_due_again()

    assert waits == [1, 5, 15, 60, 240, 480, 720, 0]
    assert sum(waits) > 24 * 60
    assert (notice.state, notice.tries) == (NoticeState.FAILED, 8)


def test_what_happened_first_is_told_first(sms_app: Flask, gateway: HttpGateway) -> None:
    gateway.answers = [429]
    case = make_case()
    first = waiting(case_id=case.id, body="一")
    second = waiting(case_id=case.id, body="二", is_urgent=True)
    other = waiting(case_id=make_case().id, body="三")

    run(sms_app)
    assert (first.state, second.state, other.state) == (
        NoticeState.WAITING,
        NoticeState.WAITING,
        NoticeState.SENT,
    )
    make_due_again()
    run(sms_app)
    run(sms_app)

    assert [request.json["text"] for request in gateway.received] == ["一", "三", "一", "二"]


def test_nobody_waits_behind_somebody_elses_message_of_the_case(sms_app: Flask, gateway: HttpGateway) -> None:
    gateway.answers = [429]
    case = make_case()
    waiting(case_id=case.id, user_id=make_user("officer").id)
    mine = waiting(case_id=case.id, user_id=make_user("officer").id)

    run(sms_app)

    assert mine.state is NoticeState.SENT


def test_the_urgent_goes_before_the_rest(sms_app: Flask, gateway: HttpGateway) -> None:
    waiting(body="晨报")
    waiting(body="险情", is_urgent=True)

    run(sms_app)

    assert [request.json["text"] for request in gateway.received] == ["险情", "晨报"]


def test_a_claim_of_who_died_while_sending_ends_by_itself(sms_app: Flask, gateway: HttpGateway) -> None:
    just_now = datetime.now(UTC)
    claimed = waiting(tries=1, try_at=just_now + timedelta(seconds=30))

    run(sms_app)
    assert gateway.received == []
    make_due_again()
    run(sms_app)

    assert claimed.state is NoticeState.SENT


def test_a_second_attempt_that_came_first_is_not_marked_over(sms_app: Flask, gateway: HttpGateway) -> None:
    notice = waiting()
    outbox_jobs.send_notice(notice.id, at=datetime.now(UTC))
    db.session.expire_all()
    sent_at = notice.sent_at

    assert not outbox_jobs.send_notice(notice.id, at=datetime.now(UTC))
    db.session.expire_all()
    assert notice.sent_at == sent_at


def test_senders_that_meet_send_each_message_once(sms_app: Flask, gateway: HttpGateway) -> None:
    ids = [waiting().id for _ in range(12)]
    db.session.commit()

    def send_all() -> int:
        with sms_app.app_context():
            return sum(outbox_jobs.send_notice(notice_id, at=datetime.now(UTC)) for notice_id in ids)

    with ThreadPoolExecutor(3) as senders:
        sent = list(senders.map(lambda _: send_all(), range(3)))

    assert sum(sent) == len(gateway.received) == len(set(gateway.keys)) == len(ids)
    assert set(db.session.scalars(db.select(Notice.tries))) == {1}


def test_a_channel_whose_gateway_was_taken_away_says_so(make_app: AppOf) -> None:
    app = make_app()
    with app.app_context():
        notice = waiting()

        run(app)

        assert (notice.state, notice.last_error) == (NoticeState.FAILED, "该渠道没有配置网关")
        db.session.remove()


def test_mail_arrives_in_chinese_as_text_and_html_with_links_to_us_only(
    make_app: AppOf, post_office: MailServer
) -> None:
    app = make_app(
        smtp_host="127.0.0.1",
        smtp_port=post_office.port,
        mail_from="12345热线 <12345@example.gov.cn>",
        public_url="https://12345.example.gov.cn",
    )
    with app.app_context():
        body = "超期 2 天 <b>路灯</b> https://evil.example/x\nhttps://12345.example.gov.cn/cases/7\n"
        notice = waiting(NoticeChannel.MAIL, address="zhang@example.gov.cn", title="督办：路灯", body=body)

        run(app)

        (letter,) = post_office.letters
        assert (letter["Subject"], letter["To"]) == ("督办：路灯", "zhang@example.gov.cn")
        assert letter["Message-ID"] == f"<notice-{notice.id}-20260302010000@example.gov.cn>"
        text, html = (part.get_content() for part in letter.iter_parts())
        assert text.replace("\r\n", "\n") == body
        assert html.count("<a ") == 1
        assert '<a href="https://12345.example.gov.cn/cases/7">' in html
        assert "&lt;b&gt;" in html
        assert notice.state is NoticeState.SENT
        db.session.remove()


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such user", NoticeState.FAILED), ("450 grey, come again", NoticeState.WAITING)],
    ids=["for good", "for now"],
)
def test_a_recipient_the_mail_server_refuses_does_not_stop_the_others(
    make_app: AppOf, post_office: MailServer, answer: str, state: NoticeState
) -> None:
    app = make_app(smtp_host="127.0.0.1", smtp_port=post_office.port)
    post_office.refused = {"gone@example.cn": answer}
    with app.app_context():
        gone = waiting(NoticeChannel.MAIL, address="gone@example.cn")
        there = waiting(NoticeChannel.MAIL, address="there@example.cn")

        run(app)

        assert (gone.state, there.state) == (state, NoticeState.SENT)
        assert answer[:3] in gone.last_error
        db.session.remove()


def test_what_nobody_foresaw_is_told_by_the_run_and_by_the_message(make_app: AppOf) -> None:
    app = make_app(sms_url="http://127.0.0.1:99999/")
    with app.app_context():
        notice = waiting()

        outcome = run(app)

        assert (outcome.touched, outcome.failed) == (0, 1)
        assert notice.state is NoticeState.WAITING
        assert notice.last_error
        assert notice.last_error in outcome.error
        db.session.remove()


@pytest.mark.parametrize(
    "address", ["张三@example.cn", "a@example.cn\nBcc: b@example.cn"], ids=["Chinese", "two"]
)
def test_an_address_that_is_none_is_refused_here(
    make_app: AppOf, post_office: MailServer, address: str
) -> None:
    app = make_app(smtp_host="127.0.0.1", smtp_port=post_office.port)
    with app.app_context():
        notice = waiting(NoticeChannel.MAIL, address=address)

        run(app)

        assert (notice.state, notice.last_error) == (NoticeState.FAILED, "邮件地址无效")
        assert post_office.letters == []
        db.session.remove()


def test_a_mail_server_that_is_away_or_lacks_tls_is_tried_again(
    make_app: AppOf, post_office: MailServer
) -> None:
    for settings, reason in (
        ({"smtp_port": free_port()}, "连不上邮件服务器"),
        ({"smtp_port": post_office.port, "smtp_starttls": True}, "邮件服务器不支持所需功能"),
    ):
        app = make_app(smtp_host="127.0.0.1", **settings)
        with app.app_context():
            notice = waiting(NoticeChannel.MAIL, address="a@example.cn")
            run(app)
            assert notice.state is NoticeState.WAITING
            assert reason in notice.last_error
            db.session.execute(db.delete(Notice))
            db.session.commit()
            db.session.remove()
    assert post_office.letters == []


def test_a_push_is_signed_over_its_moment_and_its_body(make_app: AppOf, gateway: HttpGateway) -> None:
    app = make_app(webhook_url=gateway.url, webhook_secret="a secret", public_url="https://h.example.cn/")
    with app.app_context():
        case = make_case()
        waiting(NoticeChannel.WEBHOOK, address=None, case_id=case.id, is_urgent=True)

        run(app)

        (request,) = gateway.received
        stamp = request.headers["x-hotline-timestamp"]
        wanted = hmac.new(b"a secret", stamp.encode() + b"." + request.raw, hashlib.sha256).hexdigest()
        assert request.headers["x-hotline-signature"] == f"sha256={wanted}"
        assert abs(int(stamp) - datetime.now(UTC).timestamp()) < 60
        assert (request.json["case_number"], request.json["is_urgent"]) == (case.number, True)
        assert request.json["case_url"] == f"https://h.example.cn/cases/{case.id}"
        db.session.remove()


def test_a_message_in_a_tray_is_never_sent(sms_app: Flask, gateway: HttpGateway) -> None:
    waiting(NoticeChannel.INBOX)

    assert run(sms_app).touched == 0
    assert gateway.received == []


def test_no_transaction_is_open_while_a_gateway_thinks(
    sms_app: Flask, gateway: HttpGateway, database_url: str
) -> None:
    """A gateway that writes to the very database before it answers would wait for ever otherwise."""
    notice = waiting()
    case = make_case()
    written = []

    class Nosy(list[Any]):
        def pop(self, index: int = 0) -> int:  # type: ignore[override]
            with sms_app.app_context():
                db.session.execute(db.text("PRAGMA busy_timeout = 500") if is_sqlite else db.text("SELECT 1"))
                db.session.rollback()
                db.session.execute(db.text('UPDATE "case" SET title = :t'), {"t": "新"})
                db.session.commit()
                db.session.remove()
            written.append(True)
            return 200

        def __bool__(self) -> bool:
            return not written

    is_sqlite = database_url.startswith("sqlite")
    gateway.answers = Nosy()

    run(sms_app)

    assert written
    assert case.title == "新"
    assert notice.state is NoticeState.SENT


def test_the_mail_of_an_invitation_carries_the_calendar_file(
    make_app: AppOf, post_office: MailServer
) -> None:
    app = make_app(
        smtp_host="127.0.0.1", smtp_port=post_office.port, public_url="https://12345.example.gov.cn"
    )
    with app.app_context():
        office = make_office()
        office.officer.mail = "zhang@example.gov.cn"
        db.session.commit()
        meeting = invited(office, topic_of(office, office.case_in(CaseState.HANDLING)))
        run(app)
        preparing.cancel(meeting, by=office.supervisor, at=meeting.invited_at, note="改期")
        db.session.commit()
        run(app)

        invitation, off = (letter for letter in post_office.letters if "联席会议" in letter["Subject"])
        for letter, method in ((invitation, "REQUEST"), (off, "CANCEL")):
            (file,) = letter.iter_attachments()
            assert file.get_content_type() == "text/calendar"
            assert file["Content-Type"].params["method"] == method
            assert file.get_filename() == f"{meeting.number}联席会议.ics"
            calendar = file.get_content()
            assert f"METHOD:{method}" in calendar
            assert "SUMMARY:" in calendar
            assert f"UID:meeting-{meeting.id}@12345.example.gov.cn" in calendar
        assert "路灯与供电联席会议" in invitation.get_body(("plain",)).get_content() + invitation["Subject"]
        db.session.remove()
