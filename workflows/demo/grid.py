"""Events of the grid for the demo: weeks of a platform's, as its file tells them, and some of a grid worker's own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from models.queries import grid_events, people
from models.vocabulary import Permission
from workflows import grid
from workflows.errors import Refused
from workflows.grid import Finding
from workflows.grid_import import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from models.grid import GridEvent
    from models.user import User

HEADERS = tuple(column.header for column in COLUMNS)
A_DAY = 40
# What is found: how many of a thousand are passed up, how often it is found beside the others, and titles. Nearly
# all that is passed up is of the city's management, as the seed tells.
FOUND: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "城市管理类": (260, 62, ("人行道地砖破损", "占道经营", "乱堆物料", "井盖松动", "非机动车乱停放")),
    "居民事务代办类": (60, 18, ("代办社保卡", "代办高龄津贴认证", "代办居住证明")),
    "环境保护类": (90, 6, ("露天焚烧", "油烟扰民", "裸土未覆盖")),
    "公共安全类": (60, 6, ("楼道堆物堵塞通道", "电动车飞线充电")),
    "公共设施类": (80, 5, ("健身器材损坏", "路灯不亮")),
    "其他类": (20, 3, ("走访登记",)),
}
OWN = ("围挡倾斜", "树枝压线", "消防栓漏水", "广告牌松动", "下水道堵塞")
HOUR = timedelta(hours=1)


def rows(districts: Sequence[str], first: date, until: datetime, rng: Random) -> Iterator[tuple[str, ...]]:
    """Give the lines of the platform's file from the first day on, under HEADERS; `until` is local."""
    known = {row.name for row in grid_events.classes_in_use()}
    kinds = [name for name in FOUND if name in known]
    if not kinds:
        return
    weights = [FOUND[name][1] for name in kinds]
    for day in range((until.date() - first).days + 1):
        for number in range(A_DAY):
            at = datetime.combine(first, datetime.min.time(), until.tzinfo)
            at += timedelta(days=day, minutes=rng.randrange(7 * 60, 20 * 60))
            kind = rng.choices(kinds, weights)[0]
            per_mille, _, titles = FOUND[kind]
            is_escalated, is_processed = rng.random() * 1000 < per_mille, rng.random() < 0.957
            escalated_at, processed_at = at + HOUR / 2, at + HOUR * rng.randrange(1, 30)
            if at > until:
                continue
            yield (
                f"{at:%Y%m%d}{number:04d}",
                rng.choice(titles),
                kind,
                f"{at:%Y-%m-%d %H:%M}",
                rng.choice(districts),
                "",
                "",
                "是" if is_escalated and escalated_at <= until else "否",
                f"{escalated_at:%Y-%m-%d %H:%M}" if is_escalated and escalated_at <= until else "",
                "是" if is_processed and processed_at <= until else "否",
                f"{processed_at:%Y-%m-%d %H:%M}" if is_processed and processed_at <= until else "",
                "已处置。" if is_processed and processed_at <= until else "",
                "",
            )


def walk_a_round(district_ids: Sequence[int], *, at: datetime) -> list[GridEvent]:
    """Have a grid worker register what they found today: some dealt with, one passed up, the rest open."""
    by, classes = worker(), grid_events.classes_in_use()
    made = []
    for place, title in enumerate(OWN):
        finding = Finding(
            title=title,
            grid_class_id=classes[place % 3].id if len(classes) > 2 else classes[0].id,
            district_id=district_ids[0],
            found_at=at - (len(OWN) - place) * HOUR,
            place=f"演示路{place + 1}号",
        )
        made.append(grid.register(finding, by=by, at=at))
    for event in made[:2]:
        grid.process(event, "现场整改完毕。", by=by, at=at)
    grid.escalate(made[2], by=by, at=at)
    return made


def worker() -> User:
    """Return a user who records events and reads no reports; Refused where there is none."""
    for user in people.users_with(Permission.RECORD_GRID):
        if Permission.VIEW_REPORTS not in user.permissions:
            return user
    raise Refused("没有网格员的账号，请先运行 flask users demo。")
