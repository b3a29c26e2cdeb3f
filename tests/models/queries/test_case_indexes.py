"""What is few among many is found by an index of just these; SQLite takes a partial index by its letters."""

import pytest
from flask import Flask
from sqlalchemy import Select, select, text

from models.base import db
from models.case import Case
from models.queries import hazards, urgent_cases
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


def plan_of(query: Select[tuple[int]]) -> str:
    written = query.compile(db.engine, compile_kwargs={"render_postcompile": True, "literal_binds": True})
    return "; ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {written}")))
