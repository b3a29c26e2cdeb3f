"""The forms of steps that are taken on several cases at once."""

from typing import Any

from flask import request
from flask_login import current_user
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from hotline.forms import Form
from hotline.forms.assigning import colleague_field, persons
from hotline.forms.steps import lead_units, long_text, unit_field
from models.queries import people, tags


class BulkForm(Form):
    """What is said with the step, the same for every case."""

    note = long_text("说明", description="写入每件工单的办理过程；可不填。", rows=2)

    @property
    def seen(self) -> dict[int, int]:
        """The cases with the versions that the person had before them."""
        pairs = (pair.split("-") for pair in request.form.getlist("seen"))
        return {int(p[0]): int(p[1]) for p in pairs if len(p) == 2 and all(n.isdecimal() for n in p)}


class BulkDispatchForm(BulkForm):
    """To whom they all go; to nobody named: each to whom the catalogue names."""

    lead_id = unit_field("主办单位", description="不选的，每件按派单目录派出。")

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the departments that may lead."""
        super().__init__(*given, **named)
        self.lead_id.choices = lead_units()


class BulkAnswerForm(BulkForm):
    """What they are all answered."""

    note = long_text("答复内容", required="请填写答复内容。", description="对每位诉求人公开。")


class BulkHandOverForm(BulkForm):
    """To whom the work goes."""

    colleague_id = colleague_field()

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the people of one's own unit; whether somebody may do the work is asked of each case."""
        super().__init__(*given, **named)
        self.colleague_id.choices = persons(people.names_of_unit(current_user.department_id))


class BulkTagForm(BulkForm):
    """Which tag is meant."""

    tag_id = SelectField(
        "标签", [InputRequired("请选择标签。")], coerce=lambda value: int(value) if value else None
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the tags in use."""
        super().__init__(*given, **named)
        offered = [SelectChoice(str(tag.id), tag.name) for tag in tags.in_use()]
        self.tag_id.choices = [SelectChoice("", "请选择"), *offered]


class BulkMergeForm(BulkForm):
    """Which case they are all merged into."""

    number = StringField(
        "主单编号", [InputRequired("请填写主单编号。"), Length(max=30, message="编号过长。")]
    )


class BulkUnmergeForm(BulkForm):
    """Why they are handled apart again."""

    note = long_text("说明", required="请填写撤销并单的说明。", rows=2)
