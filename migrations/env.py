"""Runs the migrations against the app's database; renders house-made column types as plain ones."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from models.base import WRITING, UtcDateTime, db
from models.encryption import Encrypted

# Made by hand in a migration, since the two databases search in different ways.
OWN_TABLES = ("case_search",)


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write `sa.DateTime()` for our moments and `sa.Text()` for sealed text: migrations stay house-free."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Encrypted):
        return "sa.Text()"
    return False


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Leave the search tables and their indexes out of comparisons."""
    return not (kind in ("table", "index") and name is not None and name.startswith(OWN_TABLES))


def include_object(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Leave reflected things of the search tables out."""
    return include_name(name, kind, None)


def compare_type(context_: object, inspected: object, metadata: object, a: object, b: object) -> bool | None:
    """Do not take our column types for changed ones: their stored type is what counts."""
    return False if isinstance(b, UtcDateTime | Encrypted) else None


def migrate(connection: Connection) -> None:
    """Run the migrations on the connection in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        include_name=include_name,
        include_object=include_object,
        compare_type=compare_type,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


with current_app.app_context(), db.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # A rebuilt parent table would delete its children while foreign keys are enforced.
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101
        raw.execute("PRAGMA foreign_keys=OFF")
        migrate(connection.execution_options(**WRITING["sqlite"]))
        connection.commit()
        raw.execute("PRAGMA foreign_keys=ON")
    else:
        migrate(connection.execution_options(**WRITING["postgresql"]))
        connection.commit()
