"""Views of lists for the demo: two that the supervisor shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.vocabulary import Permission
from workflows import saved_views
from workflows.demo.crew import one_with
from workflows.saved_views import Wish

if TYPE_CHECKING:
    from datetime import datetime

SHARED = (
    ("cases", "投诉超期件", {"kind": "complaint", "light": "overdue", "order": "due"}),
    ("cases", "紧急求助", {"kind": "help", "urgency": "urgent"}),
    ("orders", "超期督办", {"light": "overdue"}),
)


def keep_some(*, at: datetime) -> None:
    """Share them with everyone who may see these lists."""
    by = one_with(Permission.SHARE_VIEWS, Permission.SUPERVISE)
    for place, name, arguments in SHARED:
        saved_views.save(place, arguments, Wish(name, is_shared=True), by=by, at=at)
