"""Units are made, moved, retired; a unit that still has something to do stays."""

from collections.abc import Callable

import pytest

from models.audit_entry import AuditEntry
from models.base import db
from models.department import Department
from models.vocabulary import Permission
from tests.support.factories import make_assignment, make_case, make_department, make_rule, make_user
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]
LISTS = ["departments", "areas", "categories", "catalogue", "dictionaries/grounds", "dictionaries/escalation"]


def last_entry() -> AuditEntry:
    return db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


@pytest.mark.parametrize("place", LISTS)
def test_only_who_manages_reference_comes_here(visit: Visit, place: str) -> None:
    everything_else = [
        permission for permission in Permission if permission is not Permission.MANAGE_REFERENCE
    ]
    visitor = visit(user=make_user(permissions=everything_else))

    visitor.get(f"/administration/{place}", status=403)
    visitor.get(f"/administration/{place}/new", status=403)
    visitor.get(f"/administration/{place}/1", status=403)


def test_a_new_unit_has_its_level_and_letters(visit: Visit) -> None:
    parent = make_department(name="临水市城市管理局", code="B-CG")
    page = visit("administrator").get(f"/administration/departments/new?under={parent.id}")

    page = page.fill(code="B-CG-1", name="市政管理处", short_name="市政处", kind="bureau").press("新增单位")

    unit = db.session.scalars(db.select(Department).filter_by(code="B-CG-1")).one()
    assert (unit.parent_id, unit.level, unit.initials) == (parent.id, 2, "szglc szc")
    assert page.heading == "临水市城市管理局的下级单位"
    assert last_entry().changes["parent_id"] == [None, "临水市城市管理局"]


def test_taken_names_and_codes_are_refused_at_their_fields(visit: Visit) -> None:
    make_department(name="市水务局", code="B-SW")
    page = visit("administrator").get("/administration/departments/new")

    page = page.fill(code="B-SW", name="市水务局").press("新增单位", status=422)
    assert "代码：单位代码“B-SW”已被使用。" in page.text
    page = page.fill(code="B-2").press("新增单位", status=422)
    assert "全称：已有名为“市水务局”的单位。" in page.text
    page = page.fill(name="", official_order="-1").press("新增单位", status=422)
    assert "全称：请填写全称。" in page.text
    assert "排序：排序为 0 至 99999。" in page.text


def test_a_changed_unit_is_logged_with_before_and_after(visit: Visit) -> None:
    unit = make_department(name="市水务局", initials="sswj")
    page = visit("administrator").get(f"/administration/departments/{unit.id}")

    page.fill(duty_phone="0990-5550100", leader_name="张处长").press("保存")

    assert last_entry().changes == {"duty_phone": ["", "0990-5550100"], "leader_name": ["", "张处长"]}


def test_a_unit_never_comes_below_itself(visit: Visit) -> None:
    top = make_department()
    below = make_department(parent=top, level=2)
    page = visit("administrator").get(f"/administration/departments/{top.id}")

    page = page.fill(parent_id=below.id).press("保存", status=422)

    assert "上级不能是本单位或本单位的下级。" in page.text


def test_a_unit_moved_takes_its_subordinates_along(visit: Visit) -> None:
    top, other = make_department(), make_department()
    unit = make_department(parent=top, level=2)
    below = make_department(parent=unit, level=3)
    visitor = visit("administrator")

    visitor.get(f"/administration/departments/{unit.id}").fill(parent_id="").press("保存")
    assert db.session.get_one(Department, below.id).level == 2
    visitor.get(f"/administration/departments/{unit.id}").fill(parent_id=other.id).press("保存")
    assert db.session.get_one(Department, below.id).level == 3


def test_a_unit_with_duties_left_is_not_retired(visit: Visit) -> None:
    visitor = visit("administrator")
    leads, holds, has_people, superior = (make_department() for _ in range(4))
    make_rule(leads)
    make_assignment(make_case(), holds)
    make_user("agent", department=has_people)
    make_department(parent=superior, level=2)

    for unit, sentence in (
        (leads, "派单目录中还有 1 行以该单位为主办"),
        (holds, "该单位还有 1 件在办工单"),
        (has_people, "该单位还有 1 名在用人员"),
        (superior, "该单位还有 1 个在用的下级单位"),
    ):
        page = visitor.get(f"/administration/departments/{unit.id}").press("停用此单位", status=409)
        assert sentence in page.text
        assert db.session.get_one(Department, unit.id).is_active


def test_a_unit_without_duties_is_retired_and_restored(visit: Visit) -> None:
    unit = make_department()
    page = visit("administrator").get(f"/administration/departments/{unit.id}").press("停用此单位")

    assert not db.session.get_one(Department, unit.id).is_active
    assert last_entry().kind == "disable"
    page.press("恢复使用")
    assert db.session.get_one(Department, unit.id).is_active


def test_units_are_found_by_their_letters(visit: Visit) -> None:
    make_department(name="市水务局", initials="sswj")
    make_department(name="市教育局", initials="sjyj")

    page = visit("administrator").get("/administration/departments?q=sswj")

    assert "市水务局" in page.text
    assert "市教育局" not in page.text
