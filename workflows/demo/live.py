"""Takes demo cases in and through the real steps, at moments of the last weeks, so that timelines are real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from models.base import db
from models.queries import cases, reference
from models.vocabulary import CaseScope, Channel, Desk, Kind
from workflows.demo.courses import COURSES, Course, Scene, Step
from workflows.demo.wording import DIRECT_ANSWERS, Wording
from workflows.intake import Request, register

if TYPE_CHECKING:
    from models.case import Case
    from workflows.demo.crew import Crew
    from workflows.demo.town import District, Leaf, Town

# Numbers that nobody has: the steps write messages to callers, and one day a gateway may send them.
PHONE_OF_NOBODY = "1990000{:04d}"
EVERYTHING = CaseScope(None, frozenset(Desk))
CHANNELS = (Channel.PHONE,) * 8 + (Channel.WECHAT, Channel.WEB)


@dataclass(frozen=True)
class Play:
    """One case to come: its course, who handles it, what is the matter, and when it begins."""

    course: Course
    officer: int
    leaf: Leaf
    district: District
    received_at: datetime
    serial: int


def plays(town: Town, crew: Crew, *, at: datetime, rng: Random) -> list[Play]:
    """Return the cases to be played, in the order of their receipt.

    An officer gets matters that the catalogue sends to their department, where there are any.
    """
    matters = [
        matters_of(town, officer.department.name if officer.department else "") for officer in crew.officers
    ]
    hazards = [(leaf, town.districts[0]) for leaf in town.leaves if leaf.is_hazard] or matters[0]
    found: list[Play] = []
    for course in COURSES:
        for _ in range(course.cases):
            officer = len(found) % len(crew.officers)
            leaf, district = rng.choice(hazards if course.is_hazard else matters[officer])
            last = at - timedelta(seconds=rng.uniform(*(span.total_seconds() for span in course.ago)))
            span = course.steps[-1][0] if course.steps else timedelta()
            found.append(Play(course, officer, leaf, district, last - span, len(found)))
    return sorted(found, key=lambda play: play.received_at)


def matters_of(town: Town, unit: str) -> list[tuple[Leaf, District]]:
    """Return the matters and districts that the catalogue gives to the unit, or all of the first district."""
    ours = [
        (leaf, district)
        for leaf in town.leaves
        for district in town.districts
        if not leaf.is_hazard and town.units(leaf, district)[0] == unit
    ]
    return ours or [(leaf, town.districts[0]) for leaf in town.leaves if not leaf.is_hazard]


def perform(play: Play, crew: Crew, rng: Random) -> Case:
    """Take one case in and through its steps within the running transaction.

    A hazard goes out by itself, and to whom is not for us to say: it waits where intake sent it.
    """
    at = play.received_at
    case = take_in(play, crew, rng, at)
    if case.is_hazard:
        return case
    scene = Scene(case, crew, crew.officers[play.officer])
    for after, step in steps_of(play, rng):
        scene.case = read_anew(case)
        step(scene, at + after)
    return case


def read_anew(case: Case) -> Case:
    """Return the case as a page would read it, with all that a step may look at."""
    db.session.flush()
    db.session.expire(case)
    return cases.find(case.id, EVERYTHING) or case


def steps_of(play: Play, rng: Random) -> Iterator[tuple[timedelta, Step]]:
    """Give the steps with their time after receipt; none but the last is moved about a little."""
    last = len(play.course.steps) - 1
    for place, (after, step) in enumerate(play.course.steps):
        yield (after if place == last else after * rng.uniform(0.85, 1.0)), step


def take_in(play: Play, crew: Crew, rng: Random, at: datetime) -> Case:
    """Register the case as the agent would."""
    say, street = Wording(rng), rng.choice(play.district.streets)
    spot = say.spot()
    is_question = play.course.is_direct
    title, text = say.question(play.leaf) if is_question else say.complaint(play.leaf, street, spot)
    request = Request(
        channel=rng.choice(CHANNELS),
        kind=Kind.INQUIRY if is_question else rng.choice((Kind.COMPLAINT, Kind.COMPLAINT, Kind.HELP)),
        title=title,
        content=text,
        category_id=play.leaf.id,
        area_id=area_of(play.district, street),
        address=f"{street}{spot}",
        name=say.name(play.serial),
        phone=PHONE_OF_NOBODY.format(play.serial),
    )
    answer = rng.choice(DIRECT_ANSWERS) if is_question else ""
    return register(request, by=crew.agent, at=at, answer=answer).case


def area_of(district: District, street: str) -> int:
    """Return the street's id, or the district's where it has none of this name."""
    streets = {area.name: area.id for area in reference.areas_below(district.id)}
    return streets.get(street, district.id)
