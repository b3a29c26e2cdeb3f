"""The numbers of GB/T 9704-2012, and what follows from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents import layout
from reports.documents.paper import Column, Line, Said, Table


def test_margins_leave_the_type_area_of_the_standard() -> None:
    assert (layout.RIGHT, layout.BOTTOM) == (26.0, 35.0)


def test_22_lines_of_28_characters_fit_and_not_one_more() -> None:
    height = layout.TYPE_AREA[1] * layout.POINTS_PER_MM
    width = layout.TYPE_AREA[0] * layout.POINTS_PER_MM
    line = layout.LINE_TWIPS / layout.TWIPS_PER_POINT
    character = layout.BODY + layout.CHARACTER_TWIPS / layout.TWIPS_PER_POINT

    assert height // line == 22
    assert width // character == 28
    assert line == pytest.approx(28.95)
    assert character == 15.75


@pytest.mark.parametrize(
    ("text", "width"), [("热线", 2.0), ("12345", 2.5), ("（一）", 3.0), ("", 0.0), ("2016年", 3.0)]
)
def test_digits_are_half_as_wide_as_characters(text: str, width: float) -> None:
    assert layout.width_of(text) == width


@pytest.mark.parametrize(
    ("mark", "size"), [("日报", 48), ("兰州市12345政务服务便民热线日报", 26), ("热" * 60, 22)]
)
def test_the_red_mark_is_as_large_as_a_line_allows(mark: str, size: int) -> None:
    assert layout.mark_size(mark) == size


def table_of(*weights: float, cells: tuple[str, ...]) -> Table:
    columns = tuple(Column("名称", weight=weight) for weight in weights)
    return Table("", columns, (Line(tuple(Said(cell) for cell in cells)),))


def test_no_number_is_broken_where_columns_are_many() -> None:
    cells = ("1", "兰州市人力资源和社会保障局", *["100.00%"] * 4, *["12"] * 6)

    widths = layout.column_widths(table_of(0.55, 2.4, *[1.0] * 10, cells=cells))

    whole = layout.TYPE_AREA[0] * layout.POINTS_PER_MM
    assert sum(widths) == pytest.approx(whole)
    assert min(widths[2:6]) >= 7 * layout.DIGIT * layout.table_size(12) + layout.CELL_ROOM > whole / 12.95
    assert widths[1] > max(widths[2:]), "names keep most of the room"
    assert layout.column_widths(table_of(1, 3, cells=("1", "2"))) == pytest.approx([whole / 4, whole * 3 / 4])
    crowded = layout.column_widths(table_of(*[1.0] * 12, cells=("LZ2026102600000071",) * 12))
    assert crowded == pytest.approx([whole / 12] * 12), "what has no room is broken"


def test_a_long_title_is_broken_like_a_trapezoid() -> None:
    title = "2016年第三季度12345政务服务便民热线受理办理情况的通报"

    lines = layout.title_lines(title)

    assert lines == ["2016年第三季度12345政务服", "务便民热线受理办理情况的通报"]
    assert layout.title_lines("日报") == ["日报"]
    assert layout.title_lines("") == []


@given(st.text("热线通报12345A（）", max_size=90))
def test_no_line_of_a_title_is_wider_than_the_page_and_nothing_is_lost(title: str) -> None:
    lines = layout.title_lines(title)

    assert "".join(lines) == title
    torn = max((layout.width_of(word) for word in layout._words(title)), default=0)
    assert all(layout.width_of(line) <= layout.TITLE_CHARACTERS for line in lines) or torn > 10


@pytest.mark.parametrize(
    ("organ", "day", "indents"),
    [
        ("兰州市热线", "2026年4月1日", (4.5, 4.0)),
        ("兰州市12345政务服务便民热线", "2026年4月1日", (0.25, 4.0)),
    ],
)
def test_the_day_stands_four_characters_in_and_the_issuer_above_its_middle(
    organ: str, day: str, indents: tuple[float, float]
) -> None:
    assert layout.signature_indents(organ, day) == indents


@pytest.mark.parametrize(
    ("columns", "size"), [(1, 12.0), (6, 12.0), (7, 10.5), (9, 10.5), (10, 9.0), (40, 9.0)]
)
def test_a_wide_table_is_set_smaller(columns: int, size: float) -> None:
    assert layout.table_size(columns) == size
