"""What a standard text may leave open (变量): THE table of variables, and filling them in (pure).

A variable stands in braces: {办结时限}. None of them says a caller's name, number or address: at most a surname with a form of
address, and that only where the case is open and the reader is shown the name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# What is known of a case, and what is known anywhere; each with an example for the preview.
OF_CASES = {
    "诉求人": "王女士",
    "工单编号": "LZ20260302000001",
    "事项": "暖气不热",
    "事发地": "城关区 / 酒泉路街道",
    "承办单位": "市住建局",
    "办结时限": "3月9日17:30",
    "受理时间": "3月2日9:00",
}
ANYWHERE = {"经办人": "李明", "经办单位": "12345热线中心", "今天": "3月2日", "热线名称": "12345热线"}
VARIABLES = OF_CASES | ANYWHERE
PLACE = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True)
class Filled:
    """A text with its variables filled in; `missing` names those nothing is known of, which stand as 〔办结时限〕."""

    text: str
    missing: tuple[str, ...] = ()


def unknown(body: str) -> list[str]:
    """Return what stands in braces and is no variable."""
    return [name for name in dict.fromkeys(PLACE.findall(body)) if name not in VARIABLES]


def fill(body: str, facts: Mapping[str, str]) -> Filled:
    """Fill the variables in; what is no variable stays as it is."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name not in VARIABLES:
            return found[0]
        if not facts.get(name):
            missing.append(name)
            return f"〔{name}〕"
        return facts[name]

    return Filled(PLACE.sub(put, body), tuple(dict.fromkeys(missing)))


def example(body: str) -> str:
    """Return the text as it reads with the examples filled in."""
    return fill(body, VARIABLES).text
