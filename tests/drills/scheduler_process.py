"""A scheduler process of the drill: runs one job whose every run leaves one line in the audit log."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import create_app
from hotline.commands.jobs import build_scheduler
from hotline.jobs.schedule import Job
from models.audit_entry import AuditEntry
from models.base import db
from tests.support.settings import settings_for


def find_one(at: datetime) -> Sequence[int]:
    return [at.minute]


def leave_a_line(thing_id: int, *, at: datetime) -> bool:
    db.session.add(
        AuditEntry(happened_at=at, kind="drill", object_id=str(os.getpid()), changes={"n": thing_id})
    )
    return True


DRILL = Job(
    "drill",
    "演练",
    "* * * * * *",
    find_one,
    leave_a_line,
    catch_up=timedelta(hours=1),
    lease=timedelta(seconds=3),
)

if __name__ == "__main__":
    app = create_app(settings_for(sys.argv[1], Path(sys.argv[2])))
    print("ready", datetime.now(UTC), flush=True)  # noqa: T201
    build_scheduler(app, [DRILL]).start()
