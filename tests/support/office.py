"""A hotline office with its people, and cases walked through the real steps to any state.

office = make_office()
case = office.case_in(CaseState.HANDLING)      # led by office.bureau, handled by office.officer
"""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from config import ROOT
from models.assignment import Assignment
from models.base import db
from models.case import Case
from models.case_request import CaseRequest
from models.category import Category
from models.department import Department
from models.dictionary import Ground
from models.queries import cases, people, requests
from models.rule_pack import RulePackVersion
from models.user import User
from models.vocabulary import (
    AssignmentRole,
    CaseScope,
    CaseState,
    Channel,
    ContactOutcome,
    Desk,
    FollowUpOutcome,
    Kind,
    Rating,
    RequestKind,
    Solved,
)
from tests.support.factories import (
    make_area,
    make_category,
    make_department,
    make_rule,
    make_user,
    saved,
)
from workflows import (
    deferral,
    dispatch,
    ending,
    follow_up,
    handling,
    intake,
    merging,
    returns,
)
from workflows.permissions import ROLES
from workflows.requests import RULES, Wish

GROUND = "ground"


@cache
def lanzhou_rules() -> dict[str, Any]:
    """Return Lanzhou's rule pack as a document."""
    return tomllib.loads((ROOT / "cities" / "lanzhou" / "rule_pack.toml").read_text(encoding="utf-8"))


def answer(**given: Any) -> handling.Answer:
    """Return a reply that leaves nothing out."""
    facts: dict[str, Any] = {
        "is_true": True,
        "is_ours": True,
        "contact": ContactOutcome.REACHED,
        "contacted_at": datetime.now(UTC) - timedelta(minutes=1),
        "solved": Solved.YES,
        "internal_record": "现场更换灯泡两只，来电人现场确认。",
        "public_answer": "路灯已于今日修复并恢复照明。",
    }
    return handling.Answer(**{**facts, **given})


@dataclass
class Office:
    """The people of an office (one for each role), its departments, and a matter with its catalogue line."""

    bureau: Department
    street: Department
    helper: Department
    other: Department
    category: Category
    people: dict[str, User] = field(default_factory=dict)
    master_id: int | None = None  # a case that others are merged into

    def __getattr__(self, role: str) -> User:
        """Return the person with this role, such as office.dispatcher; made on first use."""
        if role.startswith("_") or role not in {seed.code for seed in ROLES}:
            raise AttributeError(role)
        if role not in self.people:
            department = {"department": self.bureau} if role == "officer" else {}
            self.people[role] = self.person(role, **department)
        return self.people[role]

    def person(self, role: str, **given: Any) -> User:
        """Make another person with the role, as the house loads them."""
        return loaded(make_user(role, **given))

    def register(self, *, at: datetime | None = None, **given: Any) -> Case:
        """Take a case in as the agent does."""
        facts: dict[str, Any] = {
            "channel": Channel.PHONE,
            "kind": Kind.HELP,
            "title": "路灯不亮",
            "content": "小区门口的路灯三天不亮，我叫王建国，电话13893112345。",
            "category_id": self.category.id,
            "name": "王建国",
            "phone": "13893112345",
            "gender": "男",
            "home_address": "庆阳路12号3单元502室",
        }
        receipt = intake.register(
            intake.Request(**{**facts, **given}), by=self.agent, at=at or datetime.now(UTC)
        )
        db.session.commit()
        return again(receipt.case)

    def case_in(self, state: CaseState, *, at: datetime | None = None, **given: Any) -> Case:
        """Walk a fresh case to the state, by the right people."""
        at = at or datetime.now(UTC)
        case = self.register(at=at, **given)
        for step in WALKS[state]:
            step(self, case, at)
            db.session.commit()
            case = again(case)
        assert case.state is state
        return case

    def send(self, case: Case, at: datetime) -> None:
        """Dispatch to the bureau."""
        dispatch.dispatch(case, by=self.dispatcher, at=at, lead_id=self.bureau.id)

    def sign(self, case: Case, at: datetime) -> None:
        """Sign for the case as the bureau."""
        handling.sign_for(case, by=self.officer, at=at)

    def answer(self, case: Case, at: datetime, **given: Any) -> None:
        """Reply as the bureau."""
        handling.reply(case, answer(contacted_at=at, **given), by=self.officer, at=at)

    def approve(self, case: Case, at: datetime) -> None:
        """Approve the reply."""
        follow_up.approve_reply(case, by=self.dispatcher, at=at)

    def close(self, case: Case, at: datetime) -> None:
        """Have the caller rate it."""
        follow_up.attempt(case, satisfied(), by=self.follow_up, at=at)

    def ask_redo(self, case: Case, at: datetime) -> None:
        """Have the caller ask for a redo."""
        follow_up.attempt(case, dissatisfied(), by=self.follow_up, at=at)

    def return_it(self, case: Case, at: datetime, *, by: User | None = None) -> None:
        """Send the case back as the bureau."""
        returns.send_back(case, self.return_wish(), by=by or self.officer, at=at)

    def return_wish(self) -> Wish:
        """Return a return that leaves nothing out."""
        return Wish(
            reason="不属于本单位职责",
            ground_code=GROUND,
            basis="三定规定",
            proposed_department_id=self.other.id,
        )

    def return_twice(self, case: Case, at: datetime) -> None:
        """Bring the case before the panel: sent back, handed over, sent back again."""
        self.return_it(case, at)
        returns.accept(case, by=self.dispatcher, at=at, lead_id=self.other.id)
        second = self.person("officer", department=self.other)
        wish = self.return_wish()
        wish.proposed_department_id = self.bureau.id
        returns.send_back(case, wish, by=second, at=at)

    def lead_by_bureau(self, case: Case, at: datetime) -> None:
        """Let the panel give the case back to the bureau."""
        returns.rule_by_panel(case, self.bureau.id, by=self.supervisor, at=at, note="归市政")

    def defer(self, case: Case, at: datetime) -> None:
        """Put the case on the books."""
        deferral.request_deferral(case, self.deferral_wish(at), by=self.officer, at=at)
        row = self.pending(case, RequestKind.DEFERRAL)
        deferral.decide_deferral(case, row, approves=True, by=self.supervisor, at=at)

    def deferral_wish(self, at: datetime) -> Wish:
        """Return a deferral that leaves nothing out."""
        return Wish(
            reason="待开春施工",
            ground_code=GROUND,
            plan="三月底前完成",
            review_on=(at + timedelta(days=30)).date(),
        )

    def terminate(self, case: Case, at: datetime) -> None:
        """End the case without a solution."""
        wish = Wish(reason="诉求人撤回", ground_code=GROUND, basis="条例第21条")
        ending.request_termination(case, wish, by=self.officer, at=at)
        row = self.pending(case, RequestKind.TERMINATION)
        ending.decide_termination(case, row, approves=True, by=self.supervisor, at=at)

    def refuse(self, case: Case, at: datetime) -> None:
        """Do not accept the case."""
        ending.propose_non_acceptance(
            case, Wish(reason="外地事项", ground_code=GROUND), by=self.dispatcher, at=at
        )
        row = self.pending(case, RequestKind.NON_ACCEPTANCE)
        ending.decide_non_acceptance(case, row, approves=True, by=self.supervisor, at=at)

    def merge(self, case: Case, at: datetime) -> None:
        """Merge the case into another."""
        merging.merge(case, self.register(at=at), by=self.dispatcher, at=at)

    def ask_agent(self, case: Case, at: datetime) -> None:
        """Send the case back to the agent."""
        dispatch.send_back_to_agent(case, by=self.dispatcher, at=at, note="请补充地址")

    def pending(self, case: Case, kind: RequestKind) -> CaseRequest:
        """Return the undecided request of the kind."""
        row = requests.undecided(case.id, kind)
        assert row is not None
        return row

    def part(self, case: Case, role: AssignmentRole = AssignmentRole.LEAD) -> Assignment:
        """Return the newest part with the role in the case."""
        rows = db.select(Assignment).filter_by(case_id=case.id, role=role).order_by(Assignment.id.desc())
        return db.session.scalars(rows).first()


