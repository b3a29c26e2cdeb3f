"""What becomes of text on its way from a form to the database."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from hotline.forms.fields import Given, LongTextField, TextField, WholeNumberField, tidy


class Sheet(Form):  # type: ignore[misc]
    title = TextField("标题", [Given("请填写标题。")], at_most=10)
    content = LongTextField("内容", at_most=20)
    people = WholeNumberField("人数")


def filled(**fields: str) -> Sheet:
    return Sheet(MultiDict({"title": "路灯", **fields}))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  路灯 \t 不亮 ", "路灯 不亮"),
        ("路灯\n不亮", "路灯 不亮"),
        ("路\u202e灯\u200f", "路灯"),
        ("路\x07灯\x1b", "路灯"),
        ("路灯😀", "路灯😀"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("e\u0301", "é"),
        ("\ufeff路灯\uffff", "路灯"),
    ],
)
def test_one_line_is_tidied(typed: str, kept: str) -> None:
    form = filled(title=typed)

    assert form.validate()
    assert form.title.data == kept


def test_lines_of_a_long_text_stay_lines() -> None:
    assert tidy("第一行\r\n第二行\r第三行") == "第一行\n第二行\n第三行"


@pytest.mark.parametrize("name", ["title", "content"])
@pytest.mark.parametrize("typed", ["路\x00灯", "路\ud83d灯"])
def test_a_text_that_cannot_be_stored_is_refused_and_kept_without_it(name: str, typed: str) -> None:
    form = filled(**{name: typed})

    assert not form.validate()
    assert "无法保存的字符" in form[name].errors[0]
    assert form[name].data == "路灯"


def test_a_text_that_is_too_long_says_by_how_much_and_is_kept() -> None:
    form = filled(title="字" * 13, content="😀" * 21)

    assert not form.validate()
    assert form.title.errors == ["最多 10 个字，已超出 3 个字，请精简。"]
    assert form.content.errors == ["最多 20 个字，已超出 1 个字，请精简。"]
    assert form.title.data == "字" * 13


def test_blanks_are_not_an_answer() -> None:
    form = filled(title=" \u200b ")

    assert not form.validate()
    assert form.title.errors == ["请填写标题。"]


@pytest.mark.parametrize(("typed", "kept"), [("12", 12), ("１２", 12), ("", None), (" 3 ", 3)])
def test_whole_numbers_are_read_in_either_width(typed: str, kept: int | None) -> None:
    form = filled(people=typed)

    assert form.validate()
    assert form.people.data == kept


@pytest.mark.parametrize("typed", ["-1", "1.5", "1e3", "٣", "1_000", "99999999999", "十"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    form = filled(people=typed)

    assert not form.validate()
    assert form.people.errors == ["请填写整数。"]
