"""What a cell of a pack's table may hold: readers from text to value; ValueError says why not (pure)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from models.report_subject import signs_of
from models.vocabulary import Labelled
from workflows.limit import Limit

Reader = Callable[[str], Any]
CODES = re.compile(r"[;；、，,|\s]+")
LONGEST = 4000


def text(cell: str) -> str:
    """Return the text as it stands, composed; control characters and endless texts are refused."""
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in cell):
        raise ValueError("含有不可见的控制字符")
    if len(cell) > LONGEST:
        raise ValueError(f"超过 {LONGEST} 个字")
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n"))


def yes_or_no(cell: str) -> bool:
    """Read 是 or 否."""
    if cell not in ("是", "否"):
        raise ValueError("只能填 是 或 否")
    return cell == "是"


def whole_number(cell: str) -> int:
    """Read a whole number from 0 on."""
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        raise ValueError("应为整数")
    return int(cell)


def day(cell: str) -> date:
    """Read a day such as 2026-01-31."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("应为日期，如 2026-01-31") from None


def codes(cell: str) -> list[str]:
    """Read codes parted by ；、or commas."""
    return [code for code in CODES.split(cell) if code]


def limit(cell: str) -> str:
    """Read a time limit such as 3wd and return its usual spelling; BadLimit is its own sentence."""
    return str(Limit.parse(cell))


def signs(cell: str) -> str:
    """Read what callers notice, 异味：臭味、有味；颜色：发黄, and return it a line each."""
    try:
        found = signs_of(cell)
    except ValueError as error:
        raise ValueError(f"“{error}”应写成 现象：词语、词语") from None
    return "\n".join(f"{sign.label}：{'、'.join(sign.words)}" for sign in found)


def member_of(members: type[Labelled]) -> Reader:
    """Return a reader of an enum, by value or by label."""

    def read(cell: str) -> Labelled:
        for member in members:
            if cell in (member.value, member.label):
                return member
        raise ValueError("只能是 " + "、".join(f"{member.value}（{member.label}）" for member in members))

    return read
