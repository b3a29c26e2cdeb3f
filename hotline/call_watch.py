"""Looks ten times a second, once for all the streams of this process, whether a telephone rang.

A browser is to show who calls within half a second. Each stream asking the database for itself would be four
hundred statements a second with forty agents; this is ten, whatever their number, and none while nobody
listens. Not LISTEN/NOTIFY: that is lost behind a pooler, and SQLite has none.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Condition, Event, Thread

from flask import Flask

from models.base import db
from models.queries import call_events

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.1
# A transaction that began earlier may end later: so long a lower number is still awaited.
SECONDS_OF_GRACE = 10.0
NUMBERS_BACK = 50
# The line of who watches all calls; no user has this number.
EVERY_LINE = -1
SECONDS_AFTER_FAILURE = 1.0
SECONDS_TO_END = 2.0


class CallWatch:
    """What happened last on each line: by the agent whose it is, None for the waiting line."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._news = Condition()
        self._last: dict[int | None, int] = {}
        self._listeners = 0
        self._over = Event()
        self._thread: Thread | None = None
        self.is_closed = False

    @contextmanager
    def listening(self, hears: bool = True) -> Iterator[None]:
        """Keep the watch going as long as somebody listens; who hears nothing needs none."""
        if hears:
            self._begin()
        try:
            yield
        finally:
            if hears:
                self._end()

    def marks(self, hears: Mapping[str, int | None]) -> dict[str, int]:
        """Return for each event the number of the last thing that happened on its line."""
        return {name: self._last.get(line, 0) for name, line in hears.items()}

    def wait(
        self, heard: Mapping[str, int], hears: Mapping[str, int | None], *, until: float
    ) -> dict[str, int]:
        """Wait until something happened on one of the lines, or until then; return the marks."""
        with self._news:
            self._news.wait_for(
                lambda: self.is_closed or self.marks(hears) != heard, max(until - time.monotonic(), 0.0)
            )
            return self.marks(hears)

    def close(self) -> None:
        """End the watch whoever listens; streams that still do end too."""
        with self._news:
            self.is_closed = True
            self._over.set()
            self._news.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(SECONDS_TO_END)

    def _begin(self) -> None:
        with self._news:
            self._listeners += 1
            if self._listeners == 1 and not self.is_closed:
                self._over = Event()
                self._thread = Thread(target=self._run, args=(self._over,), daemon=True, name="call watch")
                self._thread.start()

    def _end(self) -> None:
        with self._news:
            self._listeners -= 1
            thread = self._thread if self._listeners == 0 else None
            if thread is not None:
                self._over.set()
        if thread is not None:
            thread.join(SECONDS_TO_END)

    def _run(self, over: Event) -> None:
        with self._app.app_context():
            seen = Seen()
            while not over.is_set():
                pause = SECONDS_BETWEEN_LOOKS
                try:
                    self._tell(seen.new(call_events.after(seen.floor), time.monotonic()))
                    db.session.rollback()
                except Exception as error:
                    logger.warning("looking for calls failed: %s", type(error).__name__)
                    db.session.remove()
                    pause = SECONDS_AFTER_FAILURE
                over.wait(pause)
            db.session.remove()

    def _tell(self, happened: Iterable[tuple[int, int | None]]) -> None:
        lines = {line: number for number, line in happened}
        if lines:
            with self._news:
                self._last |= lines | {EVERY_LINE: max(lines.values())}
                self._news.notify_all()


class Seen:
    """Which numbers have been seen: numbers are given in order, but do not appear in order."""

    def __init__(self) -> None:
        self.floor: int | None = None
        self._since: dict[int, float] = {}

    def new(self, rows: Iterable[tuple[int, int | None]], now: float) -> list[tuple[int, int | None]]:
        """Return the rows that were not there before; of the first look none, since they are old."""
        rows = list(rows)
        is_first = self.floor is None
        fresh = [row for row in rows if row[0] not in self._since]
        self._since |= {number: now for number, _ in fresh}
        old = [number for number, since in self._since.items() if now - since > SECONDS_OF_GRACE]
        if is_first:
            self.floor = max((number for number, _ in rows), default=0) - NUMBERS_BACK
        elif old:
            self.floor = max(self.floor or 0, *old)
            self._since = {number: since for number, since in self._since.items() if number > self.floor}
        return [] if is_first else fresh


def watch_of(app: Flask) -> CallWatch:
    """Return the app's watch."""
    watch: CallWatch = app.extensions.setdefault("call_watch", CallWatch(app))
    return watch


def end_watch(app: Flask) -> None:
    """End the app's watch and all streams over it; the next stream begins another."""
    watch: CallWatch | None = app.extensions.pop("call_watch", None)
    if watch is not None:
        watch.close()
