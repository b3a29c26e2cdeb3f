"""What tests rely on: a database of their own, requests that share nothing with them, real commits."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from models.base import db
from models.department import Department
from models.transaction import unit_of_work
from tests.support.factories import make_department
from tests.support.pages import Visitor


@pytest.mark.parametrize("round_number", [1, 2])
def test_a_test_finds_nothing_of_the_one_before(app: Flask, round_number: int) -> None:
    assert db.session.query(Department).count() == 0

    make_department(name="城关区")


def test_the_database_is_the_kind_that_was_asked_for(app: Flask, request: pytest.FixtureRequest) -> None:
    kind = request.node.callspec.params["database_kind"]
    assert db.engine.dialect.name == kind


def test_two_visitors_are_two_people(app: Flask, visit: Callable[..., Visitor]) -> None:
    stranger, agent = visit(), visit("agent")

    assert agent.client.get("/").status_code == 200
    assert stranger.client.get("/").status_code == 303
    assert agent.client.get("/").status_code == 200


def test_acknowledged_changes_of_many_threads_are_all_there(app: Flask) -> None:
    unit = make_department(official_order=0)
    unit_id = unit.id

    def count_up() -> None:
        for _ in range(10):
            with app.app_context(), unit_of_work():
                row = db.session.get(Department, unit_id, with_for_update=True)
                assert row is not None
                row.official_order += 1

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.expire_all()
    assert unit.official_order == 40


def test_sqlite_keeps_what_it_acknowledged(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        ]
    assert pragmas == ["wal", 2]


def test_an_instance_folder_belongs_to_the_test(app: Flask, tmp_path: Path) -> None:
    assert Path(app.instance_path).is_relative_to(tmp_path)
