"""Makes the file of an export: at once for a short list, by the scheduler's worker for a long one.

It lies in the uploads folder under a name of its own, complete or not there at all. Who works on it holds a lock,
so none is made twice at a time, and one whose worker died is begun anew.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config import LOCAL_TIMEZONE
from hotline.case_exports.columns import COLUMNS, TAGS, Column, Reading
from hotline.case_exports.lists import LISTS
from hotline.case_exports.question import NO_CASE, Lines, Question, ToldLines
from hotline.sole_worker import sole_worker
from hotline.uploads import clean_name
from models.export_order import ExportOrder
from models.queries import cities, export_orders, people, tags
from models.queries.export_ids import BATCH
from models.queries.export_rows import Names, facts_of
from models.transaction import unit_of_work
from models.user import User
from reports.workbooks import stream
from workflows import exports
from workflows.errors import Refused
from workflows.headlines import reader_of

AT_ONCE = 2_000
AT_A_TIME = 2
SECONDS_BETWEEN = 1.0
CHUNK = 1 << 20


def folder_of(uploads: Path) -> Path:
    """Return where exported files lie."""
    return uploads / "exports"


def is_worked_on(order: ExportOrder, folder: Path) -> bool:
    """Say whether a worker is at it at this moment."""
    with sole_worker(_lock(order, folder)) as is_sole:
        return not is_sole


def make(order_id: int, folder: Path) -> bool:
    """Make the file of one export; False where another works on it, or it has ended."""
    order = export_orders.find(order_id)
    if order is None:
        return False
    with sole_worker(_lock(order, folder)) as is_sole:
        if not is_sole or not _begun(order_id):
            return False
        try:
            _make(order_id, folder)
        except Refused as error:
            _give_up(order_id, str(error))
        return True


def remove(order: ExportOrder, folder: Path) -> None:
    """Take the files of an export away."""
    for file in (folder / order.stored_name, _part(order, folder), _lock(order, folder)):
        file.unlink(missing_ok=True)


def _make(order_id: int, folder: Path) -> None:
    """Write the file of an export that has begun, and hand it over. Refused where it may no longer be made."""
    order, at = export_orders.find(order_id), datetime.now(UTC)
    user = people.find_user(order.user_id) if order else None
    if order is None or user is None or not user.is_active:
        raise Refused("导出人的账号已停用，未生成文件。")
    question, listed = Question(order.wanted, user, at), LISTS[order.list_name]
    listed.admit(question)
    columns = [COLUMNS[name] for name in order.columns if COLUMNS[name].is_for(user)]
    reading, lines = Reading(reader_of(user), at), listed.lines(question, None)
    watermark = watermark_of(order, user, at)
    part, target = _part(order, folder), folder / order.stored_name
    told = _told(order, user, at, len(lines))
    progress = _Progress(order_id, len(lines))
    with stream.open_book(part, watermark) as book:
        sheet = [column.of_sheet for column in columns]
        rows = book.table(order.title, order.title, sheet, _rows(lines, columns, reading, progress))
        book.table("导出说明", "导出说明", EXPLAINED, told)
    part.chmod(0o600)
    file = exports.File(_file_name(order, at), part.stat().st_size, _checksum(part))
    part.rename(target)
    with unit_of_work():
        made, by = export_orders.find(order_id), people.find_user(order.user_id)
        if made is not None and by is not None:
            exports.finish(made, file, rows, by=by, at=datetime.now(UTC))


def _rows(
    lines: Lines | ToldLines, columns: Sequence[Column], reading: Reading, progress: _Progress
) -> Iterator[Sequence[Any]]:
    """Yield the cells of each line; the facts of the cases are read a piece at a time."""
    names, readers, done = Names(), [column.read for column in columns], 0
    has_tags = TAGS in {column.name for column in columns}
    for batch in lines.batches(BATCH):
        case_ids = [case_id for case_id, _ in batch if case_id != NO_CASE]
        # A line about no case is read from what the list says of it alone.
        facts: dict[int, Any] = {NO_CASE: None, **(facts_of(case_ids, names) if case_ids else {})}
        reading.tags = tags.carried_by(case_ids) if has_tags else {}
        for case_id, own in batch:
            yield [read(facts[case_id], own, reading) for read in readers]
        done += len(batch)
        progress.say(done)


class _Progress:
    """Says in the database how far the work is, about every second."""

    def __init__(self, order_id: int, total: int) -> None:
        self._order_id = order_id
        self._next = 0.0
        self._total = total
        self.say(0)

    def say(self, done: int) -> None:
        """Note how many rows are done."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + SECONDS_BETWEEN
        with unit_of_work():
            order = export_orders.find(self._order_id)
            if order is not None:
                order.rows_total, order.rows_done = self._total, done


EXPLAINED = (stream.Column("项目", 18), stream.Column("内容", 100))


TOLD_OF_CASES = (
    ("范围", "只含导出人有权查看的工单；保密、举报和专席工单只列事项和区县，与列表页面一致。"),
    ("个人信息", "不含诉求人的姓名、电话、证件和住址。标题由接线员填写，如有线索请勿外传。"),
)
TOLD_OF_OTHERS = (("范围", "与列表页面一致。"), ("个人信息", "不含诉求人的任何信息。"))


def _told(order: ExportOrder, user: User, at: datetime, number: int) -> list[tuple[str, str]]:
    """Return what the second sheet says of the first."""
    return [
        ("列表", order.title),
        *order.conditions.items(),
        ("行数", f"{number:,}"),
        ("数据截至", _local(at)),
        ("导出人", f"{user.full_name}（{user.name}）"),
        ("导出编号", str(order.id)),
        ("用途", order.reason),
        *(TOLD_OF_CASES if LISTS[order.list_name].holds_cases else TOLD_OF_OTHERS),
        ("时间", "均为北京时间；空白表示没有发生或不适用。"),
    ]


def watermark_of(order: ExportOrder, user: User, at: datetime) -> str:
    """Return the line that says on every page who took the list, when and what for."""
    return (
        f"导出人：{user.full_name}（{user.name}）　{_local(at)}　导出编号：{order.id}　用途：{order.reason}"
    )


def _file_name(order: ExportOrder, at: datetime) -> str:
    """Return the download's name: 某市12345_工单查询_20260801_17.xlsx."""
    city = cities.find()
    short, day = city.name.removesuffix("市") if city else "", at.astimezone(LOCAL_TIMEZONE)
    return clean_name(f"{short}12345_{order.title.replace('/', '／')}_{day:%Y%m%d}_{order.id}.xlsx")


def _local(at: datetime) -> str:
    return f"{at.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}"


def _begun(order_id: int) -> bool:
    with unit_of_work():
        order = export_orders.find(order_id)
        return order is not None and exports.begin(order, at=datetime.now(UTC))


def _give_up(order_id: int, sentence: str) -> None:
    with unit_of_work():
        order = export_orders.find(order_id)
        if order is not None:
            exports.fail(order, sentence, at=datetime.now(UTC))


def _part(order: ExportOrder, folder: Path) -> Path:
    return folder / f"{order.stored_name}.part"


def _lock(order: ExportOrder, folder: Path) -> Path:
    return folder / f"{order.stored_name}.lock"


def _checksum(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
