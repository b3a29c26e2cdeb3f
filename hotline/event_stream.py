"""A stream of server-sent events that holds no transaction open, ends by itself, and is not given out endlessly.

A browser's EventSource connects again as soon as a stream ends, so that a stream may be short; each one holds
a thread of the web server, so that their number is limited, for one person and in all.
"""

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from threading import Lock

from flask import Flask, Response

from hotline.call_watch import watch_of
from models.base import db

SECONDS_BETWEEN = 2.0
SECONDS_OPEN = 55.0
MOST_OF_ONE_PERSON = 3
# Of gunicorn's 64 threads; who finds no room asks every ten seconds instead (events.js).
MOST_IN_ALL = 40
# Who neither takes calls nor supervises waits for nothing that is urgent: half the rooms stay free of them.
MOST_OF_OTHERS = 20

Look = Callable[[], dict[str, Hashable]]


class Rooms:
    """How many streams this process holds open, by person."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken: Counter[int] = Counter()

    def take(self, person: int, *, is_urgent: bool = True) -> bool:
        """Take a room; False where the person or the house has no more."""
        with self._lock:
            most = MOST_IN_ALL if is_urgent else MOST_OF_OTHERS
            full = self._taken[person] >= MOST_OF_ONE_PERSON or self._taken.total() >= most
            self._taken[person] += not full
            return not full

    def count(self) -> int:
        """Say how many are taken."""
        with self._lock:
            return self._taken.total()

    def give_back(self, person: int) -> None:
        """Give the room back."""
        with self._lock:
            self._taken[person] -= 1
            self._taken += Counter()


rooms = Rooms()


def answer(
    app: Flask,
    person: int,
    look: Look,
    hears: Mapping[str, int | None] | None = None,
    *,
    is_urgent: bool = True,
) -> Response:
    """Answer with a stream that names each event whose value, as `look` returns it, has changed.

    `hears` names the events of the telephone that are sent at once, and whose line each is about (None: the
    waiting line, which is everybody's). 204 where no room is left: a browser then asks no more by itself.
    """
    if not rooms.take(person, is_urgent=is_urgent):
        return Response(status=204)
    response = Response(events(app, look, hears or {}), mimetype="text/event-stream")
    response.call_on_close(lambda: rooms.give_back(person))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def events(app: Flask, look: Look, hears: Mapping[str, int | None] | None = None) -> Iterator[str]:
    """Yield the events, and a comment between, which finds out whether anybody still listens."""
    hears = hears or {}
    until = time.monotonic() + SECONDS_OPEN
    watch = watch_of(app)
    with watch.listening(bool(hears)):
        before, heard = look_once(app, look), watch.marks(hears)
        next_look = time.monotonic() + SECONDS_BETWEEN
        yield "retry: 200\n\n"
        while time.monotonic() < until:
            rang = watch.wait(heard, hears, until=next_look)
            changed = [name for name, mark in rang.items() if mark != heard[name]]
            heard = rang
            if watch.is_closed:
                return
            if time.monotonic() >= next_look:
                found = look_once(app, look)
                changed += [name for name, value in found.items() if value != before.get(name)]
                before, next_look = found, time.monotonic() + SECONDS_BETWEEN
            yield "".join(f"event: {name}\ndata: -\n\n" for name in changed) or ": \n\n"


def look_once(app: Flask, look: Look) -> dict[str, Hashable]:
    """Look in a short transaction of its own; nothing of the request's session is used."""
    with app.app_context():
        try:
            return look()
        finally:
            db.session.remove()
