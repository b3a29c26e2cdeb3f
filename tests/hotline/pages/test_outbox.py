"""The outbox page: what waits and what failed, masked; and sending it again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from models.audit_entry import AuditEntry
from models.base import db
from models.notice import Notice
from models.vocabulary import NoticeChannel, NoticeState
from tests.support.factories import make_case, make_user, saved
from tests.support.pages import Visitor
from tests.support.statements import statements

Visit = Callable[..., Visitor]
NOW = datetime.now(UTC)


def make_notice(state: NoticeState = NoticeState.FAILED, **given: Any) -> Notice:
    defaults = {
        "channel": NoticeChannel.SMS,
        "address": "13812345678",
        "title": "办结告知",
        "body": "正文不在此显示",
        "created_at": NOW,
        "try_at": NOW,
        "tries": 8,
        "last_error": "连不上网关：ConnectionRefusedError" if state is NoticeState.FAILED else "",
    }
    return saved(Notice(**{**defaults, "state": state, **given}))


def test_what_failed_is_shown_first_with_its_reason_and_no_whole_address(visit: Visit) -> None:
    user = make_user("officer", full_name="李承办")
    case = make_case()
    make_notice(case_id=case.id)
    make_notice(channel=NoticeChannel.MAIL, address="li@example.gov.cn", user_id=user.id, title="督办")
    make_notice(NoticeState.WAITING, title="还在等")
    make_notice(NoticeState.SENT, channel=NoticeChannel.INBOX, title="在信箱里")

    page = visit("supervisor").get("/outbox")

    assert [row[2] for row in page.rows()] == ["李承办 l***@example.gov.cn", "诉求人 138****5678"]
    assert "连不上网关" in page.text
    assert case.number in page.text
    for hidden in ("13812345678", "li@example", "正文不在此显示", "还在等", "在信箱里"):
        assert hidden not in page.html


def test_states_and_channels_are_filtered_and_counted(visit: Visit) -> None:
    make_notice()
    make_notice(NoticeState.WAITING, title="等短信")
    make_notice(NoticeState.WAITING, channel=NoticeChannel.MAIL, address="a@example.cn", title="等邮件")
    visitor = visit("supervisor")

    page = visitor.get("/outbox")
    assert {"发送失败 1", "待发送 2"} <= set(page.links())
    waiting = page.follow("待发送 2")
    assert len(waiting.rows()) == 2
    mails = waiting.fill(channel="mail").press("筛选")
    assert [row[3] for row in mails.rows()] == ["等邮件"]


def test_one_is_sent_again_with_all_its_attempts_before_it(visit: Visit) -> None:
    notice = make_notice(try_at=NOW - timedelta(days=2))

    page = visit("supervisor").get("/outbox").press("重发")

    assert "已重新排队" in page.text
    assert (notice.state, notice.tries) == (NoticeState.WAITING, 0)
    assert notice.try_at >= NOW
    assert db.session.scalar(db.select(AuditEntry.object_id).filter_by(kind="retry_notice")) == str(notice.id)


def test_all_are_sent_again_after_a_question(visit: Visit) -> None:
    sms, mail = make_notice(), make_notice(channel=NoticeChannel.MAIL, address="a@example.cn")
    sent = make_notice(NoticeState.SENT)
    visitor = visit("supervisor")

    question = visitor.get("/outbox/retry?channel=mail")
    assert "将邮件发送失败的 1 条通知重新排队发送" in question.text
    question.press("重发 1 条")
    assert (sms.state, mail.state) == (NoticeState.FAILED, NoticeState.WAITING)

    visitor.get("/outbox/retry").press("重发 1 条")
    assert (sms.state, sent.state) == (NoticeState.WAITING, NoticeState.SENT)
    assert "没有发送失败的通知" in visitor.get("/outbox/retry").text


def test_what_is_no_longer_failed_is_not_sent_again(visit: Visit) -> None:
    notice = make_notice()
    page = visit("supervisor").get("/outbox")
    notice.state = NoticeState.SENT
    db.session.commit()

    refused = page.press("重发", status=409)

    assert "该通知已送达，无需重发。" in refused.text


def test_a_tray_cannot_be_sent_again(visit: Visit) -> None:
    tray = make_notice(NoticeState.FAILED, channel=NoticeChannel.INBOX)
    visitor = visit("supervisor")
    token = visitor.get("/account/password").all("input", name="csrf_token")[0].get("value")

    assert visitor.client.post(f"/outbox/{tray.id}/retry", data={"csrf_token": token}).status_code == 404


def test_the_list_pages_by_key_with_few_statements(visit: Visit) -> None:
    for _ in range(55):
        make_notice(case_id=make_case().id, user_id=make_user("officer").id)
    visitor = visit("supervisor")

    with statements() as seen:
        page = visitor.get("/outbox")

    assert len(seen) <= 12, seen
    assert len(page.rows()) == 50
    assert len(page.follow("下一页").rows()) == 5


def test_channels_without_a_gateway_are_named(visit: Visit) -> None:
    assert "未配置网关：短信、邮件、接口推送" in visit("supervisor").get("/outbox").text


def test_the_table_of_notices_can_be_read(visit: Visit) -> None:
    page = visit("administrator").get("/notice-rules")

    rows = [row for row in page.rows() if row[2] == "诉求人"]
    assert rows[0][:4] == ["提交派单", "首次受理时", "诉求人", "短信"]
    assert "编号〔编号〕" in rows[0][4]
    visit("officer").get("/notice-rules", status=403)
