"""Keeping what one asks of a list under a name (视图): one's own, shared with all, opened by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import saved_views as queries
from models.saved_view import SavedView, ViewDefault
from models.vocabulary import Permission
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.user import User

MOST_VIEWS = 50


@dataclass(frozen=True)
class Wish:
    """What a view shall be called, whether others are offered it, whether one's own list opens with it."""

    name: str
    is_shared: bool = False
    is_default: bool = False


def save(place: str, arguments: Mapping[str, Any], wish: Wish, *, by: User, at: datetime) -> SavedView:
    """Keep what is asked of a list. Refused with nothing asked, a name twice, too many, or sharing without permission."""
    if not arguments:
        raise NotAllowedNow("当前列表没有任何筛选条件，不需要保存为视图。")
    if queries.count_of(by.id) >= MOST_VIEWS:
        raise NotAllowedNow(f"每人最多保存 {MOST_VIEWS} 个视图，请先删除不用的。")
    _check(place, wish, by=by)
    view = SavedView(
        place=place,
        name=wish.name,
        arguments=dict(arguments),
        owner_id=by.id,
        is_shared=wish.is_shared,
        saved_at=at,
    )
    db.session.add(view)
    db.session.flush()
    _open_with(view, wish.is_default, by=by)
    return view


def change(view: SavedView, wish: Wish, *, by: User) -> None:
    """Call it otherwise, share it or no longer; whose it is not may only let their list open with it."""
    if view.owner_id == by.id:
        _check(view.place, wish, by=by, besides=view)
        view.name, view.is_shared = wish.name, wish.is_shared
    _open_with(view, wish.is_default, by=by)


def remove(view: SavedView, *, by: User) -> None:
    """Take it away: one's own, or a shared one if one may share."""
    if view.owner_id != by.id and not may(by, Permission.SHARE_VIEWS):
        raise NotAllowedForYou("只能删除自己的视图。")
    queries.remove(view)


def _check(place: str, wish: Wish, *, by: User, besides: SavedView | None = None) -> None:
    same = queries.named(place, wish.name, by.id)
    if same is not None and same is not besides:
        raise BadInput(f"您在这个列表已有名为“{wish.name}”的视图。", "name")
    was_shared = besides is not None and besides.is_shared
    if wish.is_shared and not was_shared and not may(by, Permission.SHARE_VIEWS):
        raise NotAllowedForYou("您没有共享视图的权限。")


def _open_with(view: SavedView, is_default: bool, *, by: User) -> None:
    now = queries.default_at(view.place, by.id)
    if is_default and now is not view:
        queries.forget_default(view.place, by.id)
        db.session.add(ViewDefault(user_id=by.id, place=view.place, view_id=view.id))
    elif not is_default and now is view:
        queries.forget_default(view.place, by.id)
