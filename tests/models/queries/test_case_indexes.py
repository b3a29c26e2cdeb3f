"""What is few among many is found by an index of just these; SQLite takes a partial index by its letters."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select, text

from models.base import db
from models.case import Case
from models.queries import hazards, same_matter, urgent_cases
from models.queries.subsets import Subset
from models.vocabulary import Urgency
from tests.support.case_rows import make_cases, make_town, random_cases
from tests.support.clock import local

NOW = local("2026-03-09 14:30")


@pytest.mark.one_database
def test_hazards_and_urgent_cases_have_an_index_each(app: Flask) -> None:
    make_town()
    make_cases(*(case | {"urgency": Urgency.CRITICAL} for case in random_cases(200, around=NOW)))
    db.session.execute(text("ANALYZE"))
    db.session.commit()

    plans = {
        index: plan_of(select(Case.id).where(*conditions))
        for index, conditions in (
            ("ix_case_hazard", hazards.waiting()),
            ("ix_case_open_hazard", hazards.running()),
            ("ix_case_urgent", [urgent_cases.is_urgent(), Case.received_at >= NOW]),
        )
    }

    assert {index: index in plan for index, plan in plans.items()} == dict.fromkeys(plans, True), plans


@pytest.mark.one_database
def test_what_heaps_up_and_what_is_urgent_of_some_matters_is_read_from_indexes_alone(app: Flask) -> None:
    make_town()
    make_cases(*(case | {"urgency": Urgency.CRITICAL} for case in random_cases(200, around=NOW)))
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    since, until = NOW - timedelta(days=3), NOW
    subset = Subset("3", (3, 4))

    crowded = plan_of(same_matter.cases_of_window(since, until))
    urgent = plan_of(
        select(Case.id)
        .where(urgent_cases.is_urgent(), Case.received_at >= since, Case.desk.is_(None), subset.condition)
        .order_by(Case.received_at, Case.id)
        .limit(30)
    )

    assert "COVERING INDEX ix_case_received" in crowded
    assert "ix_case_urgent" in urgent


def plan_of(query: Select[Any]) -> str:
    written = query.compile(db.engine, compile_kwargs={"render_postcompile": True, "literal_binds": True})
    return "; ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {written}")))
