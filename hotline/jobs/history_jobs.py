"""Starts a process of its own for every history file that waits: an import takes minutes, the clock seconds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime

from config import ROOT
from models.queries import history

COMMAND = (sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "cases", "import-batch")
# The processes this scheduler started; one that is still at work is not started again.
_workers: dict[int, subprocess.Popen[bytes]] = {}


def find_waiting_imports(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the batches that wait, or whose worker died."""
    return history.waiting_batches()


def start_import(batch_id: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Start a worker for the batch, which outlives the scheduler; False where ours is still at work."""
    worker = _workers.get(batch_id)
    if worker is not None and worker.poll() is None:
        return False
    _workers[batch_id] = subprocess.Popen(  # noqa: S603
        [*COMMAND, str(batch_id)], cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL
    )
    return True
