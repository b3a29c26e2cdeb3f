"""The forms of urging and supervision: remind, order, answer, confirm, another round, take a hazard."""

from collections.abc import Iterable
from datetime import datetime

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hotline.forms import Form
from hotline.forms.fields import Given, WholeNumberField
from hotline.forms.steps import StepForm, files_field, long_text
from models.case import Case
from models.queries import assignments, supervisions
from models.supervision import Supervision
from models.user import User
from models.vocabulary import (
    AssignmentState,
    LimitUnit,
    Permission,
    SupervisionLevel,
    SupervisionState,
    Trigger,
)
from workflows import clocks, supervision
from workflows.limit import Limit
from workflows.permissions import may

BASES = (Trigger.MANUAL, Trigger.LEADER_INSTRUCTION)
LEVELS = [level for level in SupervisionLevel if level is not SupervisionLevel.REMINDER]
GONE = (AssignmentState.SENT_BACK, AssignmentState.ENDED)


class RemindForm(StepForm):
    """What the department is told with the reminder."""

    note = long_text("催办说明", description="随催办发给承办单位；可不填。", rows=2)


class BulkReminderForm(Form):
    """What all the departments are told with the reminder."""

    note = long_text("催办说明", description="随催办发给各承办单位；可不填。", rows=2)


class TakeForm(StepForm):
    """What was done on taking the hazard."""

    note = long_text("处置情况", description="例如：已电话通知值班员，正赶往现场。", rows=2)


class OrderForm(StepForm):
    """Why, how pressing, by whom and by when: a supervision order."""

    basis = RadioField("督办来源", [InputRequired("请选择督办来源。")])
    level = SelectField("督办级别", [InputRequired("请选择督办级别。")])
    department_id = SelectField("督办对象", [InputRequired("请选择督办对象。")], coerce=int)
    days = WholeNumberField(
        "回复时限（工作日）", [Given("请填写工作日数。"), NumberRange(1, 90, "请填写 1 至 90 的整数。")]
    )
    reason = long_text("督办事由或领导批示", required="请填写督办事由；领导批示件请录入批示原文。", rows=3)
    requirement = long_text("督办要求", required="请填写督办要求。", rows=3)
    leader = StringField(
        "批示领导", [Optional(), Length(max=40, message="最多 40 个字。")], description="领导批示件填写。"
    )

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the departments at work on the case; who only gives instructions is asked for one first."""
        self.basis.choices = [SelectChoice(basis.value, basis.label) for basis in BASES]
        self.level.choices = [
            SelectChoice(level.value, f"{level.value} 级 {level.label}") for level in LEVELS
        ]
        parts = [part for part in assignments.of_case(case.id) if part.state not in GONE]
        units = {part.department_id: part.department.name for part in parts}
        if case.department_id and case.department:
            units = {case.department_id: case.department.name} | units
        self.department_id.choices = [SelectChoice(str(key), name) for key, name in units.items()]
        if not self.is_submitted():
            instructs = not may(user, Permission.REMIND)
            self.basis.data = (Trigger.LEADER_INSTRUCTION if instructs else Trigger.MANUAL).value
            self.level.data, self.days.data = SupervisionLevel.ORDER.value, default_days(case)
            self.requirement.data = supervision.REQUIREMENT
            self.leader.data = user.full_name if instructs else ""

    @property
    def full_reason(self) -> str:
        """Return the reason as the order says it: an instruction names its leader."""
        if self.basis.data != Trigger.LEADER_INSTRUCTION.value:
            return str(self.reason.data)
        return f"{self.leader.data or '市领导'}批示：{self.reason.data}"


def default_days(case: Case) -> int:
    """Return the working days of the case's rules for answering an order."""
    limit: Limit = clocks.rules_of(case).supervision.reply_limit
    return limit.amount if limit.unit is LimitUnit.WORKING_DAY else 3


class AnsweringForm(StepForm):
    """A step on one of the case's orders; the newest that waits for it is chosen already."""

    order_id = RadioField("督办单", [InputRequired("请选择督办单。")], coerce=int, validate_choice=False)
    waiting = SupervisionState.REPLIED

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the orders that wait for this step."""
        rows = list(self.fitting(supervisions.orders(case.id, self.waiting), user))
        self.order_id.choices = [SelectChoice(str(row.id), said(row)) for row in rows]
        if not self.is_submitted() and rows:
            self.order_id.data = rows[-1].id

    def fitting(self, rows: Iterable[Supervision], user: User) -> Iterable[Supervision]:  # noqa: ARG002
        """Return the orders this user may take the step on."""
        return rows


def said(row: Supervision) -> str:
    """Return an order as a choice says it."""
    return f"{row.number}（{row.level.label}）{row.reason[:40]}"


class ReplyOrderForm(AnsweringForm):
    """What was found, done and promised."""

    note = long_text("回复", required="请填写核查情况、处置措施和完成时间。", rows=5)
    files = files_field("佐证材料")
    waiting = SupervisionState.OPEN

    def fitting(self, rows: Iterable[Supervision], user: User) -> Iterable[Supervision]:
        """Return the orders to one's own department."""
        return [row for row in rows if row.department_id in user.department_ids]


class ConfirmForm(AnsweringForm):
    """Why the reply holds."""

    note = long_text("核实意见", rows=2)


class AnotherRoundForm(AnsweringForm):
    """What the reply lacks."""

    note = long_text("退回理由", required="请填写退回再办的理由。", rows=3)
