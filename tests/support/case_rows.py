"""Rows for tests about figures: a small town, and cases of which a test names only what it is about."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.department import Department
from models.vocabulary import (
    AreaLevel,
    CaseState,
    Channel,
    Confidentiality,
    DepartmentKind,
    Desk,
    Handling,
    Kind,
    Rating,
    Solved,
    Urgency,
)
from tests.support.clock import MONDAY_9

DEPARTMENTS = ("市城管局", "市水务局", "东岸区政府", "热力公司")
BRANCHES = {"城市管理": ("占道经营", "噪声扰民"), "公用事业": ("停水", "供暖不热", "燃气泄漏")}
DISTRICTS = ("东岸区", "西岸区")


def make_town() -> None:
    """Add the departments (ids 1 to 4), branches (1, 2) with leaves (3 to 7) and districts (2, 3)."""
    for place, name in enumerate(DEPARTMENTS, 1):
        given = {"code": f"D{place}", "name": name, "level": 2, "kind": DepartmentKind.BUREAU}
        db.session.add(Department(id=place, official_order=place, **given))
    branches = [
        Category(id=place, code=f"{place}", name=name, path=name, level=1, is_leaf=False, position=place)
        for place, name in enumerate(BRANCHES, 1)
    ]
    db.session.add_all(branches)
    db.session.flush()
    leaves = [(branch, leaf) for branch in branches for leaf in BRANCHES[branch.name]]
    for place, (branch, leaf) in enumerate(leaves, 3):
        path = f"{branch.name}/{leaf}"
        db.session.add(
            Category(
                id=place,
                code=f"{place}",
                name=leaf,
                path=path,
                level=2,
                parent_id=branch.id,
                branch_id=branch.id,
                position=place,
            )
        )
    db.session.add(Area(id=1, code="1", name="示例市", level=AreaLevel.CITY))
    db.session.flush()
    for place, name in enumerate(DISTRICTS, 2):
        db.session.add(Area(id=place, code=f"{place}", name=name, level=AreaLevel.DISTRICT, parent_id=1))
    db.session.commit()


def make_cases(*given: dict[str, Any]) -> None:
    """Add cases to the town; each is dispatched to department 1 on MONDAY_9 unless it says otherwise."""
    rows = [row(**values) for values in given]
    names = {name for values in rows for name in values}
    db.session.execute(insert(Case), [dict.fromkeys(names) | values for values in rows])
    db.session.commit()


def row(**given: Any) -> dict[str, Any]:
    """Return the columns of one case."""
    row.count = getattr(row, "count", 0) + 1  # type: ignore[attr-defined]
    number = f"T{row.count:06d}"  # type: ignore[attr-defined]
    return {
        "number": number,
        "title": f"诉求 {number}",
        "content": "来电人反映的内容。",
        "channel": Channel.PHONE,
        "kind": Kind.COMPLAINT,
        "urgency": Urgency.NORMAL,
        "category_id": 3,
        "branch_id": 1,
        "district_id": 2,
        "state": CaseState.HANDLING,
        "handling": Handling.DISPATCHED,
        "department_id": 1,
        "received_at": MONDAY_9,
        "return_count": 0,
        "extension_count": 0,
        "redo_count": 0,
        "is_excluded": False,
        "confidentiality": Confidentiality.OPEN,
    } | given


def random_cases(count: int, *, around: datetime, seed: int = 12345) -> list[dict[str, Any]]:
    """Return cases in every shape the process can leave them in, some days before and after `around`."""
    chance = random.Random(seed)
    return [row(**_one(chance, around)) for _ in range(count)]


def _one(chance: random.Random, around: datetime) -> dict[str, Any]:
    received = around + timedelta(minutes=chance.randint(-12 * 1440, 3 * 1440))
    category = chance.randint(3, 7)
    handling = chance.choices(list(Handling), [40, 45, 5, 10])[0]
    dispatched = handling is Handling.DISPATCHED
    due = received + timedelta(hours=chance.randint(1, 200)) if dispatched else None
    ended = received + timedelta(hours=chance.randint(0, 250)) if chance.random() < 0.7 else None
    # Some end at the very moment they are due, which is in time.
    finished = due if ended and chance.random() < 0.05 else ended if dispatched else None
    # By a chance of their own, so that what was added later leaves the rest of a seed's cases as they were.
    further = random.Random(f"{received} {category}")
    state = chance.choice([CaseState.HANDLING, CaseState.REDO, CaseState.DEFERRED, CaseState.MERGED])
    return {
        "received_at": received,
        "channel": chance.choice(list(Channel)),
        "kind": chance.choice(list(Kind)),
        "category_id": category,
        "branch_id": 1 if category < 5 else 2,
        "district_id": chance.choice([None, 2, 3]),
        "handling": handling,
        "department_id": chance.choice([1, 2, 3, None]) if dispatched else None,
        "desk": chance.choice([None, None, None, *Desk]),
        "state": CaseState.CLOSED if ended and chance.random() < 0.8 else state,
        "due_at": due,
        "original_due_at": chance.choice([None, due, due - timedelta(hours=20)]) if due else None,
        "finished_at": chance.choice([finished, None]) if finished else None,
        "closed_at": chance.choice([ended, ended, None]),
        "return_count": chance.choice([0, 0, 0, 1, 2]),
        "extension_count": chance.choice([0, 0, 1]),
        "redo_count": chance.choice([0, 0, 0, 1]),
        "followed_up_at": ended if chance.random() < 0.5 else None,
        "solved": chance.choice([None, *Solved]),
        "result_rating": chance.choice([None, *Rating]),
        "hotline_rating": chance.choice([None, *Rating]),
        "is_excluded": chance.random() < 0.1,
        "is_repeat": chance.choice([None, False, True]),
        "urgency": further.choice(list(Urgency)),
        "confidentiality": further.choice(list(Confidentiality)),
        "is_signed_in_time": further.choice([None, False, True]) if dispatched else None,
        "is_contacted_in_time": further.choice([None, False, True]) if dispatched else None,
        "dispatched_at": further.choice([None, received + timedelta(seconds=further.randint(1, 9000))]),
        "follow_up_attempts": further.choice([0, 0, 1, 3]),
    }
