"""Rows are as high as their texts need, and no higher than Excel allows."""

import pytest
from openpyxl import Workbook

from reports.workbooks.row_heights import HIGHEST, LINE, lines_needed, stretch


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("市城管局", 10, 1),
        ("兰州市住房和城乡建设局", 12, 2),
        ("一\n二\n三", 10, 3),
        ("2026-11-14", 14, 1),
    ],
)
def test_a_text_takes_the_lines_it_needs(text: str, width: float, lines: int) -> None:
    assert lines_needed(text, width) == lines


def test_rows_of_one_line_are_left_alone_and_none_is_too_high() -> None:
    sheet = Workbook().active
    assert sheet is not None

    stretch(sheet, 1, [("市城管局", 20.0)])
    stretch(sheet, 2, [("市城管局", 20.0), ("字" * 20, 20.0)])
    stretch(sheet, 3, [("字" * 5000, 20.0)])

    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [None, 3 * LINE, HIGHEST]
