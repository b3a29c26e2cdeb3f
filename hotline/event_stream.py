"""A stream of server-sent events that holds no transaction open, ends by itself, and is not given out endlessly.

A browser's EventSource connects again as soon as a stream ends, so that a stream may be short; each one holds
a thread of the web server, so that their number is limited, for one person and in all.
"""

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from threading import Lock

from flask import Flask, Response

from models.base import db

SECONDS_BETWEEN = 2.0
SECONDS_OPEN = 55.0
MOST_OF_ONE_PERSON = 3
# A third of gunicorn's threads at most; who finds no room asks every ten seconds instead (alarm.js).
MOST_IN_ALL = 20

Look = Callable[[], dict[str, Hashable]]


class Rooms:
    """How many streams this process holds open, by person."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken: Counter[int] = Counter()

    def take(self, person: int) -> bool:
        """Take a room; False where the person or the house has no more."""
        with self._lock:
            full = self._taken[person] >= MOST_OF_ONE_PERSON or self._taken.total() >= MOST_IN_ALL
            self._taken[person] += not full
            return not full

    def give_back(self, person: int) -> None:
        """Give the room back."""
        with self._lock:
            self._taken[person] -= 1
            self._taken += Counter()


rooms = Rooms()


def answer(app: Flask, person: int, look: Look) -> Response:
    """Answer with a stream that names each event whose value, as `look` returns it, has changed.

    204 where no room is left: a browser then asks no more by itself.
    """
    if not rooms.take(person):
        return Response(status=204)
    response = Response(events(app, look), mimetype="text/event-stream")
    response.call_on_close(lambda: rooms.give_back(person))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def events(app: Flask, look: Look) -> Iterator[str]:
    """Yield the events, and a comment between, which finds out whether anybody still listens."""
    until = time.monotonic() + SECONDS_OPEN
    before = look_once(app, look)
    yield "retry: 1000\n\n"
    while time.monotonic() < until:
        time.sleep(SECONDS_BETWEEN)
        now = look_once(app, look)
        changed = [name for name, value in now.items() if value != before.get(name)]
        before = now
        yield "".join(f"event: {name}\ndata: -\n\n" for name in changed) or ": \n\n"


def look_once(app: Flask, look: Look) -> dict[str, Hashable]:
    """Look in a short transaction of its own; nothing of the request's session is used."""
    with app.app_context():
        try:
            return look()
        finally:
            db.session.remove()
