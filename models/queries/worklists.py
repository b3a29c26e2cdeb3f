"""THE table of worklists: what waits for whom, nearest clock first; counted and listed by the same conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from models.assignment import Assignment
from models.base import UtcDateTime, db
from models.case import Case
from models.department import Department
from models.queries.cases import inside, outside_desks
from models.queries.lines import COLUMNS, CaseLine, with_names
from models.queries.tags import carries
from models.user import User
from models.vocabulary import (
    FINAL_STATES,
    AssignmentRole,
    AssignmentState,
    CaseScope,
    CaseState,
    ClockKind,
    Desk,
    Light,
)
from models.vocabulary import Permission as P
from models.whose import Whose

Condition = ColumnElement[bool]
# A moment, or the place in a statement where it will stand.
Moment = datetime | BindParameter[datetime]

AT = bindparam("at", type_=UtcDateTime())
AFTER_DUE, AFTER_ID = bindparam("after_due", type_=UtcDateTime()), bindparam("after_id", type_=Integer())
NONE_TAGGED = "这里没有带这个标签的工单。"
# Statements kept for the readers who come again and again.
KEPT = 512


class Reader(NamedTuple):
    """What a list asks of who reads it."""

    id: int
    department_ids: frozenset[int]
    scope: CaseScope
    department_id: int | None = None

    @classmethod
    def of(cls, user: User, scope: CaseScope) -> Reader:
        """Return the user as a reader."""
        return cls(user.id, frozenset(user.department_ids), scope, user.department_id)


@dataclass(frozen=True)
class Worklist:
    """A list of cases that wait for somebody: its name in the address, title, permission, conditions.

    Where it is `by_part`, a line is a department's own part with that part's clock.
    """

    name: str
    title: str
    permission: P
    conditions: Callable[[Reader, Moment], Sequence[Condition]]
    empty: str
    by_part: bool = False

    @property
    def due_at(self) -> ColumnElement[Any]:
        """The column of the nearest clock's due moment."""
        return cast(ColumnElement[Any], Assignment.next_due_at if self.by_part else Case.next_due_at)

    @property
    def soon_at(self) -> ColumnElement[Any]:
        """The column of the moment the nearest clock turns amber."""
        return cast(ColumnElement[Any], Assignment.next_soon_at if self.by_part else Case.next_soon_at)

    @property
    def row_id(self) -> ColumnElement[Any]:
        """The column that makes the order definite."""
        return cast(ColumnElement[Any], Assignment.id if self.by_part else Case.id)

    @property
    def assigned_to_id(self) -> ColumnElement[Any]:
        """The column of who has taken the work."""
        return cast(ColumnElement[Any], (Assignment if self.by_part else Case).assigned_to_id)

    def cuts(self, reader: Reader) -> tuple[Whose, ...]:
        """Return the cuts that the list offers: a unit of one's own only where units below it have parts too."""
        if not self.by_part:
            return (Whose.MINE, Whose.ALL)
        below = reader.department_ids - {reader.department_id}
        return (Whose.MINE, Whose.UNIT, Whose.ALL) if below else (Whose.MINE, Whose.UNIT)


@dataclass(frozen=True)
class Line:
    """One line of a worklist: the case and the clock that is nearest for the reader.

    Where the line is a department's part, `unit` names the department and `role` says as what it has it.
    `taken_by` is called who has taken the work.
    """

    case: CaseLine
    row_id: int
    clock: ClockKind | None
    due_at: datetime | None
    soon_at: datetime | None
    limit: str | None
    unit: str | None = None
    role: AssignmentRole | None = None
    taken_by: str | None = None

    @property
    def case_id(self) -> int:
        """The id of the case, by which it is picked from the list."""
        return self.case.id

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number


def standing(*states: CaseState) -> Callable[[Reader, Moment], Sequence[Condition]]:
    """Make the conditions for cases in one of the states."""
    return lambda _reader, _at: [Case.state.in_(states)]


def open_of_desk(desk: Desk) -> Callable[[Reader, Moment], Sequence[Condition]]:
    """Make the conditions for the open cases of a confidential desk."""
    return lambda _reader, _at: [Case.desk == desk, Case.state.not_in(list(FINAL_STATES))]


def open_parts() -> list[Condition]:
    """Return the condition of a part not yet answered, in the letters of its index."""
    return [Assignment.state.in_([literal_column("'sent'"), literal_column("'signed'")])]


def whose_is(worklist: Worklist, reader: Reader, whose: Whose) -> Condition | None:
    """Return the condition that the work is of this cut; None where all of the list is."""
    if whose is Whose.MINE:
        return worklist.assigned_to_id == reader.id
    if whose is Whose.UNIT and worklist.by_part:
        return Assignment.department_id == reader.department_id
    return None


