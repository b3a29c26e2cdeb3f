"""Rows of joint meetings by chance: meetings of some months, topics, tasks and calls about their matters."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from models.base import db
from models.case import Case
from models.category import Category
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.meeting_topic import MeetingTopic, TopicCase
from models.vocabulary import ActionState, AreaLevel, Desk, MeetingKind, MeetingState, TopicState
from tests.support.case_rows import make_town
from tests.support.clock import local
from tests.support.factories import make_area, make_case, make_user, saved

DAY = timedelta(days=1)
FIRST = local("2026-01-05 14:30")
FATES = [*[TopicState.DECIDED] * 3, TopicState.PUT_OFF, TopicState.ON_AGENDA]
DONE = (ActionState.DONE, ActionState.STRIKE_ASKED, ActionState.STRUCK_OFF)


@dataclass
class World:
    """Everything that was made, as plain rows; `streets` are the areas cases lie in and their street, if any."""

    meetings: list[JointMeeting] = field(default_factory=list)
    topics: list[MeetingTopic] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    main: dict[int, Case] = field(default_factory=dict)
    streets: dict[int | None, int | None] = field(default_factory=dict)


def make_meetings(seed: int = 7, *, meetings: int = 7, calls: int = 60) -> World:
    """Make a town, its joint meetings from January 2026 on, and calls around them, the same for one seed."""
    make_town()
    rng, world, by = random.Random(seed), World(), make_user("supervisor", "convener")
    street = make_area(id=11, name="长街", level=AreaLevel.STREET, parent_id=2)
    other = make_area(id=12, name="短街", level=AreaLevel.STREET, parent_id=3)
    home = make_area(id=13, name="长街社区", level=AreaLevel.COMMUNITY, parent_id=street.id)
    world.streets = {2: None, street.id: street.id, other.id: other.id, home.id: street.id, None: None}
    leaves = [leaf.id for leaf in db.session.scalars(db.select(Category).filter_by(is_leaf=True))][:3]
    areas = list(world.streets)
    for number in range(calls):
        world.cases.append(
            make_case(
                category_id=rng.choice(leaves),
                area_id=rng.choice(areas),
                desk=rng.choice([None] * 9 + [Desk.YOUTH]),
                received_at=FIRST + rng.randint(-40, 160) * DAY,
                citizen={"phone": f"138{number:08d}"},
            )
        )
    for number in range(meetings):
        _make_meeting(world, rng, FIRST + number * 17 * DAY, by.id)
    db.session.commit()
    return world


def _make_meeting(world: World, rng: random.Random, starts_at: datetime, by_id: int) -> None:
    state = rng.choice([*[MeetingState.HELD] * 3, MeetingState.MINUTED, MeetingState.CANCELLED])
    moments = {"starts_at": starts_at, "ends_at": starts_at + DAY / 12}
    meeting = JointMeeting(
        year=2026, kind=MeetingKind.REGULAR, title="联席会议", state=state, convener_id=by_id, **moments
    )
    world.meetings.append(saved(meeting))
    for place in range(rng.randint(1, 4)):
        _make_topic(world, rng, meeting, place, by_id)


def _make_topic(world: World, rng: random.Random, meeting: JointMeeting, place: int, by_id: int) -> None:
    state = rng.choice(FATES)
    decided_at = meeting.ends_at if state is TopicState.DECIDED else None
    topic = MeetingTopic(
        meeting_id=meeting.id if rng.random() < 0.95 else None,
        position=place,
        state=state,
        title=f"议题{len(world.topics) + 1}",
        branch_id=rng.choice([1, 1, 2, None]),
        lead_id=rng.choice([1, 2]) if decided_at else None,
        decided_at=decided_at,
        created_by_id=by_id,
        created_at=meeting.starts_at - DAY,
    )
    world.topics.append(saved(topic))
    main = rng.choice(world.cases)
    world.main[topic.id] = main
    saved(TopicCase(topic_id=topic.id, case_id=main.id, is_main=True))
    for number in range(rng.randint(0, 3) if decided_at else 0):
        world.actions.append(saved(_action(rng, topic, main, meeting.ends_at, number)))


def _action(rng: random.Random, topic: MeetingTopic, main: Case, at: datetime, number: int) -> ActionItem:
    state = rng.choice([*DONE, ActionState.STRUCK_OFF, ActionState.UNDER_WAY])
    due_at = at + rng.randint(3, 60) * DAY
    given: dict[str, Any] = {"done_at": at + rng.randint(1, 40) * DAY} if state in DONE else {}
    if state is ActionState.STRUCK_OFF:
        given["struck_off_at"] = given["done_at"] + DAY
    return ActionItem(
        topic_id=topic.id,
        case_id=main.id,
        number=number + 1,
        task=f"任务{number + 1}",
        lead_id=rng.choice([1, 2, 3]),
        due_at=due_at,
        original_due_at=due_at,
        state=state,
        **given,
    )
