"""Joins the hot topics of the last days anew: reads the cases, has the finder group them aside, moves what it says.

No text is written to the disk: the cases go to the finder's process through a pipe. Each move is a transaction of
its own, so that a topic which somebody changes meanwhile stays as that person leaves it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from config import ROOT
from hotline.sole_worker import sole_worker
from models.queries import topic_rejoining
from models.queries.topic_rejoining import Kept, Words
from models.transaction import SomeoneWasFaster, unit_of_work
from workflows.errors import Refused
from workflows.hot_topic_rejoining import Move, apart, batches, carry_out, moves
from workflows.hot_topic_rules import WINDOW

COMMAND = (sys.executable, "-m", "hotline.topics_cli")

Group = Callable[[Sequence[Words]], list[list[int]]]


def grouped_aside(words: Sequence[Words]) -> list[list[int]]:
    """Return which texts are about one matter in one place, as places in the given order; Refused where it fails."""
    order = json.dumps(
        {
            "messages": [[each.title, each.content, each.received_at.isoformat()] for each in words],
            "window_days": WINDOW.days,
        }
    )
    done = subprocess.run(  # noqa: S603
        [*COMMAND, "--folder", str(ROOT), "group"],
        cwd=ROOT,
        input=order,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise Refused(f"热点归并进程出错（退出码 {done.returncode}）：{done.stderr.strip()[-500:]}")
    groups: list[list[int]] = json.loads(done.stdout)
    return groups


def rejoin(folder: Path, *, at: datetime, group: Group = grouped_aside) -> int:
    """Join the topics of the last days anew; return how many changed, 0 where another process is at it."""
    with sole_worker(folder / "topics.lock") as is_sole:
        kept = topic_rejoining.kept_since(at - WINDOW) if is_sole else []
        return sum(moved(move, at) for batch in batches(kept) for move in found(batch, group))


def found(batch: Sequence[Kept], group: Group) -> list[Move]:
    """Return what is to move within a batch; of one case alone nothing."""
    if len(batch) < 2:
        return []
    words = topic_rejoining.words_of([each.case_id for each in batch])
    return moves(list(apart([batch[place] for place in places] for places in group(words))))


def moved(move: Move, at: datetime) -> bool:
    """Make a move; False where somebody else was about it, whose word counts."""
    try:
        with unit_of_work():
            return carry_out(move, at=at)
    except SomeoneWasFaster:
        return False
