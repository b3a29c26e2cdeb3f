"""Taking a list of cases away as a file (导出): who may, why, how long it is kept; all of it in the audit log.

The audit log is what the domain study (8.3) asks of bulk export; what stands in the file is the list's own
columns, and never who called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.base import db
from models.export_order import ExportOrder
from models.queries import export_orders
from models.vocabulary import ExportState, Permission
from workflows import audit
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow, Refused
from workflows.permissions import may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.user import User

KEPT = timedelta(hours=24)
LEAST_REASON = 5
MOST_OPEN = 5
MOST_ATTEMPTS = 3
MEBIBYTE = 1 << 20


class Gone(Refused):
    """The file was there and is no longer."""


@dataclass(frozen=True)
class Wish:
    """What is asked for: a list by name and title, its address's arguments, the same in words, columns, reason."""

    list_name: str
    title: str
    wanted: dict[str, str]
    conditions: dict[str, str]
    columns: Sequence[str]
    reason: str


@dataclass(frozen=True)
class File:
    """A finished file: the name people save it under, its size in bytes, its checksum."""

    file_name: str
    size: int
    sha256: str


def ask(
    wish: Wish, *, by: User, at: datetime, stored_name: str, mebibytes: int, address: str = ""
) -> ExportOrder:
    """Note the export and who wants it why; `mebibytes` is the room there is for all kept files.

    Refused without permission, reason or column, with too many still waiting, or where there is no room.
    """
    if not may(by, Permission.EXPORT_CASES):
        raise NotAllowedForYou("您没有导出工单的权限。")
    if len(wish.reason.strip()) < LEAST_REASON:
        raise BadInput(f"请写明导出用途，不少于 {LEAST_REASON} 个字。", "reason")
    if not wish.columns:
        raise BadInput("请至少选择一列。", "columns")
    if export_orders.count_open_of(by.id) >= MOST_OPEN:
        raise NotAllowedNow(f"您已有 {MOST_OPEN} 份导出正在排队，请等它们完成后再导出。")
    if export_orders.kept_bytes() >= mebibytes * MEBIBYTE:
        raise NotAllowedNow("导出文件的存放空间已满，请等旧文件过期（24 小时）后再导出，或联系管理员。")
    order = ExportOrder(
        user_id=by.id,
        list_name=wish.list_name,
        title=wish.title,
        wanted=dict(wish.wanted),
        conditions=dict(wish.conditions),
        columns=list(wish.columns),
        reason=wish.reason.strip(),
        stored_name=stored_name,
        asked_at=at,
    )
    db.session.add(order)
    db.session.flush()
    asked = "；".join(f"{label}：{text}" for label, text in wish.conditions.items()) or "全部"
    _note("export_cases", order, f"导出“{order.title}”（{asked}），用途：{order.reason}", by, at, address)
    return order


def begin(order: ExportOrder, *, at: datetime) -> bool:
    """Begin to make the file; False where it has ended, or was broken off too often and is given up."""
    if not order.is_open:
        return False
    order.attempts += 1
    if order.attempts > MOST_ATTEMPTS:
        fail(order, f"已尝试 {MOST_ATTEMPTS} 次均中断，请重新导出；如仍不行，请联系管理员。", at=at)
        return False
    order.state, order.started_at, order.rows_done = ExportState.RUNNING, at, 0
    return True


def finish(order: ExportOrder, file: File, rows: int, *, by: User, at: datetime) -> None:
    """Hand the finished file over, to be fetched within a day."""
    order.state, order.ended_at, order.expires_at = ExportState.DONE, at, at + KEPT
    order.rows_total = order.rows_done = rows
    order.file_name, order.bytes, order.sha256 = file.file_name, file.size, file.sha256
    _note("export_made", order, f"《{file.file_name}》{rows} 行，校验码 {file.sha256[:16]}", by, at)


def fail(order: ExportOrder, sentence: str, *, at: datetime) -> None:
    """Give the export up, and say why."""
    order.state, order.ended_at, order.sentence = ExportState.FAILED, at, sentence


def download(order: ExportOrder, *, by: User, at: datetime, address: str = "") -> None:
    """Note that the file is fetched. Raises Gone where its time is over, NotAllowedNow before it is made."""
    if order.state is ExportState.EXPIRED or (order.expires_at is not None and order.expires_at <= at):
        raise Gone("下载链接已过期：导出的文件只保留 24 小时。需要时请回到列表重新导出。")
    if order.state is not ExportState.DONE:
        raise NotAllowedNow("文件还没有生成，不能下载。")
    order.downloads += 1
    order.last_downloaded_at = at
    _note("download_export", order, f"《{order.file_name}》第 {order.downloads} 次下载", by, at, address)


def expire(order: ExportOrder) -> None:
    """Close the way to a file whose time is over."""
    order.state = ExportState.EXPIRED


def _note(kind: str, order: ExportOrder, summary: str, by: User, at: datetime, address: str = "") -> None:
    audit.write(
        kind,
        by=by,
        at=at,
        address=address,
        object_type="export",
        object_id=order.id,
        summary=summary,
    )
