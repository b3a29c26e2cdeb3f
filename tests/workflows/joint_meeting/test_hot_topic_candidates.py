"""A hot topic of enough callers is a candidate for the joint meeting, by its first open case."""

from datetime import timedelta

import pytest
from flask import Flask

from models.base import db
from models.hot_topic import HotTopic
from models.queries.meeting_candidates import counted
from models.vocabulary import Criterion
from tests.support.case_rows import make_town
from tests.support.clock import MONDAY_9
from tests.support.hot_topic_rows import call, make_street


@pytest.mark.one_database
def test_the_first_open_case_of_a_topic_stands_for_its_callers(app: Flask) -> None:
    make_town()
    make_street()
    first, *_ = [call(number, MONDAY_9 + timedelta(minutes=number)) for number in (1, 2, 3, 3)]
    at = MONDAY_9 + timedelta(hours=1)

    def found(least: int, moment: object = at) -> list[tuple[int, int]]:
        rows = db.session.execute(counted(Criterion.HOT_TOPIC_CALLERS, least, moment))  # type: ignore[arg-type]
        return [tuple(row) for row in rows]

    assert found(3) == [(first.id, 3)], "who calls twice counts once"
    assert found(4) == []
    assert found(3, at + timedelta(days=31)) == [], "what is old news is none"
    db.session.scalars(db.select(HotTopic)).one().closed_at = at
    db.session.commit()
    assert found(3) == []
