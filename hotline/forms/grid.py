"""The forms of the grid's events: what was found, how it was dealt with, the list's filters, a file of events."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import Form as PlainForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField, MomentField, TextField, one_of
from hotline.forms.joint_meetings import VersionedForm, given
from hotline.forms.steps import whole_number
from models.queries import grid_events, grid_figures, reference
from models.queries.grid_events import Wanted
from models.vocabulary import GridStanding
from workflows.grid import Finding


def number(value: Any) -> int | None:
    """Read the id of a choice."""
    return whole_number(str(value))


def districts(first: str) -> list[SelectChoice]:
    """Return the districts as choices."""
    named = [SelectChoice(str(id_), name) for id_, name in reference.district_names()]
    return [SelectChoice("", first), *named]


class FindingForm(Form):
    """What a grid worker found."""

    title = TextField(
        "事件", [Given("请填写事件。")], at_most=100, description="一句话说明，如“人行道地砖破损”。"
    )
    grid_class_id = SelectField("类别", [Given("请选择类别。")], coerce=number)
    found_at = MomentField("采集时间", [Given("请填写采集时间。")])
    district_id = SelectField("区县", [Optional()], coerce=number)
    place = TextField("地点", at_most=200)
    detail = LongTextField(
        "详情", at_most=4000, render_kw={"rows": 4}, description="请勿写入居民的姓名、电话和证件号码。"
    )

    def offer(self) -> None:
        """Offer the classes in use and the districts."""
        named = [SelectChoice(str(row.id), row.name) for row in grid_events.classes_in_use()]
        self.grid_class_id.choices = [SelectChoice("", "请选择"), *named]
        self.district_id.choices = districts("（未定）")

    def finding(self) -> Finding:
        """Return what was filled in."""
        return Finding(
            title=self.title.data,
            grid_class_id=given(self.grid_class_id.data),
            district_id=self.district_id.data,
            found_at=given(self.found_at.data),
            place=self.place.data,
            detail=self.detail.data,
        )


class EscalateForm(VersionedForm):
    """That the event is passed up; there is nothing to fill in."""


class ProcessForm(VersionedForm):
    """How the event was dealt with."""

    outcome = LongTextField("处置情况", [Given("请填写处置情况。")], at_most=4000, render_kw={"rows": 4})


class NameCaseForm(VersionedForm):
    """Which case the event led to."""

    case_number = TextField(
        "工单编号", at_most=64, description="事件已登记为热线工单的，填写工单编号；留空为取消关联。"
    )


class EventFilterForm(PlainForm):  # type: ignore[misc]
    """What the list is narrowed to."""

    standing = SelectField("状态", [Optional()], choices=[SelectChoice("", "不限"), *one_of(GridStanding)])
    grid_class = SelectField("类别", [Optional()], coerce=number)
    district = SelectField("区县", [Optional()], coerce=number)

    def offer(self) -> None:
        """Offer every class, those no longer in use too, and the districts."""
        named = [SelectChoice(str(row.id), row.name) for row in grid_figures.classes()]
        self.grid_class.choices = [SelectChoice("", "不限"), *named]
        self.district.choices = districts("不限")

    def wanted(self, registered_by_id: int | None) -> Wanted:
        """Return what was asked for."""
        return Wanted(
            standing=GridStanding(self.standing.data) if self.standing.data else None,
            class_id=self.grid_class.data,
            district_id=self.district.data,
            registered_by_id=registered_by_id,
        )


class EventFileForm(Form):
    """A file of events and the platform it comes from."""

    source = TextField(
        "来源平台",
        [Given("请填写来源平台。")],
        at_most=40,
        description="同一平台的同一事件编号只记一件；再次导入时更新。",
    )
    file = FileField("事件文件", [FileRequired("请选择文件。")])
