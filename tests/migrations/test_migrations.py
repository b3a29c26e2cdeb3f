"""Migrations lead from nothing to what the models say and back, on every database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from models.base import db


def test_the_migrated_database_is_what_the_models_say(app: Flask) -> None:
    wanted = {
        table.name: {column.name: bool(column.nullable) for column in table.columns}
        for table in db.metadata.sorted_tables
    }
    made = _tables()
    assert {name: columns for name, columns in wanted.items() if made.get(name) != columns} == {}


def test_alembic_sees_nothing_left_to_migrate(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        missing = [change for change in compare_metadata(context, db.metadata) if _adds(change)]
    assert not missing


def test_every_migration_can_be_taken_back_and_made_again(app: Flask) -> None:
    before = _tables()
    db.session.remove()

    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}

    upgrade()
    assert _tables() == before


def test_days_counted_before_there_was_more_to_count_are_counted_anew(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="0015")
    with db.engine.begin() as connection:
        counted = "INSERT INTO day_figure (day, dimension, key, {}) VALUES ('2026-03-02', 'all', '0', {})"
        told = [
            column["name"]
            for column in inspect(connection).get_columns("day_figure")
            if column["name"] not in {"id", "day", "dimension", "key"}
        ]
        connection.execute(text(counted.format(", ".join(told), ", ".join("7" for _ in told))))
        connection.execute(text("DELETE FROM stale_day"))

    upgrade()

    assert {str(day) for day in db.session.scalars(text("SELECT day FROM stale_day"))} == {"2026-03-02"}
    row = db.session.execute(text("SELECT received, repeated, due_once FROM day_figure")).one()
    assert tuple(row) == (7, 0, 0)


def _tables() -> dict[str, dict[str, bool]]:
    """Map each table to its columns and whether they may be empty."""
    inspector = inspect(db.engine)
    return {
        table: {column["name"]: column["nullable"] for column in inspector.get_columns(table)}
        for table in inspector.get_table_names()
        if table != "alembic_version" and not table.startswith("case_search")
    }


def _adds(change: object) -> bool:
    return isinstance(change, tuple) and str(change[0]).startswith("add_")
