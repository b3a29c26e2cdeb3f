"""How text from a form is read: one place for what may not be stored, what is tidied and what is too long."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from wtforms import DateTimeLocalField, Field, Form, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from config import LOCAL_TIMEZONE
from models.vocabulary import Labelled

# PostgreSQL refuses NUL, no encoding carries half a character: such a text is refused as a whole.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Control characters, noncharacters, zero-width blanks, and marks that turn the reading direction: taken out
# without a word. The joiner U+200D stays: emoji are made with it.
INVISIBLE = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
UNSTORABLE_SENTENCE = "含有无法保存的字符（空字符或不完整的字符），请删除后重新输入。"
M = TypeVar("M", bound=Labelled)
Validators = Sequence[Callable[[Form, Field], None]]


def tidy(text: str) -> str:
    """Return the text as it is stored: NFC, line ends as one, without invisible control characters."""
    return INVISIBLE.sub("", LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))).strip()


def read(field: Field, values: list[str], reader: Callable[[str], str]) -> None:
    """Put the first value into the field; a text that cannot be stored stands tidied, with its error."""
    text = values[0] if values else ""
    field.is_storable = not UNSTORABLE.search(text)
    field.data = reader(UNSTORABLE.sub("", text))


def refuse_unstorable(field: Field) -> None:
    """Stop the checks of a field whose text cannot be stored."""
    if not getattr(field, "is_storable", True):
        raise StopValidation(UNSTORABLE_SENTENCE)


class TextField(StringField):  # type: ignore[misc]
    """One line of text, tidied; `at_most` characters."""

    def __init__(self, label: str, validators: Validators = (), *, at_most: int = 100, **kwargs: Any) -> None:
        super().__init__(label, [AtMost(at_most), *validators], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Tidy the text and make one line of it; a field that was not sent is empty."""
        read(self, valuelist, lambda text: " ".join(tidy(text).split()))

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        """Refuse what cannot be stored."""
        refuse_unstorable(self)


class LongTextField(TextAreaField):  # type: ignore[misc]
    """Text of several lines, tidied; `at_most` characters."""

    def __init__(
        self, label: str, validators: Validators = (), *, at_most: int = 10_000, **kwargs: Any
    ) -> None:
        kwargs["render_kw"] = {"data-limit": at_most, **kwargs.get("render_kw", {})}
        super().__init__(label, [AtMost(at_most), *validators], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Tidy the text; a field that was not sent is empty."""
        read(self, valuelist, tidy)

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        """Refuse what cannot be stored."""
        refuse_unstorable(self)


class WholeNumberField(IntegerField):  # type: ignore[misc]
    """A whole number in digits, full-width ones too; nothing is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits; what a database's integer cannot hold is refused with the rest."""
        text = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        self.data = None
        if text and not re.fullmatch("[0-9]{1,9}", text):
            raise ValueError("请填写整数。")
        if text:
            self.data = int(text)


class MomentField(DateTimeLocalField):  # type: ignore[misc]
    """A day and time as the city's clock shows it; the data is aware, nothing is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read 2026-03-02T09:00, as browsers send it, or with a blank between."""
        text = unicodedata.normalize("NFKC", valuelist[0]).strip().replace("T", " ") if valuelist else ""
        self.data = None
        if not text:
            return
        match = re.fullmatch(
            r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?", text
        )
        try:
            self.data = datetime.fromisoformat(match[1] if match else "").replace(tzinfo=LOCAL_TIMEZONE)
        except ValueError:
            raise ValueError("请按 2026-03-02 09:00 的格式填写日期和时间。") from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.astimezone(LOCAL_TIMEZONE).strftime("%Y-%m-%dT%H:%M") if self.data else ""


def member_of(members: type[M]) -> Callable[[Any], M | None]:
    """Return the reader of an enum's value; what is no value of it reads as nothing."""
    values = {member.value: member for member in members}
    return lambda value: values.get(str(value))


def one_of(members: Iterable[Labelled]) -> list[SelectChoice]:
    """Return enum members as choices."""
    return [SelectChoice(member.value, member.label) for member in members]


class AtMost:
    """Refuses a text that is too long, and says by how much; characters count as people count them."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002
        """Count the characters of the field."""
        over = len(field.data or "") - self.most
        if over > 0:
            raise ValidationError(f"最多 {self.most} 个字，已超出 {over} 个字，请精简。")


class Given:
    """Refuses an empty field with its own sentence."""

    field_flags = {"required": True}  # noqa: RUF012

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002
        """Look whether anything but blanks was given."""
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(self.sentence)
