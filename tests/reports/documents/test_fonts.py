"""A city names its types; what it does not name is the standard's, with free types to fall back to."""

from typing import Any

import pytest

from reports.documents.fonts import PaperFonts, paper_fonts


def test_the_types_are_those_of_the_standard_unless_the_city_says_otherwise() -> None:
    assert paper_fonts({}) == PaperFonts("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312")
    named = paper_fonts({"paper_fonts": {"body": "仿宋", "level2": "", "colour": "red"}})
    assert (named.body, named.level2) == ("仿宋", "楷体_GB2312")


@pytest.mark.parametrize("settings", [{"paper_fonts": "仿宋"}, {"paper_fonts": None}, {"paper_fonts": []}])
def test_what_is_no_table_of_types_is_passed_over(settings: dict[str, Any]) -> None:
    assert paper_fonts(settings) == PaperFonts()


def test_each_role_falls_back_to_a_free_type() -> None:
    types = PaperFonts(body="某仿宋")

    assert types.stack("body") == [
        "某仿宋",
        "Noto Serif CJK SC",
        "Source Han Serif SC",
        "Songti SC",
        "SimSun",
    ]
    assert types.stack("level1")[:3] == ["黑体", "SimHei", "STHeiti"]
    assert "Noto Sans CJK SC" in types.stack("level1")
    assert "Noto Serif CJK SC" in types.stack("level2")
