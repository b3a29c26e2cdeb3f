"""Turns the values of one checked row into the rows of the tables it becomes (pure).

What the old system did not know stays unknown here too. Two things are derived, since lists cannot do
without them: a title from the text, and where the case stands from the times that are given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from config import LOCAL_TIMEZONE
from models.citizen import phone_index, phone_tail_index
from models.vocabulary import (
    Action,
    AssignmentRole,
    AssignmentState,
    CaseState,
    ClockKind,
    Confidentiality,
    FollowUpOutcome,
    Handling,
    Urgency,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.history.reference import Reference
    from workflows.history.rows import Values

TITLE_LENGTH = 40
ENDS_OF_SENTENCE = "。！？；\n"
# An amber light shows when so much of the given time is used.
SOON_SHARE = 0.8
LONGEST_IN_MINUTES = 9_999

CASE_COLUMNS = (
    "id",
    "number",
    "source",
    "external_id",
    "channel",
    "kind",
    "urgency",
    "confidentiality",
    "desk",
    "title",
    "content",
    "category_id",
    "branch_id",
    "area_id",
    "district_id",
    "address",
    "state",
    "handling",
    "department_id",
    "received_at",
    "dispatched_at",
    "signed_at",
    "contacted_at",
    "due_at",
    "original_due_at",
    "finished_at",
    "closed_at",
    "return_count",
    "extension_count",
    "redo_count",
    "public_answer",
    "followed_up_at",
    "follow_up_attempts",
    "was_contacted",
    "solved",
    "result_rating",
    "hotline_rating",
    "next_clock",
    "next_due_at",
    "next_soon_at",
    "next_limit",
)
CITIZEN_COLUMNS = ("case_id", "name", "phone", "phone_index", "phone_tail_index")
ASSIGNMENT_COLUMNS = (
    "id",
    "case_id",
    "department_id",
    "role",
    "state",
    "sent_at",
    "signed_at",
    "contacted_at",
    "replied_at",
    "next_clock",
    "next_due_at",
    "next_soon_at",
    "next_limit",
)
EVENT_COLUMNS = (
    "case_id",
    "happened_at",
    "actor_id",
    "actor_name",
    "department_id",
    "action",
    "to_state",
    "note",
)
FOLLOW_UP_COLUMNS = (
    "case_id",
    "attempted_at",
    "outcome",
    "was_contacted",
    "solved",
    "result_rating",
    "hotline_rating",
)
CLOCK_COLUMNS = (
    "case_id",
    "assignment_id",
    "department_id",
    "kind",
    "started_at",
    "limit",
    "due_at",
    "soon_at",
    "original_due_at",
)
RATED_AS = {True: FollowUpOutcome.RATED, False: FollowUpOutcome.OTHER}


class Importer(NamedTuple):
    """Who brings the file in, when, and what the timeline says of it."""

    source: str
    at: datetime
    actor_id: int | None
    actor_name: str
    department_id: int | None
    note: str
    knows_callers: bool


class Light(NamedTuple):
    """The running clock of an open case, as its lists show it."""

    kind: ClockKind | None = None
    due_at: datetime | None = None
    soon_at: datetime | None = None
    limit: str | None = None


@dataclass
class Batch:
    """The rows of each table that some rows of the file become, in the order of the columns above."""

    cases: list[tuple[Any, ...]] = field(default_factory=list)
    citizens: list[tuple[Any, ...]] = field(default_factory=list)
    assignments: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    follow_ups: list[tuple[Any, ...]] = field(default_factory=list)
    clocks: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    days: set[date] = field(default_factory=set)

    def add(
        self,
        values: Values,
        case_id: int,
        number: str,
        assignment_ids: Iterator[int],
        known: Reference,
        importer: Importer,
    ) -> None:
        """Add everything that one row of the file becomes."""
        handling = handling_of(values)
        state = state_of(values, handling)
        department_id = known.departments.get(values["department"] or "")
        light = light_of(values, state)
        lead_id = None
        if department_id is not None and handling is Handling.DISPATCHED:
            lead_id = next(assignment_ids)
            self.add_parts(values, case_id, lead_id, department_id, assignment_ids, known, light)
        self.cases.append(case_row(values, case_id, number, known, importer, handling, state, light))
        if values["name"] or values["phone"]:
            phone = values["phone"]
            self.citizens.append(
                (case_id, values["name"], phone, phone_index(phone), phone_tail_index(phone))
            )
        self.events.append(
            (
                case_id,
                importer.at,
                importer.actor_id,
                importer.actor_name,
                importer.department_id,
                Action.IMPORT,
                state,
                importer.note,
            )
        )
        if values["followed_up_at"] is not None:
            self.follow_ups.append(follow_up_row(values, case_id))
        if light.kind is not None:
            self.clocks.append(clock_row(values, case_id, lead_id, department_id, light))
        self.texts.append((case_id, (title_of(values), values["content"] or "", values["address"] or "")))
        self.days.add(values["received_at"].date())
        if values["due_at"] is not None:
            self.days.add(values["due_at"].astimezone(LOCAL_TIMEZONE).date())

    def add_parts(
        self,
        values: Values,
        case_id: int,
        lead_id: int,
        department_id: int,
        assignment_ids: Iterator[int],
        known: Reference,
        light: Light,
    ) -> None:
        """Add the lead's part and the supporting units' parts.

        A part must say since when it lies with its unit; where the old system does not tell, it is the
        moment of receipt, while the case's own time of dispatch stays unknown.
        """
        sent_at = values["dispatched_at"] or values["received_at"]
        closed_at, signed_at = values["closed_at"], values["signed_at"]
        if closed_at is not None:
            state = AssignmentState.REPLIED
        else:
            state = AssignmentState.SIGNED if signed_at is not None else AssignmentState.SENT
        self.assignments.append(
            (
                lead_id,
                case_id,
                department_id,
                AssignmentRole.LEAD,
                state,
                sent_at,
                signed_at,
                values["contacted_at"],
                closed_at,
                *light,
            )
        )
        for name in values["supporting"] or ():
            self.assignments.append(
                (
                    next(assignment_ids),
                    case_id,
                    known.departments[name],
                    AssignmentRole.SUPPORTING,
                    state,
                    sent_at,
                    None,
                    None,
                    closed_at,
                    *Light(),
                )
            )


def count_parts(values: Values) -> int:
    """Return how many units have a part in the row's case."""
    if values["department"] and handling_of(values) is Handling.DISPATCHED:
        return 1 + len(values["supporting"] or ())
    return 0


