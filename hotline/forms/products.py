"""The field that chooses which day's or month's product is read, as it stands in its address."""

from wtforms import DateField, Form
from wtforms.validators import Optional


class DayForm(Form):  # type: ignore[misc]
    """Any day in the period."""

    period = DateField("日期", [Optional()])
