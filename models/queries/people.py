"""Users and roles: who signs in, who is told of what."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from models.base import db
from models.queries import departments
from models.queries.administration import Slice, containing, sliced
from models.user import Role, User, user_role
from models.vocabulary import Permission

# One statement, made once: it runs on every page.
WITH_ROLES = select(User).where(User.id == bindparam("user_id")).options(joinedload(User.roles))


def find_user(user_id: int) -> User | None:
    """Return the user with roles, department and the departments below it."""
    return complete(db.session.scalars(WITH_ROLES, {"user_id": user_id}).unique().one_or_none())


def find_user_by_name(name: str) -> User | None:
    """Return the user with this sign-in name."""
    return complete(db.session.scalar(select(User).where(User.name == name)))


def complete(user: User | None) -> User | None:
    """Put the ids of the user's department and all below it on the user."""
    if user is not None and user.department_id is not None:
        user.department_ids = departments.with_descendants(user.department_id)  # type: ignore[misc]
    return user


def full_names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return what the users with these ids are called; None is passed over."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(User.id, User.full_name).where(User.id.in_(wanted)))
    return {row.id: row.full_name for row in rows}


def all_users() -> Sequence[User]:
    """Return every user by name."""
    return db.session.scalars(select(User).options(selectinload(User.roles)).order_by(User.name)).all()


def roles() -> Sequence[Role]:
    """Return every role in the order they were made."""
    return db.session.scalars(select(Role).order_by(Role.id)).all()


def find_role(code: str) -> Role | None:
    """Return the role with this code."""
    return db.session.scalar(select(Role).where(Role.code == code))


def users_of_departments(
    department_ids: Iterable[int], *, leaders: bool = False, on_duty: bool = False
) -> Sequence[User]:
    """Return the active users of the departments, or only their leaders or duty officers."""
    users = select(User).where(User.department_id.in_(list(department_ids)), User.is_active)
    if leaders:
        users = users.where(User.is_leader)
    if on_duty:
        users = users.where(User.is_duty_officer)
    return db.session.scalars(users.order_by(User.id)).all()


def users_with(permission: Permission) -> Sequence[User]:
    """Return the active users who hold the permission through any role."""
    holding = [role.id for role in roles() if permission.value in role.permissions]
    ids = select(user_role.c.user_id).where(user_role.c.role_id.in_(holding))
    return db.session.scalars(select(User).where(User.id.in_(ids), User.is_active).order_by(User.id)).all()


def names_holding(
    permissions: Iterable[Permission], department_id: int | None = None
) -> Sequence[tuple[int, str]]:
    """Return id and name of the active people who hold each of the permissions, of all units or of one."""
    known = roles()
    rows = select(User.id, User.full_name).where(User.is_active)
    for permission in permissions:
        holding = [role.id for role in known if permission.value in role.permissions]
        rows = rows.where(User.id.in_(select(user_role.c.user_id).where(user_role.c.role_id.in_(holding))))
    if department_id is not None:
        rows = rows.where(User.department_id == department_id)
    return db.session.execute(rows.order_by(User.full_name, User.id)).tuples().all()


def names_of_unit(department_id: int | None) -> Sequence[tuple[int, str]]:
    """Return id and name of the active people of one's unit; of those without a unit for None."""
    rows = select(User.id, User.full_name).where(User.is_active, User.department_id == department_id)
    return db.session.execute(rows.order_by(User.full_name, User.id)).tuples().all()


def names_with(permission: Permission, department_id: int) -> Sequence[tuple[int, str]]:
    """Return id and name of the department's active people who hold the permission."""
    holding = [role.id for role in roles() if permission.value in role.permissions]
    ids = select(user_role.c.user_id).where(user_role.c.role_id.in_(holding))
    rows = select(User.id, User.full_name).where(User.id.in_(ids), User.is_active)
    return (
        db.session.execute(rows.where(User.department_id == department_id).order_by(User.id)).tuples().all()
    )


def lock_roles() -> None:
    """Let nobody else decide on roles until this unit of work ends."""
    db.session.execute(select(Role.id).with_for_update())


def count_by_role() -> dict[int, int]:
    """Count the active users of each role."""
    counted = (
        select(user_role.c.role_id, func.count())
        .join(User, User.id == user_role.c.user_id)
        .where(User.is_active)
        .group_by(user_role.c.role_id)
    )
    return dict(db.session.execute(counted).tuples().all())


def page_of_users(
    words: str = "",
    *,
    role_id: int | None = None,
    department_id: int | None = None,
    state: str = "",
    at: datetime,
    before: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Slice[User]:
    """Return the users by sign-in name; state is active, disabled, locked or empty for all."""
    users = select(User).options(selectinload(User.roles))
    if words:
        users = users.where(containing(words, User.name, User.full_name))
    if role_id is not None:
        users = users.where(User.roles.any(Role.id == role_id))
    if department_id is not None:
        users = users.where(User.department_id == department_id)
    if state in STATES:
        users = users.where(STATES[state](at))
    return sliced(users, User.name, before=before, after=after, limit=limit)


STATES: dict[str, Callable[[datetime], ColumnElement[bool]]] = {
    "active": lambda _: User.is_active.is_(True),
    "disabled": lambda _: User.is_active.is_(False),
    "locked": lambda at: and_(User.is_active, User.locked_until > at),
}
