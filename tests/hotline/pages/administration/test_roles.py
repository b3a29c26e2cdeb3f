"""Roles are sets of permissions; a change is felt at once, and somebody always manages users."""

from collections.abc import Callable

from models.audit_entry import AuditEntry
from models.base import db
from models.user import Role
from models.vocabulary import Permission
from tests.support.factories import make_role, make_user
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]


def test_a_new_role_has_the_permissions_that_were_ticked(visit: Visit) -> None:
    page = visit("administrator").get("/administration/roles/new")

    page = page.fill(code="desk_lead", name="班长", permissions=["view_cases", "remind"]).press("新增角色")

    role = db.session.scalars(db.select(Role).filter_by(code="desk_lead")).one()
    assert role.permissions == ["remind", "view_cases"]
    assert "班长" in page.text
    entry = db.session.scalars(db.select(AuditEntry).filter_by(object_type="role")).one()
    assert entry.changes["permissions"] == [None, ["查看工单", "催办"]]


def test_every_permission_stands_on_the_page_once(visit: Visit) -> None:
    page = visit("administrator").get("/administration/roles/new")

    offered = [box.get("value") for box in page.all("input", name="permissions")]

    assert sorted(offered) == sorted(permission.value for permission in Permission)


def test_a_permission_taken_away_is_gone_with_the_next_click(visit: Visit) -> None:
    role = make_role("auditor_of_users", [Permission.MANAGE_USERS])
    theirs = visit(user=make_user("auditor_of_users"))
    theirs.get("/administration/users")

    visit("administrator").get(f"/administration/roles/{role.id}").fill(permissions=[]).press("保存")

    theirs.get("/administration/users", status=403)


def test_the_last_role_that_manages_users_keeps_doing_so(visit: Visit) -> None:
    visitor = visit("administrator")
    role = make_role("administrator")
    page = visitor.get(f"/administration/roles/{role.id}")

    page = page.fill(permissions=["view_audit"]).press("保存", status=422)

    assert "至少要保留一名可以管理用户的在用人员" in page.text
    assert Permission.MANAGE_USERS.value in db.session.get_one(Role, role.id).permissions


def test_codes_and_names_are_taken_once(visit: Visit) -> None:
    make_role("agent")
    page = visit("administrator").get("/administration/roles/new")

    page = page.fill(code="agent", name="别的").press("新增角色", status=422)
    assert "角色代码“agent”已被使用。" in page.text
    page = page.fill(code="Agent 2").press("新增角色", status=422)
    assert "角色代码为 2 至 40 个小写字母" in page.text
    page = page.fill(code="agent2", name="接线员").press("新增角色", status=422)
    assert "已有名为“接线员”的角色。" in page.text


def test_the_list_counts_who_has_a_role_and_leads_to_them(visit: Visit) -> None:
    make_user("agent", full_name="在岗甲")
    make_user("agent", full_name="离岗乙", is_active=False)

    page = visit("administrator").get("/administration/roles")
    people = page.follow("1")

    assert ["接线员", "agent", "", "3 项", "1"] in page.rows()
    assert "离岗乙" not in people.text
