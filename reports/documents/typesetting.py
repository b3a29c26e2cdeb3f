"""Calls typst, which sets type into PDF and PNG without an office suite beside it.

What people typed reaches it as data and never as source: text can be code there. Nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from threading import Lock
from typing import Any

import typst

from reports.documents.fonts import PaperFonts

# One at a time in a process: a compiler holds some hundred megabytes of types while it works.
_press = Lock()


class CannotTypeset(Exception):
    """The machine cannot set the paper; str() is the sentence that says why."""


@cache
def _types() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def families() -> frozenset[str]:
    """Return the names of the types this machine has."""
    return frozenset(_types().families())


def known(stack: Sequence[str]) -> list[str]:
    """Return those types of a stack that this machine has, in the stack's order."""
    return [name for name in stack if name in families()]


def why_not(types: PaperFonts) -> str:
    """Return why Chinese papers cannot be set on this machine, or nothing: without a type, boxes are printed."""
    missing = [role for role in ("title", "body", "level1", "level2") if not known(types.stack(role))]
    if not missing:
        return ""
    return "服务器上没有可用的中文字体，不能生成 PDF。请管理员安装仿宋、黑体等公文字体，或安装 Noto CJK 字体后重试。"


def typeset(source: bytes, data: Mapping[str, Any], *, form: str, dots_per_inch: float = 200) -> bytes:
    """Return the PDF or PNG of a source that reads its content from `sys.inputs.data`, JSON of `data`."""
    with _press:
        made = typst.Compiler(
            source, font_paths=_types(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
        ).compile(
            format="png" if form == "png" else "pdf",
            ppi=dots_per_inch,
        )
    if isinstance(made, list):
        made = made[0]
    if made is None:
        raise CannotTypeset("排版程序没有给出文件，请稍后重试。")
    return made
