"""Taking a case in (受理): number, query code, caller, category, place; answered at once or sent on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.case import Case
from models.citizen import Citizen
from models.encryption import keyring
from models.queries import cities, numbering, reference, rule_packs, search
from models.vocabulary import (
    Action,
    AreaLevel,
    CaseState,
    Channel,
    ClockKind,
    Confidentiality,
    CoordinateSystem,
    Handling,
    Kind,
    LimitClass,
    Urgency,
)
from workflows import clocks, dispatch, timeline
from workflows.answered import take_along
from workflows.errors import BadInput, NoDepartmentFound
from workflows.hazards import most_pressing, recognise
from workflows.intake_outcome import check_outcome
from workflows.lifecycle import advance
from workflows.routing_decision import note_suggested

if TYPE_CHECKING:
    from datetime import datetime

    from models.area import Area
    from models.category import Category
    from models.user import User

# Crockford's base 32: no I, L, O, U, so that a code survives being read out over the telephone.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
URGENCY_OF_CLASS = {LimitClass.CRITICAL: Urgency.CRITICAL, LimitClass.URGENT: Urgency.URGENT}
MORE_PRESSING = (Urgency.CRITICAL, Urgency.URGENT)


@dataclass(kw_only=True)
class Request:
    """What a caller wants and who they are, as the intake form gives it (domain study 7.1)."""

    channel: Channel
    kind: Kind
    title: str
    content: str
    category_id: int
    area_id: int | None = None
    address: str = ""
    place_name: str = ""
    urgency: Urgency = Urgency.NORMAL
    confidentiality: Confidentiality = Confidentiality.OPEN
    name: str = ""
    phone: str = ""
    other_phone: str = ""
    id_number: str = ""
    home_address: str = ""
    gender: str = ""
    identity: str = "个人"
    organisation: str = ""
    care: str = ""
    wants_reply: bool = True
    reply_by: str = "电话"
    call_window: str = ""
    wish: str = ""
    occurred_at: datetime | None = None
    is_ongoing: bool = False
    is_repeat: bool | None = None
    people_affected: int | None = None
    amount_fen: int | None = None
    point: tuple[float, float] | None = None
    coordinate_system: CoordinateSystem | None = None
    risk_tags: list[str] = field(default_factory=list)
    call_id: str = ""
    related_case_id: int | None = None
    not_hazard_reason: str = ""
    answer_basis: str = ""
    transfer_code: str = ""
    transfer_note: str = ""
    refusal_code: str = ""
    refusal_note: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the caller is told at the end: the case and the code to follow it with, shown this once."""

    case: Case
    query_code: str


def register(
    request: Request, *, by: User, at: datetime, answer: str = "", sends_hazards: bool = True
) -> Receipt:
    """Take the case in (受理): with an answer it is closed on the spot (直接答复), else it goes to review.

    A hazard with a department in the catalogue skips the review and goes out at once, unless `sends_hazards`
    says that whoever takes it in sends it out themselves.
    Raises BadInput for an unknown category or a missing caller.
    """
    category = usable_category(request.category_id)
    check_caller(request)
    transfer = check_outcome(request, answer)
    version = rule_packs.valid_at(at)
    code = new_query_code()
    case = Case(
        number=next_number(at),
        query_code_index=query_code_index(code),
        received_at=at,
        received_by_id=by.id,
        rule_pack_id=version.id if version else None,
    )
    put(case, request, category)
    alarm = note_hazard(case, request)
    action = Action.ANSWER_DIRECTLY if answer.strip() else Action.SUBMIT
    if action is Action.ANSWER_DIRECTLY:
        answer_at_once(case, answer, by=by, at=at)
    else:
        advance(case, action, by=by, to=CaseState.PENDING_REVIEW)
    db.session.add(case)
    db.session.flush()
    put_caller(Citizen(case_id=case.id), request)
    if action is Action.SUBMIT:
        start_review(case, at=at)
        note_suggested(case, at=at)
    notes = (answer, transfer, alarm)
    finish(case, action, by=by, at=at, notes=notes, sends_hazards=sends_hazards)
    return Receipt(case, code)


