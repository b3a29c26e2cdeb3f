"""The table of the supervision board: one line a department, with every number and its total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.department import Department
from models.queries.supervision_board import Tally
from models.vocabulary import Light, OverdueBand, SupervisionKind, SupervisionLevel, SupervisionState

LEVELS = [level for level in SupervisionLevel if level is not SupervisionLevel.REMINDER]
# From how many overdue tasks on a department counts as hot, and as warm.
HOT, WARM = 10, 3


def heat_word(count: int) -> str:
    """Say how many overdue tasks are many: 高 from ten, 中 from three, 低 below, nothing for none."""
    if not count:
        return ""
    return "高" if count >= HOT else "中" if count >= WARM else "低"


@dataclass
class Line:
    """The numbers of one department, or of all."""

    department: Department | None = None
    by_level: dict[SupervisionLevel, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    late: int = 0
    replied: int = 0
    yellow: int = 0
    red: int = 0
    overdue: dict[OverdueBand, int] = field(default_factory=lambda: dict.fromkeys(OverdueBand, 0))

    @property
    def open(self) -> int:
        """All open orders."""
        return sum(self.by_level.values())

    @property
    def all_overdue(self) -> int:
        """All overdue tasks."""
        return sum(self.overdue.values())

    def add_orders(self, tally: Tally) -> None:
        """Count orders in."""
        self.by_level[tally.level] = self.by_level.get(tally.level, 0) + tally.count
        self.late += tally.count if tally.light is Light.OVERDUE else 0
        self.replied += tally.count if tally.state is SupervisionState.REPLIED else 0

    def add_cards(self, kind: SupervisionKind, count: int) -> None:
        """Count cards in."""
        if kind is SupervisionKind.RED_CARD:
            self.red += count
        else:
            self.yellow += count


@dataclass(frozen=True)
class Board:
    """The lines of the departments that have any number, in official order, and their total."""

    lines: Sequence[Line]
    total: Line

    @classmethod
    def made(
        cls,
        tallies: Sequence[Tally],
        cards: Mapping[tuple[int | None, SupervisionKind], int],
        heat: Mapping[tuple[int, OverdueBand], int],
        units: Sequence[Department],
    ) -> Board:
        """Put the counts into lines; what belongs to no active department is in the total alone."""
        lines = {unit.id: Line(unit) for unit in units}
        total, nowhere = Line(), Line()
        for tally in tallies:
            for line in (total, lines.get(tally.department_id or 0, nowhere)):
                line.add_orders(tally)
        for (unit_id, kind), count in cards.items():
            for line in (total, lines.get(unit_id or 0, nowhere)):
                line.add_cards(kind, count)
        for (unit_id, band), count in heat.items():
            for line in (total, lines.get(unit_id, nowhere)):
                line.overdue[band] += count
        busy = [line for line in lines.values() if line.open or line.yellow or line.red or line.all_overdue]
        return cls(busy, total)
