"""Charts as shapes: lengths follow the numbers, every number keeps its source, text is text."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from reports.documents.drawing import WIDTH, Rect, Stroke, Text, drawn, svg
from reports.documents.paper import Chart, ChartKind
from tests.support.papers import make_chart

SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_as_long_as_their_numbers_from_nought() -> None:
    chart = make_chart(ChartKind.BARS, 5, 10, 0)

    widths = [shape.width for shape in drawn(chart).shapes if isinstance(shape, Rect)]

    assert widths[0] == pytest.approx(widths[1] / 2)
    assert widths[2] == 1.0
    assert widths[1] < WIDTH


def test_a_trend_rises_with_its_numbers() -> None:
    line = [s for s in drawn(make_chart(ChartKind.TREND, 0, 4, 8, 2)).shapes if isinstance(s, Stroke)][-1]
    heights = [y for _, y in line.points]

    assert heights[2] < heights[1] < heights[3] < heights[0]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])


def test_of_many_points_the_peak_says_its_number_and_stands_clear_of_the_others() -> None:
    drawing = drawn(make_chart(ChartKind.TREND, *[1] * 16, 9, *[1] * 14))

    said = [
        (round(shape.x), shape.said.text)
        for shape in drawing.shapes
        if isinstance(shape, Text) and shape.said
    ]
    assert [text for _, text in said].count("9") == 1
    places = [x for x, _ in said]
    assert min(after - before for before, after in pairwise(places)) > 20


@pytest.mark.parametrize("kind", list(ChartKind))
def test_every_number_keeps_its_source_and_stands_inside_the_sheet(kind: ChartKind) -> None:
    drawing = drawn(make_chart(kind, 3, 0, 7))

    said = [shape.said for shape in drawing.shapes if isinstance(shape, Text) and shape.said]
    assert [each.text for each in said] == ["3", "0", "7"]
    assert all(each.source and each.source.figure.id == "received" for each in said)
    for shape in drawing.shapes:
        if isinstance(shape, Text | Rect):
            assert 0 <= shape.x <= WIDTH
            assert 0 <= shape.y <= drawing.height


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("numbers", [(0, 0), (7,), (1,) * 31])
def test_odd_numbers_are_drawn_too(kind: ChartKind, numbers: tuple[int, ...]) -> None:
    drawing = drawn(make_chart(kind, *numbers))

    assert ElementTree.fromstring(svg(drawing, ["Noto Sans CJK SC"])).tag == f"{SVG}svg"


def test_a_name_is_text_in_the_file_and_is_cut_where_it_is_too_long() -> None:
    number = make_chart().points[0][1]
    names = ("<script>alert(1)</script>", "占道经营和噪声扰民等城市管理类事项", "停\x00水")
    chart = Chart(ChartKind.BARS, 'a"b<c>', tuple((name, number) for name in names))

    tree = ElementTree.fromstring(svg(drawn(chart), ['It\'s "a" font']))

    texts = [element.text for element in tree.iter(f"{SVG}text")]
    assert texts[0] == 'a"b<c>'
    assert texts[1] == "<script>alert(1)</script>"
    assert texts[3] == "占道经营和噪声扰民等城市管…"
    assert texts[5] == "停水"
    assert not list(tree.iter(f"{SVG}script"))
