"""Which time limits a case has: ordered rows by kind, urgency and category; the first match wins (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from models.vocabulary import ClockKind, FirstSteps, Kind, LimitClass, Urgency
from workflows.limit import Limit
from workflows.rule_document import named

FIRST_STEPS = (ClockKind.SIGN, ClockKind.CONTACT, ClockKind.RESPOND, ClockKind.FIRST_REPORT)
PRESSING = {LimitClass.CRITICAL: Urgency.CRITICAL, LimitClass.URGENT: Urgency.URGENT}
EVERY_CASE = tuple(product(Kind, Urgency, LimitClass))


@dataclass(frozen=True, kw_only=True)
class LimitRule:
    """The time limits (时限) of the cases it fits; an empty condition fits all.

    A limit that is None starts no clock. `calendar` says whether the first steps may wait for office
    hours; supervise opens a supervision order at once.
    """

    kinds: tuple[Kind, ...] = named("诉求类型", default=())
    urgencies: tuple[Urgency, ...] = named("紧急程度", default=())
    limit_classes: tuple[LimitClass, ...] = named("时限类别", default=())
    sign: Limit | None = named("签收时限", default=None)
    contact: Limit | None = named("首次联系时限", default=None)
    respond: Limit | None = named("响应时限", default=None)
    first_report: Limit | None = named("首报时限", default=None)
    feedback: Limit = named("办结时限")
    calendar: FirstSteps = named("计时方式", default=FirstSteps.WORKING)
    supervise: bool = named("立即督办", default=False)
    source: str = named("出处", default="")

    @property
    def clocks(self) -> dict[ClockKind, Limit]:
        """Return the limit of each clock that a case under this rule gets at dispatch."""
        limits = {clock: getattr(self, clock.value) for clock in (*FIRST_STEPS, ClockKind.FEEDBACK)}
        return {clock: limit for clock, limit in limits.items() if limit is not None}

    def fits(self, kind: Kind, urgency: Urgency, limit_class: LimitClass) -> bool:
        """Say whether the rule is about such a case; the urgency must be the one that counts."""
        conditions = ((self.kinds, kind), (self.urgencies, urgency), (self.limit_classes, limit_class))
        return all(not allowed or value in allowed for allowed, value in conditions)

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield what the limits of one rule must not be to each other."""
        natural = given.get("calendar") is FirstSteps.NATURAL
        first = [given.get(clock.value) for clock in FIRST_STEPS]
        if natural and any(limit and limit.is_working for limit in first):
            yield "按自然时间计时的，签收、联系、响应和首报时限不得用工作小时或工作日。"


def counting_urgency(urgency: Urgency, limit_class: LimitClass) -> Urgency:
    """Return the more pressing of a case's urgency and its category's class.

    A category of life and property makes any case critical, one of daily supplies makes it urgent
    unless it is critical already; an ordinary category changes nothing.
    """
    pressing = PRESSING.get(limit_class)
    if pressing is None or urgency is Urgency.CRITICAL:
        return urgency
    return pressing


def first_match(
    rules: Sequence[LimitRule], kind: Kind, urgency: Urgency, limit_class: LimitClass
) -> LimitRule | None:
    """Return the first rule that fits the case, or None."""
    counts = counting_urgency(urgency, limit_class)
    return next((rule for rule in rules if rule.fits(kind, counts, limit_class)), None)


def faults_of(rules: Sequence[LimitRule]) -> Iterator[str]:
    """Yield the rows that can never be reached and the cases that no row fits."""
    matched = {case: first_match(rules, *case) for case in EVERY_CASE}
    used = {id(rule) for rule in matched.values()}
    for number, rule in enumerate(rules, 1):
        if id(rule) not in used:
            yield f"时限规则第 {number} 行永远用不到：它的各种情形都已被前面的行覆盖。"
    lacking = [
        (kind, counting_urgency(urgency, rank))
        for (kind, urgency, rank), rule in matched.items()
        if rule is None
    ]
    if lacking:
        named_cases = "、".join(f"{urgency.label}{kind.label}" for kind, urgency in dict.fromkeys(lacking))
        yield f"时限规则没有覆盖：{named_cases}。请在最后加一行不设条件的规则。"
