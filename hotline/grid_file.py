"""Brings a file of grid events in, for the command and the page: all its rows or none, with a line in the audit log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from models.transaction import unit_of_work
from models.user import User
from workflows import audit
from workflows.errors import Refused
from workflows.grid_import import Report, bring_in, check, source_named, usable_layout
from workflows.history.readers import open_table


def import_events(
    file: Path, file_name: str, source: str, *, by: User | None, at: datetime, at_most: int | None = None
) -> Report:
    """Check the file and, where nothing is wrong with it, write it.

    Raises Refused where the file cannot be read, or has more rows than `at_most`.
    """
    platform = source_named(source)
    with open_table(file, usable_layout) as table:
        if at_most is not None and table.row_estimate > at_most + 1:
            raise Refused(f"页面一次最多导入 {at_most} 行；更大的文件请用命令 flask grid import 导入。")
        report = check(table, at=at)
        if report.bad_rows:
            return report
        with unit_of_work():
            written = bring_in(table, report, source=platform, at=at)
            audit.write(
                "import_grid",
                at=at,
                by=by,
                user_name="命令行",
                object_type="grid_event",
                summary=f"导入网格事件《{file_name}》，来源 {platform}：{written.sentence()}",
            )
    return written
