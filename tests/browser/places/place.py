"""A page to open, and by whom."""

from dataclasses import dataclass

from models.user import User


@dataclass(frozen=True)
class Place:
    """A page and someone who may see it; nobody for the open ones."""

    address: str
    user: User | None
