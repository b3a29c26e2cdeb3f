"""The form that gives a case to a colleague."""

from collections.abc import Sequence

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from hotline.forms import Form
from hotline.forms.steps import long_text


def colleague_field() -> SelectField:
    """Return a field that names a person."""
    return SelectField(
        "交给",
        [InputRequired("请选择人员。")],
        coerce=lambda value: int(value) if value not in (None, "", "None") else None,
        render_kw={"data-combobox": "", "data-placeholder": "输入姓名"},
    )


def persons(rows: Sequence[tuple[int, str]]) -> list[SelectChoice]:
    """Return people as choices."""
    return [SelectChoice("", "请选择"), *(SelectChoice(str(key), name) for key, name in rows)]


class HandOverForm(Form):
    """Whom the work goes to, and why."""

    colleague_id = colleague_field()
    note = long_text("说明", description="改派他人已领取的工单时须说明原因；写入办理过程。", rows=2)

    def offer(self, rows: Sequence[tuple[int, str]]) -> None:
        """Offer those who may do the work."""
        self.colleague_id.choices = persons(rows)
