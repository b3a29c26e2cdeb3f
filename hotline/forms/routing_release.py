"""The forms of release from review: the threshold with its reason, and a reason alone."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField
from workflows.learning.curve import Reached, told


def why() -> LongTextField:
    """Return the field of the reason."""
    return LongTextField("理由", [Given("请填写理由。")], at_most=500, render_kw={"rows": 3})


class ReasonForm(Form):
    """Why."""

    reason = why()


class ThresholdForm(Form):
    """From which confidence on review may be spared: one of the points of the curve."""

    threshold = SelectField("免审门限", [InputRequired("请选择门限。")], coerce=int)
    reason = why()

    def __init__(self, points: Sequence[Reached], **given: Any) -> None:
        super().__init__(**given)
        self.threshold.choices = [
            SelectChoice(
                str(point.threshold),
                f"把握 ≥ {told(point.threshold)}：覆盖 {point.coverage_percent}%，精确率 {point.precision_percent}%"
                f"（{point.right:,}/{point.count:,} 件）",
            )
            for point in points
        ]
