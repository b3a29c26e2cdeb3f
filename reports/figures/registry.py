"""All figures there are: counted from cases, told from outside, of joint meetings, of the grid (指标库) (pure)."""

from __future__ import annotations

from reports.figures.definitions import AMOUNTS, FIGURES
from reports.figures.entered_figures import DERIVED, ENTERED
from reports.figures.figure import Figure
from reports.figures.grid import GRID
from reports.figures.happenings import HAPPENED
from reports.figures.meetings import MEETING_FIGURES

# What a template may have columns of; the others are told of things that are no cases.
IN_TEMPLATES: dict[str, Figure] = {**FIGURES, **HAPPENED, **ENTERED, **DERIVED}
REGISTRY: dict[str, Figure] = {**IN_TEMPLATES, **AMOUNTS, **MEETING_FIGURES, **GRID}
OUTSIDE = frozenset({*ENTERED, *DERIVED})
