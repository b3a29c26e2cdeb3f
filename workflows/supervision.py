"""Urging and supervising a department (催办、亮牌、督办): an overlay on the case with clocks and papers of its own.

What starts supervision by itself is a table of the city's (supervision_trigger); each trigger acts once for
a case and round, whoever notices first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.queries import assignments, cities, departments, figures, numbering, reference
from models.queries import supervisions as queries
from models.queries.clocks import CLOCK_MARK
from models.supervision import Supervision
from models.transaction import once
from models.vocabulary import (
    Action,
    ClockKind,
    SupervisionKind,
    SupervisionLevel,
    SupervisionState,
    Trigger,
)
from workflows import clocks, timeline
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.lifecycle import advance
from workflows.limit import Limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from models.case import Case
    from models.dictionary import SupervisionTrigger
    from models.user import User
    from models.vocabulary import CaseState

CARDS = {
    Trigger.DUE_SOON: SupervisionKind.YELLOW_CARD,
    Trigger.OVERDUE: SupervisionKind.RED_CARD,
}
FIRST_WITH_A_PAPER = SupervisionLevel.CRITICISM
REQUIREMENT = "请立即核查处置，并在时限内书面回复办理情况。"


def remind(case: Case, *, by: User, at: datetime, note: str = "") -> Supervision:
    """Urge the department on (催办); one reminder a case in the minutes of the rules, whoever presses."""
    before = check_reminder(case, by=by, at=at)
    row = Supervision(
        case_id=case.id,
        department_id=case.department_id,
        kind=SupervisionKind.REMINDER,
        level=SupervisionLevel.REMINDER,
        trigger=Trigger.MANUAL,
        state=SupervisionState.CONFIRMED,
        reason=note,
        issued_by_id=by.id,
        issued_at=at,
        confirmed_at=at,
    )
    db.session.add(row)
    case.reminder_count += 1
    timeline.record(case, Action.REMIND, by=by, at=at, before=before, note=note)
    return row


def check_reminder(case: Case, *, by: User, at: datetime) -> CaseState | None:
    """Refuse where the case may not be urged now, before anything is changed; returns its state."""
    before = advance(case, Action.REMIND, by=by)
    interval = timedelta(minutes=clocks.rules_of(case).supervision.reminder_interval_minutes)
    last = queries.last_reminder_at(case.id)
    if last is not None and at - last < interval:
        minutes = int(interval.total_seconds() // 60)
        raise NotAllowedNow(f"该工单 {minutes} 分钟内已催办过，请稍后再催。")
    return before


def why_not_remind(case: Case, *, by: User, at: datetime) -> str:
    """Return why the case may not be urged now, or nothing where it may."""
    try:
        check_reminder(case, by=by, at=at)
    except (NotAllowedNow, NotAllowedForYou) as error:
        return str(error)
    return ""


def order(
    case: Case,
    *,
    by: User,
    at: datetime,
    level: SupervisionLevel,
    reason: str,
    requirement: str,
    limit: Limit,
    department_id: int | None = None,
    trigger: Trigger = Trigger.MANUAL,
) -> Supervision:
    """Issue a supervision order (督办单), numbered, addressed to the department and its leader."""
    before = advance(case, Action.ORDER_SUPERVISION, by=by, note=reason)
    if not requirement.strip():
        raise BadInput("请填写督办要求。", "requirement")
    row = issue(
        case,
        level=level,
        trigger=trigger,
        reason=reason,
        requirement=requirement,
        limit=limit,
        department_id=department_id or case.department_id,
        by=by,
        at=at,
    )
    note = f"{row.number}（{level.label}）：{reason}"
    timeline.record(
        case,
        Action.ORDER_SUPERVISION,
        by=by,
        at=at,
        before=before,
        note=note,
        addressed_ids=[row.department_id],
    )
    return row


def issue(
    case: Case,
    *,
    level: SupervisionLevel,
    trigger: Trigger,
    reason: str,
    requirement: str,
    limit: Limit,
    department_id: int | None,
    by: User | None,
    at: datetime,
    key: str | None = None,
) -> Supervision:
    """Write the order, give it its number and start its clock."""
    unit = departments.find(department_id) if department_id else None
    row = Supervision(
        number=next_number(at),
        key=key,
        case_id=case.id,
        department_id=department_id,
        kind=SupervisionKind.ORDER,
        level=level,
        trigger=trigger,
        addressed_to=unit.leader_name if unit else "",
        reason=reason,
        requirement=requirement,
        reply_limit=str(limit),
        issued_by_id=by.id if by else None,
        issued_at=at,
    )
    db.session.add(row)
    db.session.flush()
    figures.mark_happened(at)
    start_clock(case, row, at=at)
    case.supervision_level = max(case.supervision_level or 0, int(level.value))
    return row


def hand_on(case: Case, former_id: int | None, *, at: datetime) -> None:
    """Let the unanswered orders of a department that lost the case go on with it to the new lead.

    Their limit begins anew: the new lead has not had a minute of it.
    """
    unit = departments.find(case.department_id) if case.department_id else None
    if unit is None or former_id == unit.id:
        return
    for row in queries.orders(case.id, SupervisionState.OPEN):
        if row.department_id == former_id:
            clocks.stop(case, ClockKind.SUPERVISION, at=at, supervision=row)
            row.department_id, row.department, row.addressed_to = unit.id, unit, unit.leader_name
            figures.mark_happened(row.issued_at)
            start_clock(case, row, at=at)


def start_clock(case: Case, row: Supervision, *, at: datetime) -> None:
    """Start the order's own clock for the department it is addressed to."""
    clock = clocks.start(
        case,
        ClockKind.SUPERVISION,
        Limit.parse(row.reply_limit),
        at=at,
        supervision=row,
        department_id=row.department_id,
        assignment=next(
            (a for a in assignments.of_case(case.id) if a.department_id == row.department_id), None
        ),
    )
    row.due_at, row.soon_at = (clock.due_at, clock.soon_at) if clock else (None, None)


