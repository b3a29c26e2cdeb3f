"""500 real texts taken in over HTTP as an agent would, sent out, and half of them brought to their end."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import LOCAL_TIMEZONE, ROOT
from models.area import Area
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.category import Category
from models.department import Department
from models.queries import assignments, figures, ledger
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import FINAL_STATES, Action, AreaLevel, AssignmentRole, CaseState, Dimension
from tests.support.factories import make_user
from tests.support.requests import HouseClient
from tests.support.sessions import session_cookie
from tests.support.shared_data import shared_rows
from workflows import catalogue_lines
from workflows.city_pack.loading import load
from workflows.city_pack.reading import read

HOW_MANY = 500
SEED = 12345
KINDS = (
    ("咨询", "inquiry"),
    ("建议", "suggestion"),
    ("投诉", "complaint"),
    ("举报", "report"),
    ("感谢", "thanks"),
)
REPLY = {
    "is_true": "yes",
    "is_ours": "yes",
    "contact": "reached",
    "contacted_at": f"{datetime.now(LOCAL_TIMEZONE):%Y-%m-%dT00:00}",
    "solved": "yes",
    "internal_record": "已到现场核实并处理。",
    "public_answer": "您反映的问题已核实处理。",
}
RATED = {
    "outcome": "rated",
    "by": "电话",
    "was_contacted": "yes",
    "solved": "yes",
    "result_rating": "4",
    "hotline_rating": "5",
}


class People:
    """The people of the hotline and of the departments, each at a browser of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.agent = self.at_browser(make_user("agent"))
        # They see the confidential desks too, so that every case can be brought to its end.
        self.dispatcher = self.at_browser(make_user("dispatcher", "psych", "youth"))
        self.caller_back = self.at_browser(make_user("follow_up", "psych", "youth"))
        self.officers: dict[int, HouseClient] = {}

    def at_browser(self, user: User) -> HouseClient:
        client = self.app.test_client()
        cookie = session_cookie(self.app, user)
        client.set_cookie(cookie["name"], cookie["value"])
        assert isinstance(client, HouseClient)
        return client

    def officer(self, department_id: int, desk: str | None) -> HouseClient:
        if desk is not None:
            return self.at_browser(make_user("desk_officer", department_id=department_id))
        if department_id not in self.officers:
            self.officers[department_id] = self.at_browser(make_user("officer", department_id=department_id))
        return self.officers[department_id]


@pytest.fixture
def people(app: Flask) -> People:
    """Load Lanzhou and give its hotline people."""
    with unit_of_work():
        load(read(ROOT / "cities" / "lanzhou"), at=datetime(2020, 1, 1, tzinfo=UTC))
    app.config["WTF_CSRF_ENABLED"] = False
    return People(app)


def matters() -> list[tuple[str, int]]:
    """Return every keyword of every leaf with the leaf, the longest first."""
    leaves = db.session.scalars(select(Category).where(Category.is_leaf, Category.is_retired.is_(False)))
    words = [(word, leaf.id) for leaf in leaves for word in (leaf.name, *leaf.keywords.split("、")) if word]
    return sorted(words, key=lambda pair: (-len(pair[0]), pair))


def matter_of(text: str, known: Sequence[tuple[str, int]], else_id: int) -> int:
    """Return the leaf whose longest keyword occurs in the text."""
    return next((leaf_id for word, leaf_id in known if word in text), else_id)


def sample() -> Iterator[str]:
    """Return the texts, the same ones in every run."""
    texts = [row["text_clean"] for row in shared_rows("hotline_cases.csv") if row["text_clean"].strip()]
    yield from random.Random(SEED).sample(texts, HOW_MANY)


def take_in_all(people: People) -> None:
    chance = random.Random(SEED)
    known = matters()
    streets = db.session.execute(
        select(Area.id, Area.parent_id).where(Area.level == AreaLevel.STREET).order_by(Area.id)
    ).all()
    for number, text in enumerate(sample()):
        street = chance.choice(streets)
        answer = people.agent.post(
            "/intake",
            data={
                "token": f"real-text-number-{number}",
                "phone": f"138{12340000 + number}",
                "content": text,
                "kind": next((kind for word, kind in KINDS if word in text), "help"),
                "category_id": matter_of(text, known, known[-1][1]),
                "channel": "phone",
                "confidentiality": "open",
                "district_id": street.parent_id,
                "street_id": street.id,
                "wants_reply": "y",
                "step": "submit",
            },
        )
        assert answer.status_code == 303, f"text {number}: {answer.status_code}"


