"""A street of the small town, and calls about one matter of it."""

from datetime import datetime
from typing import Any

from models.area import Area
from models.case import Case
from models.hot_topic import HotTopicRule
from models.transaction import unit_of_work
from models.vocabulary import AreaLevel
from tests.support.clock import MONDAY_9
from tests.support.factories import make_case, saved
from workflows import hot_topics

STREET = 9
HEATING = 6
"""暖气不热 in make_town: 公用事业/供暖不热."""


def make_street() -> None:
    """Add a street to the first district of make_town."""
    saved(Area(id=STREET, code="9", name="长街街道", level=AreaLevel.STREET, parent_id=2))


def make_alarm(callers: int, hours: int, **given: Any) -> HotTopicRule:
    """Make a rule of alarms."""
    name = f"{hours} 小时 {callers} 人"
    return saved(
        HotTopicRule(
            **{"code": f"R{callers}-{hours}", "name": name, "callers": callers, "hours": hours, **given}
        )
    )


def call(number: int, at: datetime = MONDAY_9, **given: Any) -> Case:
    """Take in a call about a cold flat at 青松小区 from the number's caller, and compare it as the job would."""
    defaults = {
        "title": "投诉青松小区暖气不热",
        "place_name": "青松小区",
        "category_id": HEATING,
        "branch_id": 2,
        "district_id": 2,
        "area_id": STREET,
        "received_at": at,
        "citizen": {"phone": f"1390931{number:04d}"},
    }
    case = make_case(**defaults | given)
    with unit_of_work():
        hot_topics.look_at(case.id, at=at)
    return case
