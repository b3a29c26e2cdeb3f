"""Writes those parts of docs/ that repeat what the code says; a house test fails where they differ.

A part stands between `<!-- from the code: NAME -->` and `<!-- end -->`; everything else is written by hand.
"""

import re
import sys
from collections.abc import Callable, Iterable
from enum import EnumType
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from models import (  # noqa: E402
    address,
    caller_flag,
    incident,
    routing_decision,
    telephone,
    vocabulary,
    whose,
)
from models.vocabulary import CaseState, Labelled, Permission  # noqa: E402
from reports.figures.registry import REGISTRY  # noqa: E402
from workflows.lifecycle import TRANSITIONS, Transition  # noqa: E402
from workflows.notice_rules import RULES  # noqa: E402
from workflows.permissions import ROLES  # noqa: E402

PART = re.compile(r"(<!-- from the code: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *[list(row) for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def words() -> str:
    """Return every closed set of the domain with its Chinese labels."""
    sets = [value for module in WORDS for value in vars(module).values() if _is_labelled(value)]
    parts = []
    for members in sets:
        meaning = (members.__doc__ or "").strip().splitlines()[0]
        rows = [(member.label, f"`{member.name}`", f"`{member.value}`") for member in members]
        parts.append(f"### {members.__name__}\n\n{meaning}\n\n{table(('中文', 'code', 'stored'), rows)}")
    return "\n\n".join(parts)


# The closed sets stand in the vocabulary, those of one subject beside its tables.
WORDS = (vocabulary, telephone, address, caller_flag, whose, routing_decision, incident)


def _is_labelled(value: object) -> bool:
    return isinstance(value, EnumType) and issubclass(value, Labelled) and value is not Labelled


def steps() -> str:
    """Return the table of transitions."""
    rows = [
        (
            step.label,
            f"`{step.name}`",
            _states(transition.starts, "任意状态") + ("；新工单" if transition.begins else ""),
            _states(transition.ends, "") if transition.ends else "不变",
            transition.permission.label,
            "、".join(part.label for part in sorted(transition.parts, key=_position)) or "—",
            "必填" if transition.needs_note else "—",
        )
        for step, transition in TRANSITIONS.items()
    ]
    return table(("步骤", "code", "从", "到", "权限", "承办身份", "说明"), rows)


def _states(states: frozenset[CaseState], all_of_them: str) -> str:
    if all_of_them and states == frozenset(CaseState):
        return all_of_them
    return "、".join(state.label for state in sorted(states, key=_position))


def _position(member: Labelled) -> int:
    return list(type(member)).index(member)


def diagram() -> str:
    """Return the states and the steps between them as a Mermaid diagram."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step, transition in TRANSITIONS.items():
        for start, end in sorted(
            _arrows(transition), key=lambda pair: (_position(pair[0]), _position(pair[1]))
        ):
            if start != end:
                arrows.setdefault((start.name, end.name), []).append(step.label)
    names = [f"    {state.name}: {state.label}" for state in CaseState]
    lines = [f"    {start} --> {end}: {'、'.join(labels)}" for (start, end), labels in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, *lines, "```"])


def _arrows(transition: Transition) -> list[tuple[CaseState, CaseState]]:
    return [(start, end) for start in transition.starts for end in transition.ends or ()]


def roles() -> str:
    """Return which role is given which permissions at first."""
    head = ("权限", "code", *[role.name for role in ROLES])
    rows = [
        (
            permission.label,
            f"`{permission.name}`",
            *["●" if permission in role.permissions else "" for role in ROLES],
        )
        for permission in Permission
    ]
    return table(head, rows)


def told() -> str:
    """Return the table of who hears of which step."""
    rows = [
        (
            rule.action.label,
            rule.when.words or "—",
            rule.audience.label,
            "、".join(channel.label for channel in rule.channels),
            "紧急" if rule.is_urgent else "—",
            f"`{rule.title}`",
            f"`{rule.body}`",
        )
        for rule in RULES
    ]
    return table(("步骤", "条件", "通知谁", "渠道", "程度", "标题", "正文"), rows)


def figures() -> str:
    """Return the registry of figures."""
    rows = [
        (
            figure.label,
            f"`{figure.id}`",
            figure.formula,
            figure.exclusions,
            figure.rounding_words(),
            figure.source,
        )
        for figure in REGISTRY.values()
    ]
    return table(("指标", "id", "计算方法", "不计入", "取整", "数据来源"), rows)


PARTS: dict[str, Callable[[], str]] = {
    "words": words,
    "steps": steps,
    "diagram": diagram,
    "roles": roles,
    "notices": told,
    "figures": figures,
}


def renewed(text: str) -> str:
    """Return the document with every part from the code written anew."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n\n{found[3]}", text)


def documents() -> list[Path]:
    """List the documents that may hold such parts."""
    return sorted((ROOT / "docs").rglob("*.md"))


if __name__ == "__main__":
    for document in documents():
        before = document.read_text(encoding="utf-8")
        if (after := renewed(before)) != before:
            document.write_text(after, encoding="utf-8")
