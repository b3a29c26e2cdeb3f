"""Matters are made, renamed, retired; cases keep theirs."""

from collections.abc import Callable

from models.audit_entry import AuditEntry
from models.base import db
from models.category import Category
from models.vocabulary import LimitClass
from tests.support.factories import make_case, make_category
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]


def test_a_new_matter_has_path_branch_and_letters(visit: Visit) -> None:
    branch = make_category(name="城市管理", path="城市管理")
    branch.branch_id = branch.id
    db.session.commit()
    page = visit("administrator").get(f"/administration/categories/new?under={branch.id}")

    page.fill(code="0199", name="占道经营", limit_class="urgent", is_hazard="y", keywords="摆摊").press(
        "新增分类"
    )

    row = db.session.scalars(db.select(Category).filter_by(code="0199")).one()
    assert (row.path, row.level, row.branch_id, row.initials) == ("城市管理/占道经营", 2, branch.id, "zdjy")
    assert (row.limit_class, row.is_hazard, row.is_leaf, row.desk) == (LimitClass.URGENT, True, True, None)
    assert not db.session.get_one(Category, branch.id).is_leaf


def test_a_matter_with_cases_is_not_divided(visit: Visit) -> None:
    leaf = make_category(name="噪声")
    make_case(category=leaf)
    page = visit("administrator").get(f"/administration/categories/new?under={leaf.id}")

    page = page.fill(code="X1", name="工地噪声").press("新增分类", status=422)

    assert "“噪声”已有 1 件工单，不能再分下级。" in page.text


def test_a_new_name_changes_the_paths_below(visit: Visit) -> None:
    branch = make_category(name="城管", path="城管", is_leaf=False)
    leaf = make_category(name="占道", path="城管/占道", level=2, parent_id=branch.id)
    page = visit("administrator").get(f"/administration/categories/{branch.id}")

    page.fill(name="城市管理").press("保存")

    assert db.session.get_one(Category, leaf.id).path == "城市管理/占道"
    entry = db.session.scalars(db.select(AuditEntry).filter_by(object_type="category")).one()
    assert entry.changes["name"] == ["城管", "城市管理"]


def test_names_are_taken_once_below_one_superior_and_hold_no_slash(visit: Visit) -> None:
    make_category(name="城管", path="城管")
    page = visit("administrator").get("/administration/categories/new")

    page = page.fill(code="C-9", name="城管").press("新增分类", status=422)
    assert "名称：同一上级下已有“城管”。" in page.text
    page = page.fill(name="城/管").press("新增分类", status=422)
    assert "名称中不能有斜杠" in page.text


def test_a_retired_branch_takes_its_matters_along(visit: Visit) -> None:
    branch = make_category(name="城管", path="城管", is_leaf=False)
    leaf = make_category(name="占道", path="城管/占道", level=2, parent_id=branch.id)
    visitor = visit("administrator")

    visitor.get(f"/administration/categories/{branch.id}").press("停用此分类")
    assert db.session.get_one(Category, leaf.id).is_retired
    page = visitor.get(f"/administration/categories/{leaf.id}").press("恢复使用", status=409)
    assert "上级分类已停用，请先恢复上级。" in page.text

    visitor.get(f"/administration/categories/{branch.id}").press("恢复使用")
    visitor.get(f"/administration/categories/{leaf.id}").press("恢复使用")
    assert not db.session.get_one(Category, leaf.id).is_retired


def test_the_tree_shows_hazards_and_is_searched_by_letters(visit: Visit) -> None:
    branch = make_category(name="公用事业", path="公用事业", is_leaf=False)
    make_category(
        name="燃气泄漏",
        path="公用事业/燃气泄漏",
        level=2,
        parent_id=branch.id,
        is_hazard=True,
        initials="rqxl",
    )
    visitor = visit("administrator")

    assert "险情" in visitor.get("/administration/categories").follow("1 个").text
    assert visitor.get("/administration/categories?q=rqxl").rows()[0][0] == "公用事业/燃气泄漏"
