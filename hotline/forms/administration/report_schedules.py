"""The form of a schedule of reports, and the fields that name whom reports are for."""

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from hotline.forms import Form
from hotline.forms.administration.fields import line, offer, rows_choice, tick
from hotline.forms.report_issues import products
from models.queries import departments, people
from models.queries.report_schedules import Readers
from models.report_schedule import ReportSchedule
from reports.periods import PeriodKind

KINDS = [kind for kind in PeriodKind if kind is not PeriodKind.RANGE]


class ReadersForm(Form):
    """Whom an issue is for."""

    department_ids = rows_choice("承办单位", description="通知单位负责人和值班人员，本单位人员都可以查阅。")
    role_ids = rows_choice("角色", description="通知该角色的全部人员。")
    user_ids = rows_choice("人员")

    def offer_readers(self) -> None:
        """Offer every department, role and active user."""
        offer(self.department_ids, departments.in_official_order())
        offer(self.role_ids, people.roles())
        offer(self.user_ids, [user for user in people.all_users() if user.is_active], label="full_name")

    def readers(self) -> Readers:
        """Return whom was named."""
        return Readers(self.role_ids.data or [], self.department_ids.data or [], self.user_ids.data or [])


def named(readers: Readers) -> dict[str, Any]:
    """Return whom an issue is for, by the fields of the form."""
    return {name: list(ids) for name, ids in vars(readers).items()}


class ScheduleForm(ReadersForm):
    """Which report is made of which periods, when, and whether it goes out by itself."""

    product = SelectField("报告", [InputRequired("请选择报告。")])
    period_kind = SelectField(
        "统计周期",
        [InputRequired("请选择统计周期。")],
        choices=[SelectChoice(k.value, k.label) for k in KINDS],
    )
    offset_days = IntegerField(
        "周期结束后第几个工作日",
        [InputRequired("请填写 0 至 30 的整数。"), NumberRange(0, 30, "请填写 0 至 30 的整数。")],
        default=1,
        description="0 为结束后的次日，不论是否工作日（日报通常如此）。",
    )
    at_time = line("编制时间", needed=True, longest=5, default="09:00", description="写成 09:00 的样子。")
    objection_days = IntegerField(
        "异议期（工作日）",
        [InputRequired("请填写 0 至 30 的整数。"), NumberRange(0, 30, "请填写 0 至 30 的整数。")],
        default=0,
        description="0 为不设异议期。设异议期的，编制后立即通知有应办结工单的承办单位。",
    )
    publishes = tick("自动发布（不勾选的，编制草稿后等待签发）")
    is_active = tick("启用", default=True)

    def __init__(self, schedule: ReportSchedule | None, readers: Readers) -> None:
        super().__init__(obj=schedule, data=named(readers))
        self.product.choices = products()
        self.offer_readers()

    def values(self) -> dict[str, Any]:
        """Return the schedule's values by column."""
        apart = {"csrf_token", "department_ids", "role_ids", "user_ids"}
        return {name: value for name, value in self.data.items() if name not in apart}
