"""What differs between two versions of an article, text by text (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.article import ArticleVersion

LABELS = {
    "title": "标题",
    "question": "常见问法",
    "short_answer": "简要答复",
    "long_answer": "详细答复",
    "document_number": "政策文号",
    "keywords": "关键词",
    "valid_from": "有效期起",
    "valid_to": "有效期止",
}
# Longer texts are compared by lines: by characters it would take seconds.
LONGEST_BY_CHARACTER = 2_000


@dataclass(frozen=True)
class Part:
    """A piece of a text: `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One text that differs, as its pieces in reading order."""

    label: str
    parts: tuple[Part, ...]


def differences(old: ArticleVersion, new: ArticleVersion) -> list[Change]:
    """Return the texts that differ between two versions, in the order of the form."""
    return [
        Change(label, tuple(parts(said(getattr(old, name)), said(getattr(new, name)))))
        for name, label in LABELS.items()
        if getattr(old, name) != getattr(new, name)
    ]


def said(value: object) -> str:
    """Return a value as text; no last day is said as 长期."""
    return "长期" if value is None else str(value)


def parts(old: str, new: str) -> Iterator[Part]:
    """Yield what stayed, went and came."""
    by_line = max(len(old), len(new)) > LONGEST_BY_CHARACTER
    before, after = (
        (old.splitlines(keepends=True), new.splitlines(keepends=True)) if by_line else (list(old), list(new))
    )
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(before[i1:i2]))
            continue
        if i1 != i2:
            yield Part("removed", "".join(before[i1:i2]))
        if j1 != j2:
            yield Part("added", "".join(after[j1:j2]))