def parts(*states: AssignmentState) -> Callable[[Reader, Moment], Sequence[Condition]]:
    """Make the conditions for the parts of the reader's departments in one of the states.

    They ask the parts alone, so that their index answers them; a case that ends, ends its open parts.
    """
    return lambda reader, _at: [
        *open_parts(),
        Assignment.state.in_(states),
        Assignment.department_id.in_(sorted(reader.department_ids)),
    ]


WORKLISTS: dict[str, Worklist] = {
    worklist.name: worklist
    for worklist in (
        Worklist(
            "completion",
            "待补充",
            P.REGISTER_CASE,
            lambda reader, _at: [
                Case.state == CaseState.AWAITING_COMPLETION,
                # Whoever took a desk's case in may not see it; the desk's own people complete it.
                or_(Case.received_by_id == reader.id, Case.desk.is_not(None)),
            ],
            "没有退回您补充的工单。",
        ),
        Worklist(
            "review", "待审核派单", P.REVIEW_CASE, standing(CaseState.PENDING_REVIEW), "没有等待派单的工单。"
        ),
        Worklist(
            "sign", "待签收", P.HANDLE_CASE, parts(AssignmentState.SENT), "没有等待签收的工单。", by_part=True
        ),
        Worklist(
            "handle",
            "在办",
            P.HANDLE_CASE,
            parts(AssignmentState.SIGNED),
            "没有正在办理的工单。",
            by_part=True,
        ),
        Worklist(
            "returns", "退单待审", P.DECIDE_RETURN, standing(CaseState.RETURN_PENDING), "没有等待审批的退单。"
        ),
        Worklist(
            "panel", "退单待裁定", P.RULE_BY_PANEL, standing(CaseState.PANEL_PENDING), "没有等待裁定的退单。"
        ),
        Worklist("replies", "待审结", P.REVIEW_REPLY, standing(CaseState.REPLIED), "没有等待审核的回复。"),
        Worklist(
            "follow-up",
            "待回访",
            P.FOLLOW_UP,
            lambda _reader, at: [Case.state == CaseState.FOLLOW_UP, Case.next_follow_up_at <= at],
            "现在没有该回访的工单。",
        ),
        Worklist("deferred", "挂账", P.SUPERVISE, standing(CaseState.DEFERRED), "没有挂账的工单。"),
        Worklist(
            "overdue",
            "超期工单",
            P.SUPERVISE,
            lambda _reader, at: [Case.next_due_at < at],
            "没有超期的工单。",
        ),
        Worklist(
            "open",
            "全部在办",
            P.VIEW_ALL_CASES,
            standing(*(state for state in CaseState if state not in FINAL_STATES)),
            "没有在办的工单。",
        ),
        *(
            Worklist(desk.value, f"{desk.label}在办", permission, open_of_desk(desk), "本席没有在办的工单。")
            for desk, permission in ((Desk.PSYCH, P.VIEW_PSYCH), (Desk.YOUTH, P.VIEW_YOUTH))
        ),
    )
}


@lru_cache(maxsize=KEPT)
def tagged(worklist: Worklist, tag_id: int) -> Worklist:
    """Return the list of those of its cases that carry the tag, to be counted and read like any worklist."""
    carrying = carries(tag_id, Assignment.case_id if worklist.by_part else Case.id)
    return replace(
        worklist,
        conditions=lambda reader, at: [*worklist.conditions(reader, at), carrying],
        empty=NONE_TAGGED,
    )


def light_is(worklist: Worklist, light: Light, at: Moment) -> Condition:
    """Return the condition that the nearest clock shows this light at the moment."""
    due, soon = worklist.due_at, worklist.soon_at
    conditions: dict[Light, Condition] = {
        Light.OVERDUE: due < at,
        Light.DUE_SOON: and_(due >= at, soon <= at),
        Light.IN_TIME: or_(due.is_(None), and_(due >= at, soon > at)),
    }
    return conditions[light]


def sums_by_light(worklist: Worklist, at: Moment, only: Condition | None = None) -> list[ColumnElement[int]]:
    """Return the columns that count a list in one go: all of it, what is overdue, what is soon due; or `only` a cut of it."""
    lights = [light_is(worklist, light, at) for light in (Light.OVERDUE, Light.DUE_SOON)]
    if only is None:
        return [func.count(), *(func.count().filter(light) for light in lights)]
    return [func.count().filter(only), *(func.count().filter(and_(only, light)) for light in lights)]


def by_light(sums: Row[Any] | Sequence[Any]) -> dict[Light, int]:
    """Return these sums by light; the three together are the whole list."""
    total, overdue, soon = sums
    return {Light.IN_TIME: total - overdue - soon, Light.DUE_SOON: soon, Light.OVERDUE: overdue}