def take(client: HouseClient, case_id: int, step: str, **fields: Any) -> None:
    """Take a step on the case as its page would send it."""
    version = db.session.scalar(select(Case.version).where(Case.id == case_id))
    answer = client.post(f"/cases/{case_id}/{step}", data={"version": version, **fields})
    assert answer.status_code == 303, f"case {case_id}, {step}: {answer.status_code}"


def send_out_all(people: People, somebody: int) -> None:
    waiting = select(Case.id).where(Case.state == CaseState.PENDING_REVIEW)
    for case_id in db.session.scalars(waiting).all():
        case = db.session.get_one(Case, case_id)
        suggestion = catalogue_lines.suggest(case, at=datetime.now(UTC))
        lead = suggestion.lead
        for unit in (lead, *suggestion.supporting):
            if unit is not None and case.desk is not None:
                people.officer(unit.id, case.desk)
        take(people.dispatcher, case_id, "dispatch", lead_id=lead.id if lead else somebody)


def bring_to_its_end(people: People, case_id: int) -> None:
    department_id, desk = db.session.execute(
        select(Case.department_id, Case.desk).where(Case.id == case_id)
    ).one()
    officer = people.officer(department_id, desk)
    take(officer, case_id, "sign")
    for part in assignments.open_of_case(case_id):
        if part.role is AssignmentRole.SUPPORTING:
            helper = people.officer(part.department_id, desk)
            take(helper, case_id, "sign")
            take(helper, case_id, "supporting-reply", note="已配合办理。")
    take(officer, case_id, "reply", **REPLY)
    take(people.dispatcher, case_id, "reply/approval")
    take(people.caller_back, case_id, "follow-up", **RATED)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.timeout(600)
def test_real_texts_go_their_whole_way(people: People) -> None:
    began = datetime.now(LOCAL_TIMEZONE).date()
    bureau = db.session.scalars(
        select(Department.id).where(Department.can_lead).order_by(Department.id)
    ).first()
    assert bureau is not None
    take_in_all(people)
    assert db.session.scalar(select(func.count()).select_from(Case)) == HOW_MANY
    send_out_all(people, bureau)

    states = Counter(db.session.scalars(select(Case.state)))
    assert states == {CaseState.DISPATCHED: HOW_MANY}
    ids = db.session.scalars(select(Case.id).order_by(Case.id)).all()
    half = random.Random(SEED).sample(ids, HOW_MANY // 2)
    for case_id in half:
        bring_to_its_end(people, case_id)

    assert Counter(db.session.scalars(select(Case.state))) == {
        CaseState.DISPATCHED: HOW_MANY // 2,
        CaseState.CLOSED: HOW_MANY // 2,
    }
    check_timelines(set(half))
    check_figures(began)


def check_timelines(half: set[int]) -> None:
    """Hold each timeline to the way of its case; it ends where the case stands."""
    lines: dict[int, list[CaseEvent]] = {}
    for event in db.session.scalars(select(CaseEvent).order_by(CaseEvent.id)):
        lines.setdefault(event.case_id, []).append(event)
    way = [Action.SUBMIT, Action.DISPATCH]
    onward = [Action.SIGN_FOR, Action.REPLY, Action.APPROVE_REPLY, Action.ATTEMPT_FOLLOW_UP]
    states = dict(db.session.execute(select(Case.id, Case.state)).tuples().all())
    hazards = set(db.session.scalars(select(Case.id).where(Case.is_hazard)))
    for case_id, events in lines.items():
        taken = Counter(event.action for event in events)
        helpers = taken.pop(Action.SUPPORT_REPLY, 0)
        # A hazard is put under supervision by the house itself, by the city's trigger.
        is_supervised = taken.pop(Action.ORDER_SUPERVISION, 0) > 0
        assert not is_supervised or case_id in hazards
        wanted = way + (onward + [Action.SIGN_FOR] * helpers if case_id in half else [])
        assert taken == Counter(wanted), f"case {case_id}"
        assert events[-1].to_state is states[case_id]
        for earlier, later in pairwise(events):
            assert later.from_state is earlier.to_state


def check_figures(began: Any) -> None:
    """Hold the kept figures to the cases."""
    at = datetime.now(UTC)
    today = at.astimezone(LOCAL_TIMEZONE).date()
    figures.bring_up_to_date((began, today))
    counts: Counter[str] = Counter()
    for row in ledger.sums([Dimension.ALL], [(began, today)], at)[0]:
        counts.update(row.counts)
    closed = db.session.scalar(select(func.count()).where(Case.state.in_(FINAL_STATES)))
    assert counts["received"] == HOW_MANY
    assert counts["dispatched"] == HOW_MANY
    assert counts["closed"] == closed == HOW_MANY // 2
    assert counts["result_rated"] == counts["result_satisfied"] == HOW_MANY // 2
