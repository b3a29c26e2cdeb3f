"""Administrators keep schedules of reports: what, when, for whom; nonsense is refused at its field."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.audit_entry import AuditEntry
from models.base import db
from models.queries import report_schedules
from models.report_schedule import ReportSchedule
from tests.support.case_rows import make_town
from tests.support.factories import make_rules
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database
HERE = "/administration/report-schedules"


@pytest.fixture
def keeper(app: Flask, visit: Callable[..., Visitor]) -> Visitor:
    make_town()
    make_rules()
    return visit("administrator", full_name="管理员")


@pytest.mark.both_databases
def test_a_schedule_is_made_changed_and_put_aside(keeper: Visitor) -> None:
    page = keeper.get(HERE)
    assert "还没有报告计划。" in page.text

    page = page.follow("新增计划").fill(product="daily", period_kind="day", offset_days=0, at_time="8:30")
    page = page.fill(department_ids=[1, 2], publishes="y").press("新增")

    assert page.rows()[0][:4] == ["日报", "日", "结束后次日 8:30", "自动发布"]
    (row,) = db.session.scalars(db.select(ReportSchedule)).all()
    assert report_schedules.readers_of(schedule_id=row.id).department_ids == [1, 2]
    page = page.follow("日报").fill(department_ids=[2], publishes=[], is_active=[]).press("保存")
    assert page.rows()[0][3:4] == ["待签发"]
    assert page.rows()[0][7] == "停用"
    assert report_schedules.readers_of(schedule_id=row.id).department_ids == [2]
    kinds = [
        e.kind for e in db.session.scalars(db.select(AuditEntry).filter_by(object_type="report_schedule"))
    ]
    assert kinds == ["create", "change", "change"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"product": "daily", "period_kind": "month"}, "日报按日编制。"),
        ({"at_time": "25:00"}, "请把时间写成 09:00 的样子。"),
        ({"offset_days": "-1"}, "请填写 0 至 30 的整数。"),
        ({"product": "weather"}, "不是有效"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    keeper: Visitor, given: dict[str, str], sentence: str
) -> None:
    page = keeper.get(f"{HERE}/new").fill(product="completion", period_kind="month")

    assert sentence in page.fill(**given).press("新增", status=422).text
    assert db.session.scalars(db.select(ReportSchedule)).all() == []