def case_row(
    values: Values,
    case_id: int,
    number: str,
    known: Reference,
    importer: Importer,
    handling: Handling,
    state: CaseState,
    light: Light,
) -> tuple[Any, ...]:
    """Return the row of the table `case`."""
    category = known.categories[values["category"]]
    district_id = known.districts.get(values["district"] or "")
    street_id = known.streets.get((district_id or 0, values["street"])) if values["street"] else None
    return (
        case_id,
        number,
        importer.source,
        values["external_id"],
        values["channel"],
        values["kind"],
        values["urgency"] or Urgency.NORMAL,
        confidentiality_of(values, importer),
        category.desk,
        title_of(values),
        values["content"] or "",
        category.id,
        category.branch_id,
        street_id or district_id,
        district_id,
        values["address"] or "",
        state,
        handling,
        known.departments.get(values["department"] or ""),
        values["received_at"],
        values["dispatched_at"],
        values["signed_at"],
        values["contacted_at"],
        values["due_at"],
        values["due_at"],
        values["closed_at"],
        values["closed_at"],
        values["return_count"] or 0,
        values["extension_count"] or 0,
        values["redo_count"] or 0,
        values["public_answer"] or "",
        values["followed_up_at"],
        0 if values["followed_up_at"] is None else 1,
        values["was_contacted"],
        values["solved"],
        values["result_rating"],
        values["hotline_rating"],
        *light,
    )


def handling_of(values: Values) -> Handling:
    """Return what became of the case; not said, it was dispatched if a unit is named, else undecided."""
    if values["handling"] is not None:
        return Handling(values["handling"])
    return Handling.DISPATCHED if values["department"] else Handling.PENDING


