"""ReportSubject (专报主题): what the city has special reports made about, such as water and the environment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row

LINES, COLON, WORDS = re.compile(r"[\n；;]+"), re.compile(r"[：:]"), re.compile(r"[、，,\s]+")


@dataclass(frozen=True)
class Sign:
    """Something that callers notice (反映现象), and the words by which it is told in what they said."""

    label: str
    words: tuple[str, ...]


class ReportSubject(Row):
    """Matters that belong together: branches, groups or leaves of the tree, with all below them.

    `title` is what its reports are called. `signs` holds a line for each thing that callers notice:
    异味：臭味、漂白粉味.
    """

    __tablename__ = "report_subject"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[str]
    category_ids: Mapped[list[int]] = mapped_column(default=list)
    signs: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


def signs_of(text: str) -> list[Sign]:
    """Return the signs that the text names, one a line. Raises ValueError with the line that names none."""
    found = []
    for line in (line.strip() for line in LINES.split(text)):
        if not line:
            continue
        label, *rest = COLON.split(line, maxsplit=1)
        words = tuple(word for word in WORDS.split("".join(rest)) if word)
        if not label.strip() or not words:
            raise ValueError(line)
        found.append(Sign(label.strip(), words))
    return found
