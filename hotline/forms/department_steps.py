"""The forms of the departments: contact, progress, pass down, reply, send back."""

from datetime import datetime

from wtforms import DateTimeLocalField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from config import LOCAL_TIMEZONE
from hotline.forms.cites import CitesField
from hotline.forms.steps import (
    RadioField,
    StepForm,
    files_field,
    ground_field,
    grounds,
    lead_units,
    long_text,
    unit_field,
    units,
)
from models.case import Case
from models.queries import departments
from models.user import User
from models.vocabulary import ContactOutcome, Labelled, Solved
from workflows.handling import Answer
from workflows.identity import is_kept_from_departments

YES_NO = [SelectChoice("yes", "是"), SelectChoice("no", "否")]


def choices(members: type[Labelled]) -> list[SelectChoice]:
    """Return an enum as choices."""
    return [SelectChoice(member.value, member.label) for member in members]


def moment_field(label: str, *, description: str = "") -> DateTimeLocalField:
    """Return a field for a local moment."""
    return DateTimeLocalField(
        label, [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], description=description
    )


def aware(moment: datetime | None) -> datetime | None:
    """Read what was typed as local time."""
    return moment.replace(tzinfo=LOCAL_TIMEZONE) if moment else None


class SignForm(StepForm):
    """Signing asks for nothing."""


class ContactForm(StepForm):
    """When the caller was rung, and with what success."""

    outcome = RadioField("联系结果", [InputRequired("请选择联系结果。")], choices=choices(ContactOutcome))
    contacted_at = moment_field("联系时间")
    note = long_text("联系情况", rows=3)

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Put the present moment in."""
        if not self.is_submitted():
            self.contacted_at.data = at.astimezone(LOCAL_TIMEZONE)


class ProgressForm(StepForm):
    """How the work stands."""

    note = long_text("办理进展", required="请填写办理进展。")
    files = files_field()


class SupportReplyForm(StepForm):
    """What one's own part came to."""

    note = long_text(
        "办理情况", required="请填写办理情况。", description="回复给主办单位或上级单位，由其汇总。"
    )
    files = files_field()


class PassDownForm(StepForm):
    """To which unit of one's own, and for how long."""

    department_id = unit_field("下级单位", required="请选择下级单位。")
    days = IntegerField(
        "办理时限（工作日）",
        [InputRequired("请填写工作日数。"), NumberRange(1, 60, "请填写 1 至 60 的整数。")],
        default=2,
    )
    note = long_text("要求", rows=3)

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the units below one's own."""
        below = departments.below(user.department_id) if user.department_id else []
        self.department_id.choices = units(below, first="请选择")


class SendBackForm(StepForm):
    """Why the case is not one's own, and whose it is."""

    ground_code = ground_field("退单事由")
    reason = long_text("退单理由", required="请填写退单理由。", rows=3)
    basis = StringField(
        "依据",
        [
            InputRequired("请填写退单依据（法律法规、三定规定或权责清单）。"),
            Length(max=400, message="最多 400 个字。"),
        ],
        description="法律法规、三定规定或权责清单的条目。",
    )
    proposed_department_id = unit_field("建议承办单位", required="请选择建议的承办单位。")
    files = files_field("佐证材料")

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the city's grounds and the departments that may lead."""
        self.ground_code.choices = grounds("return")
        self.proposed_department_id.choices = lead_units()


class ReplyForm(StepForm):
    """What the department found, did and tells the public (domain study 7.3)."""

    is_true = RadioField("诉求是否属实", [InputRequired("请选择是否属实。")], choices=YES_NO)
    is_ours = RadioField("是否属本单位职责", [InputRequired("请选择是否属本单位职责。")], choices=YES_NO)
    contact = RadioField("联系群众", [InputRequired("请选择联系情况。")], choices=choices(ContactOutcome))
    contacted_at = moment_field("联系时间")
    contact_phone = StringField(
        "联系所用号码", [Optional(), Length(max=20, message="号码过长。")], render_kw={"inputmode": "tel"}
    )
    solved = RadioField("是否解决", [InputRequired("请选择是否解决。")], choices=choices(Solved))
    unsolved_reason = long_text("未解决原因", description="部分解决或未解决的，须填写。", rows=2)
    internal_record = long_text(
        "办理情况（内部）", required="请填写办理情况（内部）。", description="只供热线审核，不对外公开。"
    )
    public_answer = long_text(
        "公开答复内容",
        required="请填写公开答复内容。",
        description="直接回应每项诉求，写明时间、地点、结果与依据；不得出现个人信息。",
    )
    basis = StringField("依据条款", [Optional(), Length(max=400, message="最多 400 个字。")])
    next_plan = StringField("下步计划与时限", [Optional(), Length(max=400, message="最多 400 个字。")])
    handled_by = StringField("承办人", [Optional(), Length(max=40, message="最多 40 个字。")])
    approved_by = StringField("签发人", [Optional(), Length(max=40, message="最多 40 个字。")])
    cites = CitesField()
    files = files_field("办理附件")

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Put in what is known: who replies, and the first contact."""
        if not self.is_submitted():
            self.handled_by.data = self.handled_by.data or user.full_name
            if case.contacted_at and not self.contact.data:
                self.contact.data = ContactOutcome.REACHED.value
                self.contacted_at.data = case.contacted_at.astimezone(LOCAL_TIMEZONE)
            if is_kept_from_departments(case) and not self.contact.data:
                self.contact.data = ContactOutcome.NOT_NEEDED.value

    def answer(self) -> Answer:
        """Return the reply as the workflow takes it."""
        return Answer(
            is_true=self.is_true.data == "yes",
            is_ours=self.is_ours.data == "yes",
            contact=ContactOutcome(self.contact.data),
            solved=Solved(self.solved.data),
            internal_record=self.internal_record.data.strip(),
            public_answer=self.public_answer.data.strip(),
            contact_phone=(self.contact_phone.data or "").strip(),
            contacted_at=aware(self.contacted_at.data),
            unsolved_reason=self.unsolved_reason.data or "",
            basis=self.basis.data or "",
            next_plan=self.next_plan.data or "",
            handled_by=self.handled_by.data or "",
            approved_by=self.approved_by.data or "",
        )


class HandOverForm(StepForm):
    """To which department the case goes after a return."""

    lead_id = unit_field("改派至", required="请选择改派的承办单位。")
    note = long_text("说明", rows=3)

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the departments that may lead."""
        self.lead_id.choices = lead_units()


class RulingForm(StepForm):
    """Whose the case is, for good, and why."""

    department_id = unit_field("裁定承办单位", required="请选择裁定的承办单位。")
    note = long_text(
        "裁定意见", required="请填写裁定意见。", description="裁定为终局，并作为先例写入派单目录。"
    )

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the departments that may lead."""
        self.department_id.choices = lead_units()
