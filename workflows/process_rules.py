"""What a city has decided about the steps of a case: stops, returns, extensions, redo, follow-up (pure).

Parts of the rule pack; each rule carries its source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from models.vocabulary import (
    AfterRedo,
    CaseState,
    ClockKind,
    LimitUnit,
    Permission,
    ReturnNeed,
    SecondReturn,
    Unrated,
    Urgency,
)
from workflows.limit import Limit
from workflows.rule_document import named
from workflows.working_time import Calendar, local_time, moment_on, since_midnight


@dataclass(frozen=True, kw_only=True)
class StopRule:
    """Which clocks stand still in which states, and who must approve that the case gets there (停表)."""

    states: tuple[CaseState, ...] = named("工单状态")
    clocks: tuple[ClockKind, ...] = named("停计的时限")
    approver: Permission = named("审批权限")
    source: str = named("出处", default="")


@dataclass(frozen=True, kw_only=True)
class ReturnRule:
    """When and how a department may send a case back (退单)."""

    window: Limit = named("退单期限")
    max_per_department: int = named("每单位次数上限")
    needs: tuple[ReturnNeed, ...] = named("退单要件")
    approver: Permission = named("审批权限", default=Permission.DECIDE_RETURN)
    second: SecondReturn = named("再次退单", default=SecondReturn.PANEL)
    designated_locks: bool = named("指定后不得再退", default=True)
    source: str = named("出处", default="")


@dataclass(frozen=True, kw_only=True)
class LongestExtension:
    """How far a feedback limit of up to so many days may be extended."""

    up_to: Limit = named("办结时限不超过")
    longest: Limit = named("最多延长")


@dataclass(frozen=True, kw_only=True)
class ExtensionRule:
    """When and how far a deadline may be extended (延期).

    The approver may grant max_times; the second approver, if there is one, once more.
    """

    max_times: int = named("次数上限")
    longest: tuple[LongestExtension, ...] = named("延长上限")
    before_due: Limit = named("到期前提出")
    daily_cutoff: time = named("每日截止时刻")
    approver: Permission = named("审批权限", default=Permission.DECIDE_EXTENSION)
    second_approver: Permission | None = named("再次延期审批权限", default=None)
    notify_caller: bool = named("告知诉求人", default=True)
    source: str = named("出处", default="")

    def longest_for(self, feedback: Limit) -> Limit | None:
        """Return the longest extension of a feedback limit, or None where it cannot be extended."""
        fitting = (
            row.longest
            for row in self.longest
            if row.up_to.unit is feedback.unit and feedback.amount <= row.up_to.amount
        )
        return next(fitting, None)

    def approver_after(self, granted: int) -> Permission | None:
        """Return who may grant one more extension after so many, or None where nobody may."""
        if granted < self.max_times:
            return self.approver
        return self.second_approver if granted == self.max_times else None

    def closes_at(self, due_at: datetime, *, calendar: Calendar) -> datetime:
        """Return the last moment at which an extension of this due moment may still be asked for."""
        if self.before_due.unit is LimitUnit.WORKING_DAY:
            day = calendar.workday_after(local_time(due_at).date(), -self.before_due.amount)
            return moment_on(day, since_midnight(self.daily_cutoff))
        return due_at - self.before_due.span

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield what cannot be counted."""
        before = given.get("before_due")
        if before and before.unit in (LimitUnit.DAY, LimitUnit.WORKING_HOUR):
            yield "到期前提出的期限须用工作日、小时或分钟。"


@dataclass(frozen=True, kw_only=True)
class RedoRule:
    """How long and how often a case is redone after dissatisfaction (重办)."""

    limit: Limit = named("重办时限")
    max_times: int = named("次数上限")
    then: AfterRedo = named("重办用尽后", default=AfterRedo.SUPERVISE)
    source: str = named("出处", default="")


@dataclass(frozen=True, kw_only=True)
class DeskLimits:
    """How long the hotline itself may take (中心时限): its review by urgency, and its other steps."""

    critical: Limit = named("特急工单审核")
    urgent: Limit = named("紧急工单审核")
    normal: Limit = named("一般工单审核")
    complex: Limit = named("疑难工单审核")
    completion: Limit = named("退回补充")
    return_decision: Limit = named("退单审核")
    reply_review: Limit = named("回复审核")
    source: str = named("出处", default="")

    def review(self, urgency: Urgency) -> Limit:
        """Return how long a case of this urgency may wait for review and dispatch."""
        limits = {
            Urgency.CRITICAL: self.critical,
            Urgency.URGENT: self.urgent,
            Urgency.NORMAL: self.normal,
            Urgency.COMPLEX: self.complex,
        }
        return limits[urgency]


@dataclass(frozen=True, kw_only=True)
class FollowUpRule:
    """How citizens are asked afterwards (回访): until when, how often, and what no answer means."""

    limit: Limit = named("回访时限")
    attempts: int = named("尝试次数")
    spread_days: int = named("分布天数")
    different_halves: bool = named("须在不同时段", default=True)
    unrated_counts_as: Unrated = named("未评价的计法", default=Unrated.EXCLUDED)
    source: str = named("出处", default="")

    @staticmethod
    def faults(given: Mapping[str, Any]) -> Iterator[str]:
        """Yield what cannot be done."""
        if given.get("attempts") == 0:
            yield "回访至少要尝试 1 次。"
        if given.get("spread_days", 0) > given.get("attempts", 0):
            yield "分布天数不能多于尝试次数。"


@dataclass(frozen=True, kw_only=True)
class DeferralRule:
    """How long a case may stay on the books with a plan (挂账)."""

    longest: Limit = named("最长期限")
    approver: Permission = named("审批权限", default=Permission.DECIDE_DEFERRAL)
    source: str = named("出处", default="")


@dataclass(frozen=True, kw_only=True)
class SupervisionRule:
    """How supervision orders and reminders are limited (督办催办)."""

    reply_limit: Limit = named("督办回复时限")
    reminder_interval_minutes: int = named("催办间隔分钟")
    source: str = named("出处", default="")


@dataclass(frozen=True, kw_only=True)
class KnowledgeRule:
    """How long a department may take to answer a question for which no article was found (知识求答)."""

    answer: Limit = named("求答答复时限", default=Limit.parse("3wd"))
    source: str = named("出处", default="")
