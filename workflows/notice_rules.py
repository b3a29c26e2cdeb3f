"""Who hears of which step, by which channel and in which words (通知规则): THE table (pure).

A text may use {number} {action} {title} {url}, one for the citizen also {department} and {until}. What goes to
a citizen says nothing of the case beyond its number: telephones are read by others too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from models.vocabulary import Action, Audience, CaseState, NoticeChannel, Urgency

if TYPE_CHECKING:
    from models.case import Case
    from models.case_event import CaseEvent

TRAY = (NoticeChannel.INBOX,)
WRITTEN = (NoticeChannel.INBOX, NoticeChannel.MAIL)
SMS = (NoticeChannel.SMS,)
PUSH = (NoticeChannel.WEBHOOK,)


@dataclass(frozen=True)
class Condition:
    """When a rule applies at all: in words for people, and as a question to the step."""

    words: str
    holds: Callable[[Case, CaseEvent], bool]


ALWAYS = Condition("", lambda _case, _event: True)
NEW = Condition("首次受理时", lambda _case, event: event.from_state is None)
GRANTED = Condition("获准时", lambda _case, event: bool(event.changes))
REFUSED = Condition("批准不予受理时", lambda case, _event: case.state is CaseState.NOT_ACCEPTED)
TERMINATED = Condition("批准终止时", lambda case, _event: case.state is CaseState.TERMINATED)
CLOSED = Condition(
    "由此办结时",
    lambda case, event: case.state is CaseState.CLOSED and event.from_state is not CaseState.CLOSED,
)
AGAIN = Condition("再次退单时", lambda case, _event: case.state is CaseState.PANEL_PENDING)
# The label under which a step writes down that the lead changed.
LEAD = "主办单位"
MOVED = Condition("改由其他单位主办时", lambda _case, event: LEAD in event.changes)
PRESSES = Condition(
    "特急、紧急工单（险情另有专门通知）",
    lambda case, _event: case.urgency in (Urgency.CRITICAL, Urgency.URGENT) and not case.is_hazard,
)


@dataclass(frozen=True)
class Rule:
    """One line of the table: this step, under this condition, is told to these people in these words."""

    action: Action
    audience: Audience
    channels: tuple[NoticeChannel, ...] = TRAY
    when: Condition = ALWAYS
    is_urgent: bool = False
    title: str = "{action}：{number}"
    body: str = "{title}"


def citizen(action: Action, title: str, body: str, when: Condition = ALWAYS) -> Rule:
    """Make a line for the citizen: by SMS only."""
    return Rule(action, Audience.CITIZEN, SMS, when=when, title=title, body=body)


def texted(action: Action, audience: Audience, when: Condition = ALWAYS) -> Rule:
    """Make a line for staff by SMS only: what it is about is read in the house."""
    return Rule(action, audience, SMS, when=when, is_urgent=True, body="请登录系统查看。")


LOOK_UP = "可凭编号和查询码查询：{url} 。"
ANSWERED = "您反映的事项（编号{number}）已办结，答复" + LOOK_UP
RE_ROUTED = "您反映的事项（编号{number}）已转由{department}办理。"
ENDED = "原因" + LOOK_UP

RULES: tuple[Rule, ...] = (
    citizen(
        Action.SUBMIT, "受理告知", "您反映的事项已受理，编号{number}，请妥善保存。进度" + LOOK_UP, when=NEW
    ),
    citizen(Action.ANSWER_DIRECTLY, "受理告知", "您反映的事项已登记并答复，编号{number}。答复" + LOOK_UP),
    Rule(Action.SEND_BACK_TO_AGENT, Audience.AGENT),
    Rule(Action.NOT_ACCEPT, Audience.TERMINATION_DESK),
    citizen(
        Action.DECIDE_NON_ACCEPTANCE,
        "不予受理告知",
        "您反映的事项（编号{number}）经审核不予受理，" + ENDED,
        when=REFUSED,
    ),
    Rule(Action.DISPATCH, Audience.LEAD),
    texted(Action.DISPATCH, Audience.DUTY, PRESSES),
    Rule(Action.DISPATCH, Audience.HELPERS),
    Rule(Action.DISPATCH, Audience.COPIED, title="抄送：{number}"),
    Rule(Action.RECALL_DISPATCH, Audience.ADDRESSED),
    Rule(Action.ADD_SUPPORTING, Audience.HELPERS),
    Rule(Action.PASS_DOWN, Audience.HELPERS),
    Rule(Action.SEND_BACK, Audience.PANEL, when=AGAIN),
    Rule(Action.ACCEPT_RETURN, Audience.LEAD),
    citizen(Action.ACCEPT_RETURN, "转办告知", RE_ROUTED),
    Rule(Action.REJECT_RETURN, Audience.LEAD),
    Rule(Action.RULE_BY_PANEL, Audience.LEAD),
    citizen(Action.RULE_BY_PANEL, "转办告知", RE_ROUTED, when=MOVED),
    Rule(Action.DECIDE_BY_MEETING, Audience.LEAD, WRITTEN),
    Rule(Action.DECIDE_BY_MEETING, Audience.HELPERS),
    citizen(Action.DECIDE_BY_MEETING, "转办告知", RE_ROUTED, when=MOVED),
    Rule(Action.SUPPORT_REPLY, Audience.LEAD),
    Rule(Action.RETURN_REPLY, Audience.LEAD),
    citizen(Action.APPROVE_REPLY, "办结告知", ANSWERED, when=CLOSED),
    citizen(Action.ATTEMPT_FOLLOW_UP, "办结告知", ANSWERED, when=CLOSED),
    citizen(Action.CLOSE, "办结告知", ANSWERED, when=CLOSED),
    citizen(Action.FOLLOW_MASTER, "办结告知", ANSWERED, when=CLOSED),
    Rule(Action.REDO, Audience.LEAD, WRITTEN),
    Rule(Action.REQUEST_EXTENSION, Audience.EXTENSION_DESK),
    Rule(Action.DECIDE_EXTENSION, Audience.LEAD),
    citizen(
        Action.DECIDE_EXTENSION,
        "延期告知",
        "您反映的事项（编号{number}）因情况复杂，办理时限延长至{until}，请您谅解。",
        when=GRANTED,
    ),
    Rule(Action.REQUEST_DEFERRAL, Audience.DEFERRAL_DESK),
    Rule(Action.DECIDE_DEFERRAL, Audience.LEAD),
    Rule(Action.REQUEST_TERMINATION, Audience.TERMINATION_DESK),
    Rule(Action.DECIDE_TERMINATION, Audience.LEAD),
    citizen(
        Action.DECIDE_TERMINATION,
        "终止办理告知",
        "您反映的事项（编号{number}）经审核终止办理，" + ENDED,
        when=TERMINATED,
    ),
    Rule(Action.REQUEST_EXCLUSION, Audience.EXCLUSION_DESK),
    Rule(Action.DECIDE_EXCLUSION, Audience.LEAD),
    Rule(Action.ADD_CALL, Audience.LEAD, title="诉求人再次来电：{number}"),
    Rule(Action.REMIND, Audience.LEAD),
    texted(Action.REMIND, Audience.DUTY),
    Rule(Action.RAISE_CARD, Audience.ADDRESSED, is_urgent=True),
    texted(Action.RAISE_CARD, Audience.ADDRESSED_LEADERS),
    Rule(Action.ORDER_SUPERVISION, Audience.ADDRESSED_LEADERS, WRITTEN, is_urgent=True),
    Rule(Action.ORDER_SUPERVISION, Audience.ADDRESSED, WRITTEN, is_urgent=True),
    texted(Action.ORDER_SUPERVISION, Audience.ADDRESSED_LEADERS),
    Rule(Action.ORDER_SUPERVISION, Audience.SYSTEM, PUSH, is_urgent=True),
    Rule(Action.RETURN_SUPERVISION, Audience.ADDRESSED_LEADERS, WRITTEN, is_urgent=True),
    Rule(Action.RETURN_SUPERVISION, Audience.ADDRESSED, WRITTEN, is_urgent=True),
    Rule(Action.REPLY_SUPERVISION, Audience.SUPERVISORS),
)

NOTICES: dict[Action, tuple[Rule, ...]] = {
    action: tuple(rules)
    for action, rules in groupby(sorted(RULES, key=lambda rule: rule.action), key=lambda rule: rule.action)
}
