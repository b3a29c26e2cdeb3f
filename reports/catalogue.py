"""THE list of reports: id, title, who may see it, how its workbook is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import Permission
from reports import completion
from reports.periods import Period
from reports.workbooks import completion as completion_workbook


@dataclass(frozen=True)
class Made:
    """A finished workbook and the name it is downloaded under."""

    content: bytes
    file_name: str


@dataclass(frozen=True)
class Report:
    """One report; `build(period, at, made_by)` returns its workbook."""

    name: str
    title: str
    permission: Permission
    build: Callable[[Period, datetime, str], Made]


def _completion(period: Period, at: datetime, made_by: str) -> Made:
    report = completion.gather(period, at)
    content = completion_workbook.build(report, made_by=made_by)
    return Made(content, completion_workbook.file_name(report))


REPORTS: dict[str, Report] = {
    report.name: report
    for report in (Report("completion", "承办单位办结率", Permission.VIEW_REPORTS, _completion),)
}
