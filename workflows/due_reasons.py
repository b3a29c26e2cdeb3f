"""Why this due date: a clock's whole count told in chapters - its limit, its extensions, its pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.vocabulary import ClockKind
from workflows import clocks
from workflows.deadlines import due, extend
from workflows.due_steps import full
from workflows.limit import Limit

if TYPE_CHECKING:
    from models.clock import Clock


@dataclass(frozen=True)
class Chapter:
    """A part of the explanation with its steps, a sentence each."""

    title: str
    steps: tuple[str, ...]


def chapters(clock: Clock) -> list[Chapter]:
    """Tell how the clock's due moment came about."""
    if clock.kind is ClockKind.DEFERRAL:
        return [promised(clock)]
    days, rules = clocks.calendar(), clocks.pack_of(clock.rule_pack_id).clock
    limit = Limit.parse(clock.limit)
    first = due(clock.started_at, limit, calendar=days, rules=rules)
    told = [Chapter(f"{clock.kind.label}时限 {limit.label}", first.steps)]
    due_at = first.due_at
    for number, text in enumerate(clock.extensions, 1):
        later = extend(due_at, Limit.parse(text), started_at=clock.started_at, calendar=days, rules=rules)
        told.append(Chapter(f"第 {number} 次延期 {Limit.parse(text).label}", later.steps))
        due_at = later.due_at
    for begun, ended in clocks.pauses_of(clock):
        due_at = clocks.after_pause(due_at, limit, begun, ended, days, rules)
        steps = (f"暂停：{full(begun)}。", f"恢复：{full(ended)}。", f"顺延后到期：{full(due_at)}。")
        told.append(Chapter("挂账期间停止计时", steps))
    if clock.paused_at is not None:
        told.append(Chapter("正在暂停", (f"自{full(clock.paused_at)}起停止计时，恢复办理后继续。",)))
    if clock.decided_due_at is not None:
        said = (f"会议决定的办结时间：{full(clock.decided_due_at)}。", "此后不再按日历重算。")
        told.append(Chapter("联席会议决定", said))
        due_at = clock.decided_due_at
    if due_at != clock.due_at:
        both = (f"按现在的日历应为{full(due_at)}。", f"本单登记的到期时间为{full(clock.due_at)}。")
        told.append(Chapter("与登记不同", both))
    return told


def promised(clock: Clock) -> Chapter:
    """Tell of a day that was promised, not counted."""
    steps = (f"批准挂账：{full(clock.started_at)}。", f"约定复查：{full(clock.due_at)}。")
    return Chapter("挂账复查日期由审批确定", steps)
