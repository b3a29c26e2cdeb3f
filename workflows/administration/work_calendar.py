"""The city's exceptions to the national calendar (工作日历): every change recounts the open due dates."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from models.base import db
from models.queries import work_days
from models.work_day import WorkDay
from workflows import audit, clocks
from workflows.administration.change import change, create
from workflows.errors import BadInput
from workflows.recounting import Recounted, recount_open
from workflows.working_time import local_time, unknown_year_ahead

if TYPE_CHECKING:
    from datetime import datetime

    from models.user import User

NATIONAL = "国务院通知"
LOCAL = "本地安排"
SOURCES = (LOCAL, NATIONAL)
COLUMNS = ("date", "is_workday", "name")
WORDS = {
    "是": True,
    "上班": True,
    "1": True,
    "true": True,
    "否": False,
    "休息": False,
    "0": False,
    "false": False,
}
YEARS = range(2000, 2100)
MOST_DAYS = 1000
MOST_FAULTS = 20
# The State Council's notice comes out in October or November; from then on its absence is said.
WEEKS_AHEAD = 14


@dataclass(frozen=True)
class Entered:
    """What came of a change of the calendar: days new, days changed, and what that did to open clocks."""

    added: int
    changed: int
    recounted: Recounted


def year_without_notice(at: datetime) -> int | None:
    """Return the year whose holidays nobody has entered yet, from the last days of September before it on."""
    return unknown_year_ahead(local_time(at).date(), clocks.read_calendar(), weeks=WEEKS_AHEAD)


def put_day(day: date, *, is_workday: bool, name: str, source: str, by: User, at: datetime) -> Entered:
    """Put a day down as worked or off, whatever it was before."""
    added, changed = put(day, is_workday=is_workday, name=name, source=source, by=by, at=at)
    return Entered(int(added), int(changed), after(added, changed, by=by, at=at))


def after(added: int, changed: int, *, by: User, at: datetime) -> Recounted:
    """Have the open clocks counted anew if a day is new or changed."""
    return recount_open(by=by, at=at) if added or changed else Recounted()


def put(day: date, *, is_workday: bool, name: str, source: str, by: User, at: datetime) -> tuple[bool, bool]:
    """Put a day down without recounting; say whether it is new, and whether it was put down otherwise."""
    if day.year not in YEARS:
        raise BadInput(f"日期须在 {YEARS[0]} 至 {YEARS[-1]} 年之间。", "day")
    values = {"is_workday": is_workday, "name": name, "source": source}
    row = work_days.find(day)
    if row is None:
        create(WorkDay(day=day, **values), object_type="work_day", called=called(day), by=by, at=at)
        return True, False
    return False, change(row, values, object_type="work_day", called=called(day), by=by, at=at)


def remove_day(row: WorkDay, *, by: User, at: datetime) -> Recounted:
    """Take an exception back, so that the national calendar counts again; say what that did to open clocks."""
    word = "上班" if row.is_workday else "休息"
    audit.write(
        "remove",
        by=by,
        at=at,
        object_type="work_day",
        object_id=row.id,
        summary=called(row.day),
        changes={"is_workday": [word, None], "name": [row.name, None]},
    )
    db.session.delete(row)
    db.session.flush()
    return recount_open(by=by, at=at)


def import_days(content: bytes, *, source: str, by: User, at: datetime) -> Entered:
    """Put down the days of a CSV file (date,is_workday,name); BadInput names every bad line, then none counts."""
    rows = read_days(content)
    outcomes = [
        put(day, is_workday=works, name=name, source=source, by=by, at=at) for day, works, name in rows
    ]
    added, changed = (sum(outcome[which] for outcome in outcomes) for which in (0, 1))
    recounted = after(added, changed, by=by, at=at)
    waiting = f"，{recounted.waiting} 件工单待重算" if recounted.waiting else ""
    summary = f"新增 {added} 天，修改 {changed} 天，{recounted.moved} 个时限重算{waiting}"
    audit.write("import_work_days", by=by, at=at, object_type="work_day", summary=summary)
    return Entered(added, changed, recounted)


def read_days(content: bytes) -> list[tuple[date, bool, str]]:
    """Read the lines of the file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    try:
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BadInput(f"不是有效的 CSV 文件：{error}", "file") from error
    if not lines or tuple(cell.strip().lower() for cell in lines[0][:3]) != COLUMNS:
        raise BadInput(f"第 1 行应为列名：{','.join(COLUMNS)}。", "file")
    if len(lines) > MOST_DAYS:
        raise BadInput(f"一次最多导入 {MOST_DAYS} 天。", "file")
    rows, faults = [], []
    seen: dict[date, int] = {}
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = read_day(cells)
            if (first := seen.setdefault(row[0], number)) != number:
                raise ValueError(f"date 列：与第 {first} 行是同一天")
            rows.append(row)
        except ValueError as error:
            faults.append(f"第 {number} 行 {error}")
    if faults:
        shown = "；".join(faults[:MOST_FAULTS])
        more = f"；另有 {len(faults) - MOST_FAULTS} 处" if len(faults) > MOST_FAULTS else ""
        raise BadInput(f"文件有 {len(faults)} 处错误，没有导入任何内容：{shown}{more}。", "file")
    return rows


def read_day(cells: list[str]) -> tuple[date, bool, str]:
    """Read one line; ValueError says which column is wrong and why."""
    day_text, works_text, name = ([cell.strip() for cell in cells] + ["", "", ""])[:3]
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        raise ValueError(f"date 列：“{day_text[:20]}”不是日期，应为 2026-01-31") from None
    if day.year not in YEARS:
        raise ValueError(f"date 列：日期须在 {YEARS[0]} 至 {YEARS[-1]} 年之间")
    if works_text.lower() not in WORDS:
        raise ValueError("is_workday 列：应为 是 或 否")
    if len(name) > 40 or not name.isprintable():
        raise ValueError("name 列：超过 40 个字或含有不可见字符")
    return day, WORDS[works_text.lower()], name


def called(day: date) -> str:
    """Return how the audit log calls a day."""
    return day.isoformat()
