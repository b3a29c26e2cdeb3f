"""Numbers as people say them."""

from datetime import date

import pytest

from workflows.caller_details import read_id_number, read_phone
from workflows.errors import BadInput

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("0931-8461234", "09318461234"),
        ("（0931）8461234", "09318461234"),
        ("8461234", "09318461234"),
        ("010-65123456", "01065123456"),
        ("110", "110"),
        ("12345", "12345"),
        ("95598", "95598"),
        ("400-812-3123", "4008123123"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_number_is_kept_as_digits(said: str, kept: str) -> None:
    assert read_phone(said, "0931") == kept


@pytest.mark.parametrize(
    "said",
    ["1381234567", "138123456789", "12812345678", "abc", "13812345678a", "0", "0000000000", "٠١٢٣٤٥٦٧٨٩٠"],
)
def test_what_is_no_number_is_refused_with_a_sentence(said: str) -> None:
    with pytest.raises(BadInput, match="号码不正确"):
        read_phone(said, "0931")


def test_a_line_without_area_code_needs_a_city_that_has_one() -> None:
    with pytest.raises(BadInput):
        read_phone("8461234")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("12345619520101123X", "12345619520101123X"),
        ("12345619520101123x", "12345619520101123X"),
        ("１２３４５６１９５２０１０１１２３Ｘ", "12345619520101123X"),
        ("E12345678", "E12345678"),
        ("", ""),
    ],
)
def test_an_identity_number_is_checked_and_kept(said: str, kept: str) -> None:
    assert read_id_number(said, TODAY) == kept


@pytest.mark.parametrize(
    "said",
    ["123456195201011231", "12345619501331123X", "110105501231123", "123456209912311234", "12345", "身份证"],
)
def test_a_wrong_identity_number_is_refused(said: str) -> None:
    with pytest.raises(BadInput, match="证件号码不正确"):
        read_id_number(said, TODAY)
