"""Cases retold for a paper that is handed on: where and when, what was asked, what was done; nobody named (pure)."""

from __future__ import annotations

import re

from config import LOCAL_TIMEZONE
from models.masking import mask_text
from models.queries.typical_cases import Typical

LONGEST_DEMAND, LONGEST_ANSWER = 90, 110
SPACES = re.compile(r"\s+")
ENDS = "。！？；"


def demand(case: Typical) -> str:
    """Return what was asked, with day and place."""
    on = case.received_at.astimezone(LOCAL_TIMEZONE)
    place = f"{case.district}{mask_text(case.place, case.names)}"
    return f"{on.month}月{on.day}日，{place}群众反映：{brief(case.content, case, LONGEST_DEMAND)}"


def whole(case: Typical) -> str:
    """Return what was asked and what became of it."""
    by = case.department or "热线"
    return f"{demand(case)}办理情况：{by}答复，{brief(case.answer, case, LONGEST_ANSWER)}"


def brief(text: str, case: Typical, longest: int) -> str:
    """Return the masked text cut at the end of a sentence where it is too long; it always ends with a sign."""
    said = SPACES.sub("", mask_text(text, case.names))
    if len(said) > longest:
        kept = said[:longest]
        end = max(kept.rfind(sign) for sign in ENDS)
        said = kept[: end + 1] if end > longest // 2 else f"{kept}……"
    return said if said.endswith((*ENDS, "……")) else f"{said}。"
