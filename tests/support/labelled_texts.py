"""Made-up messages of three kinds, for a router to learn."""

import csv
import random
from pathlib import Path

MATTERS = {
    "供热": ("暖气不热", "供热管道漏水", "室温只有十二度", "供暖费怎么退"),
    "公交": ("公交车不停站", "末班车提前收车", "司机拒载", "线路应当加密"),
    "市容": ("垃圾无人清运", "商贩占道经营", "夜间施工噪声", "路灯不亮"),
}
PLACES = ("幸福小区", "和平路", "东风社区", "河畔家园", "胜利街", "新华苑")
OPENINGS = ("市民反映", "来电咨询", "再次反映", "希望解决")


def made_up(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Return texts with their labels; one in ten names another matter by the way."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        label = list(MATTERS)[number % len(MATTERS)]
        parts = [
            chance.choice(OPENINGS),
            chance.choice(PLACES),
            str(number),
            "号",
            chance.choice(MATTERS[label]),
        ]
        if chance.random() < 0.1:
            parts += ["，另外", chance.choice(MATTERS[chance.choice(list(MATTERS))])]
        rows.append(("".join(parts), label))
    return rows


def write_table(
    file: Path, rows: list[tuple[str, ...]], header: tuple[str, ...], encoding: str = "utf-8"
) -> Path:
    """Write a CSV file."""
    with file.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return file
