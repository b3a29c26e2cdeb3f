"""What becomes of an event of the grid: found, passed up to the platform, dealt with; its counts follow in the same step.

A citizen's demand is a case and goes other ways: an event only carries the number of the case it led to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.base import db
from models.grid import GridClass, GridEvent
from models.queries import cases, grid_figures, numbering
from models.queries.tallies import local_day
from models.vocabulary import Permission
from workflows import audit
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may, scope_of

if TYPE_CHECKING:
    from datetime import datetime

    from models.user import User

# What people enter here comes from no other system.
OURS = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a grid worker found."""

    title: str
    grid_class_id: int
    district_id: int | None
    found_at: datetime
    place: str = ""
    detail: str = ""


def own_only(user: User) -> int | None:
    """Return whose events alone the user may see: one's own, or, for who reads the reports, nobody's."""
    return None if may(user, Permission.VIEW_REPORTS) else user.id


def register(finding: Finding, *, by: User, at: datetime) -> GridEvent:
    """Take an event in and give it its number. Raises BadInput for a class out of use and for a time to come."""
    _allow(by)
    if finding.found_at > at:
        raise BadInput("采集时间不能晚于现在。", "found_at")
    grid_figures.hold([finding.grid_class_id])
    grid_class = db.session.get(GridClass, finding.grid_class_id)
    if grid_class is None or not grid_class.is_active:
        raise BadInput("请选择事件类别。", "grid_class_id")
    day = local_day(finding.found_at)
    event = GridEvent(
        source=OURS,
        external_id=f"WG{day:%Y%m%d}{numbering.next_in(f'grid {day:%Y%m%d}'):05d}",
        title=finding.title,
        place=finding.place,
        detail=finding.detail,
        grid_class_id=finding.grid_class_id,
        district_id=finding.district_id,
        registered_on=day,
        registered_at=finding.found_at,
        registered_by_id=by.id,
    )
    db.session.add(event)
    _settle(event, "登记", by=by, at=at)
    return event


def escalate(event: GridEvent, *, by: User, at: datetime) -> None:
    """Pass an event up that the grid cannot deal with. Raises NotAllowedNow where it was, or is dealt with."""
    _allow(by)
    _ours(event)
    grid_figures.hold([event.grid_class_id])
    if event.is_escalated:
        raise NotAllowedNow("该事件已经上报。")
    if event.is_processed:
        raise NotAllowedNow("该事件已经处置，不需要上报。")
    event.is_escalated, event.escalated_at = True, at
    _settle(event, "上报", by=by, at=at)


def process(event: GridEvent, outcome: str, *, by: User, at: datetime) -> None:
    """Say how the event was dealt with. Raises NotAllowedNow where it was."""
    _allow(by)
    _ours(event)
    grid_figures.hold([event.grid_class_id])
    if event.is_processed:
        raise NotAllowedNow("该事件已经处置。")
    event.is_processed, event.processed_at, event.outcome = True, at, outcome
    _settle(event, "处置", by=by, at=at)


def name_case(event: GridEvent, number: str, *, by: User, at: datetime) -> None:
    """Write down which case the event led to; nothing takes the number away. Raises BadInput for no such case."""
    _allow(by)
    if number and cases.find_by_number(number, scope_of(by)) is None:
        raise BadInput("没有这个编号的工单，或不在您的查看范围内。", "case_number")
    event.case_number = number
    _note(event, f"关联工单 {number}" if number else "取消关联工单", by=by, at=at)


def _allow(by: User) -> None:
    if not may(by, Permission.RECORD_GRID):
        raise NotAllowedForYou("您没有登记网格事件的权限。")


def _ours(event: GridEvent) -> None:
    """Leave an imported event to the platform it comes from: its next file would take the step back."""
    if event.source != OURS:
        raise NotAllowedNow(f"该事件来自{event.source}，由该平台更新后重新导入。")


def _settle(event: GridEvent, what: str, *, by: User, at: datetime) -> None:
    """Count the event's day anew and write down who did it."""
    grid_figures.recount([event.registered_on], [event.grid_class_id])
    _note(event, what, by=by, at=at)


def _note(event: GridEvent, what: str, *, by: User, at: datetime) -> None:
    audit.write(
        "grid_event",
        by=by,
        at=at,
        object_type="grid_event",
        object_id=event.id,
        summary=f"{event.external_id} {what}",
    )
