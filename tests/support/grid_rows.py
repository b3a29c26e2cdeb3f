"""Classes and events of the grid for tests, and the year of the grid that the seed tells of, made by the database itself."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, text

from models.base import db
from models.bulk import take_room
from models.grid import GridClass, GridDayFigure, GridEvent
from models.queries import grid_figures
from models.queries.tallies import local_day
from models.transaction import unit_of_work
from tests.support.clock import local

CLASSES = ("城市管理类", "居民事务代办类", "环境保护类", "其他类")
FOUND = local("2026-03-02 08:00")
# What the seed says of a year.
REGISTERED, PROCESSED, ESCALATED = 1_511_008, 1_445_773, 246_844
OF_CLASSES = {1: 240_754, 2: 4_756, 3: 867}
SENTENCE = "2016年，网格共采集事件1511008件；已处置1445773件，处置率95.68%。"
# Days and moments are the one thing that the two databases count differently.
DAY = {
    "sqlite": "date('2016-01-01', '+' || (i * 366 / ({number} + 1)) || ' days')",
    "postgresql": "DATE '2016-01-01' + (i * 366 / ({number} + 1))",
}
MOMENT = {"sqlite": "datetime({day}, '+4 hours') || '.000000'", "postgresql": "({day}) + TIME '04:00'"}
# Indexes of lists, which no count reads: a third of the time that the whole year takes to be written.
UNCOUNTED = ("ix_grid_event_list", "ix_grid_event_registered_by_id_registered_at")
COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})"


def counts() -> list[tuple[str, int, int, int, int, int]]:
    """Return the kept counts: day, district, registered, passed up, dealt with, both."""
    rows = db.session.query(GridDayFigure).order_by(GridDayFigure.day, GridDayFigure.grid_class_id)
    return [
        (f"{r.day:%m-%d}", r.district_id, r.grid_registered, r.grid_escalated, r.grid_processed, r.grid_escalated_processed)
        for r in rows
    ]  # fmt: skip


def make_classes(*names: str) -> None:
    """Add the classes (ids from 1 on)."""
    for place, name in enumerate(names or CLASSES, 1):
        db.session.add(GridClass(id=place, code=f"C{place}", name=name, position=place))
    db.session.commit()


def event(number: int | str, **changes: Any) -> dict[str, Any]:
    """Return the row of an event of the first class that nobody passed up or dealt with."""
    found_at = changes.get("registered_at", FOUND)
    return {
        "source": "网格平台", "external_id": f"W{number}", "title": f"事件{number}", "grid_class_id": 1,
        "district_id": None, "registered_at": found_at, "registered_on": local_day(found_at),
        "is_escalated": False, "is_processed": False,
    } | changes  # fmt: skip


def make_events(*rows: dict[str, Any]) -> None:
    """Write the events and count their days, as an import does."""
    with unit_of_work():
        db.session.execute(insert(GridEvent), list(rows))
        every = [each.id for each in grid_figures.classes()]
        grid_figures.hold(every)
        grid_figures.recount([row["registered_on"] for row in rows], every)


def random_events(
    count: int,
    chance: Random,
    *,
    classes: int = 4,
    around: datetime = FOUND,
    districts: tuple[int, ...] = (2, 3),
) -> list[dict[str, Any]]:
    """Return events of some days, by chance; of every fifth no district is known."""
    return [
        event(
            number,
            registered_at=around + timedelta(hours=chance.randrange(-240, 240)),
            grid_class_id=chance.randrange(classes) + 1,
            district_id=chance.choice((None, *districts * 2)),
            is_escalated=chance.random() < 0.3,
            is_processed=chance.random() < 0.8,
        )
        for number in range(count)
    ]


def make_seed_year(divided_by: int = 1) -> None:
    """Let the database make the events of the seed's year, or a part of each sort of them, and count them."""
    dialect = db.engine.dialect.name
    parts = [number // divided_by for number in (REGISTERED, PROCESSED, ESCALATED, *OF_CLASSES.values())]
    registered, processed, escalated, *of_classes = parts
    day = DAY[dialect].format(number=registered)
    bounds = [sum(of_classes[: place + 1]) for place in range(len(of_classes))]
    whose = " ".join(f"WHEN i <= {bound} THEN {place}" for place, bound in enumerate(bounds, 1))
    yes, no = ("TRUE", "FALSE") if dialect == "postgresql" else ("1", "0")
    rows = f"""
        INSERT INTO grid_event (source, external_id, title, place, detail, outcome, case_number, version,
            grid_class_id, registered_on, registered_at, is_escalated, is_processed)
        {COUNTING.format(number=registered)}
        SELECT '网格平台', 'W' || ({10 * REGISTERED} + i), '事件', '', '', '', '', 1,
            CASE {whose} WHEN i <= {escalated} THEN 4 ELSE i % 4 + 1 END, {day}, {MOMENT[dialect].format(day=day)},
            CASE WHEN i <= {escalated} THEN {yes} ELSE {no} END,
            CASE WHEN i > {registered - processed} THEN {yes} ELSE {no} END
        FROM n
    """
    with unit_of_work():
        take_room(db.session.connection())
        for name in UNCOUNTED:
            db.session.execute(text(f"DROP INDEX {name}"))
        db.session.execute(text(rows))
        days = [local_day(local("2016-01-01 12:00") + timedelta(days=place)) for place in range(366)]
        grid_figures.recount(days, [1, 2, 3, 4])
