"""The articles an answer cites, as a field of the form that answers: chosen by the search beside it, kept as boxes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup
from wtforms import SelectMultipleField

from config import LOCAL_TIMEZONE
from hotline.forms.steps import whole_number
from models.queries import articles

MOST = 20


class DrawnByThePicker:
    """The form draws this field among its hidden ones, which is nowhere: the picker's template does."""

    input_type = "hidden"

    def __call__(self, field: Any, **kwargs: Any) -> Markup:  # noqa: ARG002
        """Draw nothing."""
        return Markup()


class CitesField(SelectMultipleField):  # type: ignore[misc]
    """Ids of versions of articles."""

    widget = DrawnByThePicker()

    def __init__(self, label: str = "引用知识", **kwargs: Any) -> None:
        # Ids come as text from a form, and as numbers from a draft.
        super().__init__(
            label, coerce=lambda value: whole_number(str(value)), choices=[], validate_choice=False, **kwargs
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the ids; what is none is left out."""
        self.data = [number for value in valuelist[:MOST] if (number := whole_number(value)) is not None]

    def lines(self, at: datetime) -> Sequence[tuple[int, str]]:
        """Return id and name of what is chosen and may still be read out."""
        on = at.astimezone(LOCAL_TIMEZONE).date()
        rows = articles.usable(self.data, on) if self.data else ()
        return [(version.id, f"{article.number} {version.title}") for article, version in rows]
