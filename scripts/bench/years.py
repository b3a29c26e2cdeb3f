"""Makes several years of the imported one: its cases and callers again, a year earlier each time.

    python -m scripts.bench.years 10

Copied where they lie, so that ten years take minutes; the days are then counted and the months added up by the
house's own jobs. Prints {"copied": seconds, "counted": seconds} as JSON. What a case did on its way (timeline,
clocks, search) is not copied: the pages measured on several years do not read it.
"""

import json
import os
import sys
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, func, insert, literal, select, text

from app import create_app
from config import Settings
from hotline.jobs.runner import find_job, run_now
from models.base import UtcDateTime, db
from models.case import Case
from models.citizen import Citizen
from models.queries import figures
from models.queries.tallies import local_day
from models.transaction import unit_of_work

# As long as the seed year, so that no year reaches into the next.
A_YEAR = timedelta(days=366)
# Between the ids of a case and of its copy.
APART = 1_000_000


def earlier(column: Column[Any], years: int) -> ColumnElement[Any]:
    """Return the moment so many years before."""
    days = A_YEAR.days * years
    if db.engine.dialect.name == "sqlite":
        return func.strftime("%Y-%m-%d %H:%M:%f000", column, f"-{days} days")
    return column - text(f"interval '{days} days'")


def copy(years: int) -> None:
    """Copy the imported year so many years back."""
    case, citizen = Case.__table__, Citizen.__table__
    apart = APART * years
    changed: dict[str, ColumnElement[Any]] = {"id": case.c.id + apart}
    changed |= {name: case.c[name] + literal(f"-{years}") for name in ("number", "external_id")}
    changed |= {
        column.name: earlier(column, years) for column in case.c if isinstance(column.type, UtcDateTime)
    }
    changed["merged_into_id"] = case.c.merged_into_id + apart
    chosen = [changed.get(column.name, column) for column in case.c]
    rows = select(*chosen).where(case.c.source == "year", case.c.id < APART)
    db.session.execute(insert(case).from_select([column.name for column in case.c], rows))
    others = [
        {"id": citizen.c.id + apart, "case_id": citizen.c.case_id + apart}.get(c.name, c) for c in citizen.c
    ]
    callers = select(*others).where(
        citizen.c.case_id.in_(select(case.c.id).where(case.c.source == "year", case.c.id < APART))
    )
    db.session.execute(insert(citizen).from_select([column.name for column in citizen.c], callers))


def main(wanted: int) -> None:
    """Copy the year until there are so many, and let the jobs count them."""
    app = create_app(Settings.from_environment(os.environ))
    began = time.perf_counter()
    with app.app_context():
        for years in range(1, wanted):
            with unit_of_work():
                copy(years)
        of_years = select(func.min(Case.received_at), func.max(Case.due_at)).where(Case.source == "year")
        first, last = db.session.execute(of_years).one()
        days = range(local_day(first).toordinal(), local_day(last).toordinal() + 1)
        with unit_of_work():
            figures.mark_stale(*(local_day(first) + timedelta(days=n) for n in range(len(days))))
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    copied = time.perf_counter() - began
    for name in ("count-figures", "add-months-up"):
        job = find_job(name)
        assert job is not None  # noqa: S101
        run_now(app, job)
    counted = time.perf_counter() - began - copied
    sys.stdout.write(json.dumps({"copied": copied, "counted": counted}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
