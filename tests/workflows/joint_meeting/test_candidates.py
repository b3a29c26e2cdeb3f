"""Which cases the rules put before the convener, and why: the rule itself, and the queries against a recount."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from config import LOCAL_TIMEZONE
from models.area import Area
from models.assignment import Assignment
from models.base import db
from models.case import Case
from models.case_request import CaseRequest
from models.citizen import Citizen
from models.clock import Clock
from models.meeting_topic import CandidateDismissal
from models.supervision import Supervision
from models.vocabulary import (
    AreaLevel,
    AssignmentRole,
    AssignmentState,
    CaseState,
    ClockKind,
    Criterion,
    Desk,
    RequestKind,
    RequestState,
    SupervisionKind,
    SupervisionLevel,
    Trigger,
)
from tests.support.case_rows import make_cases, make_town, random_cases
from tests.support.clock import MONDAY_9
from tests.support.factories import make_rules, make_user
from tests.support.meetings import THRESHOLDS, make_candidate_rules, topic_of
from tests.support.office import Office, make_office
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.joint_meeting import choosing
from workflows.joint_meeting.candidates import Rule, reasons
from workflows.working_time import by_notice

C = Criterion
RETURNED, OVERDUE = Rule("returned", C.TIMES_RETURNED, 2), Rule("overdue", C.OVERDUE_WORKING_DAYS, 15)
DAY = timedelta(days=1)


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def said(
    values: dict[Criterion, int], rules: list[Rule], dismissed: dict[str, int] | None = None
) -> list[str]:
    return [reason.sentence for reason in reasons(values, rules, dismissed or {})]


def test_a_reason_is_said_from_the_threshold_on() -> None:
    assert said({C.TIMES_RETURNED: 1}, [RETURNED]) == []
    assert said({C.TIMES_RETURNED: 2}, [RETURNED]) == ["退单 2 次"]
    assert said({C.TIMES_RETURNED: 3, C.OVERDUE_WORKING_DAYS: 17}, [RETURNED, OVERDUE]) == [
        "退单 3 次",
        "超期 17 个工作日",
    ]


def test_what_has_no_number_needs_no_threshold() -> None:
    assert said({C.DEFERRAL_MISSED: 1}, [Rule("deferral", C.DEFERRAL_MISSED, 0)]) == ["挂账到期未办结"]
    assert said({}, [Rule("deferral", C.DEFERRAL_MISSED, 0)]) == []


def test_of_two_rules_of_one_kind_the_higher_speaks() -> None:
    found = reasons({C.TIMES_RETURNED: 5}, [RETURNED, Rule("often", C.TIMES_RETURNED, 4)], {})

    assert [reason.code for reason in found] == ["often"]


def test_what_was_put_aside_is_silent_until_it_has_grown() -> None:
    assert said({C.TIMES_RETURNED: 2}, [RETURNED], {"returned": 2}) == []
    assert said({C.TIMES_RETURNED: 3}, [RETURNED], {"returned": 2}) == ["退单 3 次"]


def test_days_that_grow_by_themselves_must_come_to_the_threshold_again() -> None:
    assert said({C.OVERDUE_WORKING_DAYS: 31}, [OVERDUE], {"overdue": 17}) == []
    assert said({C.OVERDUE_WORKING_DAYS: 32}, [OVERDUE], {"overdue": 17}) == ["超期 32 个工作日"]


def make_world(seed: int) -> None:
    """Make a town of cases that reach every criterion now and then, some of them closed or a desk's."""
    chance = random.Random(seed)
    make_town()
    make_rules()
    keeper = make_user("supervisor").id
    for key, parent, level in ((4, 2, "street"), (5, 3, "street"), (6, 4, "community")):
        given = {"code": f"{key}", "name": f"街{key}", "parent_id": parent}
        db.session.add(Area(id=key, level=AreaLevel(level), **given))
        db.session.flush()
    rows = random_cases(240, around=MONDAY_9, seed=seed)
    for row in rows:
        row["area_id"] = chance.choice([None, 2, 4, 5, 6])
        row["redo_count"] = chance.choice([0, 0, 1, 2, 3])
        row["return_count"] = chance.choice([0, 0, 1, 2, 3])
        if chance.random() < 0.3:
            row["due_at"] = row["original_due_at"] = MONDAY_9 - timedelta(days=chance.randint(15, 40))
    make_cases(*rows)
    for case in db.session.scalars(db.select(Case).order_by(Case.id)):
        db.session.add_all(belongings(case, chance, keeper))
    db.session.commit()


