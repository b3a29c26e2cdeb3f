"""The pages of cases in every state, and the form of every step."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import url_for

from config import LOCAL_TIMEZONE
from hotline.step_links import STEP_LINKS
from models.base import db
from models.case import Case
from models.clock import Clock
from models.supervision import Supervision
from models.tag import Tag
from models.user import User
from models.vocabulary import CaseState, SupervisionLevel
from tests.browser.places.place import Place
from tests.support.factories import make_category, make_rule, saved
from tests.support.office import GROUND, Office, again
from workflows import deadline_extension, deferral, dispatch, ending, exclusion, supervision
from workflows.lifecycle import is_open
from workflows.limit import Limit
from workflows.permissions import ROLES
from workflows.requests import Wish
from workflows.standing import standing_of

# What the page of a case shows depends on who reads it.
READERS = ("agent", "dispatcher", "officer", "follow_up", "supervisor")


def cases(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the page of a case in every state, and the form of every step where it may be taken."""
    people = [getattr(office, seed.code) for seed in ROLES]
    walked = [office.case_in(state) for state in CaseState]
    for number, case in enumerate(walked):
        reader = getattr(office, READERS[number % len(READERS)])
        sees = reader is not office.officer or standing_of(case, reader).held
        yield Place(f"/cases/{case.id}", reader if sees else office.supervisor)
    closed = next(case for case in walked if case.state is CaseState.CLOSED)
    clock = db.session.scalars(db.select(Clock).filter_by(case_id=closed.id)).first()
    assert clock is not None
    yield Place(f"/cases/{closed.id}/clocks/{clock.id}/why", office.supervisor)
    yield Place(f"/cases/{closed.id}/print", office.supervisor)
    saved(Tag(name="夜间来电"))
    for place in ("tags", "hand-over"):
        yield Place(f"/cases/{office.case_in(CaseState.REPLIED).id}/{place}", office.supervisor)
    waiting = list(entangled(office))
    for case in (waiting[0], *waiting[-3:]):
        yield Place(f"/cases/{case.id}", office.supervisor)
    yield from steps(office, [*walked, *waiting], people)


def steps(office: Office, known: list[Case], people: list[User]) -> Iterator[Place]:
    """Give the form of each step once, on the first case and by the first person that may take it."""
    helper = office.person("officer", department=office.helper)
    for action, link in STEP_LINKS.items():
        found = next(
            (
                (case, user)
                for case in known
                for user in (helper, *people)
                if is_open(case, action, user, standing_of(case, user))
            ),
            None,
        )
        assert found is not None, f"nobody may take {action}"
        case, user = found
        yield Place(url_for(link.endpoint, case_id=case.id), user)


def entangled(office: Office) -> Iterator[Case]:
    """Give cases in which something waits for a decision or an answer."""
    at = datetime.now(LOCAL_TIMEZONE)
    wish = Wish(reason="需采购灯杆", ground_code=GROUND, basis="条例", evidence="照片三张")

    def handled() -> Case:
        return office.case_in(CaseState.HANDLING, at=at)

    longer = handled()
    asked = Wish(reason="需采购灯杆", ground_code=GROUND, limit="2wd")
    deadline_extension.request_extension(longer, asked, by=office.officer, at=at)
    shelved = handled()
    deferral.request_deferral(shelved, office.deferral_wish(at), by=office.officer, at=at)
    ended = handled()
    ending.request_termination(ended, wish, by=office.officer, at=at)
    excluded = office.case_in(CaseState.CLOSED, at=at)
    exclusion.request_exclusion(excluded, wish, by=office.officer, at=at)
    refused = office.register(at=at)
    ending.propose_non_acceptance(refused, wish, by=office.dispatcher, at=at)
    helped = handled()
    dispatch.add_supporting(helped, office.helper.id, by=office.dispatcher, at=at, note="查电源")
    db.session.commit()
    yield from (again(case) for case in (longer, shelved, ended, excluded, refused, helped))
    yield supervised(office, at)
    answered = supervised(office, at)
    row = db.session.scalars(db.select(Supervision).filter_by(case_id=answered.id)).one()
    supervision.reply(answered, row, by=office.officer, at=at, note="已派人到场")
    db.session.commit()
    yield again(answered)
    yield hazard(office, at)


def supervised(office: Office, at: datetime) -> Case:
    """Return a case under an order."""
    case = office.case_in(CaseState.HANDLING, at=at)
    supervision.order(
        case,
        by=office.supervisor,
        at=at,
        level=SupervisionLevel.ORDER,
        reason="群众反复来电",
        requirement="三日内修复。",
        limit=Limit.parse("3wd"),
    )
    db.session.commit()
    return again(case)


def hazard(office: Office, at: datetime) -> Case:
    """Return a hazard that nobody has signed for."""
    category = make_category(name="燃气泄漏", is_hazard=True)
    make_rule(office.bureau, category=category)
    return office.register(category_id=category.id, title="楼道煤气味很重", at=at)
