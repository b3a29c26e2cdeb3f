"""The sorts of units that answer for cases (责任单位类别), each a group of the dimension of departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from models.queries.measures import NONE
from models.vocabulary import DepartmentKind
from reports import extracts
from reports.figures import volumes
from reports.figures.definitions import MEASURES
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


def dispatched(tables: Sequence[pd.DataFrame], rounding: Rounding = USUAL) -> pd.DataFrame:
    """Return the groups that were sent anything in the period, with shares, and what they were sent before.

    `tables`: the units with all measures, of the period and of the two it is compared with. Last come the cases
    that were sent out and are with no unit now. Added columns: dispatched_share, before, last_year, growth,
    yearly_growth.
    """
    kinds = extracts.kinds_of_departments()
    now, before, last_year = (_grouped(table, kinds) for table in tables)
    table = volumes.compared(now[now["dispatched"] > 0], before, last_year, "dispatched", rounding)
    return table.rename(columns={"share": "dispatched_share"})


def _grouped(table: pd.DataFrame, kinds: Mapping[str, DepartmentKind]) -> pd.DataFrame:
    keys = [NONE if key == NONE else kinds_key([kinds[key]]) for key in table["key"]]
    order = [*(kinds_key([kind]) for kind in ORDER), NONE]
    sums = table.groupby(keys)[list(MEASURES)].sum().reindex(order, fill_value=0)
    names = [*(kind.label for kind in ORDER), UNASSIGNED]
    return sums.assign(key=order, name=names).reset_index(drop=True)
