"""GeoJSON files of districts that are squares."""

import json
from typing import Any


def square(west: float, south: float, side: float = 1) -> list[list[float]]:
    """Return a closed ring around a square."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(name: str, ring: list[list[float]], id: str | None = None, **properties: Any) -> dict[str, Any]:  # noqa: A002
    """Return a feature with one polygon."""
    geometry = {"type": "Polygon", "coordinates": [ring]}
    made = {"type": "Feature", "properties": {"name": name} | properties, "geometry": geometry}
    return made | ({"id": id} if id else {})


def file_of(*features: Any, **members: Any) -> bytes:
    """Return the file."""
    return json.dumps({"type": "FeatureCollection", "features": features} | members).encode()
