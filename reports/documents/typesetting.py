"""Calls typst, which sets type into PDF and PNG without an office suite beside it, in a process of its own.

What people typed reaches it as data and never as source: text can be code there. Nothing is fetched.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from reports.documents.fonts import PaperFonts

PRESS = (sys.executable, "-I", str(Path(__file__).with_name("press.py")))
# Seconds: a year's report of a thousand rows takes three.
PATIENCE = 120
# One at a time for each web worker: a compiler holds some hundred megabytes of types while it works.
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


def typeset(source: bytes, data: Mapping[str, Any], *, form: str, dots_per_inch: float = 200) -> list[bytes]:
    """Return the PDF, or a PNG of each page, of a source that reads its content from `sys.inputs.data`, JSON of `data`.

    Raises CannotTypeset where the press gives nothing or does not end.
    """
    job = {
        "source": source.decode(),
        "data": json.dumps(data, ensure_ascii=False),
        "form": form,
        "dots_per_inch": dots_per_inch,
    }
    with _press:
        try:
            done = subprocess.run(  # noqa: S603
                PRESS, input=json.dumps(job).encode(), capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise CannotTypeset("排版用时过长，已停止。请缩短统计周期，或改为下载 Word。") from error
    if done.returncode:
        raise RuntimeError(f"the press ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    if not done.stdout:
        raise CannotTypeset("排版程序没有给出文件，请稍后重试。")
    return _cut_apart(done.stdout)


def _cut_apart(printed: bytes) -> list[bytes]:
    files, start = [], 0
    while start < len(printed):
        end = start + 8 + int.from_bytes(printed[start : start + 8])
        files.append(printed[start + 8 : end])
        start = end
    return files
