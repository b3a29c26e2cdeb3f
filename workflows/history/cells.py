"""What one cell of a history file may hold, and what it means: one reader for each sort of column (pure).

Each reader takes the text of a cell that is not empty and returns its value, or raises BadCell with the
reason, a sentence for the person who will correct the file.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from config import LOCAL_TIMEZONE
from models.vocabulary import Labelled

Value = TypeVar("Value")
Reader = Callable[[str], object]

LONGEST_TEXT = 32_767
EARLIEST_YEAR = 1990
MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?",
    re.ASCII,
)
SURROGATE = re.compile("[\ud800-\udfff]")
ISO_LENGTH = 19
PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}|[19]\d{2,5}", re.ASCII)
BETWEEN_NAMES = re.compile(r"[、，,;；]+")
BETWEEN_LEVELS = re.compile(r"\s*[/／]\s*")
WHOLE_NUMBER = re.compile(r"[0-9]{1,3}")
YES_NO = {"是": True, "否": False}


class BadCell(Exception):
    """A cell that cannot be read; str() says why."""


def normal(text: str) -> str:
    """Return the text with full-width digits, letters and signs made plain."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def text(longest: int = LONGEST_TEXT) -> Callable[[str], str]:
    """Return a reader of free text up to so many characters, as Excel counts them."""

    def read(cell: str) -> str:
        if "\0" in cell:
            raise BadCell("含有空字符（NUL）")
        if SURROGATE.search(cell):
            raise BadCell("含有无法显示的字符")
        if len(cell) > longest or (2 * len(cell) > longest and len(cell.encode("utf-16-le")) > 2 * longest):
            raise BadCell(f"文字超过 {longest} 字")
        return cell

    return read


def identifier(cell: str) -> str:
    """Read a case number of the old system."""
    number = normal(cell)
    if not number.isprintable() or " " in number:
        raise BadCell("含有空格或不可见字符")
    if len(number) > 64:
        raise BadCell("超过 64 个字符")
    return number


def moment(cell: str) -> datetime:
    """Read a local moment: 2016-01-01 01:45:51, 2016/1/1 1:45, or a day alone."""
    written = normal(cell)
    try:
        if len(written) == ISO_LENGTH and written[10] == " " and written[4] == "-":
            return within_reason(datetime.fromisoformat(written).replace(tzinfo=LOCAL_TIMEZONE))
        parts = MOMENT.fullmatch(written)
        if parts is None:
            raise BadCell(f"“{cell[:30]}”不是日期时间，应如 2016-01-01 08:30:00")
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
        return within_reason(datetime(year, month, day, hour, minute, second, tzinfo=LOCAL_TIMEZONE))
    except ValueError:
        raise BadCell(f"“{cell[:30]}”不是有效的日期时间") from None


def moment_as(form: str) -> Callable[[str], datetime]:
    """Return a reader of moments written in the given form, such as `%d.%m.%Y %H:%M`."""

    def read(cell: str) -> datetime:
        try:
            found = datetime.strptime(normal(cell), form).replace(tzinfo=LOCAL_TIMEZONE)
        except ValueError:
            raise BadCell(f"“{cell[:30]}”不符合映射文件规定的时间格式 {form}") from None
        return within_reason(found)

    return read


def within_reason(found: datetime) -> datetime:
    """Refuse years in which no hotline worked, which is what broken spreadsheets hold."""
    if found.year < EARLIEST_YEAR:
        raise BadCell(f"年份 {found.year} 过早，请核对")
    return found


def phone(cell: str) -> str:
    """Read a telephone number; blanks, hyphens, brackets and +86 are left out."""
    digits = re.sub(r"[\s()（）-]", "", normal(cell))
    digits = re.sub(r"^(?:\+|00)86", "", digits)
    if not PHONE.fullmatch(digits):
        raise BadCell("不是有效的电话号码")
    return digits


def whole_number(cell: str) -> int:
    """Read how often something happened."""
    digits = normal(cell)
    if not WHOLE_NUMBER.fullmatch(digits):
        raise BadCell(f"“{cell[:30]}”不是 0 到 999 的整数")
    return int(digits)


def one_label(*members: Labelled, **also: Labelled) -> Reader:
    """Return a reader of the labels of these members; `also` names further words for them."""
    known: dict[str, Labelled] = {member.label: member for member in members} | also
    choice = "、".join(member.label for member in members)

    def read(cell: str) -> Labelled:
        found = known.get(cell) or known.get(normal(cell))
        if found is None:
            raise BadCell(f"不认识“{cell[:30]}”，应为：{choice}")
        return found

    return read


def yes_or_no(cell: str) -> bool:
    """Read 是 or 否."""
    found = YES_NO.get(cell)
    if found is None:
        raise BadCell(f"“{cell[:30]}”应为：是、否")
    return found


def path(cell: str) -> str:
    """Read a category's path of up to three levels, without blanks around its names."""
    names = BETWEEN_LEVELS.split(short_text(cell.strip("/／ ")))
    if not all(names):
        raise BadCell(f"“{cell[:60]}”的分类路径中有空的一级")
    if len(names) > 3:
        raise BadCell(f"“{cell[:60]}”超过三级")
    return "/".join(names)


def names(cell: str) -> tuple[str, ...]:
    """Read several names joined by 、."""
    return tuple(name for part in BETWEEN_NAMES.split(short_text(cell)) if (name := part.strip()))


short_text = text(200)
