"""The city this installation serves."""

from sqlalchemy import select

from models.base import db
from models.city import City
from models.transaction import once


def find() -> City | None:
    """Return the city, or None before its pack is loaded."""
    return once("city", lambda: db.session.scalar(select(City).limit(1)))
