"""Users are made, changed, locked out and let in again; the last administrator stays; all of it is logged."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from models.audit_entry import AuditEntry
from models.base import db
from models.user import User
from tests.support.factories import make_department, make_role, make_user
from tests.support.pages import Page, Visitor, sign_in

Visit = Callable[..., Visitor]
ROUTES = [
    ("GET", "/administration/users"),
    ("GET", "/administration/users/new"),
    ("GET", "/administration/users/1"),
    ("POST", "/administration/users/1/password"),
    ("POST", "/administration/users/1/disable"),
    ("POST", "/administration/users/1/enable"),
    ("POST", "/administration/users/1/unlock"),
    ("GET", "/administration/roles"),
    ("GET", "/administration/roles/new"),
    ("GET", "/administration/roles/1"),
]


def one_time_password(page: Page) -> str:
    return page.texts("code", class_="one-time-password")[0]


def last_entry() -> AuditEntry:
    return db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


@pytest.mark.parametrize(("method", "url"), ROUTES)
def test_only_who_manages_users_comes_here(visit: Visit, method: str, url: str) -> None:
    visitor = visit("supervisor")

    token = visitor.get("/account/password").all("input", name="csrf_token")[0].get("value")
    answer = visitor.client.open(url, method=method, data={"csrf_token": token})

    assert answer.status_code == 403


def test_a_new_user_signs_in_with_the_password_shown_once(visit: Visit) -> None:
    unit, role = make_department(name="市城管局"), make_role("officer")
    page = visit("administrator").get("/administration/users/new")

    page = page.fill(name="Li.Si", full_name="李四", department_id=unit.id, roles=[role.id]).press("新增用户")

    user = db.session.scalars(db.select(User).filter_by(name="li.si")).one()
    assert (user.department_id, user.must_change_password, user.role_codes) == (unit.id, True, {"officer"})
    entry = last_entry()
    assert (entry.kind, entry.object_type, entry.summary) == ("create", "user", "李四（li.si）")
    assert entry.changes["full_name"] == [None, "李四"]
    assert one_time_password(page) not in str(entry.changes)
    assert sign_in(visit(), "li.si", one_time_password(page)).heading == "修改密码"


def test_what_is_wrong_stands_at_its_field(visit: Visit) -> None:
    make_user(name="taken")
    officer = make_role("officer")
    page = visit("administrator").get("/administration/users/new")

    taken = page.fill(name="Taken", full_name="某人").press("新增用户", status=422)
    assert "用户名：用户名“taken”已被使用。" in taken.text

    homeless = taken.fill(name="new.one", roles=[officer.id]).press("新增用户", status=422)
    assert "所属单位：承办工单的人员须选择所属单位。" in homeless.text

    bad = homeless.fill(name="a b", full_name="", phone="电话", mail="x", roles=[]).press(
        "新增用户", status=422
    )
    assert "姓名：请填写姓名。" in bad.text
    assert "手机：号码只能由数字" in bad.text
    assert "电子邮箱：邮箱格式不正确。" in bad.text
    spaced = bad.fill(full_name="某人", phone="", mail="").press("新增用户", status=422)
    assert "不能有空格" in spaced.text


def test_a_changed_user_is_logged_with_before_and_after_and_the_phone_masked(visit: Visit) -> None:
    user = make_user("agent", full_name="王五", phone="13800001111")
    auditor = make_role("auditor")
    page = visit("administrator").get(f"/administration/users/{user.id}")

    page = page.fill(full_name="王伍", phone="13900001111", roles=[auditor.id], is_leader="y").press("保存")

    assert "已保存。" in page.text
    changes = last_entry().changes
    assert changes["full_name"] == ["王五", "王伍"]
    assert changes["roles"] == [["接线员"], ["审计员"]]
    assert changes["is_leader"] == [False, True]
    assert "13900001111" not in str(changes)
    assert db.session.get_one(User, user.id).phone == "13900001111"


def test_nothing_changed_leaves_no_line(visit: Visit) -> None:
    user = make_user("agent")
    before = db.session.query(AuditEntry).count()

    visit("administrator").get(f"/administration/users/{user.id}").press("保存")

    assert db.session.query(AuditEntry).count() == before


def test_the_last_administrator_keeps_the_role(visit: Visit) -> None:
    agent = make_role("agent")
    administrator = make_user("administrator")
    page = visit(user=administrator).get(f"/administration/users/{administrator.id}")

    page = page.fill(roles=[agent.id]).press("保存", status=422)

    assert "至少要保留一名可以管理用户的在用人员" in page.text
    assert db.session.get_one(User, administrator.id).role_codes == {"administrator"}


def test_with_two_administrators_one_may_go(visit: Visit) -> None:
    other = make_user("administrator", name="other")
    page = visit("administrator").get(f"/administration/users/{other.id}")

    page = page.press("停用此用户")

    assert "已停用" in page.text
    assert not db.session.get_one(User, other.id).is_active
    assert last_entry().kind == "disable"
    assert "已停用" in page.follow("返回列表").text
    page.press("恢复使用")
    assert db.session.get_one(User, other.id).is_active


def test_nobody_disables_himself(visit: Visit) -> None:
    make_user("administrator")
    me = make_user("administrator")
    visitor = visit(user=me)
    page = visitor.get(f"/administration/users/{me.id}")
    assert "停用此用户" not in page.buttons()

    token = page.all("input", name="csrf_token")[0].get("value")
    answer = visitor.client.post(f"/administration/users/{me.id}/disable", data={"csrf_token": token})

    assert answer.status_code == 409
    assert "不能停用自己的账号。" in answer.text


def test_a_disabled_user_is_out_with_the_next_click(visit: Visit) -> None:
    user = make_user("agent")
    theirs = visit(user=user)
    assert theirs.get("/").heading != "登录"

    visit("administrator").get(f"/administration/users/{user.id}").press("停用此用户")

    assert theirs.get("/").url.startswith("/sign-in")


def test_a_reset_password_ends_sessions_and_must_be_changed(visit: Visit) -> None:
    user = make_user("agent", name="zhao")
    theirs = visit(user=user)

    page = visit("administrator").get(f"/administration/users/{user.id}").press("重置密码")

    assert theirs.get("/").url.startswith("/sign-in")
    assert sign_in(visit(), "zhao", one_time_password(page)).heading == "修改密码"
    assert last_entry().kind in ("sign_in", "change_password")


def test_a_lock_can_be_ended_early(visit: Visit) -> None:
    user = make_user("agent", locked_until=datetime.now(UTC) + timedelta(minutes=10))
    visitor = visit("administrator")
    assert user.full_name in visitor.get("/administration/users?state=locked").text

    visitor.get(f"/administration/users/{user.id}").press("解除锁定")

    assert db.session.get_one(User, user.id).locked_until is None
    assert last_entry().kind == "unlock"


def test_the_list_is_searched_filtered_and_turned(visit: Visit) -> None:
    for number in range(60):
        make_user("agent", name=f"agent{number:02d}", full_name=f"接线员{number:02d}")
    visitor = visit("administrator", name="zz-admin")

    first = visitor.get("/administration/users")
    second = first.follow("下一页")
    assert (len(first.rows()), len(second.rows())) == (50, 11)
    assert second.follow("上一页").rows() == first.rows()
    assert len(visitor.get("/administration/users?q=接线员07").rows()) == 1
    role = make_role("administrator")
    assert [row[1] for row in visitor.get(f"/administration/users?role={role.id}").rows()] == ["zz-admin"]
    assert "没有符合条件的用户" in visitor.get("/administration/users?q=%25_").text
    # A NUL is refused at the door, on every address.
    assert visitor.get("/administration/users?q=%00", status=None).status == 400


def test_a_user_who_is_not_there_answers_404(visit: Visit) -> None:
    assert visit("administrator").get("/administration/users/9999", status=404).status == 404


def test_one_time_passwords_are_never_alike(visit: Visit) -> None:
    user = make_user("agent")
    page = visit("administrator").get(f"/administration/users/{user.id}")

    first, second = (one_time_password(page.press("重置密码")) for _ in range(2))

    assert first != second
    assert re.fullmatch(r"(?:[A-Za-z2-9]{4}-){3}[A-Za-z2-9]{4}", first)