def complete(
    case: Case,
    request: Request,
    *,
    by: User,
    at: datetime,
    answer: str = "",
    sends_hazards: bool = True,
) -> None:
    """Hand a case that was sent back to the agent in again, with what was lacking (补充)."""
    category = usable_category(request.category_id)
    check_caller(request)
    transfer = check_outcome(request, answer)
    action = Action.ANSWER_DIRECTLY if answer.strip() else Action.SUBMIT
    if action is Action.ANSWER_DIRECTLY:
        before = answer_at_once(case, answer, by=by, at=at)
    else:
        before = advance(case, action, by=by, to=CaseState.PENDING_REVIEW)
    put(case, request, category)
    alarm = note_hazard(case, request)
    put_caller(case.citizen or Citizen(case_id=case.id), request)
    clocks.stop(case, ClockKind.COMPLETION, ClockKind.REVIEW, at=at)
    if action is Action.SUBMIT:
        start_review(case, at=at)
    notes = (answer, transfer, alarm)
    finish(case, action, by=by, at=at, before=before, notes=notes, sends_hazards=sends_hazards)
    if action is Action.ANSWER_DIRECTLY:
        take_along(case, at=at)


def finish(
    case: Case,
    action: Action,
    *,
    by: User,
    at: datetime,
    notes: tuple[str, ...],
    before: CaseState | None = None,
    sends_hazards: bool,
) -> None:
    """Make the case findable, write the timeline, and send a hazard out at once."""
    search.index_case(case.id, searchable(case))
    note = "\n".join(note for note in notes if note.strip())
    timeline.record(case, action, by=by, at=at, before=before, note=note)
    if action is Action.SUBMIT and case.is_hazard and sends_hazards:
        send_hazard(case, by=by, at=at)


def answer_at_once(case: Case, answer: str, *, by: User, at: datetime) -> CaseState | None:
    """Close the case with the answer given on the spot."""
    before = advance(case, Action.ANSWER_DIRECTLY, by=by)
    case.handling, case.public_answer = Handling.DIRECT, answer.strip()
    case.finished_at = case.closed_at = at
    return before


def start_review(case: Case, *, at: datetime) -> None:
    """Start the hotline's own clock: the case must be reviewed and sent out."""
    clocks.start(case, ClockKind.REVIEW, clocks.rules_of(case).desk.review(case.urgency), at=at)


def send_hazard(case: Case, *, by: User, at: datetime) -> None:
    """Send a hazard out at once; where the catalogue names nobody it waits at the head of the review list."""
    try:
        dispatch.dispatch_at_once(case, by=by, at=at)
    except (NoDepartmentFound, BadInput) as unknown:
        case.dispatch_reason = f"险情未能自动派出：{unknown}"


def note_hazard(case: Case, request: Request) -> str:
    """Make the case a hazard where its words alone are alarming; returns what to say of it on the timeline.

    The agent, who hears the caller, may state why it is none; then that stands on the timeline instead.
    """
    if case.is_hazard:
        return ""
    match = most_pressing(recognise(f"{case.title}\n{case.content}", reference.hazard_words()))
    if match is None:
        return ""
    words = "、".join(match.found)
    if request.not_hazard_reason.strip():
        return f"文中有险情词“{words}”，坐席判断不是险情：{request.not_hazard_reason.strip()}"
    case.is_hazard, case.urgency = True, Urgency.CRITICAL
    return f"文中有险情词“{words}”，按险情处理。"


def usable_category(category_id: int) -> Category:
    """Return the leaf a case may carry; BadInput for a branch, a retired or an unknown one."""
    category = reference.find_category(category_id)
    if category is None or not category.is_leaf or category.is_retired:
        raise BadInput("请选择诉求分类的末级事项。", "category_id")
    return category


