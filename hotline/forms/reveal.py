"""The form that lifts the masks: a reason."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from hotline.forms import Form


class RevealForm(Form):
    """Why the caller's details are needed."""

    reveal_reason = StringField(
        "查看事由",
        [
            InputRequired("请填写查看事由。"),
            Length(min=4, max=200, message="查看事由须为 4 至 200 个字。"),
        ],
        render_kw={"autocomplete": "off", "maxlength": "200"},
    )
