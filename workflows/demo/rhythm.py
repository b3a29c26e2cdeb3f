"""When citizens call and about what: seasons, days of the week, hours, and how often each matter (pure).

Shares follow published volumes of several cities' hotlines (domain study 6.1); they are round numbers.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from workflows.demo.town import Leaf

# Monday to Sunday.
WEEKDAYS = (1.14, 1.08, 1.05, 1.04, 1.03, 0.86, 0.80)
HOURS = (
    10, 6, 4, 3, 4, 9, 20, 42, 78, 98, 96, 80, 52, 56, 84, 90, 86, 72, 58, 52, 48, 40, 28, 17,
)  # fmt: skip
HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), (10, 1), (10, 2), (10, 3), (10, 4), (10, 5)}

# How often, by words in the names of branch, group or leaf; the first that fits counts.
OFTEN = (
    ("拖欠工资", 9.0), ("市容秩序", 7.5), ("环境卫生", 6.0), ("噪声", 7.0), ("消费纠纷", 7.0),
    ("供水", 6.8), ("供气", 5.8), ("供热", 6.5), ("物业服务", 6.5), ("停车", 5.5), ("市政设施", 5.5),
    ("劳动", 4.5), ("社会保险", 4.0), ("交通", 3.6), ("教育", 2.2), ("招生", 3.0), ("医疗保障", 3.0),
    ("大气污染", 3.8), ("房产", 3.0), ("供电", 2.0), ("公共交通", 2.6), ("食品安全", 2.4),
    ("户籍", 2.0), ("通讯", 2.0), ("三农", 1.2), ("民政", 1.2), ("办事服务", 1.6), ("文旅", 0.7),
    ("心理", 0.15), ("无效", 0.3),
)  # fmt: skip
USUAL = 1.0
# How much more (or less) in each month, by words in the names.
SEASONS: tuple[tuple[tuple[str, ...], tuple[float, ...]], ...] = (
    (("供热", "暖气", "停暖"), (3.2, 2.4, 1.6, 0.4, 0.1, 0.1, 0.1, 0.1, 0.2, 2.2, 3.4, 3.2)),
    (("供水", "停水", "水压"), (0.8, 0.8, 0.9, 1.0, 1.1, 1.4, 1.6, 1.5, 1.1, 0.9, 0.8, 0.8)),
    (("内涝", "洪涝", "滑坡"), (0.1, 0.1, 0.3, 0.6, 1.0, 2.0, 3.2, 3.0, 1.4, 0.5, 0.1, 0.1)),
    (("清雪", "一氧化碳"), (3.5, 2.5, 0.8, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 2.0, 3.5)),
    (("噪声", "烧烤", "摊贩", "店外"), (0.6, 0.6, 0.8, 1.0, 1.2, 1.4, 1.5, 1.5, 1.2, 0.9, 0.7, 0.6)),
    (("招生", "入学", "入园"), (0.4, 0.4, 0.7, 1.0, 1.5, 2.4, 2.4, 2.0, 0.8, 0.4, 0.4, 0.4)),
    (("拖欠工资", "农民工"), (2.2, 1.2, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 1.2, 1.8)),
)


def days_of(first: date, last: date) -> list[date]:
    """Return the days from first to last."""
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def volumes(days: list[date], cases: int, rng: Random) -> list[int]:
    """Share the cases out over the days; the sum is exact."""
    weights = [
        WEEKDAYS[day.weekday()] * (0.72 if (day.month, day.day) in HOLIDAYS else 1.0) * rng.uniform(0.9, 1.1)
        for day in days
    ]
    whole = sum(weights)
    shares = [cases * weight / whole for weight in weights]
    counts = [int(share) for share in shares]
    rest = sorted(range(len(days)), key=lambda i: shares[i] - counts[i], reverse=True)
    for i in rest[: cases - sum(counts)]:
        counts[i] += 1
    return counts


def seconds_of_day(count: int, rng: Random) -> list[int]:
    """Return when on a day so many calls come in, in order, as seconds since midnight."""
    hours = rng.choices(range(24), HOURS, k=count)
    return sorted(hour * 3600 + int(rng.random() * 3600) for hour in hours)


def weights_of(leaves: tuple[Leaf, ...], rng: Random) -> list[list[float]]:
    """Return for each month how often each leaf is called about."""
    usual = [often(leaf) * rng.uniform(0.4, 1.6) for leaf in leaves]
    return [
        [weight * season(leaf, month) for leaf, weight in zip(leaves, usual, strict=True)]
        for month in range(12)
    ]


def often(leaf: Leaf) -> float:
    """Return how often the leaf is called about in an ordinary month."""
    return next((weight for word, weight in OFTEN if word in leaf.path), USUAL)


def season(leaf: Leaf, month: int) -> float:
    """Return the factor of the month (0 = January)."""
    found = (months[month] for words, months in SEASONS if any(word in leaf.path for word in words))
    return next(found, 1.0)
