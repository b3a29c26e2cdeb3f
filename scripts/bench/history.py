"""The cases the benchmark works on: the seed year, and open cases of these days beside it."""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

FORMAT = "%Y-%m-%d %H:%M:%S"
UNKNOWN_WHILE_OPEN = (
    "办结时间", "办理结果", "回访时间", "是否联系", "是否解决", "办理结果满意度", "热线满意度",
)  # fmt: skip


def write_open_cases(source: Path, target: Path, *, count: int, now: datetime, seed: int = 1) -> None:
    """Write `count` dispatched cases of the source as open ones, received within the last three weeks.

    Their due times lie between a week ago and two weeks ahead, three in four of them still to come.
    """
    chance = random.Random(seed)  # noqa: S311
    with (
        source.open(encoding="utf-8-sig", newline="") as old,
        target.open("w", encoding="utf-8", newline="") as new,
    ):
        rows = csv.DictReader(old)
        assert rows.fieldnames is not None  # noqa: S101
        out = csv.DictWriter(new, rows.fieldnames)
        out.writeheader()
        written = 0
        for row in rows:
            if written == count:
                return
            if row["办理方式"] != "转办":
                continue
            received = now - timedelta(minutes=chance.randrange(60, 60 * 24 * 20))
            sent = received + timedelta(minutes=20)
            signed = sent + timedelta(minutes=30)
            due = now + timedelta(minutes=chance.randrange(-60 * 24 * 5, 60 * 24 * 14))
            row.update(dict.fromkeys(UNKNOWN_WHILE_OPEN, ""))
            row.update(
                {
                    "工单编号": f"OPEN{written:08d}",
                    "受理时间": received.strftime(FORMAT),
                    "派单时间": sent.strftime(FORMAT),
                    "签收时间": signed.strftime(FORMAT) if chance.random() < 0.8 and signed < now else "",
                    "首次联系时间": "",
                    "办结时限": max(due, sent + timedelta(hours=1)).strftime(FORMAT),
                }
            )
            out.writerow(row)
            written += 1
