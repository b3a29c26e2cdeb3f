"""The lamp of a clock in words and numbers: 还剩 1 个工作日, 超期 2 天."""

from datetime import datetime
from functools import cached_property

from models.vocabulary import Light
from workflows import clocks
from workflows.counting import ClockRules
from workflows.deadlines import light, words
from workflows.limit import Limit
from workflows.working_time import Calendar


class Lamps:
    """Words for the lamps of one page: the calendar and the rules are read once for all its lines."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def calendar(self) -> Calendar:
        """The working calendar."""
        return clocks.calendar()

    @cached_property
    def rules(self) -> ClockRules:
        """How the city counts time."""
        return clocks.pack_of(None).clock

    def state(self, due_at: datetime | None, soon_at: datetime | None) -> Light | None:
        """Return the light of a running clock; None where there is no clock."""
        return light(self.at, due_at, soon_at) if due_at and soon_at else None

    def words(self, due_at: datetime | None, limit: str | None) -> str:
        """Say what is left or how late it is, counted as the clock's limit is: by the wall or in working time."""
        if due_at is None or limit is None:
            return ""
        span = Limit.parse(limit)
        return words(self.at, due_at, limit=span, calendar=self.calendar, rules=self.rules)
