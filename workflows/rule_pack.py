"""What a city has decided about limits, steps and figures: its rule pack, read and checked as one (pure).

A pack is one plain document: a TOML file in `cities/`, a row a version in the database. It is never
changed in place; a case keeps the version it was accepted under. Each rule carries its source.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Any

from models.vocabulary import ClockKind, ClockStart, CountFrom, Kind, LimitClass, Rounding, Urgency
from workflows.counting import ClockRules
from workflows.errors import Refused
from workflows.limit import Limit
from workflows.limit_rules import LimitRule, faults_of, first_match
from workflows.process_rules import (
    DeferralRule,
    DeskLimits,
    ExtensionRule,
    FollowUpRule,
    KnowledgeRule,
    RedoRule,
    ReturnRule,
    StopRule,
    SupervisionRule,
)
from workflows.rule_document import named, read_document, write_document
from workflows.working_time import OfficeHours, since_midnight

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class NoRuleFits(Refused):
    """No limit rule fits a case; a checked pack never raises it."""


@dataclass(frozen=True, kw_only=True)
class DueSoon:
    """When a clock's light turns amber (临期): share of the time used, or working days left."""

    used: float = named("已用时间比例", default=0.8)
    working_days_left: int = named("剩余工作日", default=1)

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield a share that is none."""
        if not 0 < given.get("used", 0.8) <= 1:
            yield "已用时间比例须大于 0、不大于 1。"


@dataclass(frozen=True, kw_only=True)
class ExclusionGround:
    """A ground on which a case does not count for its department (甄别剔除); automatic: without request."""

    code: str = named("代码")
    title: str = named("名称")
    automatic: bool = named("自动剔除", default=False)
    source: str = named("出处", default="")


@dataclass(frozen=True, kw_only=True)
class ScoreLine:
    """A line of the score sheet (评分): max points, less slope for each percentage point below target."""

    measure: str = named("指标")
    title: str = named("名称")
    max: float = named("满分")
    slope_per_pp: float = named("每低一个百分点扣分")
    target: float = named("目标值")
    floor: float = named("最低得分", default=0.0)
    source: str = named("出处", default="")

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield points and targets that contradict each other."""
        if given.get("floor", 0) > given.get("max", 0):
            yield "最低得分不能高于满分。"
        if given.get("target", 0) > 100:
            yield "目标值不能超过 100。"


@dataclass(frozen=True, kw_only=True)
class Round:
    """How published figures are rounded (修约)."""

    digits: int = named("小数位数", default=2)
    mode: Rounding = named("方式", default=Rounding.HALF_UP)


@dataclass(frozen=True, kw_only=True)
class RulePack:
    """One version of all the rules of a city."""

    name: str = named("代号")
    title: str = named("名称")
    source: str = named("出处", default="")
    count_from: CountFrom = named("起算方式")
    day_end: time = named("每日截止")
    office_segments: OfficeHours = named("办公时间")
    clock_start: ClockStart = named("计时起点", default=ClockStart.DISPATCHED)
    due_soon: DueSoon = named("临期", default=DueSoon())
    limits: tuple[LimitRule, ...] = named("时限规则")
    stops: tuple[StopRule, ...] = named("停表规则", default=())
    desk: DeskLimits = named("中心时限")
    return_rule: ReturnRule = named("退单规则")
    extension_rule: ExtensionRule = named("延期规则")
    redo: RedoRule = named("重办规则")
    follow_up: FollowUpRule = named("回访规则")
    supervision: SupervisionRule = named("督办规则")
    deferral: DeferralRule = named("挂账规则")
    knowledge: KnowledgeRule = named("知识规则", default=KnowledgeRule())
    exclusion_grounds: tuple[ExclusionGround, ...] = named("剔除情形", default=())
    score: tuple[ScoreLine, ...] = named("评分表", default=())
    tiers: tuple[int, ...] = named("分档下限", default=())
    round: Round = named("修约", default=Round())

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> "RulePack":
        """Read a pack from TOML or JSON; BadDocument names everything that is wrong with it."""
        return read_document(cls, document)

    def to_dict(self) -> dict[str, Any]:
        """Return the pack as a document of plain values that `from_dict` reads back unchanged."""
        document: dict[str, Any] = write_document(self)
        return document

    @property
    def clock(self) -> ClockRules:
        """Return how this city counts time."""
        return ClockRules(
            count_from=self.count_from,
            day_end=self.day_end,
            office=self.office_segments,
            used=self.due_soon.used,
            working_days_left=self.due_soon.working_days_left,
        )

    def limits_for(self, kind: Kind, urgency: Urgency, limit_class: LimitClass) -> LimitRule:
        """Return the first rule that fits the case; urgency or category decides, whichever presses more."""
        rule = first_match(self.limits, kind, urgency, limit_class)
        if rule is None:
            raise NoRuleFits(f"规则包“{self.title}”没有适用于{urgency.label}{kind.label}的时限。")
        return rule

    def limit_of(
        self, clock: ClockKind, kind: Kind, urgency: Urgency, limit_class: LimitClass
    ) -> Limit | None:
        """Return the limit of any clock of a case, or None where the rules start no such clock."""
        fixed = {
            ClockKind.REVIEW: self.desk.review(urgency),
            ClockKind.COMPLETION: self.desk.completion,
            ClockKind.RETURN_DECISION: self.desk.return_decision,
            ClockKind.REPLY_REVIEW: self.desk.reply_review,
            ClockKind.REDO: self.redo.limit,
            ClockKind.FOLLOW_UP: self.follow_up.limit,
            ClockKind.SUPERVISION: self.supervision.reply_limit,
            ClockKind.DEFERRAL: self.deferral.longest,
        }
        return fixed.get(clock) or self.limits_for(kind, urgency, limit_class).clocks.get(clock)

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield what the parts of a pack must not be to each other."""
        if "name" in given and not NAME.fullmatch(given["name"]):
            yield "代号只能用小写字母、数字、连字符和下划线，以字母开头。"
        if "title" in given and not given["title"].strip():
            yield "名称不能为空。"
        yield from faults_of(given.get("limits", ())) if "limits" in given else ()
        if "day_end" in given and "office_segments" in given:
            closing = given["office_segments"].segments[-1][1]
            if since_midnight(given["day_end"]) < since_midnight(closing):
                yield f"每日截止不能早于下班时间 {closing:%H:%M}。"
        yield from repeated("剔除情形", (ground.code for ground in given.get("exclusion_grounds", ())))
        yield from repeated("评分表", (line.measure for line in given.get("score", ())))
        if any(lower >= higher for higher, lower in pairwise(given.get("tiers", ()))):
            yield "分档下限须从大到小排列。"
        if "round" in given and given["round"].digits > 6:
            yield "修约的小数位数不能超过 6。"


def repeated(where: str, codes: Iterable[str]) -> Iterator[str]:
    """Yield each code that occurs more than once."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield f"{where}的“{code}”重复。"
        seen.add(code)
