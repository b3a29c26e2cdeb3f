"""What all bulletins have around their text: head, notes on how they came about, imprint (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from config import LOCAL_TIMEZONE
from reports.documents.paper import Block, Form, Imprint, Paper
from reports.figures.asked import Asked
from reports.workbooks.explanations import spoken


def headed(
    asked: Asked,
    blocks: Sequence[Block],
    *,
    mark: str,
    title: str,
    hotline: str,
    made_by: str,
    notes: Sequence[tuple[str, str]] = (),
) -> Paper:
    """Return the bulletin of these blocks, issued by the hotline on the day of the count; `notes`: its own ones."""
    period, made_on = asked.period, asked.at.astimezone(LOCAL_TIMEZONE).date()
    return Paper(
        form=Form.BULLETIN,
        organ=hotline,
        mark=mark,
        title=title,
        on=made_on,
        blocks=(*blocks, Imprint("", hotline, made_on)),
        notes=(
            ("编制单位", hotline),
            ("统计周期", f"{period.label}（{period.span_label}，首尾两日均计）"),
            ("统计截至", spoken(asked.at)),
            *notes,
            ("生成", f"{made_by}，{spoken(asked.at)}"),
        ),
    )
