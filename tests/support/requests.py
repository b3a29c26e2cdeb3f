"""Clients and command runners that leave the test's own session and context alone.

A test holds an app context and a session of its own to arrange and look at rows. A request must share
neither: in the house each has its own. So every request and command runs in an empty context, after the
test's open transaction is let go (SQLite has one writer) and before the test's rows are read anew.
"""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from click.testing import Result
from flask import has_app_context
from flask.testing import FlaskClient, FlaskCliRunner
from werkzeug.test import TestResponse

from models.base import db


class HouseClient(FlaskClient):
    """A browser without eyes: sends requests and keeps cookies."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request."""
        with own_session_aside():
            return contextvars.Context().run(super().open, *args, **kwargs)


class HouseRunner(FlaskCliRunner):
    """Runs `flask ...` commands in this process."""

    def invoke(self, cli: Any = None, args: Any = None, **kwargs: Any) -> Result:
        """Run one command; what it raised unforeseen is raised here too."""
        kwargs.setdefault("catch_exceptions", False)
        with own_session_aside():
            return contextvars.Context().run(super().invoke, cli, args, **kwargs)


@contextmanager
def own_session_aside() -> Iterator[None]:
    """Commit what the test arranged before, and read its rows anew after, what happens inside."""
    if not has_app_context():
        yield
        return
    db.session.commit()
    try:
        yield
    finally:
        db.session.expire_all()
