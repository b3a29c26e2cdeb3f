"""User and Role: who signs in, with which department and which permissions."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import ClassVar

from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Row
from models.department import Department
from models.encryption import Encrypted
from models.vocabulary import Permission

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", Integer, ForeignKey("user.id"), primary_key=True),
    Column("role_id", Integer, ForeignKey("role.id"), primary_key=True),
)


@lru_cache(maxsize=256)
def known_permissions(values: tuple[str, ...]) -> frozenset[Permission]:
    """Return the permissions of these values; asked for dozens of times a page, so each set is made once."""
    known = set(Permission)
    return frozenset(Permission(value) for value in values if value in known)


class Role(Row):
    """What people are employed as; a role is a named set of permissions, edited by administrators."""

    __tablename__ = "role"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    permissions: Mapped[list[str]] = mapped_column(default=list)


class User(Row):
    """Someone who works on the hotline or in a department."""

    __tablename__ = "user"
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    phone: Mapped[str | None] = mapped_column(Encrypted("user.phone"))
    mail: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    is_leader: Mapped[bool] = mapped_column(default=False)
    is_duty_officer: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    signed_in_at: Mapped[datetime | None]
    # Changing it ends every session of the user.
    session_stamp: Mapped[str] = mapped_column(default="")

    roles: Mapped[list[Role]] = relationship(secondary=user_role, lazy="selectin")
    department: Mapped[Department | None] = relationship(lazy="joined")

    # The user's department and every unit below it; set by whoever loads the user (queries/people.py).
    department_ids: ClassVar[frozenset[int]] = frozenset()

    # What Flask-Login asks of a user; written out so that tables need no web library.
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what the session cookie remembers of this user."""
        return f"{self.id}:{self.session_stamp}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """All permissions of all roles; a permission this version does not know is left out."""
        return known_permissions(tuple(p for role in self.roles for p in role.permissions))

    @property
    def role_codes(self) -> frozenset[str]:
        """The codes of the user's roles."""
        return frozenset(role.code for role in self.roles)
