"""Brings a file of articles in, for the page and the demo: all its rows or none, with a line in the audit log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from config import LOCAL_TIMEZONE
from models.transaction import unit_of_work
from models.user import User
from workflows import audit
from workflows.errors import Refused
from workflows.history.readers import open_table
from workflows.knowledge_files import MOST_ROWS, Report, bring_in, check, usable_layout


def import_articles(file: Path, file_name: str, *, by: User, at: datetime) -> Report:
    """Check the file and, where nothing is wrong with it, write it. Raises Refused where it cannot be read."""
    with open_table(file, usable_layout) as table:
        if table.row_estimate > MOST_ROWS * 20:
            raise Refused(f"一次最多导入 {MOST_ROWS} 条知识。")
        report, rows = check(table, by=by)
    if report.rows > MOST_ROWS:
        raise Refused(f"一次最多导入 {MOST_ROWS} 条知识。")
    if report.bad_rows:
        return report
    with unit_of_work():
        bring_in(rows, by=by, at=at, today=at.astimezone(LOCAL_TIMEZONE).date())
        audit.write(
            "import_articles",
            at=at,
            by=by,
            object_type="article",
            summary=f"导入知识《{file_name}》：{report.sentence()}",
        )
    return report
