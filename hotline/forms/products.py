"""The fields that choose which product of which period is read, as they stand in its address."""

from wtforms import DateField, Form, StringField
from wtforms.validators import Optional

from hotline.forms.administration.fields import row_choice


class DayForm(Form):  # type: ignore[misc]
    """Any day in the period."""

    period = DateField("日期", [Optional()])


class PeriodTextForm(Form):  # type: ignore[misc]
    """A period of any kind, as it is written: 2026, 2026-Q1, 2026-03."""

    period = StringField("统计周期", [Optional()])


class SubjectForm(PeriodTextForm):
    """A matter that a special report is made on, and its period."""

    subject = row_choice("事项分类")
