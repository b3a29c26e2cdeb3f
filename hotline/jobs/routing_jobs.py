"""Trains routers anew, once a week, each in a process of its own; and finds out what came of what they suggested."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime

from config import ROOT
from models.queries import router_versions, routing_decisions
from models.router_version import Purpose
from workflows.routing_decision import settle_by_facts
from workflows.routing_versions import ask_training

COMMAND = (sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "routing", "train-version")
MOST_AT_ONCE = 500
PURPOSES = tuple(Purpose)
# The processes this scheduler started; one that is still at work is not started again.
_trainers: dict[int, subprocess.Popen[bytes]] = {}


def find_purposes(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the purposes that were trained before, by their place in the list: nobody is given what they never asked."""
    return [
        number
        for number, purpose in enumerate(PURPOSES)
        if router_versions.newest(purpose, 1) and not router_versions.is_open(purpose)
    ]


def ask_for(number: int, *, at: datetime) -> bool:
    """Ask for a new version of the purpose."""
    ask_training(PURPOSES[number], by=None, at=at)
    return True


def find_waiting(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the versions that wait, or whose trainer died."""
    return router_versions.open_ids()


def start_training(version_id: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Start a trainer, which outlives the scheduler; False where ours is still at work."""
    trainer = _trainers.get(version_id)
    if trainer is not None and trainer.poll() is None:
        return False
    _trainers[version_id] = subprocess.Popen(  # noqa: S603
        [*COMMAND, str(version_id)], cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL
    )
    return True


def find_decisions(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the suggestions whose case has ended, gone elsewhere or is about something else."""
    return routing_decisions.to_settle(MOST_AT_ONCE)


def settle_decision(decision_id: int, *, at: datetime) -> bool:
    """Keep what came of the suggestion; a released category that fails too often is ended."""
    return settle_by_facts(decision_id, at=at)
