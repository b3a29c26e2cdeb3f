"""The forms of what a department asks for: more time, deferral, an end, exclusion; and of taking it back."""

from datetime import datetime, timedelta

from wtforms import DateField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from config import LOCAL_TIMEZONE
from hotline.forms.steps import RadioField, StepForm, files_field, ground_field, grounds, long_text
from models.case import Case
from models.queries import requests
from models.user import User
from models.vocabulary import RequestKind

REVIEW_AFTER = timedelta(days=30)


class ExtensionForm(StepForm):
    """How many more working days, and why."""

    days = IntegerField(
        "延长（工作日）",
        [InputRequired("请填写工作日数。"), NumberRange(1, 90, "请填写 1 至 90 的整数。")],
        default=5,
    )
    ground_code = ground_field("延期事由")
    reason = long_text("延期理由", required="请填写延期的理由。", description="理由会告知诉求人。", rows=3)

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the city's grounds."""
        self.ground_code.choices = grounds("extension")


class DeferralForm(StepForm):
    """Why it cannot be done now, what is planned, and when it is looked at again."""

    ground_code = ground_field("挂账事由")
    reason = long_text("挂账理由", required="请填写挂账的理由。", rows=3)
    plan = long_text("办理计划", required="请填写办理计划。", rows=3)
    review_on = DateField("复查日期", [InputRequired("请填写今天以后的复查日期。")])

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the city's grounds, and a day a month from now."""
        self.ground_code.choices = grounds("deferral")
        if not self.is_submitted():
            self.review_on.data = (at + REVIEW_AFTER).astimezone(LOCAL_TIMEZONE).date()


class TerminationForm(StepForm):
    """On which ground the handling ends without a solution."""

    ground_code = ground_field("终止事由")
    reason = long_text("终止理由", required="请填写终止办理的理由。", rows=3)
    basis = StringField(
        "依据", [InputRequired("请填写终止办理的依据。"), Length(max=400, message="最多 400 个字。")]
    )
    files = files_field("佐证材料")

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the city's grounds."""
        self.ground_code.choices = grounds("termination")


class ExclusionForm(StepForm):
    """Why the case should not count for the department, and what proves it."""

    ground_code = ground_field("剔除事由")
    reason = long_text("申请理由", required="请填写甄别剔除的理由。", rows=3)
    evidence = long_text("佐证材料说明", required="请填写佐证材料说明。", rows=3)
    files = files_field("佐证材料")

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the city's grounds."""
        self.ground_code.choices = grounds("exclusion")


class WithdrawForm(StepForm):
    """Which request is taken back."""

    request_id = RadioField("撤回的申请", [InputRequired("请选择要撤回的申请。")], coerce=int)

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the undecided requests of one's own department; a return cannot be taken back."""
        self.request_id.choices = [
            SelectChoice(str(row.id), f"{row.kind.label}：{row.reason[:40]}")
            for row in requests.all_undecided(case.id)
            if row.kind is not RequestKind.RETURN
            and (row.department_id in user.department_ids or row.requested_by_id == user.id)
        ]


class ResumeForm(StepForm):
    """What changed so that the work goes on."""

    note = long_text("说明", rows=2)
