"""How long a step may take: a time limit such as 24h or 5wd, read from and written as text (pure)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from models.vocabulary import LimitUnit
from workflows.errors import Refused

LIMIT = re.compile(r"([0-9]{1,4})\s*(个?[^0-9\s个]+)")
BY_LABEL = {unit.label: unit for unit in LimitUnit} | {unit.label.lstrip("个"): unit for unit in LimitUnit}
BY_LABEL |= {"日": LimitUnit.DAY, "天": LimitUnit.DAY}
HINT = "请写成 15min（分钟）、24h（小时）、4wh（工作小时）、5wd（工作日）或 7d（自然日）"


class BadLimit(Refused):
    """A text that is no time limit."""


@dataclass(frozen=True)
class Limit:
    """A time limit (时限): so many minutes, hours, working hours, days or working days.

    Minutes, hours and days run day and night, holidays included (自然时间); working hours count
    office hours only and working days count the days of the working calendar.
    """

    amount: int
    unit: LimitUnit

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> "Limit":
        """Read "15min", "24h", "4wh", "5wd", "7d" or their Chinese label; BadLimit for anything else."""
        match = LIMIT.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
        unit = unit_of(match[2]) if match else None
        if match is None or unit is None:
            raise BadLimit(f"看不懂时限“{text[:20]}”：{HINT}。")
        if int(match[1]) == 0:
            raise BadLimit(f"时限“{text[:20]}”必须大于零。")
        return cls(int(match[1]), unit)

    @property
    def is_working(self) -> bool:
        """Say whether only working time counts."""
        return self.unit in (LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY)

    @property
    def counts_days(self) -> bool:
        """Say whether whole days are counted, each to the end of the day, and not hours from the start."""
        return self.unit in (LimitUnit.DAY, LimitUnit.WORKING_DAY)

    @property
    def span(self) -> timedelta:
        """Return the hours or minutes of a limit that does not count days."""
        if self.counts_days:
            raise ValueError(f"{self} counts days and has no fixed span")
        return (
            timedelta(minutes=self.amount) if self.unit is LimitUnit.MINUTE else timedelta(hours=self.amount)
        )

    @property
    def label(self) -> str:
        """Return the limit as people say it: 5个工作日."""
        return f"{self.amount}{self.unit.label}"

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.value}"


def unit_of(text: str) -> LimitUnit | None:
    """Return the unit a limit's text ends with, or None."""
    return BY_LABEL.get(text) or next((unit for unit in LimitUnit if unit.value == text), None)