def state_of(values: Values, handling: Handling) -> CaseState:
    """Return where the case stands, from what is given."""
    if handling is Handling.NOT_ACCEPTED:
        return CaseState.NOT_ACCEPTED
    if values["closed_at"] is not None:
        return CaseState.CLOSED
    if handling is Handling.DISPATCHED:
        return CaseState.HANDLING if values["signed_at"] is not None else CaseState.DISPATCHED
    return CaseState.PENDING_REVIEW


def confidentiality_of(values: Values, importer: Importer) -> Confidentiality:
    """Return who may know the caller; a file without any caller's column says nothing of anonymity."""
    if values["is_confidential"]:
        return Confidentiality.CONFIDENTIAL
    if importer.knows_callers and not values["name"] and not values["phone"]:
        return Confidentiality.ANONYMOUS
    return Confidentiality.OPEN


def title_of(values: Values) -> str:
    """Return the given title, or the beginning of the text up to the end of its first sentence."""
    if values["title"]:
        return str(values["title"])
    start = str(values["content"])[:TITLE_LENGTH].lstrip()
    ends = [place for mark in ENDS_OF_SENTENCE if (place := start.find(mark)) > 0]
    return start[: min(ends, default=TITLE_LENGTH)].strip() or start


def light_of(values: Values, state: CaseState) -> Light:
    """Return the running clock of an open case, none where no due time is given."""
    due_at = values["due_at"]
    if due_at is None or state in (CaseState.CLOSED, CaseState.NOT_ACCEPTED):
        return Light()
    kind = ClockKind.REVIEW if state is CaseState.PENDING_REVIEW else ClockKind.FEEDBACK
    started_at = started(values)
    limit, _span = given_time(values)
    return Light(kind, due_at, started_at + SOON_SHARE * (due_at - started_at), limit)


def started(values: Values) -> datetime:
    """Return when the clock began to run: at dispatch, or at receipt where that is not known."""
    began_at = values["dispatched_at"] or values["received_at"]
    return min(began_at, values["due_at"] - timedelta(minutes=1))  # type: ignore[no-any-return]


def given_time(values: Values) -> tuple[str, timedelta]:
    """Return the limit that leads from the start to the due time, as text and as a span.

    It is natural time, so that a changed calendar does not move a due time that we did not compute: whole
    minutes, or whole hours where minutes would be too many.
    """
    minutes = int((values["due_at"] - started(values)) / timedelta(minutes=1))
    if minutes <= LONGEST_IN_MINUTES:
        return f"{minutes}min", timedelta(minutes=minutes)
    return f"{minutes // 60}h", timedelta(hours=minutes // 60)


def clock_row(
    values: Values, case_id: int, lead_id: int | None, department_id: int | None, light: Light
) -> tuple[Any, ...]:
    """Return the clock with the due time of the old system; its start is counted back from there."""
    _limit, span = given_time(values)
    return (
        case_id,
        lead_id,
        department_id if lead_id is not None else None,
        light.kind,
        values["due_at"] - span,
        light.limit,
        values["due_at"],
        light.soon_at,
        values["due_at"],
    )


def follow_up_row(values: Values, case_id: int) -> tuple[Any, ...]:
    """Return the one attempt the old system tells of; why nobody rated is not known."""
    is_rated = values["result_rating"] is not None or values["hotline_rating"] is not None
    return (
        case_id,
        values["followed_up_at"],
        RATED_AS[is_rated],
        values["was_contacted"],
        values["solved"],
        values["result_rating"],
        values["hotline_rating"],
    )


def differs(values: Values, row: Any, known: Reference) -> bool:
    """Say whether a case that is there already differs from what the file says of it now."""
    category = known.categories.get(values["category"])
    said: Sequence[object] = (
        title_of(values),
        values["content"] or "",
        values["received_at"],
        values["closed_at"],
        values["due_at"],
        category.id if category else None,
        known.departments.get(values["department"] or ""),
        values["result_rating"],
        values["hotline_rating"],
    )
    return tuple(said) != tuple(row[1:])
