"""The form of a public notice: what, where, from when until when."""

from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from hotline.forms.fields import Given, LongTextField, MomentField, TextField, one_of
from hotline.forms.joint_meetings import VersionedForm, given
from hotline.forms.knowledge import SEARCHED, places
from hotline.forms.steps import unit_field, units
from models.public_notice import Outage, PublicNotice
from models.queries import departments
from models.user import User
from workflows.public_notices import Announcement, may_post


class AnnouncementForm(VersionedForm):
    """What is announced."""

    department_id = unit_field("发布单位", required="请选择发布单位。")
    outage = SelectField("类别", [InputRequired("请选择类别。")], choices=one_of(Outage))
    title = TextField(
        "标题", [Given("请填写标题。")], at_most=60, description="一句话，如“建设路沿线计划停水”。"
    )
    area_ids = SelectMultipleField(
        "影响区域",
        [Optional()],
        coerce=int,
        render_kw=dict(SEARCHED),
        description="选区县或街道，可选多个；不选为全市。",
    )
    starts_at = MomentField("开始时间", [Given("请填写开始时间。")])
    ends_at = MomentField("预计结束时间", [Given("请填写预计结束时间。")])
    body = LongTextField(
        "向诉求人解释的话",
        at_most=1000,
        render_kw={"rows": 4},
        description="原因、范围、恢复时间、联系电话。",
    )

    def offer(self, user: User) -> None:
        """Offer the user's departments, and the districts and streets."""
        if "department_id" in self:
            own = [unit for unit in departments.in_official_order() if may_post(user, unit.id)]
            self.department_id.choices = units(own, first="请选择")
        self.area_ids.choices = places("")[1:]

    def announcement(self) -> Announcement:
        """Return what was filled in."""
        return Announcement(
            outage=Outage(self.outage.data),
            title=self.title.data,
            body=self.body.data,
            starts_at=given(self.starts_at.data),
            ends_at=given(self.ends_at.data),
            area_ids=tuple(self.area_ids.data or ()),
        )


class TakeBackForm(VersionedForm):
    """That a notice is taken back; there is nothing to fill in."""


def as_filled(row: PublicNotice) -> dict[str, Any]:
    """Return a notice as the form's fields."""
    names = ("title", "body", "starts_at", "ends_at")
    return {name: getattr(row, name) for name in names} | {
        "outage": row.outage.value,
        "area_ids": [area.id for area in row.areas],
        "version": str(row.version),
    }
