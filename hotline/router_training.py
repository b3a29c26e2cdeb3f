"""Trains a router from the database: reads the lessons, has them learnt in a process of its own, keeps the outcome.

Whoever trains a version holds a lock on it, which ends with the process: so however many schedulers there are, a
version is trained once, and one whose trainer died is begun anew. No text is written to the disk: the lessons go
through a pipe.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from config import ROOT
from hotline.sole_worker import sole_worker
from models.queries import learning_set, router_versions
from models.router_version import Purpose, RouterVersion
from models.transaction import unit_of_work
from workflows import routing_versions
from workflows.errors import Refused
from workflows.learning.comparing import FEWEST, Outcome, difference
from workflows.learning.current import shelf
from workflows.learning.curve import Judgement, judgements_of
from workflows.learning.lessons import Sample, course_of
from workflows.learning.predicting import Predictor
from workflows.learning.router_file import BadRouter, open_router
from workflows.learning.scoring import Scores, score

COMMAND = (sys.executable, "-m", "hotline.routing_cli")

Say = Callable[[str], None]


def init_app(app: Flask) -> None:
    """Say where the routers lie."""
    shelf.use(Path(app.instance_path) / "routers")


def train_version(version_id: int, folder: Path, *, say: Say = lambda _: None) -> bool:
    """Train one version to its end; False where another is at it, or it has ended meanwhile."""
    with sole_worker(folder / f"{version_id}.lock") as is_sole:
        if not is_sole:
            return False
        with unit_of_work():
            version = router_versions.find(version_id)
            may_begin = version is not None and routing_versions.begin(version, at=datetime.now(UTC))
        if version is None or not may_begin:
            return False
        try:
            learn(version_id, version.purpose, folder, say)
        except Refused as refused:
            say(str(refused))
            with unit_of_work():
                routing_versions.fail(found(version_id), str(refused), at=datetime.now(UTC))
        forget_old_files(folder)
        (folder / f"{version_id}.lock").unlink(missing_ok=True)
        return True


def learn(version_id: int, purpose: Purpose, folder: Path, say: Say) -> None:
    """Read, learn, judge on what was kept out, and note the outcome."""
    course = course_of(learning_set.lessons(purpose))
    say(f"{purpose.label}：训练 {len(course.learnt.texts):,} 条，留出 {len(course.kept_out.texts):,} 条")
    stored_name = f"{purpose.value}-{version_id}.router"
    fit_apart(course.learnt, purpose, folder / stored_name, say)
    predictor = Predictor(open_router(folder / stored_name))
    scores, judgements = judged(predictor, course.kept_out)
    compared = beside_present(router_versions.in_use(purpose), predictor, course.kept_out, folder)
    with unit_of_work():
        routing_versions.note_trained(
            found(version_id),
            course,
            scores=asdict(scores),
            judgements=[list(each) for each in judgements],
            compared=compared,
            stored_name=stored_name,
            size=(folder / stored_name).stat().st_size,
            at=datetime.now(UTC),
        )
    say(f"留出集：准确率 {scores.accuracy:.4f}，宏平均F1 {scores.macro_f1:.4f}，前三位 {scores.top3:.4f}")


def fit_apart(sample: Sample, purpose: Purpose, file: Path, say: Say) -> None:
    """Have the sample learnt by a process that brings scikit-learn; Refused with its sentence where it fails."""
    order = json.dumps({"texts": sample.texts, "labels": sample.labels, "purpose": purpose.value})
    command = [*COMMAND, "--routers", str(file.parent), "--folder", str(ROOT), "learn", str(file)]
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as worker:
        told, _ = worker.communicate(order)
    for line in told.splitlines():
        say(line)
    if worker.returncode:
        raise Refused(f"训练进程出错（退出码 {worker.returncode}）：{told.strip()[-500:]}")


def judged(predictor: Predictor, sample: Sample) -> tuple[Scores, list[Judgement]]:
    """Score a router on a sample; returns what it said of each case as well."""
    predictions = [predictor.predict(text).ranked for text in sample.texts]
    ranked = [[choice.label for choice in each] for each in predictions]
    confidence = [each[0].confidence for each in predictions]
    right = [labels[0] == true for labels, true in zip(ranked, sample.labels, strict=True)]
    return score(sample.labels, ranked, confidence), judgements_of(sample.matters, confidence, right)


def likeliest(predictor: Predictor, sample: Sample) -> list[str]:
    """Return the likeliest label of each text."""
    return [predictor.predict(text).ranked[0].label for text in sample.texts]


def beside_present(
    present: RouterVersion | None, predictor: Predictor, kept_out: Sample, folder: Path
) -> dict[str, Any]:
    """Compare with the version that is on, on the kept-out cases that came in after what that one learnt.

    Without one, with one whose file is broken, or where there are too few such cases, the new one stands alone;
    `present_id` says beside which one it was judged.
    """
    rival = None if present is None else opened(folder / present.stored_name)
    if present is None or present.learnt_until is None or rival is None:
        return asdict(alone(predictor, kept_out)) | {"present_id": present.id if present else None}
    newer = part_of(kept_out, after=present.learnt_until)
    if len(newer.texts) < FEWEST:
        return asdict(alone(predictor, kept_out)) | {"present_id": None}
    other, _ = judged(rival, newer)
    low, high = difference(newer.labels, likeliest(predictor, newer), likeliest(rival, newer))
    outcome = replace(
        alone(predictor, newer),
        present=other.macro_f1,
        present_coverage=other.coverage[95],
        low=low,
        high=high,
    )
    return asdict(outcome) | {"present_id": present.id}


def alone(predictor: Predictor, sample: Sample) -> Outcome:
    """Return how a router does, and how often the commonest label would be right."""
    scores, _ = judged(predictor, sample)
    commonest = Counter(sample.labels).most_common(1)[0][1] / len(sample.labels)
    return Outcome(scores.count, scores.macro_f1, scores.coverage[95], scores.accuracy, commonest)


def part_of(sample: Sample, *, after: datetime) -> Sample:
    """Return the part of a sample whose cases came in after a moment."""
    rows = [row for row, at in enumerate(sample.received_at) if at > after]
    return Sample(
        [sample.texts[row] for row in rows],
        [sample.labels[row] for row in rows],
        [sample.received_at[row] for row in rows],
        [sample.matters[row] for row in rows],
        0,
    )


def opened(file: Path) -> Predictor | None:
    """Open a router's file; None where it is no longer what was written."""
    try:
        return Predictor(open_router(file))
    except BadRouter:
        return None


def forget_old_files(folder: Path) -> None:
    """Take away the files of versions that are neither on nor among the newest."""
    kept = router_versions.files_to_keep()
    for purpose in Purpose:
        for file in folder.glob(f"{purpose.value}-*.router"):
            if file.name not in kept:
                file.unlink(missing_ok=True)


def found(version_id: int) -> RouterVersion:
    """Return the version, which is there as long as it is trained."""
    version = router_versions.find(version_id)
    assert version is not None  # noqa: S101
    return version