def check_caller(request: Request) -> None:
    """Refuse a case that nobody could be called back about, unless it is anonymous on purpose."""
    if request.confidentiality is Confidentiality.ANONYMOUS:
        request.name = request.phone = request.other_phone = request.id_number = request.home_address = ""
        request.wants_reply = False
    elif not request.phone and request.channel in (Channel.PHONE, Channel.SMS):
        raise BadInput("请填写联系电话；诉求人不愿留电话的，请选择“匿名”。", "phone")


def put(case: Case, request: Request, category: Category) -> None:
    """Put the request's facts on the case, with what follows from category and place."""
    for name in (
        "channel", "kind", "title", "content", "wish", "address", "place_name", "confidentiality",
        "occurred_at", "is_ongoing", "people_affected", "risk_tags", "call_id", "related_case_id", "area_id",
        "is_repeat", "amount_fen", "answer_basis", "transfer_code", "transfer_note", "refusal_code", "refusal_note",
    ):  # fmt: skip
        setattr(case, name, getattr(request, name))
    place_on_map(case, request.point, request.coordinate_system)
    if case.kind is Kind.REPORT and case.confidentiality is Confidentiality.OPEN:
        # An informer is protected whether they ask for it or not (Jinan's statute, article 32).
        case.confidentiality = Confidentiality.CONFIDENTIAL
    classify(case, category)
    case.urgency = request.urgency if request.urgency in MORE_PRESSING else case.urgency
    areas = reference.area_chain(case.area_id)
    if case.area_id is not None and not areas:
        raise BadInput("请重新选择事发地的区划。", "district_id")
    case.district_id = district_of(areas)


def place_on_map(case: Case, point: tuple[float, float] | None, system: CoordinateSystem | None) -> None:
    """Put longitude and latitude on the case with the system they are given by, or take all three away."""
    case.longitude, case.latitude = point or (None, None)
    case.coordinate_system = (system or CoordinateSystem.GCJ02) if point else None


def classify(case: Case, category: Category) -> None:
    """Give the case its category and what hangs on it: branch, desk, hazard mark, urgency."""
    case.category, case.category_id = category, category.id
    case.branch_id, case.desk = category.branch_id, category.desk
    case.is_hazard = category.is_hazard
    case.urgency = URGENCY_OF_CLASS.get(category.limit_class, Urgency.NORMAL)
    if category.desk is not None and case.confidentiality is Confidentiality.OPEN:
        case.confidentiality = Confidentiality.CONFIDENTIAL


def district_of(chain: list[Area]) -> int | None:
    """Return the id of the district in a chain of areas."""
    return next((area.id for area in chain if area.level is AreaLevel.DISTRICT), None)


def put_caller(citizen: Citizen, request: Request) -> None:
    """Keep who called, sealed, in a row of its own."""
    for name in (
        "name", "phone", "other_phone", "id_number", "home_address", "gender", "identity", "organisation",
        "care", "wants_reply", "reply_by", "call_window",
    ):  # fmt: skip
        setattr(citizen, name, getattr(request, name))
    citizen.index_identity()
    db.session.add(citizen)


def searchable(case: Case) -> str:
    """Return the words the case is found by: its own, never the caller's."""
    return search.searchable(case.number, case.title, case.content, case.address, case.place_name)


def next_number(at: datetime) -> str:
    """Return the next case number: the city's prefix, the local day, six digits from the day's counter."""
    day = at.astimezone(LOCAL_TIMEZONE).strftime("%Y%m%d")
    city = cities.find()
    return f"{city.number_prefix if city else ''}{day}{numbering.next_in(f'case {day}'):06d}"


def new_query_code() -> str:
    """Return 80 random bits as sixteen characters."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def query_code_index(code: str) -> str:
    """Return the blind index of a query code as people write it: any case, spaces or hyphens between.

    What a reader may take for another character is taken back: O for 0, I and L for 1 (Crockford).
    """
    plain = code.upper().translate(READ_AS)
    return keyring.index(plain, "case.query_code")
