"""The sorts of units that answer for cases (责任单位类别), each a group of the dimension of departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.queries.measures import NONE
from models.vocabulary import DepartmentKind
from reports import extracts
from reports.figures import rates, volumes
from reports.figures.rates import Line
from reports.figures.rounding import USUAL, Rounding
from reports.lines import kinds_key

UNASSIGNED = "流转中（未派单位）"
ORDER = (
    DepartmentKind.DISTRICT,
    DepartmentKind.BUREAU,
    DepartmentKind.UTILITY,
    DepartmentKind.STREET,
    DepartmentKind.CENTRE,
)


def dispatched(tables: Sequence[Sequence[Line]], rounding: Rounding = USUAL) -> list[Line]:
    """Return the groups that were sent anything in the period, with shares, and what they were sent before.

    `tables`: the units with all measures, of the period and of the two it is compared with. Last come the cases
    that were sent out and are with no unit now. Told besides: dispatched_share, before, last_year, growth,
    yearly_growth.
    """
    kinds = extracts.kinds_of_departments()
    now, before, last_year = (_grouped(table, kinds, rounding) for table in tables)
    sent = [line for line in now if line["dispatched"] > 0]
    compared = volumes.compared(sent, before, last_year, "dispatched", rounding)
    return [line | {"dispatched_share": line["share"]} for line in compared]


def _grouped(table: Sequence[Line], kinds: Mapping[str, DepartmentKind], rounding: Rounding) -> list[Line]:
    units: dict[DepartmentKind | None, list[Line]] = {kind: [] for kind in (*ORDER, None)}
    for line in table:
        units[None if line["key"] == NONE else kinds[line["key"]]].append(line)
    return [
        rates.total(own, rounding)
        | (
            {"key": kinds_key([kind]), "name": kind.label}
            if kind is not None
            else {"key": NONE, "name": UNASSIGNED}
        )
        for kind, own in units.items()
    ]
