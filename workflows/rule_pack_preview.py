"""What would change if a rule pack changed: the due moments of given clocks under both (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import ClockKind, Kind, LimitClass, Urgency
from workflows.deadlines import due
from workflows.limit import Limit
from workflows.rule_pack import RulePack
from workflows.working_time import Calendar


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An open clock to try the packs on."""

    case_number: str
    clock: ClockKind
    kind: Kind
    urgency: Urgency
    limit_class: LimitClass
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The limit and due moment (UTC) of a sample before and after; None where there is no such clock."""

    sample: Sample
    old_limit: Limit | None
    new_limit: Limit | None
    old_due_at: datetime | None
    new_due_at: datetime | None

    @property
    def words(self) -> str:
        """Say in a word what happens: 不变, 提前, 推后, 新增, 取消."""
        if self.old_due_at == self.new_due_at:
            return "不变"
        if self.old_due_at is None:
            return "新增"
        if self.new_due_at is None:
            return "取消"
        return "提前" if self.new_due_at < self.old_due_at else "推后"


def preview(
    old: RulePack, new: RulePack, samples: Iterable[Sample], *, calendar: Calendar
) -> Iterator[Effect]:
    """Yield for each sample what the new pack would have made of it, extensions left aside."""
    for sample in samples:
        old_limit, old_due_at = outcome(old, sample, calendar)
        new_limit, new_due_at = outcome(new, sample, calendar)
        yield Effect(
            sample=sample,
            old_limit=old_limit,
            new_limit=new_limit,
            old_due_at=old_due_at,
            new_due_at=new_due_at,
        )


def outcome(pack: RulePack, sample: Sample, calendar: Calendar) -> tuple[Limit | None, datetime | None]:
    """Return the limit and due moment that the pack gives to the sample."""
    limit = pack.limit_of(sample.clock, sample.kind, sample.urgency, sample.limit_class)
    if limit is None:
        return None, None
    return limit, due(sample.started_at, limit, calendar=calendar, rules=pack.clock).due_at
