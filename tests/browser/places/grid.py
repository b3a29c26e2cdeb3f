"""The pages of the grid's events."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from config import LOCAL_TIMEZONE
from models.grid import GridClass
from models.transaction import unit_of_work
from tests.browser.places.place import Place
from tests.support.factories import saved
from tests.support.office import Office
from workflows import grid as grid_steps
from workflows.grid import Finding

GRID_STEPS = ("escalation", "processing", "case")


def grid(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the grid's list, an event still open and one that is done, every form, the list behind a number."""
    at = datetime.now(LOCAL_TIMEZONE)
    grid_class = saved(GridClass(code="paving", name="道路设施类")).id
    worker = office.person("grid")
    finding = Finding(title="人行道地砖破损", grid_class_id=grid_class, district_id=None, found_at=at)
    with unit_of_work():
        fresh, done = (grid_steps.register(finding, by=worker, at=at) for _ in range(2))
        grid_steps.escalate(done, by=worker, at=at)
        grid_steps.process(done, "已修复。", by=worker, at=at)
    for place in ("", "/new", f"/{fresh.id}", f"/{done.id}", *(f"/{fresh.id}/{step}" for step in GRID_STEPS)):
        yield Place(f"/grid/events{place}", worker)
    yield Place("/grid/behind?figure=grid_processed_rate", office.supervisor)
    yield Place(f"/reports/products/grid?period={at:%Y}", office.supervisor)
    yield Place("/grid/import", office.administrator)
