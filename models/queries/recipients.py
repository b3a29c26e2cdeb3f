"""Who a notice goes to and where it may reach them: the people behind an audience, read lightly."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.base import db
from models.citizen import Citizen
from models.queries import people
from models.transaction import once
from models.user import User, user_role
from models.vocabulary import Permission


@dataclass(frozen=True)
class Recipient:
    """Somebody a message goes to, and where it may reach them outside the house."""

    id: int
    phone: str | None
    mail: str


def roles_with(permission: Permission) -> frozenset[int]:
    """Return the ids of the roles that carry the permission; all roles are read once in a transaction."""
    known = once(
        "what roles may", lambda: [(role.id, frozenset(role.permissions)) for role in people.roles()]
    )
    return frozenset(role_id for role_id, permissions in known if permission.value in permissions)


def find(
    *,
    department_ids: Collection[int] | None = None,
    user_ids: Collection[int] | None = None,
    holding: Collection[Permission] = (),
    holding_one_of: Collection[Permission] = (),
    leaders: bool = False,
    on_duty: bool = False,
    limit: int,
) -> Sequence[Recipient]:
    """Return the active users that fit everything given, duty officers first, in one statement.

    holding: the permissions they must have, each of them through any role; holding_one_of: any of these.
    """
    users = select(User.id, User.phone, User.mail).where(User.is_active)
    if department_ids is not None:
        users = users.where(User.department_id.in_(department_ids))
    if user_ids is not None:
        users = users.where(User.id.in_(user_ids))
    for permission in holding:
        holders = select(user_role.c.user_id).where(user_role.c.role_id.in_(roles_with(permission)))
        users = users.where(User.id.in_(holders))
    if holding_one_of:
        roles = frozenset[int]().union(*(roles_with(permission) for permission in holding_one_of))
        users = users.where(User.id.in_(select(user_role.c.user_id).where(user_role.c.role_id.in_(roles))))
    if leaders:
        users = users.where(User.is_leader)
    if on_duty:
        users = users.where(User.is_duty_officer)
    rows = db.session.execute(users.order_by(User.is_duty_officer.desc(), User.id).limit(limit))
    return [Recipient(*row) for row in rows.tuples()]


def citizen_of(case_id: int) -> Citizen | None:
    """Return the caller of the case."""
    return db.session.scalar(select(Citizen).where(Citizen.case_id == case_id))
