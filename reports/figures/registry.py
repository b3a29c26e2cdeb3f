"""All figures there are: those counted from cases, and those told from outside, those of joint meetings (指标库) (pure)."""

from __future__ import annotations

from reports.figures.definitions import FIGURES
from reports.figures.entered_figures import DERIVED, ENTERED
from reports.figures.figure import Figure
from reports.figures.meetings import MEETING_FIGURES

# What a template may have columns of; the others are told of things that are no cases.
IN_TEMPLATES: dict[str, Figure] = {**FIGURES, **ENTERED, **DERIVED}
REGISTRY: dict[str, Figure] = {**IN_TEMPLATES, **MEETING_FIGURES}
OUTSIDE = frozenset({*ENTERED, *DERIVED})
