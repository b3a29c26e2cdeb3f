"""Starts a process of its own for every long export that waits, two at a time, and takes old files away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import current_app

from config import ROOT
from hotline.case_exports import making
from models.queries import export_orders
from models.transaction import unit_of_work
from workflows import exports

COMMAND = (sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "exports", "make")
# The processes this scheduler started; they outlive it, and end by themselves.
_workers: dict[int, subprocess.Popen[bytes]] = {}


def find_waiting_exports(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the oldest exports whose file is still to be made, as many as are made at a time."""
    return export_orders.next_to_make(making.AT_A_TIME)


def start_export(order_id: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Start a worker for the export; False where one is at it."""
    worker = _workers.get(order_id)
    if worker is not None and worker.poll() is None:
        return False
    _workers.pop(order_id, None)
    order = export_orders.find(order_id)
    if order is None or making.is_worked_on(order, folder()):
        return False
    _workers[order_id] = subprocess.Popen(  # noqa: S603
        [*COMMAND, str(order_id)], cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL
    )
    return True


def find_expired_exports(at: datetime) -> Sequence[int]:
    """Return the exports whose file may no longer be fetched."""
    return export_orders.expired(at)


def expire_export(order_id: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Take the file of an export away; the record of who took it stays."""
    with unit_of_work():
        order = export_orders.find(order_id)
        if order is None:
            return False
        exports.expire(order)
    making.remove(order, folder())
    return True


def folder() -> Path:
    """Return where exported files lie."""
    return making.folder_of(current_app.config["SETTINGS"].uploads_dir)
