"""Exchanges: made with a token that is shown once, changed, given another token; and seats that are freed."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from models.audit_entry import AuditEntry
from models.base import db
from models.telephone import Exchange, PhoneCall, Seat
from tests.support.calls import Line, sit_down
from tests.support.factories import make_user
from tests.support.pages import Page, Visitor

Visit = Callable[..., Visitor]


def token_on(page: Page) -> str:
    (shown,) = [line for line in page.text.split() if "/telephone/events/" in line]
    return shown.rsplit("/", 1)[1]


@pytest.fixture
def administrator(app: Flask, visit: Visit) -> Visitor:
    return visit("administrator")


def test_an_exchange_reports_with_the_token_it_was_given(app: Flask, administrator: Visitor) -> None:
    page = administrator.get("/administration/telephone").follow("新增交换机")
    shown = page.fill(name="中心交换机", hosts="pbx.example.cn").press("新增")
    token = token_on(shown)

    Line(app.test_client(), token).report("newCall")
    assert db.session.query(PhoneCall).count() == 1
    row = db.session.scalars(db.select(Exchange)).one()
    assert token not in row.token_hash
    assert row.recording_hosts == ["pbx.example.cn"]
    listed = administrator.get("/administration/telephone")
    assert token not in listed.html
    assert f"{datetime.now(UTC).astimezone():%Y}" in listed.text


def test_a_new_token_takes_the_place_of_the_old(app: Flask, administrator: Visitor) -> None:
    first = token_on(administrator.get("/administration/telephone/new").fill(name="甲").press("新增"))
    row = db.session.scalars(db.select(Exchange)).one()
    second = token_on(administrator.get(f"/administration/telephone/{row.id}").press("更换口令"))

    assert first != second
    Line(app.test_client(), first).report("newCall", status=404)
    Line(app.test_client(), second).report("newCall")
    for entry in db.session.scalars(db.select(AuditEntry)):
        assert first not in str(vars(entry))
        assert row.token_hash not in str(vars(entry))


def test_what_is_wrong_is_said_at_its_field(administrator: Visitor) -> None:
    administrator.get("/administration/telephone/new").fill(name="甲").press("新增")
    page = administrator.get("/administration/telephone/new")
    assert "已有名为“甲”的交换机。" in page.fill(name="甲").press("新增", status=422).text
    assert "不是服务器名" in page.fill(name="乙", hosts="http://x/").press("新增", status=422).text
    assert "请填写名称。" in page.fill(name="", hosts="").press("新增", status=422).text


def test_an_exchange_is_changed_and_a_lost_race_is_told(
    app: Flask, administrator: Visitor, visit: Visit
) -> None:
    administrator.get("/administration/telephone/new").fill(name="甲").press("新增")
    row = db.session.scalars(db.select(Exchange)).one()
    mine = administrator.get(f"/administration/telephone/{row.id}")
    visit("administrator").get(f"/administration/telephone/{row.id}").fill(name="乙").press("保存")

    assert "刚被他人更新" in mine.fill(name="丙").press("保存", status=409).text
    db.session.expire_all()
    assert db.session.scalars(db.select(Exchange.name)).one() == "乙"


def test_a_forgotten_seat_is_freed(app: Flask, administrator: Visitor) -> None:
    sit_down(make_user("agent", full_name="马小兰"))
    page = administrator.get("/administration/telephone")
    assert "8001 马小兰" in page.text
    assert "分机已释放。" in page.press("释放").text
    assert db.session.query(Seat).count() == 0
