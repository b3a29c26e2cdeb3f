"""The city this installation serves."""

from sqlalchemy import select

from models.base import db
from models.city import City


def find() -> City | None:
    """Return the city, or None before its pack is loaded."""
    return db.session.scalar(select(City).limit(1))
