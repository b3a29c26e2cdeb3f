"""How gunicorn serves the house: threads, since pages wait for the database and event streams stay open."""

import ctypes
import gc
import os
import re
import threading
from typing import Any

from gunicorn.glogging import Logger

# What must not be read in a log: the token in the address to which a telephone exchange reports.
TOKEN = re.compile(r"(/telephone/events/)[^\s?]+")


class Discreet(Logger):  # type: ignore[misc]
    """Writes the access log without the tokens that stand in addresses."""

    def atoms(self, *given: Any) -> dict[str, Any]:
        """Return what a line of the access log is made of."""
        atoms: dict[str, Any] = super().atoms(*given)
        return {
            name: TOKEN.sub(r"\1***", value) if isinstance(value, str) else value
            for name, value in atoms.items()
        }


# The number by which glibc knows this setting.
M_ARENA_MAX = -8
# Of glibc; other systems have neither.
MALLOPT, MALLOC_TRIM = (getattr(ctypes.CDLL(None), name, None) for name in ("mallopt", "malloc_trim"))
# Seconds: it takes some milliseconds, during which other threads wait for memory.
GIVES_BACK_AFTER = 10.0
_is_due = _made_files = False

workers = int(os.environ.get("HOTLINE_WEB_WORKERS") or 2)
worker_class = "gthread"
# Built once and shared by the workers; no connection is open yet when they part.
preload_app = True
# A supervisor's screen holds one thread for its event stream.
threads = 64
timeout = 120
graceful_timeout = 15
keepalive = 5
max_requests = 20000
max_requests_jitter = 2000
# The socket for gunicornc would be put into the home of the user, which a hardened service does not have.
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
logger_class = Discreet
# Large workbooks and uploads are streamed; what identifies a citizen never stands in an address.
accesslog = os.environ.get("HOTLINE_ACCESS_LOG") or None


def when_ready(server: Any) -> None:  # noqa: ARG001
    """Set aside what the app is made of before the workers part: no collection goes through it again.

    Going through it took tens of milliseconds every few dozen pages, and unshared its memory.
    """
    gc.collect()
    gc.freeze()
    # A workbook leaves tens of thousands of objects in cycles: the oldest are looked at often enough for those.
    gc.set_threshold(50_000, 5, 5)
    few_arenas()


def few_arenas() -> None:
    """Let the threads share two stores of free memory; glibc gives each its own and keeps what all ever held."""
    if MALLOPT is not None:
        MALLOPT(M_ARENA_MAX, 2)


def post_request(_worker: Any, _request: Any, _environ: Any, answer: Any) -> None:
    """Have free memory given back some seconds after an answer: papers and workbooks leave a hundred megabytes of it.

    Half of that stands in cycles, looked for only where there was a file, since that takes up to a tenth of a second.
    """
    global _is_due, _made_files
    _made_files |= any(name.lower() == "content-disposition" for name, _ in answer.headers)
    if MALLOC_TRIM is not None and not _is_due:
        _is_due = True
        later = threading.Timer(GIVES_BACK_AFTER, give_back)
        later.daemon = True
        later.start()


def give_back() -> None:
    """Give free memory back to the system."""
    global _is_due, _made_files
    _is_due, made_files = False, _made_files
    if made_files:
        _made_files = False
        gc.collect()
    MALLOC_TRIM(0)
