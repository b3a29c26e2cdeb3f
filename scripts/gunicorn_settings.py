"""How gunicorn serves the house: threads, since pages wait for the database and event streams stay open."""

import gc
import os
from typing import Any

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
# Large workbooks and uploads are streamed; what identifies a citizen never stands in an address.
accesslog = os.environ.get("HOTLINE_ACCESS_LOG") or None


def when_ready(server: Any) -> None:  # noqa: ARG001
    """Set aside what the app is made of before the workers part: no collection goes through it again.

    Going through it took tens of milliseconds every few dozen pages, and unshared its memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
