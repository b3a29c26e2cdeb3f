"""The forms of incidents: what one is called and whether its cases are merged; and why it is dissolved."""

from flask import request
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from hotline.forms import Form
from hotline.forms.steps import RadioField, long_text

MERGE, LINK = "merge", "link"


class ChosenCases(Form):
    """Which of the cases shown are meant."""

    @property
    def case_ids(self) -> list[int]:
        """The cases that are ticked."""
        return list(dict.fromkeys(request.form.getlist("case", type=int)))


class IncidentForm(ChosenCases):
    """What the incident is called, and how its cases are handled."""

    title = StringField(
        "事件名称", [InputRequired("请填写事件名称。"), Length(max=100, message="名称过长。")]
    )
    way = RadioField(
        "办理方式",
        [InputRequired("请选择办理方式。")],
        choices=[
            SelectChoice(MERGE, "并单办理：一个主单、一个承办单位、一份答复，逐一回访"),
            SelectChoice(LINK, "仅关联：标明是同一事件，各单分别办理"),
        ],
        default=MERGE,
    )
    note = long_text("说明", description="事件概况、处置要求；可不填。", rows=2)


class DissolveForm(Form):
    """Why the cases are handled apart again."""

    note = long_text("解散原因", required="请填写解散的原因。", rows=3)