def belongings(case: Case, chance: random.Random, keeper: int) -> Iterator[object]:
    """Give what a case may have: a caller, parts, returns, a day on the books, a leader's instruction."""
    if chance.random() < 0.9:
        caller = Citizen(
            case_id=case.id, phone=chance.choice([None, *(f"1380000{n:04d}" for n in range(25))])
        )
        caller.index_identity()
        yield caller
    for unit in chance.sample([1, 2, 3, 4], chance.randint(0, 4)):
        role = chance.choice([AssignmentRole.LEAD, AssignmentRole.SUPPORTING, AssignmentRole.COPIED])
        state = AssignmentState.ENDED
        yield Assignment(case_id=case.id, department_id=unit, role=role, state=state, sent_at=MONDAY_9)
    if chance.random() < 0.3:
        yield CaseRequest(
            case_id=case.id, kind=RequestKind.RETURN, reason="不归我管", requested_by_id=keeper,
            requested_at=MONDAY_9, needs_panel=chance.random() < 0.7, state=chance.choice(list(RequestState)),
        )  # fmt: skip
    if chance.random() < 0.3:
        due_at = MONDAY_9 + timedelta(days=chance.randint(-3, 3))
        stopped = chance.choice([None, None, MONDAY_9])
        yield Clock(
            case_id=case.id, kind=ClockKind.DEFERRAL, limit="30d", started_at=MONDAY_9 - 30 * DAY,
            due_at=due_at, soon_at=due_at, original_due_at=due_at, stopped_at=stopped,
        )  # fmt: skip
    if chance.random() < 0.2:
        yield Supervision(
            case_id=case.id, kind=SupervisionKind.ORDER, level=SupervisionLevel.ORDER, issued_at=MONDAY_9,
            trigger=chance.choice([Trigger.LEADER_INSTRUCTION, Trigger.MANUAL]),
        )  # fmt: skip


def street(area_id: int | None) -> int | None:
    """Return the street of an area of the town."""
    return {4: 4, 5: 5, 6: 4}.get(area_id or 0)


def worked_days_since(due_at: datetime, at: datetime) -> int:
    """Count the working days after the due day and before the moment's, one by one."""
    day, last, count = due_at.astimezone(LOCAL_TIMEZONE).date(), at.astimezone(LOCAL_TIMEZONE).date(), 0
    while (day := day + DAY) < last:
        count += worked(day)
    return count


def worked(day: date) -> bool:
    """Say whether the day is worked."""
    return by_notice(day)