def waiting(worklist: Worklist, reader: Reader, at: Moment, whose: Whose = Whose.ALL) -> list[Condition]:
    """Return all conditions of the list, or of a cut of it, for this reader at this moment."""
    cut = whose_is(worklist, reader, whose)
    conditions = [*worklist.conditions(reader, at), *([] if cut is None else [cut])]
    # A part of one's own department is inside one's scope by what it is; only the desks remain to ask.
    if worklist.by_part:
        return [*conditions, outside_desks(Assignment.case_id, reader.scope, open_only=True)]
    return [*conditions, *inside(reader.scope)]


@lru_cache(maxsize=KEPT)
def counted(worklist: Worklist, reader: Reader) -> Select[Any]:
    """Return the select that counts the list by light at the moment `at`."""
    return select(*sums_by_light(worklist, AT)).where(*waiting(worklist, reader, AT))


def count_by_light(worklist: Worklist, user: User, scope: CaseScope, at: datetime) -> dict[Light, int]:
    """Count the list by light."""
    return by_light(db.session.execute(counted(worklist, Reader.of(user, scope)), {"at": at}).one())


def page(
    worklist: Worklist,
    user: User,
    scope: CaseScope,
    at: datetime,
    *,
    light: Light | None = None,
    whose: Whose = Whose.ALL,
    after: tuple[datetime | None, int] | None = None,
    limit: int = 50,
) -> list[Line]:
    """Return one page of the list, or of a cut of it, the nearest clock first; what has no clock comes last.

    `after` is (due moment, row id) of the last line seen.
    """
    reader = Reader.of(user, scope)
    due_at, row_id = after or (None, None)
    lines: list[Line] = []
    if after is None or due_at is not None:
        timed = {"at": at, "after_due": due_at, "after_id": row_id, "most": limit}
        lines = fetch(
            worklist, listed(worklist, reader, light, whose, is_timed=True, goes_on=bool(after)), timed
        )
        row_id = None
    if len(lines) < limit:
        untimed = {"at": at, "after_id": row_id, "most": limit - len(lines)}
        goes_on = row_id is not None
        rest = listed(worklist, reader, light, whose, is_timed=False, goes_on=goes_on)
        lines += fetch(worklist, rest, untimed)
    return lines


def fetch(worklist: Worklist, lines: Select[Any], asked: dict[str, Any]) -> list[Line]:
    """Fetch the lines of the select."""
    rows, width = db.session.execute(lines, asked), len(COLUMNS)
    if worklist.by_part:
        return [Line(CaseLine(*row[:width]), *row[width:]) for row in rows]
    cases = [(CaseLine(*row[:width]), row[width]) for row in rows]
    return [
        Line(
            row, row.id, row.next_clock, row.next_due_at, row.next_soon_at, row.next_limit, taken_by=taken_by
        )
        for row, taken_by in cases
    ]


Unit = aliased(Department)
Taker = aliased(User)
PART_COLUMNS = (
    Assignment.id,
    Assignment.next_clock,
    Assignment.next_due_at,
    Assignment.next_soon_at,
    Assignment.next_limit,
    Unit.name,
    Assignment.role,
    Taker.full_name,
)


@lru_cache(maxsize=KEPT)
def listed(
    worklist: Worklist, reader: Reader, light: Light | None, whose: Whose, *, is_timed: bool, goes_on: bool
) -> Select[Any]:
    """Return the select of `most` lines with what a line shows, of those with a clock or of those without.

    goes_on: only of those after the line (`after_due`, `after_id`). The lines are picked and put in order
    by the index alone; only those picked are read.
    """
    conditions = waiting(worklist, reader, AT, whose)
    if light is not None:
        conditions.append(light_is(worklist, light, AT))
    conditions.append(worklist.due_at.is_not(None) if is_timed else worklist.due_at.is_(None))
    if goes_on:
        place = tuple_(worklist.due_at, worklist.row_id) > tuple_(AFTER_DUE, AFTER_ID)
        conditions.append(place if is_timed else worklist.row_id > AFTER_ID)
    order = (worklist.due_at, worklist.row_id)
    most = bindparam("most", type_=Integer())
    picked = select(worklist.row_id.label("id")).where(*conditions).order_by(*order).limit(most).subquery()
    if not worklist.by_part:
        cases = with_names(select(*COLUMNS, Taker.full_name).join(picked, picked.c.id == Case.id))
        return cases.outerjoin(Taker, Taker.id == Case.assigned_to_id).order_by(*order)
    parts = select(*COLUMNS, *PART_COLUMNS).select_from(Assignment).join(picked, picked.c.id == Assignment.id)
    parts = with_names(parts.join(Case, Case.id == Assignment.case_id))
    parts = parts.outerjoin(Taker, Taker.id == Assignment.assigned_to_id)
    return parts.join(Unit, Unit.id == Assignment.department_id).order_by(*order)
