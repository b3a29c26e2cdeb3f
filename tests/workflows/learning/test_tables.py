"""Tables that people give, and what is written beside their columns."""

from pathlib import Path

import pytest

from tests.support.labelled_texts import write_table
from workflows.learning.tables import as_cell, read_texts


def test_several_columns_make_one_text_in_their_order(tmp_path: Path) -> None:
    rows = [("停水", "已停三天", "供水"), ("", "只有正文", ""), ("只有标题", " ", "供水")]
    file = write_table(tmp_path / "in.csv", rows, ("title", "body", "label"))

    table = read_texts(file, ["title", "body"], "label")

    assert table.texts == ["停水\n已停三天", "只有正文", "只有标题"]
    assert table.labels == ["供水", "", "供水"]


def test_a_short_row_is_filled_up(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text,label\n停水\n", encoding="utf-8")

    assert read_texts(tmp_path / "in.csv", ["text"], "label").labels == [""]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("\t=1", "'\t=1"),
        ("-12.5", "-12.5"),
        ("停水=三天", "停水=三天"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula_and_numbers_stay(text: str, cell: str) -> None:
    assert as_cell(text) == cell
