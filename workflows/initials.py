"""Under which letters a Chinese name is found: its pinyin initials (pure)."""

import importlib
import re
import unicodedata
from functools import cache
from typing import Any

# Surnames and places whose reading the general dictionary gets wrong.
READINGS = {
    "单家": "sj",
    "解家": "xj",
    "曾家": "zj",
    "仇家": "qj",
    "区家": "oj",
    "覃家": "qj",
    "翟家": "zj",
    "朝阳": "cy",
    "长丰": "cf",
    "长坡": "cp",
    "长山": "cs",
    "长沟": "cg",
    "长洼": "cw",
    "长涝": "cl",
    "长川": "cc",
    "长青": "cq",
    "长风": "cf",
    "晟": "s",
    "调休": "tx",
}
# The same, written out.
FULL_READINGS = {
    "单家": "shanjia",
    "解家": "xiejia",
    "曾家": "zengjia",
    "仇家": "qiujia",
    "区家": "oujia",
    "覃家": "qinjia",
    "翟家": "zhaijia",
    "朝阳": "chaoyang",
    "长丰": "changfeng",
    "长坡": "changpo",
    "长山": "changshan",
    "长沟": "changgou",
    "长洼": "changwa",
    "长涝": "changlao",
    "长川": "changchuan",
    "长青": "changqing",
    "长风": "changfeng",
    "晟": "sheng",
    "调休": "tiaoxiu",
}
OVERRIDDEN = re.compile("|".join(map(re.escape, sorted(READINGS, key=len, reverse=True))))
NOT_TYPED = re.compile(r"[^a-z0-9]")


def initials_of(name: str) -> str:
    """Return the initials in small letters, digits and Latin letters kept: 占道经营 -> zdjy."""
    name = unicodedata.normalize("NFKC", name)
    found, end = [], 0
    for match in OVERRIDDEN.finditer(name):
        found += [plain_initials(name[end : match.start()]), READINGS[match[0]]]
        end = match.end()
    return "".join([*found, plain_initials(name[end:])])


def pinyin_of(name: str) -> str:
    """Return the whole pinyin in small letters, digits and Latin letters kept: 庆阳路 -> qingyanglu."""
    name = unicodedata.normalize("NFKC", name)
    found, end = [], 0
    for match in OVERRIDDEN.finditer(name):
        found += [plain_pinyin(name[end : match.start()]), FULL_READINGS[match[0]]]
        end = match.end()
    return "".join([*found, plain_pinyin(name[end:])])


def plain_pinyin(text: str) -> str:
    """Return the pinyin as the dictionary of readings gives it."""
    if not text:
        return ""
    letters = readings().lazy_pinyin(text, errors=lambda unread: unread)
    return NOT_TYPED.sub("", "".join(letters).lower().replace("ü", "v"))


def plain_initials(text: str) -> str:
    """Return the initials as the dictionary of readings gives them."""
    if not text:
        return ""
    spell = readings()
    letters = spell.lazy_pinyin(text, style=spell.Style.FIRST_LETTER, errors=lambda unread: unread)
    return NOT_TYPED.sub("", "".join(letters).lower())


@cache
def readings() -> Any:
    """Return the library with its dictionary of readings, read when the first name is spelled.

    That is when a pack is loaded or a name edited; every other process is spared 45 MiB and a quarter of a second.
    """
    return importlib.import_module("pypinyin")


def initials_of_unit(name: str, short_name: str = "") -> str:
    """Return the initials of both names of a unit, joined by a space where they differ."""
    both = [initials_of(name), initials_of(short_name)]
    return " ".join(dict.fromkeys(text for text in both if text))
