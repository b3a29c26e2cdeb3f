"""Outlines of districts (区划轮廓) out of a GeoJSON file: read, checked, and thinned out so far that a page can draw them (pure).

What is read is RFC 7946: a FeatureCollection of polygons in degrees. Outlines are thinned by Visvalingam and
Whyatt's rule, the point that matters least first, all of them equally far: so neighbours keep the border they share.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import hypot, isfinite
from typing import Any

from workflows.errors import BadInput

MOST_BYTES = 8 * 1024 * 1024
MOST_FEATURES = 200
MOST_POINTS = 100_000
# Of one district, once thinned out.
MOST_KEPT = 300
MOST_RINGS = 40
# Into how many lines and columns a district is divided to find where its name fits best.
LATTICE = 12
NAMES_OF_CODES = ("code", "adcode", "id")

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]


@dataclass(frozen=True)
class Outline:
    """The polygons of one district, as longitude and latitude, and the point where its name is written."""

    code: str
    name: str
    polygons: Sequence[Polygon]
    label: Point


@dataclass(frozen=True)
class Outlines:
    """What a file holds: the outlines, and what it says of itself."""

    outlines: Sequence[Outline]
    source: str = ""
    approval_number: str = ""


def read_outlines(content: bytes) -> Outlines:
    """Read a file. Raises BadInput with the sentence that says what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise BadInput(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请先在制图软件中抽稀。", "file")
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadInput("文件不是有效的 GeoJSON（应为 UTF-8 编码的 JSON）。", "file") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise BadInput("文件应为 GeoJSON 的 FeatureCollection，每个区县一个 Feature。", "file")
    if not 0 < len(features) <= MOST_FEATURES:
        raise BadInput(f"文件应有 1 至 {MOST_FEATURES} 个 Feature，实有 {len(features)} 个。", "file")
    found = [_feature(feature, number) for number, feature in enumerate(features, 1)]
    if sum(_points(polygons) for _, _, polygons in found) > MOST_POINTS:
        raise BadInput(f"图形超过 {MOST_POINTS:,} 个点，请先在制图软件中抽稀。", "file")
    thinned = thin([polygons for _, _, polygons in found])
    return Outlines(
        [
            Outline(code, name, polygons, label_point(polygons))
            for (code, name, _), polygons in zip(found, thinned, strict=True)
        ],
        source=_text(document, "source"),
        approval_number=_text(document, "approval_number"),
    )


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    return "".join(sign for sign in str(value) if sign.isprintable()).strip()[:200] if value else ""


def _feature(feature: Any, number: int) -> tuple[str, str, list[Polygon]]:
    """Return code, name and polygons of a feature."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    name = _text(properties, "name")
    called = f"第 {number} 个图形{f'（{name}）' if name else ''}"
    shape: Mapping[str, Any] = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = shape.get("type"), shape.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadInput(f"{called}应为 Polygon 或 MultiPolygon。", "file")
    given = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(given, list) or not given or not all(isinstance(p, list) and p for p in given):
        raise BadInput(f"{called}没有坐标。", "file")
    polygons = [[_ring(ring, called) for ring in polygon] for polygon in given]
    codes = (_text(feature, "id"), *(_text(properties, key) for key in NAMES_OF_CODES))
    return next((code for code in codes if code), ""), name, polygons


def _ring(ring: Any, called: str) -> Ring:
    """Return a ring without the last point, which repeats the first."""
    if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
        raise BadInput(f"{called}的边界没有闭合，或不足四个点。", "file")
    points = []
    for place in ring[:-1]:
        if not isinstance(place, list) or len(place) < 2 or not all(map(_is_number, place[:2])):
            raise BadInput(f"{called}的坐标不是数字。", "file")
        x, y = float(place[0]), float(place[1])
        if not (-180 <= x <= 180 and -90 <= y <= 90):
            raise BadInput(f"{called}的坐标不是经纬度（经度在前，单位为度）。", "file")
        points.append((x, y))
    return points


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _points(polygons: Sequence[Polygon]) -> int:
    return sum(len(ring) for polygon in polygons for ring in polygon)


def thin(areas: Sequence[Sequence[Polygon]]) -> list[list[Polygon]]:
    """Leave points out until no area has too many, as far in each as the one that needs it most."""
    largest = [_largest_rings(polygons) for polygons in areas]
    weights = [[[weigh(ring) for ring in polygon] for polygon in polygons] for polygons in largest]
    limit = 0.0
    for polygons in weights:
        every = sorted((weight for polygon in polygons for ring in polygon for weight in ring), reverse=True)
        limit = max(limit, every[MOST_KEPT] if len(every) > MOST_KEPT else 0.0)
    return [
        [
            [
                [
                    (round(x, 5), round(y, 5))
                    for (x, y), weight in zip(ring, own, strict=True)
                    if weight > limit
                ]
                for ring, own in zip(polygon, rings, strict=True)
            ]
            for polygon, rings in zip(polygons, weighed, strict=True)
        ]
        for polygons, weighed in zip(largest, weights, strict=True)
    ]


def _largest_rings(polygons: Sequence[Polygon]) -> list[Polygon]:
    """Leave out the smallest islands and holes of an area that has very many."""
    sizes = sorted((abs(size_of(ring)) for polygon in polygons for ring in polygon), reverse=True)
    least = sizes[MOST_RINGS] if len(sizes) > MOST_RINGS else -1.0
    kept = [
        [ring for place, ring in enumerate(polygon) if not place or abs(size_of(ring)) > least]
        for polygon in polygons
        if abs(size_of(polygon[0])) > least
    ]
    return kept or [polygons[0][:1]]


def weigh(ring: Ring) -> list[float]:
    """Return how much each point matters: the triangle that is lost where it is left out after all lesser ones.

    The last three matter without end.
    """
    count = len(ring)
    before = [(place - 1) % count for place in range(count)]
    after = [(place + 1) % count for place in range(count)]
    weights = [_triangle(ring, before[place], place, after[place]) for place in range(count)]
    heap = [(weight, place) for place, weight in enumerate(weights)]
    heapify(heap)
    left, gone, reached = count, [False] * count, 0.0
    while heap and left > 3:
        weight, place = heappop(heap)
        if gone[place] or weight != weights[place]:
            continue
        # What is left out later never matters less than what was left out before.
        reached = weights[place] = max(weight, reached)
        gone[place] = True
        left -= 1
        behind, ahead = before[place], after[place]
        after[behind], before[ahead] = ahead, behind
        for neighbour in (behind, ahead):
            weights[neighbour] = _triangle(ring, before[neighbour], neighbour, after[neighbour])
            heappush(heap, (weights[neighbour], neighbour))
    return [weight if out else float("inf") for weight, out in zip(weights, gone, strict=True)]


def _triangle(ring: Ring, one: int, two: int, three: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = ring[one], ring[two], ring[three]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def size_of(ring: Ring) -> float:
    """Return the area of a ring in square degrees, below 0 where it turns right."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in _edges(ring)) / 2


def _edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def label_point(polygons: Sequence[Polygon]) -> Point:
    """Return the point of the largest polygon that lies farthest from its border, as a lattice finds it."""
    ring = max((polygon[0] for polygon in polygons), key=lambda each: abs(size_of(each)))
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    places = [
        (left + (right - left) * (column + 0.5) / LATTICE, low + (high - low) * (line + 0.5) / LATTICE)
        for line in range(LATTICE)
        for column in range(LATTICE)
    ]
    within = [place for place in places if is_inside(place, ring)]
    return max(within, key=lambda place: _room(place, ring), default=ring[0])


def is_inside(place: Point, ring: Ring) -> bool:
    """Say whether a point lies in a ring: a line from it crosses the border an odd number of times."""
    x, y = place
    inside = False
    for (ax, ay), (bx, by) in _edges(ring):
        if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
            inside = not inside
    return inside


def _room(place: Point, ring: Ring) -> float:
    x, y = place
    return min(_distance(x, y, *one, *two) for one, two in _edges(ring))


def _distance(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    long = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long)) if long else 0.0
    return hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
