"""Since when the system itself counts what people entered by hand before: calls, and versions of knowledge.

What was entered by hand and begins before that day holds for its whole time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from models.entries import COUNTED_CLASS
from models.queries import call_days, entered_figures, knowledge_updates

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counter:
    """What the system counts: the entries it stands for, the first day of it, and how it is said."""

    names: Collection[str]
    first_day: Callable[[], date | None]
    begun: str
    counted: str


COUNTERS = (
    Counter(
        call_days.NAMES,
        call_days.connected_on,
        "电话已于 {} 接入系统",
        f"话务由系统按通话记录统计（话务类别“{COUNTED_CLASS}”）",
    ),
    Counter(
        knowledge_updates.NAMES,
        knowledge_updates.first_day,
        "系统自 {} 起有知识发布",
        "知识库更新数由系统按知识发布记录统计",
    ),
)


@dataclass(frozen=True)
class Since:
    """On which day it began, and from which on the system's count is told."""

    counter: Counter
    on: date
    counted_from: date

    @property
    def words(self) -> str:
        """The same in a sentence for those who enter."""
        held = f"已填报的数管到 {self.counted_from - DAY}，" if self.counted_from > self.on else ""
        begun = self.counter.begun.format(self.on)
        return f"{begun}，{held}{self.counted_from} 起的{self.counter.counted}，不再填报。"


def since(name: str) -> Since | None:
    """Return since when the system counts this entry; None where it does not, or nothing has happened yet."""
    counter = next((each for each in COUNTERS if name in each.names), None)
    on = counter.first_day() if counter else None
    if counter is None or on is None:
        return None
    held = entered_figures.held_until(counter.names, on)
    return Since(counter, on, held + DAY if held else on)
