"""The kinds of field that administrators fill in: lines, texts, choices of words and of rows."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from models.vocabulary import Labelled

COMBOBOX = {"data-combobox": "", "data-placeholder": "输入汉字或拼音首字母"}
LINE_ENDS = re.compile(r"\r\n?")


def tidy(value: str | None) -> str:
    """Return the text composed, with plain line ends and nothing around it."""
    return unicodedata.normalize("NFC", LINE_ENDS.sub("\n", value or "")).strip()


def readable(_form: Any, field: Field) -> None:
    """Refuse characters that nobody can see and databases cannot hold."""
    if any(
        unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in field.data or ""
    ):
        raise ValidationError("含有不可见的控制字符，请删除后重新填写。")


def line(label: str, *, needed: bool = False, longest: int = 100, **options: Any) -> StringField:
    """Return a field of one line."""
    return StringField(label, checks(label, needed, longest), filters=[tidy], **options)


def text(label: str, *, needed: bool = False, longest: int = 2000, **options: Any) -> TextAreaField:
    """Return a field of several lines."""
    return TextAreaField(label, checks(label, needed, longest), filters=[tidy], **options)


def checks(label: str, needed: bool, longest: int) -> list[Any]:
    """Return what a text must be."""
    first = InputRequired(f"请填写{label}。") if needed else Optional()
    return [first, Length(max=longest, message=f"最多 {longest} 个字。"), readable]


def tick(label: str, **options: Any) -> BooleanField:
    """Return a box to tick."""
    return BooleanField(label, **options)


def choice(label: str, members: type[Labelled], *, empty: str = "", **options: Any) -> SelectField:
    """Return a choice of one word of the vocabulary; with `empty` it may be none."""
    offered = [SelectChoice("", empty)] if empty else []
    offered += [SelectChoice(member.value, member.label) for member in members]

    def read(value: Any) -> Labelled | None:
        if value is None or value == "":
            return None
        return members(value.value if isinstance(value, StrEnum) else value)

    return SelectField(label, coerce=read, choices=offered, validators=[known], **options)


def row_choice(label: str, *, needed: bool = False, **options: Any) -> SelectField:
    """Return a choice of one row by its id, searched by letters; `offer` gives the rows."""
    validators = [InputRequired(f"请选择{label}。")] if needed else [Optional()]
    return SelectField(
        label, coerce=number_or_none, choices=[], validators=validators, render_kw=dict(COMBOBOX), **options
    )


def rows_choice(label: str, **options: Any) -> SelectMultipleField:
    """Return a choice of several rows by their ids."""
    return SelectMultipleField(label, coerce=int, choices=[], render_kw=dict(COMBOBOX), **options)


def boxes(label: str, offered: Sequence[tuple[Any, str]] = (), coerce: Any = str, **options: Any) -> Any:
    """Return a choice of several words, each a box to tick."""
    return SelectMultipleField(
        label,
        choices=[SelectChoice(value, name) for value, name in offered],
        coerce=coerce,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **options,
    )


def known(_form: Any, field: Field) -> None:
    """Refuse a choice that was not offered and so was read as nothing."""
    if field.data is None and field.choices and field.choices[0].value != "":
        raise ValidationError(f"请选择{field.label.text}。")


def number_or_none(value: Any) -> int | None:
    """Read the id of a row, or nothing."""
    return int(value) if str(value or "").isdigit() else None


def offer(field: Any, rows: Iterable[Any], *, empty: str | None = None, label: str = "name") -> None:
    """Give a field rows to choose from: their names, found by their letters."""
    offered = [] if empty is None else [SelectChoice("", empty)]
    for row in rows:
        found_by = {"data-initials": getattr(row, "initials", ""), "data-keywords": getattr(row, "code", "")}
        offered.append(SelectChoice(str(row.id), getattr(row, label), found_by))
    field.choices = offered
