"""Puts a router's precision/coverage curve before people: the numbers of the chart and of the table beside it."""

from collections.abc import Sequence
from typing import Any

from workflows.learning.curve import Reached, told


def drawn(points: Sequence[Reached]) -> dict[str, Any]:
    """Return what the chart component takes: thresholds, and for each the coverage, the precision and the cases."""
    return {
        "categories": [told(point.threshold) for point in points],
        "series": [
            {"name": "精确率", "values": [point.precision_percent for point in points]},
            {"name": "覆盖", "values": [point.coverage_percent for point in points]},
        ],
    }