class Recount:
    """Goes through all rows and writes down what each case has reached, without a single query's help."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.cases = list(db.session.scalars(db.select(Case).order_by(Case.id)))
        self.phones = {row.case_id: row.phone_index for row in db.session.scalars(db.select(Citizen))}
        ended = {CaseState.CLOSED, CaseState.MERGED, CaseState.NOT_ACCEPTED, CaseState.TERMINATED}
        shut = ended | {CaseState.AWAITING_COMPLETION}
        self.fit = {case.id for case in self.cases if case.state not in shut and case.desk is None}
        self.found: dict[int, dict[Criterion, int]] = defaultdict(dict)
        self.by_the_case()
        self.by_the_group(C.SAME_MATTER_CALLERS, self.matters(), self.numbers)
        self.by_the_group(C.SAME_CALLER_REPEATS, self.callers(), len)
        self.by_what_was_written()

    def by_the_case(self) -> None:
        """Write down what a case and its parts say by themselves."""
        units: dict[int, set[int]] = defaultdict(set)
        for part in db.session.scalars(db.select(Assignment)):
            if part.role is not AssignmentRole.COPIED:
                units[part.case_id].add(part.department_id)
        waits = {CaseState.DEFERRED, CaseState.REPLIED, CaseState.FOLLOW_UP}
        for case in self.cases:
            facts = self.found[case.id]
            facts[C.DEPARTMENTS_INVOLVED] = len(units[case.id])
            facts[C.TIMES_RETURNED], facts[C.TIMES_REDONE] = case.return_count, case.redo_count
            if case.due_at is not None and case.state not in waits:
                facts[C.OVERDUE_WORKING_DAYS] = worked_days_since(case.due_at, self.at)

    def matters(self) -> Iterable[list[Case]]:
        """Group the calls of thirty days by matter and street."""
        groups: dict[object, list[Case]] = defaultdict(list)
        for case in self.cases:
            lately = case.received_at >= self.at - 30 * DAY
            if case.desk is None and case.id in self.phones and street(case.area_id) and lately:
                groups[case.category_id, street(case.area_id)].append(case)
        return groups.values()

    def callers(self) -> Iterable[list[Case]]:
        """Group the calls of ninety days by telephone and matter."""
        groups: dict[object, list[Case]] = defaultdict(list)
        for case in self.cases:
            lately = case.received_at >= self.at - 90 * DAY
            if case.desk is None and self.phones.get(case.id) and lately:
                groups[self.phones[case.id], case.category_id].append(case)
        return groups.values()

    def numbers(self, group: list[Case]) -> int:
        """Count the different telephones of a group."""
        return len({self.phones[case.id] for case in group} - {None})

    def by_the_group(
        self, criterion: Criterion, groups: Iterable[list[Case]], count: Callable[[list[Case]], int]
    ) -> None:
        """Put a group's count down for the first of its cases that a meeting may decide."""
        for group in groups:
            first = next((case.id for case in group if case.id in self.fit), None)
            if first is not None:
                self.found[first][criterion] = count(group)

    def by_what_was_written(self) -> None:
        """Write down rulings, missed days and instructions."""
        for row in db.session.scalars(db.select(CaseRequest)):
            if row.needs_panel and row.state in (RequestState.APPROVED, RequestState.REJECTED):
                facts = self.found[row.case_id]
                facts[C.RETURN_RULED_BY_PANEL] = facts.get(C.RETURN_RULED_BY_PANEL, 0) + 1
        for clock in db.session.scalars(db.select(Clock)):
            if clock.stopped_at is None and clock.due_at < self.at:
                self.found[clock.case_id][C.DEFERRAL_MISSED] = 1
        for order in db.session.scalars(db.select(Supervision)):
            if order.trigger is Trigger.LEADER_INSTRUCTION:
                self.found[order.case_id][C.LEADER_INSTRUCTION] = 1

    def reached(self) -> dict[int, dict[Criterion, int]]:
        """Return for each case that a meeting may decide what has come to its threshold."""
        fit = {case_id: facts for case_id, facts in self.found.items() if case_id in self.fit}
        met = {
            case_id: {each: value for each, value in facts.items() if value >= max(thresholds[each], 1)}
            for case_id, facts in fit.items()
        }
        return {case_id: facts for case_id, facts in met.items() if facts}


thresholds = THRESHOLDS | {C.SAME_MATTER_CALLERS: 4, C.SAME_CALLER_REPEATS: 2, C.OVERDUE_WORKING_DAYS: 15}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_candidates_are_what_a_plain_recount_finds(app: Flask, seed: int) -> None:
    make_world(seed)
    make_candidate_rules(**{criterion.name: value for criterion, value in thresholds.items()})

    found = choosing.candidates(at=MONDAY_9)

    expected = Recount(MONDAY_9).reached()
    assert {each.case_id: {r.criterion: r.value for r in each.reasons} for each in found} == expected
    # Here are no topics and no incidents; theirs are counted by hand in modules of their own.
    reached = {criterion for values in expected.values() for criterion in values}
    assert reached == set(Criterion) - {C.HOT_TOPIC_CALLERS, C.INCIDENT_CALLERS}
    assert [(-len(each.reasons), each.case_id) for each in found] == sorted(
        (-len(values), case_id) for case_id, values in expected.items()
    )


