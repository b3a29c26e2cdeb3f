"""Exchanges that may report calls (电话接入): made, changed, given a new token; the token is shown once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import call_days, telephone
from models.telephone import Exchange
from workflows import audit
from workflows.administration.change import Spelling, change, create
from workflows.errors import BadInput
from workflows.telephone import hash_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.telephone import Seat
    from models.user import User

TOKEN_BYTES = 32
SPELLING: Spelling = {"token_hash": lambda _: None}


def open_exchange(values: Mapping[str, Any], *, by: User | None, at: datetime) -> tuple[Exchange, str]:
    """Make an exchange; return it and its token, of which only the hash is kept."""
    check_name(values["name"], None)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Exchange(**values, token_hash=hash_of(token), made_by_id=by.id if by else None, made_at=at)
    create(row, object_type="exchange", called=row.name, by=by, at=at, spelling=SPELLING)
    return row, token


def change_exchange(row: Exchange, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change the exchange's name, servers and whether it is in use.

    One that is for training from now on, or no more, has its calls taken out of the counts, or into them.
    """
    check_name(values["name"], row)
    if values.get("is_training", row.is_training) != row.is_training:
        call_days.mark_all_stale(row.id)
    change(row, values, object_type="exchange", called=row.name, by=by, at=at, spelling=SPELLING)


def renew_token(row: Exchange, *, by: User, at: datetime) -> str:
    """Give the exchange a new token and return it; the old one is refused from now on."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row.token_hash = hash_of(token)
    audit.write("renew_token", by=by, at=at, object_type="exchange", object_id=row.id, summary=row.name)
    return token


def free_seat(seat: Seat, *, by: User, at: datetime) -> None:
    """Free an extension of whoever sits there."""
    audit.write(
        "free_seat",
        by=by,
        at=at,
        object_type="seat",
        object_id=seat.extension,
        summary=f"分机 {seat.extension}：{seat.user.full_name}",
    )
    db.session.delete(seat)


def check_name(name: str, row: Exchange | None) -> None:
    """Refuse a name that another exchange has."""
    if any(other.name == name and other is not row for other in telephone.exchanges()):
        raise BadInput(f"已有名为“{name}”的交换机。", "name")