def next_number(at: datetime) -> str:
    """Return the number of the next order: 兰热线督〔2026〕3号, counted anew each year."""
    year = at.astimezone(LOCAL_TIMEZONE).year
    city = cities.find()
    return f"{city.document_prefix if city else ''}督〔{year}〕{numbering.next_in(f'supervision {year}')}号"


def reply(case: Case, row: Supervision, *, by: User, at: datetime, note: str) -> None:
    """Answer the order: what was found, done and promised."""
    if row.department_id not in by.department_ids:
        raise NotAllowedForYou("只能回复发给本单位的督办单。")
    if row.state is not SupervisionState.OPEN:
        raise NotAllowedNow(f"该督办单{row.state.label}，不能再回复。")
    before = advance(case, Action.REPLY_SUPERVISION, by=by, note=note)
    row.state, row.reply, row.replied_by_id, row.replied_at = SupervisionState.REPLIED, note, by.id, at
    clocks.stop(case, ClockKind.SUPERVISION, at=at, supervision=row)
    timeline.record(case, Action.REPLY_SUPERVISION, by=by, at=at, before=before, note=f"{row.number}：{note}")


def confirm(case: Case, row: Supervision, *, by: User, at: datetime, note: str = "") -> None:
    """Strike the order off (销号) once its reply holds."""
    if row.state is not SupervisionState.REPLIED:
        raise NotAllowedNow("督办单回复后才能销号。")
    before = advance(case, Action.CONFIRM_SUPERVISION, by=by)
    row.state, row.confirmed_by_id, row.confirmed_at, row.note = SupervisionState.CONFIRMED, by.id, at, note
    case.supervision_level = queries.highest_open_level(case.id, but=row.id)
    timeline.record(
        case, Action.CONFIRM_SUPERVISION, by=by, at=at, before=before, note=f"{row.number}。{note}"
    )