def test_a_case_sent_back_twice_by_three_units_is_a_candidate_for_both(office: Office) -> None:
    make_candidate_rules(departments_involved=2, times_returned=2)
    case = office.case_in(CaseState.PANEL_PENDING, at=MONDAY_9)
    office.case_in(CaseState.HANDLING, at=MONDAY_9)

    (found,) = choosing.candidates(at=MONDAY_9)

    assert found.case_id == case.id
    assert [reason.sentence for reason in found.reasons] == ["涉及 2 个单位", "退单 2 次"]


def test_a_candidate_put_aside_comes_back_when_it_is_sent_back_again(office: Office) -> None:
    make_candidate_rules(times_returned=1)
    case = office.case_in(CaseState.RETURN_PENDING, at=MONDAY_9)

    choosing.dismiss(case, by=office.supervisor, at=MONDAY_9, note="首次退单，先由派单员处理")
    db.session.commit()
    assert choosing.candidates(at=MONDAY_9) == []
    case.return_count = 2
    db.session.commit()

    assert [each.case_id for each in choosing.candidates(at=MONDAY_9)] == [case.id]
    row = db.session.scalars(db.select(CandidateDismissal)).one()
    assert (row.value, row.note) == (1, "首次退单，先由派单员处理")


def test_putting_aside_takes_a_reason_and_a_candidate(office: Office) -> None:
    make_candidate_rules(times_returned=1)
    case = office.case_in(CaseState.RETURN_PENDING, at=MONDAY_9)
    plain = office.case_in(CaseState.HANDLING, at=MONDAY_9)

    with pytest.raises(BadInput, match="请填写不列入的理由。"):
        choosing.dismiss(case, by=office.supervisor, at=MONDAY_9, note=" ")
    with pytest.raises(NotAllowedNow, match="该工单已不在候选之列。"):
        choosing.dismiss(plain, by=office.supervisor, at=MONDAY_9, note="x")
    with pytest.raises(NotAllowedForYou, match="您没有召集联席会议的权限。"):
        choosing.dismiss(case, by=office.dispatcher, at=MONDAY_9, note="x")


def test_a_topic_is_written_without_the_caller(office: Office) -> None:
    make_candidate_rules(times_returned=1)
    case = office.case_in(CaseState.RETURN_PENDING, at=MONDAY_9, people_affected=300)
    other = office.case_in(CaseState.HANDLING, at=MONDAY_9, content="我家3号楼502室门口，甘A12345堵着路灯。")

    topic = choosing.choose([case.id, other.id], title="", by=office.supervisor, at=MONDAY_9)
    db.session.commit()

    assert topic.title == "路灯不亮"
    assert "13893112345" not in topic.demand
    assert "王建国" not in topic.demand
    assert "三天不亮" in topic.demand
    assert topic.demand.endswith("我家*号楼*室门口，甘A*****堵着路灯。")
    assert topic.reasons == ["退单 1 次"]
    assert topic.people == 300
    assert choosing.candidates(at=MONDAY_9) == [], "what is on a table is no candidate"


def test_what_may_not_come_to_a_table_is_refused(office: Office) -> None:
    closed = office.case_in(CaseState.CLOSED, at=MONDAY_9)
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    kept = office.case_in(CaseState.HANDLING, at=MONDAY_9)

    with pytest.raises(NotAllowedNow, match=f"{closed.number} 当前为“已办结”，不能列为议题。"):
        topic_of(office, closed)
    with pytest.raises(BadInput, match="请选择要列为议题的工单。"):
        topic_of(office)
    topic_of(office, case)
    with pytest.raises(NotAllowedNow, match=f"{case.number} 已在其他议题中。"):
        topic_of(office, case)
    kept.desk = Desk.PSYCH
    db.session.commit()
    with pytest.raises(BadInput, match="请选择要列为议题的工单。"):
        topic_of(office, kept)
