"""All figures there are: those counted from cases, and those told from outside (指标库) (pure)."""

from __future__ import annotations

from reports.figures.definitions import FIGURES
from reports.figures.entered_figures import DERIVED, ENTERED
from reports.figures.figure import Figure

REGISTRY: dict[str, Figure] = {**FIGURES, **ENTERED, **DERIVED}
OUTSIDE = frozenset({*ENTERED, *DERIVED})
