"""The fields that choose a report's period, as they stand in its address."""

from wtforms import DateField, Form, SelectChoice, SelectField
from wtforms.validators import Optional

from reports.periods import PeriodKind


class PeriodForm(Form):  # type: ignore[misc]
    """A kind of period and any day in it; a range has its last day too."""

    period = SelectField("统计周期", choices=[SelectChoice(kind.value, kind.label) for kind in PeriodKind])
    on = DateField("日期或首日", [Optional()])
    to = DateField("末日（限区间）", [Optional()])
