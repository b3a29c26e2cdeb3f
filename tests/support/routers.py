"""Versions of routers as they are after their training, without any training."""

from models.router_version import Purpose, RouterVersion, VersionState
from tests.support.clock import MONDAY_9
from tests.support.factories import saved


def make_version(**given: object) -> RouterVersion:
    """Make a version as it is after its training."""
    scores = {
        "count": 100,
        "accuracy": 0.9,
        "macro_f1": 0.9,
        "top3": 0.99,
        "coverage": {"95": 0.8, "97": 0.7, "99": 0.5},
        "by_class": [{"label": "1", "precision": 0.9, "recall": 0.8, "f1": 0.85, "count": 60}],
        "confusions": [["1", "2", 3]],
    }
    compared = {
        "count": 100,
        "own": 0.9,
        "own_coverage": 0.8,
        "accuracy": 0.9,
        "floor": 0.4,
        "present_id": None,
    }
    facts = {
        "purpose": Purpose.DEPARTMENT,
        "state": VersionState.READY,
        "asked_at": MONDAY_9,
        "ended_at": MONDAY_9,
        "first_at": MONDAY_9,
        "learnt_until": MONDAY_9,
        "judgements": [[3, 9_900, 1]] * 60
        + [[3, 9_200, 1]] * 28
        + [[5, 9_100, 0]] * 2
        + [[5, 6_000, 0]] * 10,
        "scores": scores,
        "compared": compared,
        "stored_name": "department-1.router",
        "rows": 900,
    }
    return saved(RouterVersion(**{**facts, **given}))
