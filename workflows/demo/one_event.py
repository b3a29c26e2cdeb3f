"""One incident for the demo: several callers about one happening yesterday, answered once, some called back already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.queries import cases
from models.vocabulary import (
    Channel,
    ContactOutcome,
    FollowUpOutcome,
    Kind,
    Permission,
    Rating,
    Solved,
)
from workflows import dispatch, follow_up, handling, incidents
from workflows.demo.crew import one_with
from workflows.demo.live import EVERYTHING, PHONE_OF_NOBODY, area_of
from workflows.intake import Request, register

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from workflows.demo.crew import Crew
    from workflows.demo.town import Town

CALLERS = 6
CALLED_BACK = 2
FIRST_NUMBER = 940
ROAD = "滨江路"
HOUR = timedelta(hours=1)


def answer_one(town: Town, crew: Crew, *, at: datetime) -> int:
    """Take in the calls of yesterday, make one event of them and answer it; return how many calls there were."""
    began, officer = at - 28 * HOUR, crew.officers[0]
    leaf = next(leaf for leaf in town.leaves if not leaf.is_hazard)
    district = town.districts[-1]
    calls = [
        register(
            Request(
                channel=Channel.PHONE,
                kind=Kind.HELP,
                title=f"{ROAD}一带{leaf.name}",
                content=f"昨晚起{ROAD}一带{leaf.name}，希望尽快处理。",
                category_id=leaf.id,
                area_id=area_of(district, district.streets[0]),
                place_name=ROAD,
                address=f"{district.streets[0]}{ROAD}{number + 1}号",
                phone=PHONE_OF_NOBODY.format(FIRST_NUMBER + number),
            ),
            by=crew.agent,
            at=began + number * HOUR / 6,
        ).case
        for number in range(CALLERS)
    ]
    master = whole(calls[0])
    dispatch.dispatch(master, by=crew.dispatcher, at=began + HOUR, lead_id=officer.department_id)
    maker = one_with(Permission.MAKE_INCIDENT, Permission.REVIEW_CASE)
    together = [whole(call) for call in calls]
    incidents.make(f"{ROAD} · {leaf.name}", together, master, by=maker, at=began + 2 * HOUR)
    handling.sign_for(master, by=officer, at=began + 3 * HOUR)
    handling.reply(master, answer(began + 4 * HOUR), by=officer, at=began + 20 * HOUR)
    follow_up.approve_reply(master, by=crew.dispatcher, at=began + 22 * HOUR)
    for number in range(CALLED_BACK):
        follow_up.attempt(whole(calls[number]), rated(), by=crew.follow_up, at=began + (24 + number) * HOUR)
    return CALLERS


def whole(case: Case) -> Case:
    """Return the case with everything the steps need."""
    found = cases.find(case.id, EVERYTHING)
    return found or case


def answer(contacted_at: datetime) -> handling.Answer:
    """Return the department's one reply to all."""
    return handling.Answer(
        is_true=True,
        is_ours=True,
        contact=ContactOutcome.REACHED,
        contacted_at=contacted_at,
        solved=Solved.YES,
        internal_record="现场核实，当日处理完毕。",
        public_answer=f"{ROAD}一带的问题已于当日处理完毕，如再发生请拨打12345。",
    )


def rated() -> follow_up.Asked:
    """Return what a content caller says."""
    return follow_up.Asked(
        outcome=FollowUpOutcome.RATED,
        was_contacted=True,
        solved=Solved.YES,
        result_rating=Rating.SATISFIED,
        hotline_rating=Rating.VERY_SATISFIED,
    )
