"""The kept counts of the grid equal a plain recount of its events, whatever steps and files came; so do the lists."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from random import Random

from flask import Flask

from models.base import db
from models.grid import GridEvent
from models.queries import grid_events, grid_figures
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import Dimension
from reports import grid as reports_grid
from reports.figures.asked import Asked
from reports.figures.grid import GRID_COUNTED
from reports.figures.values import Part, value_of
from reports.periods import parse
from tests.support.case_rows import make_town
from tests.support.clock import local
from tests.support.factories import make_user
from tests.support.grid_rows import make_classes, make_events, random_events
from workflows import grid
from workflows.grid import Finding

NOW = local("2026-03-20 10:00")
PLAIN: dict[str, Callable[[GridEvent], bool]] = {
    "grid_registered": lambda _event: True,
    "grid_escalated": lambda event: event.is_escalated,
    "grid_processed": lambda event: event.is_processed,
    "grid_escalated_processed": lambda event: event.is_escalated and event.is_processed,
}
PERIODS = (parse("2026-03"), parse("2026-02-20..2026-03-01"), parse("2026-03-02"))


def some_step(chance: Random, by: User) -> None:
    """Take a step that a grid worker takes, by chance."""
    with unit_of_work():
        mine = db.session.query(GridEvent).filter_by(source=grid.OURS).all()
        if not mine or chance.random() < 0.5:
            found_at = NOW - timedelta(hours=chance.randrange(500))
            finding = Finding(
                title="井盖松动",
                grid_class_id=chance.randrange(4) + 1,
                district_id=chance.choice((None, 2, 3)),
                found_at=found_at,
            )
            grid.register(finding, by=by, at=NOW)
            return
        event = chance.choice(mine)
        if not (event.is_processed or event.is_escalated):
            grid.escalate(event, by=by, at=NOW)
        elif not event.is_processed:
            grid.process(event, "已修复", by=by, at=NOW)


def recounted(first_on: date, last_on: date) -> Counter[tuple[int, int, str]]:
    """Count the events one by one, as nothing in the house does."""
    return Counter(
        (event.grid_class_id, event.district_id or 0, name)
        for event in db.session.query(GridEvent)
        if first_on <= event.registered_at.astimezone(NOW.tzinfo).date() <= last_on
        for name, counts in PLAIN.items()
        if counts(event)
    )


def test_kept_counts_and_lists_equal_a_plain_recount(app: Flask) -> None:
    chance = Random(20)
    make_town()
    make_classes()
    worker = make_user("grid")
    make_events(*random_events(60, chance))
    for _ in range(25):
        some_step(chance, worker)

    for period in PERIODS:
        plain = recounted(period.first_on, period.last_on)
        kept = {
            (sums.grid_class_id, sums.district_id, name): number
            for sums in grid_figures.sums(period.first_on, period.last_on)
            for name, number in sums.counts.items()
            if number
        }
        assert plain
        assert kept == plain
        by_day = grid_figures.by_day(period.first_on, period.last_on)
        for name in PLAIN:
            whole = sum(number for (_, _, own), number in plain.items() if own == name)
            assert sum(day[name] for day in by_day.values()) == whole

    asked = Asked(PERIODS[0], NOW)
    whose = [
        asked,
        *(asked.of(Dimension.GRID_CLASS, key) for key in ("1", "2-4")),
        asked.of(Dimension.DISTRICT, "2"),
    ]
    whose.append(asked.of(Dimension.DISTRICT, "0"))
    for question, name, part in product(whose, GRID_COUNTED, Part):
        line = reports_grid.line(question)
        assert line is not None
        behind, number = reports_grid.behind(value_of(name, line, question), part)
        found = grid_events.page(behind, after=None, limit=1000)
        assert len(found) == number, (question.key, name, part)
        assert list(grid_events.ids(behind, limit=None)) == [event.id for event in found]
