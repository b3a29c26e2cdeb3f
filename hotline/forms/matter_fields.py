"""The fields for an amount of money and for a point on the map: read as people type, shown as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Form, SelectField, StringField

from hotline.forms.fields import member_of, one_of, read, refuse_unstorable, tidy
from models.vocabulary import CoordinateSystem
from workflows.errors import BadInput
from workflows.matter_details import amount_words, coordinates_words, read_amount, read_coordinates


class ReadField(StringField):  # type: ignore[misc]
    """A text that stands for a value: `data` is the value, nothing is None; a wrong text stays as typed."""

    reader: Callable[[str], Any]
    words: Callable[[Any], str]
    typed: str = ""
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; the sentence of what is wrong is shown at the field."""
        read(self, valuelist, lambda text: " ".join(tidy(text).split()))
        self.typed, self.data = self.data, None
        try:
            self.data = type(self).reader(self.typed)
        except BadInput as error:
            raise ValueError(str(error)) from error

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        """Refuse what cannot be stored."""
        refuse_unstorable(self)

    def _value(self) -> str:
        return self.typed or type(self).words(self.data)


class AmountField(ReadField):
    """An amount typed in yuan; `data` is whole fen."""

    reader = staticmethod(read_amount)
    words = staticmethod(amount_words)


class CoordinatesField(ReadField):
    """A point pasted from a map; `data` is (longitude, latitude) in degrees."""

    reader = staticmethod(read_coordinates)
    words = staticmethod(coordinates_words)


def coordinate_system_field() -> SelectField:
    """Return the field that says by which system a point is given; maps people copy from use the first."""
    return SelectField(
        "坐标系",
        choices=one_of(CoordinateSystem),
        coerce=lambda value: member_of(CoordinateSystem)(value) or CoordinateSystem.GCJ02,
        validate_choice=False,
        default=CoordinateSystem.GCJ02,
    )
