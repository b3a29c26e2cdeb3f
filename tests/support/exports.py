"""Taking a list away for tests: the press of 导出, the sheets of the file, and whether they say what the page says."""

from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.support.pages import Page

REASON = "向市政府报送办理情况"


def export(page: Page, *, status: int = 200, **given: Any) -> Page:
    """Press 导出 on a list, and again under the form."""
    return page.follow("导出").fill(**{"reason": REASON, **given}).press("导出", status=status)


def sheets(page: Page) -> dict[str, list[tuple[Any, ...]]]:
    """Fetch the file of a finished export and return its sheets' rows."""
    link = next(url for says, url in page.links().items() if says.startswith("下载 Excel"))
    answer = page.visitor.client.get(link)
    assert answer.status_code == 200
    content = answer.data
    answer.close()
    book = load_workbook(BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def lines(page: Page) -> list[dict[str, Any]]:
    """Return the lines of a finished export by column."""
    _title, _mark, head, *rows = next(iter(sheets(page).values()))
    return [dict(zip(head, row, strict=True)) for row in rows]


def assert_taken_away_as_seen(page: Page) -> None:
    """Take a list away, and find each cell of each line on the page, which shows all of the list."""
    told = lines(export(page))
    assert len(told) == len(page.rows()) > 0
    for line, shown in zip(told, page.rows(), strict=True):
        seen = " ".join(shown)
        for name, value in line.items():
            said = f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value or "")
            assert all(part in seen for part in said.split("、")), (name, said, seen)
