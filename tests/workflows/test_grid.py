"""Events of the grid: what may be done with one and what not."""

import pytest
from flask import Flask

from models.audit_entry import AuditEntry
from models.base import db
from models.grid import GridEvent
from models.transaction import unit_of_work
from models.user import User
from tests.support.case_rows import make_town
from tests.support.clock import local
from tests.support.factories import make_case, make_user
from tests.support.grid_rows import counts, event, make_classes, make_events
from workflows import grid
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.grid import Finding

pytestmark = pytest.mark.one_database

NOW = local("2026-03-20 10:00")


@pytest.fixture
def grid_worker(app: Flask) -> User:
    """Return a grid worker in a small town."""
    make_town()
    make_classes()
    return make_user("grid")


def found(grid_worker: User, **changes: object) -> GridEvent:
    given = {"title": "井盖松动", "grid_class_id": 1, "district_id": 2, "found_at": local("2026-03-19 23:30")}
    with unit_of_work():
        return grid.register(Finding(**given | changes), by=grid_worker, at=NOW)  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_an_event_is_found_passed_up_and_dealt_with(grid_worker: User) -> None:
    row = found(grid_worker)
    assert row.external_id == "WG2026031900001"
    assert counts() == [("03-19", 2, 1, 0, 0, 0)]

    with unit_of_work():
        grid.escalate(row, by=grid_worker, at=NOW)
    assert counts() == [("03-19", 2, 1, 1, 0, 0)]
    with unit_of_work():
        grid.process(row, "已更换井盖", by=grid_worker, at=NOW)

    assert counts() == [("03-19", 2, 1, 1, 1, 1)]
    assert found(grid_worker).external_id == "WG2026031900002"
    told = [entry.summary for entry in db.session.query(AuditEntry).filter_by(kind="grid_event")]
    assert told == [f"WG2026031900001 {what}" for what in ("登记", "上报", "处置")] + ["WG2026031900002 登记"]


def test_no_step_is_taken_twice_or_too_late(grid_worker: User) -> None:
    row = found(grid_worker)
    grid.escalate(row, by=grid_worker, at=NOW)
    with pytest.raises(NotAllowedNow, match="已经上报"):
        grid.escalate(row, by=grid_worker, at=NOW)
    grid.process(row, "好了", by=grid_worker, at=NOW)
    with pytest.raises(NotAllowedNow, match="该事件已经处置。"):
        grid.process(row, "又好了", by=grid_worker, at=NOW)
    other = found(grid_worker)
    grid.process(other, "好了", by=grid_worker, at=NOW)
    with pytest.raises(NotAllowedNow, match="不需要上报"):
        grid.escalate(other, by=grid_worker, at=NOW)


def test_what_another_platform_tells_is_left_to_it(grid_worker: User) -> None:
    make_events(event(1))
    row = db.session.query(GridEvent).one()

    with pytest.raises(NotAllowedNow, match="来自网格平台"):
        grid.process(row, "好了", by=grid_worker, at=NOW)


def test_who_may_not_record_takes_no_step(grid_worker: User) -> None:
    row = found(grid_worker)
    agent = make_user("agent")
    for step in (
        lambda: grid.escalate(row, by=agent, at=NOW),
        lambda: grid.process(row, "好了", by=agent, at=NOW),
    ):
        with pytest.raises(NotAllowedForYou):
            step()
    with pytest.raises(NotAllowedForYou):
        found(agent)


def test_what_cannot_be_is_refused_at_its_field(grid_worker: User) -> None:
    with pytest.raises(BadInput, match="不能晚于现在") as late:
        found(grid_worker, found_at=local("2026-03-20 10:01"))
    assert late.value.field == "found_at"
    with pytest.raises(BadInput, match="请选择事件类别"):
        found(grid_worker, grid_class_id=99)


@pytest.mark.both_databases
def test_an_event_names_a_case_that_there_is(grid_worker: User) -> None:
    row, agent = found(grid_worker), make_user("agent", "grid")
    case = make_case(
        number="LZ20260319000001", category_id=1
    )  # of the town, whose rows have numbers of their own

    with pytest.raises(BadInput, match="没有这个编号的工单"):
        grid.name_case(row, "LZ1", by=agent, at=NOW)
    with unit_of_work():
        grid.name_case(row, case.number, by=agent, at=NOW)

    assert db.session.query(GridEvent).one().case_number == case.number
