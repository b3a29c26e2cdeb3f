"""Two administrators save the same code in one moment: one wins; the other reads why and keeps the text.

The rival's row is put down on a connection of its own and committed only when the form's request already
waits for it: after its check, before its writing. SQLite has one writer, so there the check itself sees it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.area import Area
from models.base import WRITING, Row, db
from models.category import Category
from models.department import Department
from models.dictionary import EscalationStep, Ground, HazardWord, QuickReply, SupervisionTrigger
from models.routing_rule import RoutingRule
from models.rule_pack import RulePackVersion
from models.user import Role, User
from models.vocabulary import AreaLevel, DepartmentKind, SupervisionLevel, Trigger, Urgency
from models.work_day import WorkDay
from tests.support.clock import local
from tests.support.factories import make_category, make_department, make_rules
from tests.support.pages import Page, Visitor

Visit = Callable[..., Visitor]
FASTER = "刚刚有人保存了相同的代码、名称或日期，您的操作未保存。"
TEXT = "这段说明不能丢"


@dataclass(frozen=True)
class Form:
    """A form whose row has a unique code: where, what is filled in, and the row a rival saves meanwhile."""

    address: str
    button: str
    fields: dict[str, str]
    rival: Callable[[], Row]
    kept: str


FORMS = {
    "category": Form(
        "/administration/categories/new",
        "新增分类",
        {"code": "X1", "name": "占道", "advice": TEXT},
        lambda: Category(code="X1", name="别的", path="别的", level=1),
        "advice",
    ),
    "category by its name": Form(
        "/administration/categories/new",
        "新增分类",
        {"code": "X1", "name": "占道", "advice": TEXT},
        lambda: Category(code="X2", name="占道", path="占道", level=1),
        "advice",
    ),
    "area": Form(
        "/administration/areas/new",
        "新增区划",
        {"code": "X1", "name": "河东区", "short_name": TEXT},
        lambda: Area(code="X1", name="河西区", level=AreaLevel.DISTRICT),
        "short_name",
    ),
    "department": Form(
        "/administration/departments/new",
        "新增单位",
        {"code": "X1", "name": "市城管局", "leader_name": TEXT},
        lambda: Department(code="X1", name="市水务局", level=1, kind=DepartmentKind.BUREAU),
        "leader_name",
    ),
    "user": Form(
        "/administration/users/new",
        "新增用户",
        {"name": "zhangsan", "full_name": "张三", "title": TEXT},
        lambda: User(name="zhangsan", full_name="张珊"),
        "title",
    ),
    "role": Form(
        "/administration/roles/new",
        "新增角色",
        {"code": "x1", "name": "班长", "description": TEXT},
        lambda: Role(code="x1", name="组长"),
        "description",
    ),
    "ground": Form(
        "/administration/dictionaries/grounds/new",
        "新增",
        {"kind": "return", "code": "X1", "name": "非本单位职责", "explanation": TEXT},
        lambda: Ground(kind="return", code="X1", name="别的"),
        "explanation",
    ),
    "hazard word": Form(
        "/administration/dictionaries/hazard-words/new",
        "新增",
        {"words": "燃气、泄漏", "say": TEXT},
        lambda: HazardWord(words="燃气、泄漏", urgency=Urgency.URGENT),
        "say",
    ),
    "quick reply": Form(
        "/administration/dictionaries/quick-replies/new",
        "新增",
        {"code": "X1", "title": "谢谢", "body": TEXT},
        lambda: QuickReply(code="X1", kind="intake", title="别的", body="别的"),
        "body",
    ),
    "trigger": Form(
        "/administration/dictionaries/supervision-triggers/new",
        "新增",
        {"code": "X1", "name": TEXT, "trigger": "overdue", "reply_limit": "3wd"},
        lambda: SupervisionTrigger(
            code="X1", name="别的", trigger=Trigger.OVERDUE, level=SupervisionLevel.REMINDER
        ),
        "name",
    ),
    "escalation": Form(
        "/administration/dictionaries/escalation/new",
        "新增",
        {"step": "7", "after_minutes": "5", "label": TEXT},
        lambda: EscalationStep(step=7, after_minutes=9, tell="supervisor"),
        "label",
    ),
    "work day": Form(
        "/administration/work-calendar",
        "保存",
        {"day": "2026-07-01", "works": "no", "name": TEXT},
        lambda: WorkDay(day=date(2026, 7, 1), is_workday=True),
        "name",
    ),
}


@contextmanager
def rival_saves(app: Flask, row: Row, *, hold: Row | None = None) -> Iterator[None]:
    """Put the rival's row down, let what happens inside begin, and commit once it waits."""
    with (
        db.engine.connect().execution_options(**WRITING[db.engine.dialect.name]) as connection,
        Session(connection) as session,
    ):
        if hold is not None:
            session.execute(db.select(type(hold)).filter_by(id=hold.id).with_for_update(key_share=True))
        session.add(row)
        session.flush()
        yield
        wait_until_someone_waits()
        session.commit()
        connection.commit()