def another_round(case: Case, row: Supervision, *, by: User, at: datetime, note: str) -> None:
    """Send the order back for another round (退回再办) with its limit anew."""
    if row.state is not SupervisionState.REPLIED:
        raise NotAllowedNow("督办单回复后才能退回再办。")
    before = advance(case, Action.RETURN_SUPERVISION, by=by, note=note)
    row.state, row.round, row.note = SupervisionState.OPEN, row.round + 1, note
    start_clock(case, row, at=at)
    timeline.record(
        case,
        Action.RETURN_SUPERVISION,
        by=by,
        at=at,
        before=before,
        note=f"{row.number}第{row.round}轮：{note}",
        addressed_ids=[row.department_id],
    )


def pull(
    case: Case,
    kind: Trigger,
    *,
    at: datetime,
    value: int | None = None,
    mark: str = "",
    department_id: int | None = None,
) -> list[Supervision]:
    """Pull every active trigger of the kind whose threshold the value reaches; each acts once.

    No value: the kind is a fact without a number, such as a hazard. `mark` tells rounds apart that may
    each be acted on, such as the clock that ran out. The lead department answers unless another is named.
    """
    drawn = [t for t in triggers() if t.trigger is kind and (value is None or value >= t.threshold)]
    answers = department_id or case.department_id
    return [row for t in drawn if (row := act(case, t, at=at, mark=mark, department_id=answers)) is not None]


def triggers() -> Sequence[SupervisionTrigger]:
    """Return the active triggers, read once in a transaction."""
    return once("triggers", reference.triggers)


def least(kind: Trigger) -> int | None:
    """Return the lowest threshold of the active triggers of a kind; None where there is none."""
    return min((t.threshold for t in triggers() if t.trigger is kind), default=None)


def mark_of(clock_id: int) -> str:
    """Return the mark of a clock that ran out: each clock of a case is a round of its own."""
    return f"{CLOCK_MARK}{clock_id}"


def act(
    case: Case, trigger: SupervisionTrigger, *, at: datetime, mark: str, department_id: int | None
) -> Supervision | None:
    """Raise the card or issue the order that the trigger stands for, unless it was done before."""
    key = queries.key_of(case.id, trigger.code, mark)
    if queries.exists(key):
        return None
    card = CARDS.get(trigger.trigger)
    if card is not None and trigger.level.value < FIRST_WITH_A_PAPER.value:
        row = raise_card(case, card, trigger, key=key, department_id=department_id, at=at)
        timeline.record(
            case,
            Action.RAISE_CARD,
            by=None,
            at=at,
            before=case.state,
            note=f"{card.label}：{trigger.name}",
            addressed_ids=[department_id],
        )
        return row
    row = issue(
        case,
        level=trigger.level,
        trigger=trigger.trigger,
        reason=trigger.name,
        requirement=REQUIREMENT,
        limit=Limit.parse(trigger.reply_limit),
        department_id=department_id,
        by=None,
        at=at,
        key=key,
    )
    timeline.record(
        case,
        Action.ORDER_SUPERVISION,
        by=None,
        at=at,
        before=case.state,
        note=f"{row.number}（{trigger.level.label}）：{trigger.name}",
        addressed_ids=[department_id],
    )
    return row


def raise_card(
    case: Case,
    card: SupervisionKind,
    trigger: SupervisionTrigger,
    *,
    key: str,
    department_id: int | None,
    at: datetime,
) -> Supervision:
    """Show the department a card (黄牌、红牌); it asks for no reply of its own."""
    row = Supervision(
        key=key,
        case_id=case.id,
        department_id=department_id,
        kind=card,
        level=trigger.level,
        trigger=trigger.trigger,
        state=SupervisionState.CONFIRMED,
        reason=trigger.name,
        issued_at=at,
        confirmed_at=at,
    )
    db.session.add(row)
    figures.mark_happened(at)
    return row


def remind_all(cases: Iterable[Case], *, by: User, at: datetime, note: str = "") -> dict[str, str]:
    """Urge several at once; returns case number -> why not, for those that could not be urged."""
    refused: dict[str, str] = {}
    for case in cases:
        try:
            remind(case, by=by, at=at, note=note)
        except (NotAllowedNow, NotAllowedForYou) as error:
            refused[case.number] = str(error)
    return refused
