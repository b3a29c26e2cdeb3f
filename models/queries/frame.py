"""What the frame of every page shows: the hotline's name and how much lies unread, in one statement."""

from sqlalchemy import bindparam, func, select

from models.base import db
from models.city import City
from models.notice import Notice
from models.queries.notices import is_unread

NAME = select(City.hotline_name).limit(1).scalar_subquery()
UNREAD = select(func.count()).select_from(Notice).where(*is_unread(bindparam("user_id"))).scalar_subquery()
NAME_AND_UNREAD = select(NAME, UNREAD)


def hotline_name() -> str | None:
    """Return what the city calls its hotline, or None before its pack is loaded."""
    return db.session.scalar(select(NAME))


def name_and_unread(user_id: int) -> tuple[str | None, int]:
    """Return the hotline's name, and how many messages in the user's tray are unread."""
    name, unread = db.session.execute(NAME_AND_UNREAD, {"user_id": user_id}).one()
    return name, unread