def wait_until_someone_waits() -> None:
    """Return when another connection waits for a lock of this database."""
    if db.engine.dialect.name == "sqlite":
        time.sleep(0.3)  # nothing tells who waits; and whether it does makes no difference to what it sees
        return
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    until = time.monotonic() + 20
    with db.engine.connect() as connection:
        while time.monotonic() < until:
            if connection.scalar(waiting):
                return
            connection.rollback()
            time.sleep(0.02)
    raise AssertionError("the request never came to wait for the rival")


def press_against(app: Flask, page: Page, button: str, row: Row, *, hold: Row | None = None) -> Page:
    """Press the button while the rival saves its row; return what the person then sees."""
    answers: list[Any] = []

    def press() -> None:
        try:
            answers.append(page.press(button, status=None))
        except BaseException as error:
            answers.append(error)

    db.session.commit()
    db.session.remove()
    request = threading.Thread(target=press)
    with rival_saves(app, row, hold=hold):
        request.start()
    request.join(30)
    assert answers, "no answer"
    if isinstance(answers[0], BaseException):
        raise answers[0]
    return answers[0]


@pytest.mark.parametrize("name", [name for name in FORMS if name != "work day"])
def test_the_slower_one_is_told_and_keeps_the_text(app: Flask, visit: Visit, name: str) -> None:
    form = FORMS[name]
    page = visit("administrator").get(form.address).fill(**form.fields)

    page = press_against(app, page, form.button, form.rival())

    if db.engine.dialect.name == "postgresql":
        assert page.status == 409
        assert FASTER in page.text
    else:
        assert page.status == 422
    kept = page.all("input", name=form.kept) + page.all("textarea", name=form.kept)
    assert [(e.get("value") or "".join(e.itertext())).strip() for e in kept] == [TEXT]


def test_a_day_put_down_by_two_is_put_down_once(app: Flask, visit: Visit) -> None:
    form = FORMS["work day"]
    page = visit("administrator").get(form.address).fill(**form.fields)

    page = press_against(app, page, form.button, form.rival())

    if db.engine.dialect.name == "postgresql":
        assert page.status == 409
        assert FASTER in page.text
    else:
        assert page.status == 200  # the later one changes what the earlier one put down
    assert db.session.query(WorkDay).count() == 1


def test_the_sentence_stands_at_the_field(app: Flask, visit: Visit) -> None:
    form = FORMS["ground"]
    page = visit("administrator").get(form.address).fill(**form.fields)

    page = press_against(app, page, form.button, form.rival())

    assert any(line.startswith(("代码：", "用于：")) for line in page.texts("li"))


def test_two_lines_of_the_catalogue_for_one_matter_never_overlap(app: Flask, visit: Visit) -> None:
    matter, mine, theirs = make_category(), make_department(), make_department(name="抢先的单位")
    page = visit("administrator").get("/administration/catalogue/new")
    page = page.fill(category_id=matter.id, lead_id=mine.id, valid_from="2026-01-01", note=TEXT)
    row = RoutingRule(category_id=matter.id, lead_id=theirs.id, valid_from=date(2025, 1, 1))

    page = press_against(app, page, "加入派单目录", row, hold=matter)

    assert page.status == 422
    assert "同一分类和区划已有“抢先的单位”" in page.text
    assert TEXT in page.html
    assert db.session.query(RoutingRule).count() == 1


def test_two_versions_of_the_rules_from_one_base_become_one(app: Flask, visit: Visit) -> None:
    base = make_rules()
    page = visit("administrator").get("/administration/rules/new")
    page = page.fill(**{"limits.0.feedback": "9wd"}).press("预览效果").fill(note=TEXT)
    document = {**base.document, "title": "抢先的规则"}
    row = RulePackVersion(title="抢先的规则", document=document, valid_from=local("2026-01-01"))

    page = press_against(app, page, "保存为新版本", row, hold=base)

    assert page.status == 409
    assert "规则包刚被他人保存了新版本" in page.text
    assert TEXT in page.html
    assert db.session.query(RulePackVersion).count() == 2
