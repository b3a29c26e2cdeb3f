"""Why a case is one for the joint meeting (候选原因): values against rules that are rows of the city's (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.vocabulary import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SENTENCES: dict[Criterion, str] = {
    Criterion.DEPARTMENTS_INVOLVED: "涉及 {value} 个单位",
    Criterion.TIMES_RETURNED: "退单 {value} 次",
    Criterion.RETURN_RULED_BY_PANEL: "退单经会商裁定 {value} 次",
    Criterion.TIMES_REDONE: "重办 {value} 次",
    Criterion.SAME_MATTER_CALLERS: "近 30 日同一事项 {value} 人反映",
    Criterion.HOT_TOPIC_CALLERS: "近 30 日热点事项 {value} 人反映",
    Criterion.INCIDENT_CALLERS: "事件满 7 日未答复，{value} 人反映",
    Criterion.SAME_CALLER_REPEATS: "近 90 日同一来电人反映 {value} 次",
    Criterion.OVERDUE_WORKING_DAYS: "超期 {value} 个工作日",
    Criterion.DEFERRAL_MISSED: "挂账到期未办结",
    Criterion.LEADER_INSTRUCTION: "领导批示督办",
}


@dataclass(frozen=True)
class Rule:
    """A row of the city's: from which value on a criterion makes a candidate."""

    code: str
    criterion: Criterion
    threshold: int


@dataclass(frozen=True)
class Reason:
    """Why a case is a candidate, by which rule, with the value it has reached."""

    code: str
    criterion: Criterion
    value: int

    @property
    def sentence(self) -> str:
        """Say it: 退单 2 次."""
        return SENTENCES[self.criterion].format(value=self.value)


def reasons(
    values: Mapping[Criterion, int], rules: Iterable[Rule], dismissed: Mapping[str, int]
) -> list[Reason]:
    """Return the reasons in the order of the rules, one a criterion: by the highest threshold it reaches.

    `dismissed`: rule code -> value at which the convener put the case aside; it speaks again once it has grown.
    """
    met = [
        rule
        for rule in rules
        if values.get(rule.criterion, 0) >= max(rule.threshold, 1)
        and not is_dismissed(rule, values[rule.criterion], dismissed)
    ]
    highest = {rule.criterion: rule for rule in sorted(met, key=lambda rule: rule.threshold)}
    return [
        Reason(rule.code, rule.criterion, values[rule.criterion])
        for rule in met
        if highest[rule.criterion] is rule
    ]


def is_dismissed(rule: Rule, value: int, dismissed: Mapping[str, int]) -> bool:
    """Say whether the rule has nothing new to say: days grow by themselves and must come to the threshold again."""
    put_aside_at = dismissed.get(rule.code)
    if put_aside_at is None:
        return False
    grows_by_itself = rule.criterion is Criterion.OVERDUE_WORKING_DAYS
    return value < put_aside_at + (max(rule.threshold, 1) if grows_by_itself else 1)
