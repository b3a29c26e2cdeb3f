"""What every test shares: a fresh database of each kind, the app over it, clients and moments."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from hotline import event_stream, gateways, router_training
from hotline.call_watch import end_watch
from hotline.security import limiter
from models.base import db
from models.encryption import keyring
from tests.support.database import DatabaseKind, PostgresDatabases, SqliteFiles, quick_folder
from tests.support.postgres import NoPostgreSQL, shared_server
from tests.support.requests import HouseClient, HouseRunner
from tests.support.settings import settings_for

pytest_plugins = [
    "tests.support.asked",
    "tests.support.server",
    "tests.support.browser",
    "tests.support.pages",
]

# After how many new objects the collector looks at the young ones; each older age after ten looks at the one before.
GARBAGE = (50_000, 10, 10)
SECONDS_TO_END = 2.0
KINDS = {"both": ("sqlite", "postgresql"), "sqlite": ("sqlite",), "postgresql": ("postgresql",)}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=tuple(KINDS), default="both", help="run database tests on these")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that wants a database once on every kind asked for."""
    if "database_kind" in metafunc.fixturenames:
        kinds, marked = KINDS[metafunc.config.getoption("db")], metafunc.definition.get_closest_marker
        if marked("one_database") and not marked("both_databases"):
            kinds = kinds[:1]
        metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays for the whole run: the libraries, the house and the tests.

    Otherwise it walks through all of that again and again, for as long as the trees of pages come and go.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def compiled_once(shared_folder: Path) -> None:
    """Let the processes that tests start share what they compile, where Python is told to keep nothing.

    Each of them would compile the house and, if need be, its libraries anew: seconds every time.
    """
    if sys.dont_write_bytecode:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(shared_folder / "compiled")


@pytest.fixture(scope="session")
def worker(shared_folder: Path) -> str:
    """Return the name of this worker of the run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(scope="session")
def database_kind(
    request: pytest.FixtureRequest, shared_folder: Path, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DatabaseKind]:
    """Return the kind of database the test runs on, its template made."""
    if request.param == "sqlite":
        with quick_folder(tmp_path_factory.mktemp("sqlite")) as own:
            yield SqliteFiles(shared_folder, own)
        return
    kind = PostgresDatabases(request.getfixturevalue("postgres_server"), shared_folder, worker)
    yield kind
    kind.close()


@pytest.fixture(scope="session")
def postgres_server(shared_folder: Path) -> str:
    """Return the address of the run's PostgreSQL, started on first use."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    try:
        return shared_server(shared_folder, watched=run)
    except NoPostgreSQL as error:
        pytest.fail(f"The tests need PostgreSQL: {error}", pytrace=False)


@pytest.fixture
def database_url(database_kind: DatabaseKind) -> str:
    """Return the URL of a fresh, migrated database."""
    return database_kind.fresh()


@pytest.fixture
def make_app(database_url: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Return a function that builds an app over the test's database, with changed settings if wanted."""
    apps: list[Flask] = []

    def build(**changes: Any) -> Flask:
        app = create_app(settings_for(database_url, tmp_path, **changes))
        app.test_client_class = HouseClient
        app.test_cli_runner_class = HouseRunner
        apps.append(app)
        return app

    yield build
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def built_apps() -> Iterator[dict[str, Flask]]:
    """Return the apps of this worker by database URL: built once, so that templates and SQL are compiled once."""
    apps: dict[str, Flask] = {}
    yield apps
    for app in apps.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(built_apps: dict[str, Flask], database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Return the app over a fresh database and hold a context, so that a test can arrange rows.

    It is the worker's own app, put back as it was: its settings, what is open to the outside, the limits.
    """
    settings = settings_for(database_url, tmp_path)
    if database_url not in built_apps:
        built_apps[database_url] = create_app(settings)
    app = built_apps[database_url]
    app.test_client_class = HouseClient
    app.test_cli_runner_class = HouseRunner
    as_built = dict(app.config)
    app.config["SETTINGS"] = settings
    app.instance_path = str(settings.instance_dir)
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    keyring.use(settings.data_key)
    gateways.init_app(app)
    router_training.init_app(app)
    limiter.reset()
    with app.app_context():
        yield app
        end_streams(app)
        db.session.remove()
        if database_url.startswith("sqlite"):
            # Its file goes; PostgreSQL's connections stay, and what they know of the tables with them.
            db.engine.dispose()
    app.config.clear()
    app.config.update(as_built)


def end_streams(app: Flask) -> None:
    """End the streams that outlived their browser: they would read the next test's database, or keep this one's open."""
    end_watch(app)
    until = time.monotonic() + SECONDS_TO_END
    while event_stream.rooms.count() and time.monotonic() < until:
        time.sleep(0.01)


@pytest.fixture
def client(app: Flask) -> HouseClient:
    """Return a client that nobody is signed in on."""
    client = app.test_client()
    assert isinstance(client, HouseClient)
    return client


@pytest.fixture
def runner(app: Flask) -> HouseRunner:
    """Return a runner of `flask ...` commands."""
    runner = app.test_cli_runner()
    assert isinstance(runner, HouseRunner)
    return runner
