"""Categories (事项分类): made, changed, retired; cases keep the leaf they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.base import db
from models.category import Category
from models.queries import administration
from workflows.administration.change import change, create
from workflows.administration.spelling import MATTER
from workflows.errors import BadInput
from workflows.initials import initials_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.user import User

DEEPEST = 3


def create_category(values: Mapping[str, Any], *, by: User, at: datetime) -> Category:
    """Make a branch, or a matter below another that carries no cases itself."""
    if administration.is_taken(Category.code, values["code"]):
        raise BadInput(f"分类代码“{values['code']}”已被使用。", "code")
    superior = administration.find(Category, values["parent_id"]) if values["parent_id"] else None
    if superior is not None:
        check_superior(superior)
    check_name(values["name"], values["parent_id"], None)
    row = Category(
        **values,
        path=f"{superior.path}/{values['name']}" if superior else values["name"],
        level=superior.level + 1 if superior else 1,
        is_leaf=True,
        is_retired=False,
        initials=initials_of(values["name"]),
        position=administration.next_position(Category),
    )
    create(row, object_type="category", called=row.path, by=by, at=at, spelling=MATTER)
    row.branch_id = superior.branch_id if superior else row.id
    if superior is not None:
        superior.is_leaf = False
    db.session.flush()
    return row


def check_superior(superior: Category) -> None:
    """Refuse a matter below a retired one, one with cases of its own, or one too deep."""
    if superior.is_retired:
        raise BadInput("上级分类已停用。", "parent_id")
    if superior.level >= DEEPEST:
        raise BadInput(f"分类最多 {DEEPEST} 级。", "parent_id")
    if superior.is_leaf and (cases := administration.count_cases_of(superior.id)):
        raise BadInput(f"“{superior.name}”已有 {cases} 件工单，不能再分下级。", "parent_id")


def check_name(name: str, parent_id: int | None, row: Category | None) -> None:
    """Refuse a name that would make a path ambiguous."""
    if "/" in name:
        raise BadInput("名称中不能有斜杠“/”。", "name")
    if any(other.name == name and other is not row for other in administration.under(Category, parent_id)):
        raise BadInput(f"同一上级下已有“{name}”。", "name")


def change_category(row: Category, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change a matter; a new name changes the path of everything below."""
    check_name(values["name"], row.parent_id, row)
    head, _, _ = row.path.rpartition("/")
    path = f"{head}/{values['name']}" if head else values["name"]
    given = {**values, "path": path, "initials": initials_of(values["name"])}
    change(row, given, object_type="category", called=row.path, by=by, at=at, spelling=MATTER)
    paths = {row.id: row.path}
    for below in administration.everything_under(Category, row.id):
        below.path = paths[below.id] = f"{paths[below.parent_id or row.id]}/{below.name}"


def retire_category(row: Category, *, by: User, at: datetime) -> None:
    """Offer the matter and all below it no more; cases that have it keep it."""
    set_retired(row, is_retired=True, by=by, at=at)
    for below in administration.everything_under(Category, row.id):
        set_retired(below, is_retired=True, by=by, at=at)


def restore_category(row: Category, *, by: User, at: datetime) -> None:
    """Offer the matter again; those below it stay as they are."""
    if any(above.is_retired for above in administration.above(Category, row)):
        raise BadInput("上级分类已停用，请先恢复上级。")
    set_retired(row, is_retired=False, by=by, at=at)


def set_retired(row: Category, *, is_retired: bool, by: User, at: datetime) -> None:
    """Set the mark and write it down."""
    kind = "disable" if is_retired else "enable"
    change(row, {"is_retired": is_retired}, object_type="category", called=row.path, by=by, at=at, kind=kind)
