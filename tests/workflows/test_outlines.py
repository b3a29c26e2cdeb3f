"""Outlines are read from GeoJSON or refused in words, and thinned out without tearing neighbours apart."""

import json
import random
import time
from typing import Any

import pytest

from tests.support.outlines import feature, file_of, square
from tests.support.shared_data import shared_file
from workflows.errors import BadInput
from workflows.outlines import (
    MOST_FEATURES,
    MOST_KEPT,
    MOST_POINTS,
    Polygon,
    is_inside,
    label_point,
    read_outlines,
    size_of,
    thin,
)


def crooked(
    start: tuple[float, float], end: tuple[float, float], seed: int, steps: int = 900
) -> list[tuple[float, float]]:
    """Return a border that wanders from one point to another, as rivers do."""
    chance = random.Random(seed)
    (ax, ay), (bx, by) = start, end
    return [
        (ax + (bx - ax) * n / steps + chance.uniform(-0.01, 0.01), ay + (by - ay) * n / steps + chance.uniform(-0.01, 0.01))
        for n in range(1, steps)
    ]  # fmt: skip


def test_a_file_says_codes_names_and_where_it_is_from() -> None:
    read = read_outlines(
        file_of(
            feature("河东区", square(103, 36), id="990102"),
            feature("河西区", square(104, 36), code=990103),
            source="某局",
            approval_number="甘S（2026）1号",
        )
    )

    assert [(outline.code, outline.name) for outline in read.outlines] == [
        ("990102", "河东区"),
        ("990103", "河西区"),
    ]
    assert (read.source, read.approval_number) == ("某局", "甘S（2026）1号")
    assert read.outlines[0].polygons == [[[(103, 36), (104, 36), (104, 37), (103, 37)]]]
    assert 103 < read.outlines[0].label[0] < 104


def test_a_byte_order_mark_and_islands_with_holes_are_read() -> None:
    hole = [[103.4, 36.4], [103.6, 36.4], [103.6, 36.6], [103.4, 36.4]]
    given = feature("河东区", square(103, 36))
    given["geometry"] = {"type": "MultiPolygon", "coordinates": [[square(103, 36), hole], [square(105, 36)]]}

    read = read_outlines(b"\xef\xbb\xbf" + file_of(given))

    assert [[len(ring) for ring in polygon] for polygon in read.outlines[0].polygons] == [[4, 3], [4]]


RING = square(103, 36)
BIG = b"1e400"


def with_geometry(geometry: Any) -> bytes:
    return file_of(feature("河东区", RING) | {"geometry": geometry})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "不是有效的 GeoJSON"),
        (b"\xff\xfe{}", "不是有效的 GeoJSON"),
        (b"[" * 100_000, "不是有效的 GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "不是有效的 GeoJSON"),
        (b"[]", "应为 GeoJSON 的 FeatureCollection"),
        (b'{"type": "Feature"}', "应为 GeoJSON 的 FeatureCollection"),
        (file_of(), "应有 1 至"),
        (file_of(*[feature("河东区", RING)] * (MOST_FEATURES + 1)), "应有 1 至"),
        (file_of(None), "第 1 个图形应为 Polygon"),
        (with_geometry(None), "第 1 个图形（河东区）应为 Polygon"),
        (with_geometry({"type": "Point", "coordinates": [1, 2]}), "应为 Polygon"),
        (with_geometry({"type": "Polygon", "coordinates": []}), "没有坐标"),
        (with_geometry({"type": "MultiPolygon", "coordinates": [[]]}), "没有坐标"),
        (with_geometry({"type": "Polygon", "coordinates": [RING[:-1]]}), "没有闭合"),
        (with_geometry({"type": "Polygon", "coordinates": [[[1, 2], [1, 2]]]}), "没有闭合"),
        (with_geometry({"type": "Polygon", "coordinates": [[["a", 2], [1, 2], [3, 4], ["a", 2]]]}), "不是数字"),
        (with_geometry({"type": "Polygon", "coordinates": [[[True, 2], [1, 2], [3, 4], [True, 2]]]}), "不是数字"),
        (with_geometry({"type": "Polygon", "coordinates": [[[9, 2], [1, 2], [3, 4], [9, 2]]]}).replace(b"9", BIG), "不是数字"),
        (with_geometry({"type": "Polygon", "coordinates": [[[385000, 2], [1, 2], [3, 4], [385000, 2]]]}), "不是经纬度"),
        (file_of(feature("河东区", [[0, 0]] * (MOST_POINTS + 2))), "超过 100,000 个点"),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_outlines(content)


def test_neighbours_keep_the_border_they_share() -> None:
    border = crooked((104, 36), (104, 37), seed=1)
    west = [(103.0, 36.0), (104.0, 36.0), *border, (104.0, 37.0), (103.0, 37.0)]
    east = [(104.0, 36.0), (105.0, 36.0), (105.0, 37.0), (104.0, 37.0), *reversed(border)]

    (((thin_west,),), ((thin_east,),)) = thin([[[west]], [[east]]])

    shared = set(border) & {*thin_west, *thin_east}
    rounded = {(round(x, 5), round(y, 5)) for x, y in border}
    assert len(thin_west) <= MOST_KEPT + 1
    assert len(shared) <= MOST_KEPT
    assert set(thin_west) & rounded == set(thin_east) & rounded
    assert abs(size_of(thin_west) - size_of(west)) < 0.01


def test_the_largest_islands_of_very_many_are_kept() -> None:
    islands: list[Polygon] = [
        [[(float(x), y) for x, y in square(n, n, 0.1 + n / 1000)][:-1]] for n in range(60)
    ]

    (kept,) = thin([islands])

    assert 30 <= len(kept) <= 41
    assert kept[-1] == islands[-1]


def test_a_name_stands_inside_even_where_the_middle_is_outside() -> None:
    hook = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (8.0, 10.0), (8.0, 2.0), (0.0, 2.0)]

    assert is_inside(label_point([[hook]]), hook)
    assert not is_inside((5.0, 5.0), hook)


def test_a_line_without_area_does_no_harm() -> None:
    read = read_outlines(file_of(feature("河东区", [[103, 36]] * 5)))

    assert read.outlines[0].label == (103, 36)


@pytest.mark.shared
def test_the_outlines_of_a_real_city_are_thinned_in_a_moment() -> None:
    content = shared_file("lanzhou_districts.geojson").read_bytes()
    before = {f["properties"]["name"]: f for f in json.loads(content)["features"]}
    begun = time.process_time()

    read = read_outlines(content)

    assert time.process_time() - begun < 3
    assert {outline.name for outline in read.outlines} == set(before)
    for outline in read.outlines:
        points = [point for polygon in outline.polygons for ring in polygon for point in ring]
        assert 10 < len(points) <= MOST_KEPT + 1, outline.name
        assert any(is_inside(outline.label, polygon[0]) for polygon in outline.polygons)
    assert len(json.dumps([outline.polygons for outline in read.outlines])) < 30_000