TO_DESK = (Office.send, Office.sign)
TO_FOLLOW_UP = (*TO_DESK, Office.answer, Office.approve)
WALKS = {
    CaseState.PENDING_REVIEW: (),
    CaseState.AWAITING_COMPLETION: (Office.ask_agent,),
    CaseState.NOT_ACCEPTED: (Office.refuse,),
    CaseState.MERGED: (Office.merge,),
    CaseState.DISPATCHED: (Office.send,),
    CaseState.RETURN_PENDING: (Office.send, Office.return_it),
    CaseState.PANEL_PENDING: (Office.send, Office.return_twice),
    CaseState.HANDLING: TO_DESK,
    CaseState.DEFERRED: (*TO_DESK, Office.defer),
    CaseState.TERMINATED: (*TO_DESK, Office.terminate),
    CaseState.REPLIED: (*TO_DESK, Office.answer),
    CaseState.FOLLOW_UP: TO_FOLLOW_UP,
    CaseState.CLOSED: (*TO_FOLLOW_UP, Office.close),
    CaseState.REDO: (*TO_FOLLOW_UP, Office.ask_redo),
}


def satisfied() -> follow_up.Asked:
    """Return the answers of a satisfied caller."""
    return follow_up.Asked(
        outcome=FollowUpOutcome.RATED,
        was_contacted=True,
        solved=Solved.YES,
        result_rating=Rating.SATISFIED,
        hotline_rating=Rating.VERY_SATISFIED,
    )


def dissatisfied() -> follow_up.Asked:
    """Return the answers of a caller who wants it done again."""
    return follow_up.Asked(
        outcome=FollowUpOutcome.RATED,
        was_contacted=True,
        solved=Solved.NO,
        result_rating=Rating.DISSATISFIED,
        hotline_rating=Rating.SATISFIED,
        reason="灯还是不亮",
        wants_redo=True,
    )


def loaded(user: User) -> User:
    """Return the user as a request loads them: with the departments below their own."""
    found = people.find_user(user.id)
    assert found is not None
    return found


def again(case: Case) -> Case:
    """Return the case with everything the steps need, read anew."""
    found = cases.find(case.id, CaseScope(None, frozenset(Desk)))
    assert found is not None
    return found


def make_office() -> Office:
    """Make the rules, the grounds, four departments and a matter that the catalogue gives to the bureau."""
    saved(
        RulePackVersion(
            title="兰州", document=lanzhou_rules(), valid_from=datetime(2020, 1, 1, tzinfo=UTC), note=""
        )
    )
    for rule in RULES.values():
        saved(Ground(kind=rule.ground_kind, code=GROUND, name="符合规定的情形", basis="条例", explanation=""))
    make_area(name="城关区")
    bureau = make_department(name="市城市管理委员会")
    street = make_department(name="市政所", parent=bureau, level=2)
    helper = make_department(name="市供电公司")
    other = make_department(name="市住房和城乡建设局")
    category = make_category(name="路灯不亮", path="市政设施/照明/路灯不亮")
    make_rule(bureau, category=category, legal_basis="《甘肃省城市照明管理办法》第八条")
    return Office(bureau, street, helper, other, category)
