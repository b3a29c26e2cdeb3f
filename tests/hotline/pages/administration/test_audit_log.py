"""The audit log is read by auditors only, filtered, and speaks Chinese about everything that is written."""

import re
from collections.abc import Callable
from datetime import timedelta

from hotline.pages.administration.audit_words import FIELDS, KINDS, OBJECTS
from models.area import Area
from models.audit_entry import AuditEntry
from models.category import Category
from models.department import Department
from models.dictionary import (
    CandidateRule,
    EscalationStep,
    Ground,
    HazardWord,
    QuickReply,
    SupervisionTrigger,
)
from models.grid import GridClass
from models.routing_rule import RoutingRule
from models.user import User
from models.vocabulary import Permission
from models.work_day import WorkDay
from tests.house.source_tree import texts
from tests.support.clock import MONDAY_9
from tests.support.factories import make_user, saved
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]
WRITTEN = re.compile(r'audit\.write\(\s*"([a-z_.]+)"')
ABOUT = re.compile(r'audit\.write\([^)]*?object_type="([a-z_]+)"')
TABLES = [
    Area, CandidateRule, Category, Department, EscalationStep, GridClass, Ground, HazardWord, QuickReply, RoutingRule,
    SupervisionTrigger, User, WorkDay,
]  # fmt: skip


def make_entry(number: int = 0, **given: object) -> AuditEntry:
    defaults = {"happened_at": MONDAY_9 + timedelta(hours=number), "kind": "sign_in", "user_name": "zhang"}
    return saved(AuditEntry(**{**defaults, **given}))


def test_only_auditors_read_it(visit: Visit) -> None:
    others = [permission for permission in Permission if permission is not Permission.VIEW_AUDIT]

    visit(user=make_user(permissions=others)).get("/administration/audit-log", status=403)
    visit("auditor").get("/administration/audit-log")


def test_the_newest_stands_first_and_pages_turn(visit: Visit) -> None:
    for number in range(60):
        make_entry(number, summary=f"第{number}条")
    visitor = visit("auditor")

    first = visitor.get("/administration/audit-log")
    second = first.follow("下一页")

    assert [row[4] for row in first.rows()][:2] == ["第59条", "第58条"]
    assert len(second.rows()) == 10
    assert second.follow("上一页").rows() == first.rows()


def test_before_and_after_are_spoken(visit: Visit) -> None:
    changes = {"is_active": [True, False], "roles": [["接线员"], []], "phone": [None, "138****1111"]}
    make_entry(kind="change", object_type="user", object_id="3", summary="张三（zhang）", changes=changes)

    row = visit("auditor").get("/administration/audit-log").rows()[0]

    assert row[2:4] == ["修改", "用户"]
    for line in ("在用 是 → 否", "角色 接线员 → （空）", "手机 （空） → 138****1111"):
        assert line.replace(" ", "") in row[4].replace(" ", "")


def test_entries_are_filtered(visit: Visit) -> None:
    make_entry(kind="sign_in_failed", user_name="li", summary="密码错误")
    make_entry(48, kind="create", object_type="role", summary="班长")
    visitor = visit("auditor")

    def found(query: str) -> list[str]:
        return [row[4] for row in visitor.get(f"/administration/audit-log?{query}").rows()]

    assert found("kind=create") == found("object=role") == found("q=班") == ["班长"]
    assert found("user=li") == ["密码错误"]
    assert found("since=2026-03-03") == ["班长"]
    assert found("until=2026-03-02") == ["密码错误"]
    assert found("since=gestern&until=9999-12-31") == ["班长", "密码错误"]


def test_everything_that_is_written_has_a_chinese_name() -> None:
    code = [text for name, text in texts().items() if name.endswith(".py")]
    kinds = {kind for text in code for kind in WRITTEN.findall(text)}
    objects = {name for text in code for name in ABOUT.findall(text)}
    fields = {column.key for table in TABLES for column in table.__mapper__.column_attrs}
    never_changed_here = {
        "id",
        "password_hash",
        "session_stamp",
        "failed_sign_ins",
        "locked_until",
        "signed_in_at",
    }

    assert kinds - set(KINDS) == set()
    assert "history.import" in kinds
    assert "import" in objects
    assert {*objects, *(table.__tablename__ for table in TABLES)} - set(OBJECTS) == set()
    assert fields - set(FIELDS) - never_changed_here == set()
