"""Amounts and points on the map, as people type them and as they paste them."""

import pytest

from workflows import matter_details
from workflows.errors import BadInput
from workflows.matter_details import amount_words, coordinates_words, read_amount, read_coordinates


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("1200", 120_000),
        ("１２００", 120_000),
        ("1200.5", 120_050),
        ("1,200.50", 120_050),
        ("12,345,678", 1_234_567_800),
        ("￥30元", 3_000),
        ("人民币 30 元", 3_000),
        ("30块", 3_000),
        ("3.5万", 3_500_000),
        ("3.5 万元", 3_500_000),
        ("0.123456万", 123_456),
        ("2亿", 20_000_000_000),
        ("10000亿", 10**14),
        ("0.10", 10),
        ("1.10000", 110),
    ],
)
def test_amounts_are_read_to_the_fen(text: str, fen: int | None) -> None:
    assert read_amount(text) == fen


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("很多", matter_details.NO_AMOUNT),
        ("1,2", matter_details.NO_AMOUNT),
        ("1200万万", matter_details.NO_AMOUNT),
        ("1e9", matter_details.NO_AMOUNT),
        ("12.", matter_details.NO_AMOUNT),
        ("9" * 40_000, matter_details.NO_AMOUNT),
        ("-5", matter_details.BELOW_NOTHING),
        ("−5", matter_details.BELOW_NOTHING),
        ("0.001", matter_details.TOO_FINE),
        ("10001亿", matter_details.TOO_MUCH),
        ("1000000000000.01", matter_details.TOO_MUCH),
    ],
)
def test_what_is_no_amount_is_said(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_amount(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("fen", "words"),
    [(None, ""), (0, "0"), (5, "0.05"), (120_050, "1,200.50"), (10**14, "1,000,000,000,000")],
)
def test_amounts_are_shown_in_yuan_and_read_back(fen: int | None, words: str) -> None:
    assert amount_words(fen) == words
    assert read_amount(words) == fen


@pytest.mark.parametrize(
    "text",
    [
        "103.834170,36.061380",
        "36.061380, 103.834170",
        " 103.834170，36.061380 ",
        "103.8341700001 36.06138",
        "东经103.83417°，北纬36.06138°",
        "经度：103.83417 纬度：36.06138",
        "103.83417E 36.06138N",
        "(103.834170, 36.061380)",
        "１０３．８３４１７、３６．０６１３８",
    ],
)
def test_points_are_read_in_either_order(text: str) -> None:
    assert read_coordinates(text) == (103.83417, 36.06138)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("103.8", matter_details.NO_COORDINATES),
        ("103.8,36.0,5", matter_details.NO_COORDINATES),
        ("黄河边", matter_details.NO_COORDINATES),
        ("103°50′3″ 36°3′41″", matter_details.NO_COORDINATES),
        ("-103.8,36.0", matter_details.NO_COORDINATES),
        ("2.35,48.85", matter_details.OUTSIDE),
        ("103.8,103.9", matter_details.OUTSIDE),
        ("36.0,36.1", matter_details.OUTSIDE),
        ("0,0", matter_details.OUTSIDE),
    ],
)
def test_what_is_no_point_in_the_country_is_said(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_coordinates(text)

    assert str(refusal.value) == sentence


def test_points_are_shown_as_maps_take_them() -> None:
    assert coordinates_words((103.83417, 36.1)) == "103.834170,36.100000"
    assert coordinates_words(None) == ""
    assert read_coordinates("") is None
