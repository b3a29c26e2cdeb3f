"""One hot topic for the demo: many callers of one estate within some hours, through the real intake."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from models.vocabulary import Channel, Kind
from workflows import hot_topics
from workflows.demo.live import PHONE_OF_NOBODY, area_of
from workflows.intake import Request, register

if TYPE_CHECKING:
    from datetime import datetime

    from workflows.demo.crew import Crew
    from workflows.demo.town import Town

CALLERS = 23
FIRST_NUMBER = 900
ESTATE = "望河家园"
MATTERS = ("停暖", "停水", "停电")


def grow_one(town: Town, crew: Crew, *, at: datetime, rng: Random) -> int:
    """Take in the calls of the last hours about one estate; return how many there were."""
    leaves = [leaf for leaf in town.leaves if not leaf.is_hazard]
    leaf = next((leaf for matter in MATTERS for leaf in leaves if leaf.name == matter), leaves[0])
    district = town.districts[0]
    street = district.streets[0]
    minutes = sorted((rng.uniform(1, 300) for _ in range(CALLERS)), reverse=True)
    for number, before in enumerate(minutes):
        building, moment = rng.randint(1, 12), at - timedelta(minutes=before)
        request = Request(
            channel=Channel.PHONE,
            kind=Kind.COMPLAINT,
            title=f"{ESTATE}{building}号楼{leaf.name}",
            content=f"{street}{ESTATE}{building}号楼从今早起{leaf.name}，家中有老人和孩子，请尽快恢复。",
            category_id=leaf.id,
            area_id=area_of(district, street),
            place_name=ESTATE,
            address=f"{street}{ESTATE}{building}号楼",
            phone=PHONE_OF_NOBODY.format(FIRST_NUMBER + number),
        )
        case = register(request, by=crew.agent, at=moment).case
        hot_topics.look_at(case.id, at=moment)
    return CALLERS
