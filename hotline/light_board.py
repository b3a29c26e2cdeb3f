"""Departments by light (红黄绿灯): how many of each one's open tasks are overdue, soon due, or in time (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.vocabulary import Light

# The worst first, as the eye should meet them.
LIGHTS = (Light.OVERDUE, Light.DUE_SOON, Light.IN_TIME)


@dataclass(frozen=True)
class Line:
    """The open tasks of a department, or of all where there is no id."""

    id: int | None
    name: str
    short_name: str
    counts: Mapping[Light, int]

    @property
    def all(self) -> int:
        """All its open tasks."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class LightBoard:
    """The departments with open tasks, those with the most overdue first, and all together."""

    lines: Sequence[Line]
    total: Line

    @classmethod
    def made(
        cls, counts: Mapping[int, Mapping[Light, int]], names: Mapping[int, tuple[str, str]]
    ) -> LightBoard:
        """Put the counts into lines; `names` are the full and the short one."""
        lines = [Line(id_, *names.get(id_, ("", "")), own) for id_, own in counts.items()]
        lines.sort(key=lambda line: (*(-line.counts[light] for light in LIGHTS), line.id))
        total = {light: sum(line.counts[light] for line in lines) for light in LIGHTS}
        return cls(lines, Line(None, "全部承办单位", "全部单位", total))
