"""Every query of the house, and every change of a table, has been put to both kinds of database in a run of everything.

Tests of how a page is drawn run on one kind of database, those of what is asked of it on both; which is which
is easily mistaken, so it is looked at: each line of models/queries that sends a statement is noted, and each change by
its table; at the end of a whole run what has asked SQLite and never PostgreSQL fails it. (Rows of which another line
reads what is outdated are asked for again wherever that happens; that is not noted.)
"""

import re
import sys
from collections import defaultdict
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from config import ROOT

QUERIES = f"{ROOT / 'models' / 'queries'}/"
# SQLite's way to replace a row is PostgreSQL's "ON CONFLICT"; one of them puts some tables' names in quotes.
# Tables that stand while a migration of SQLite lays one anew are left out.
WRITE = re.compile(r'(INSERT|UPDATE|DELETE)(?: OR \w+)?(?: INTO| FROM)?+ "?((?!_alembic_tmp_)\w+)')
# PostgreSQL takes these in by COPY alone, which is no statement of SQLAlchemy's.
COPIED = {("INSERT cut_figure", 0)}
# A file and a line of it; or a change of a table, and 0.
Site = tuple[str, int]

# What a module that draws its cases asks of SQLite it may not happen to ask of PostgreSQL.
DRAWS = {"given", "run_state_machine_as_test"}

_sites: dict[str, set[Site]] = defaultdict(set)
_drawn: list[bool] = [False]
_places: dict[CodeType, str] = {}


def pytest_configure() -> None:
    """Begin to note who asks."""
    event.listen(Engine, "before_cursor_execute", _note)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note whether chance draws the cases of the test."""
    _drawn[0] = not DRAWS.isdisjoint(vars(getattr(item, "module", item)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what a worker has seen; where all is known and everything was run, judge it."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["asked"] = {kind: sorted(sites) for kind, sites in _sites.items()}
    elif _is_whole(session.config) and _never_on_postgresql():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker has seen."""
    for kind, sites in getattr(node, "workeroutput", {}).get("asked", {}).items():
        _sites[kind].update(map(tuple, sites))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the places that have not asked PostgreSQL."""
    if _is_whole(config) and (missing := _never_on_postgresql()):
        terminalreporter.section("asked of SQLite and never of PostgreSQL: mark a test of it both_databases")
        for site in missing:
            terminalreporter.line(site)


def _note(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    kind = connection.dialect.name
    if statement.startswith("BEGIN"):  # SQLite's alone; the driver of the other begins by itself
        return
    if _drawn[0] and kind == "sqlite":
        return
    frame: FrameType | None = sys._getframe(1)
    place = ""
    while frame is not None and not (place := _place_of(frame.f_code)):
        frame = frame.f_back
    if write := WRITE.match(statement):  # flushed wherever somebody asks next: by what, not by whom
        _sites[kind].add((" ".join(write.groups()), 0))
    elif frame is not None:
        _sites[kind].add((place, frame.f_lineno))


def _place_of(code: CodeType) -> str:
    # Asked for some twenty frames of each statement.
    if code not in _places:
        name = code.co_filename
        _places[code] = Path(name).relative_to(ROOT).as_posix() if name.startswith(QUERIES) else ""
    return _places[code]


def _is_whole(config: pytest.Config) -> bool:
    options = config.option
    chosen = options.keyword or options.markexpr or options.collectonly or options.db != "both"
    return not chosen and config.args_source is pytest.Config.ArgsSource.TESTPATHS


def _never_on_postgresql() -> list[str]:
    missing = _sites["sqlite"] - _sites["postgresql"] - COPIED
    return [f"{place}:{line}" if line else place for place, line in sorted(missing)]
