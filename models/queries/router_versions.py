"""Versions of the routers: all of a purpose, the one that is on, those that wait; and the names of labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from models.base import db
from models.category import Category
from models.department import Department
from models.router_version import OPEN_STATES, Purpose, RouterVersion, VersionState

MOST_SHOWN = 20
KEPT_FILES = 5


def find(version_id: int) -> RouterVersion | None:
    """Return the version."""
    return db.session.get(RouterVersion, version_id)


def newest(purpose: Purpose, limit: int = MOST_SHOWN) -> Sequence[RouterVersion]:
    """Return the newest versions of a purpose first."""
    rows = select(RouterVersion).where(RouterVersion.purpose == purpose)
    return db.session.scalars(rows.order_by(RouterVersion.id.desc()).limit(limit)).all()


def in_use(purpose: Purpose) -> RouterVersion | None:
    """Return the version that is on."""
    return db.session.scalar(
        select(RouterVersion).where(RouterVersion.purpose == purpose, RouterVersion.state == VersionState.ON)
    )


def file_in_use(purpose: Purpose) -> tuple[int, str] | None:
    """Return number and file of the version that is on."""
    row = db.session.execute(
        select(RouterVersion.id, RouterVersion.stored_name).where(
            RouterVersion.purpose == purpose, RouterVersion.state == VersionState.ON
        )
    ).first()
    return (row.id, row.stored_name) if row else None


def open_ids() -> Sequence[int]:
    """Return the versions that wait for their training, or whose trainer may have died."""
    rows = select(RouterVersion.id).where(RouterVersion.state.in_(OPEN_STATES)).order_by(RouterVersion.id)
    return db.session.scalars(rows).all()


def is_open(purpose: Purpose) -> bool:
    """Say whether a version of the purpose waits or is being trained."""
    rows = select(RouterVersion.id).where(
        RouterVersion.purpose == purpose, RouterVersion.state.in_(OPEN_STATES)
    )
    return db.session.scalar(rows.limit(1)) is not None


def files_to_keep() -> set[str]:
    """Return the files of what is on, and of the newest versions of each purpose."""
    kept: set[str] = set()
    for purpose in Purpose:
        kept |= {each.stored_name for each in newest(purpose, KEPT_FILES)}
        present = in_use(purpose)
        if present is not None:
            kept.add(present.stored_name)
    return kept - {""}


def names_of(purpose: Purpose, ids: Collection[int]) -> dict[int, str]:
    """Return the names of categories (their whole path) or of departments by id."""
    name, row = (Category.path, Category) if purpose is Purpose.CATEGORY else (Department.name, Department)
    found = db.session.execute(select(row.id, name).where(row.id.in_(list(ids))))
    return dict(found.tuples().all())
