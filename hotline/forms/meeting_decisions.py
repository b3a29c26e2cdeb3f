"""The forms of what a joint meeting decides: attendance, decisions with tasks, minutes, the ledger's steps."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import wtforms
from wtforms import BooleanField, DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField, TextField
from hotline.forms.joint_meetings import given, several_units
from hotline.forms.steps import files_field, unit_field, units
from models.department import Department
from models.meeting_topic import MeetingTopic, TopicOpinion
from models.queries import departments
from models.queries.meeting_actions import Wanted
from models.vocabulary import ActionState, Light
from workflows.joint_meeting.deciding import MOST_TASKS, Decision, Task

BAD_DAY = "请按 2026-01-31 的格式填写日期。"


class DayField(DateField):  # type: ignore[misc]
    """A day; what is none is refused in Chinese, nothing is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = date.fromisoformat(valuelist[0].strip())
            except ValueError:
                raise ValueError(BAD_DAY) from None


class DecideForm(Form):
    """What was decided on a topic: whose the cases are and until when, and up to five tasks."""

    text = LongTextField("决定内容", [Given("请填写决定内容。")], at_most=4000, render_kw={"rows": 4})
    lead_id = unit_field(
        "牵头单位", required="请选择牵头单位。", description="议题的在办工单改由该单位主办。"
    )
    supporting_ids = several_units("配合单位")
    due_on = DayField(
        "办结日期", [Given("请填写办结日期。")], description="工单的办结时限随之改为当日下班前。"
    )
    writes_catalogue = BooleanField(
        "写入派单目录", description="今后同一分类、同一区划的诉求直接派给该单位；原有的行到昨天为止。"
    )

    def offer(self, topic: MeetingTopic, opinions: Iterable[TopicOpinion]) -> None:
        """Offer the departments; those that gave an opinion stand as supporting already."""
        leads = units(departments.in_official_order(leads_only=True), first="请选择")
        self.lead_id.choices = leads
        self.supporting_ids.choices = units(departments.in_official_order())
        for number in TASKS:
            self[f"lead_{number}"].choices = units(
                departments.in_official_order(leads_only=True), first="同牵头单位"
            )
        if not self.is_submitted():
            self.text.data = topic.to_decide
            self.supporting_ids.data = [row.department_id for row in opinions if row.given_at]

    def decision(self) -> Decision:
        """Return what was filled in; a task without a lead or a day has those of the decision."""
        tasks = [
            Task(
                task=self[f"task_{number}"].data,
                deliverable=self[f"deliverable_{number}"].data,
                lead_id=self[f"lead_{number}"].data or self.lead_id.data,
                due_on=self[f"due_{number}"].data or given(self.due_on.data),
            )
            for number in TASKS
            if self[f"task_{number}"].data
        ]
        return Decision(
            text=self.text.data,
            lead_id=self.lead_id.data,
            supporting_ids=tuple(
                unit for unit in self.supporting_ids.data or () if unit != self.lead_id.data
            ),
            due_on=given(self.due_on.data),
            tasks=tuple(tasks),
            writes_catalogue=self.writes_catalogue.data,
        )


TASKS = range(1, MOST_TASKS + 1)
for _number in TASKS:
    setattr(DecideForm, f"task_{_number}", TextField(f"任务 {_number}", at_most=300))
    setattr(DecideForm, f"deliverable_{_number}", TextField(f"任务 {_number} 提交成果", at_most=200))
    setattr(DecideForm, f"lead_{_number}", unit_field(f"任务 {_number} 责任单位"))
    setattr(DecideForm, f"due_{_number}", DayField(f"任务 {_number} 完成日期", [Optional()]))


class PutOffForm(Form):
    """Why a topic is put off."""

    note = LongTextField("暂缓的原因", [Given("请填写暂缓的原因。")], at_most=1000, render_kw={"rows": 3})


class MinutesForm(Form):
    """What stands before and after the decisions in the minutes."""

    opening = LongTextField("会议概况", [Given("请填写会议概况。")], at_most=4000, render_kw={"rows": 4})
    closing = LongTextField("会议要求", at_most=4000, render_kw={"rows": 3})


class ReportForm(Form):
    """How far the task is, with evidence."""

    note = LongTextField("进展情况", [Given("请填写进展情况。")], at_most=4000, render_kw={"rows": 4})
    is_done = BooleanField("已全部完成")
    files = files_field("佐证材料")


class AskStrikeForm(Form):
    """Why the task may be struck off."""

    note = LongTextField("完成情况", [Given("请填写完成情况。")], at_most=4000, render_kw={"rows": 3})


class StrikeForm(Form):
    """What was verified."""

    note = LongTextField("核实意见", at_most=1000, render_kw={"rows": 3})


class SendBackForm(Form):
    """What is lacking."""

    note = LongTextField("退回的理由", [Given("请填写退回的理由。")], at_most=1000, render_kw={"rows": 3})


class MoveDueForm(Form):
    """To which day the task is moved, and why."""

    due_on = DayField("完成日期", [Given("请填写完成日期。")])
    note = LongTextField("调整的理由", [Given("请填写调整期限的理由。")], at_most=1000, render_kw={"rows": 3})


class LedgerForm(wtforms.Form):  # type: ignore[misc]
    """What the ledger is narrowed to, as it stands in its address."""

    lead = SelectField("牵头单位", [Optional()], render_kw={"data-combobox": ""})
    state = SelectField(
        "状态",
        [Optional()],
        choices=[SelectChoice("", "全部"), *(SelectChoice(each.value, each.label) for each in ActionState)],
    )

    def offer(self, rows: Iterable[Department]) -> None:
        """Offer the departments."""
        self.lead.choices = [SelectChoice("", "全部"), *units(rows)]

    def wanted(self, light: Light | None, *, is_open: bool) -> Wanted:
        """Return what was asked for."""
        return Wanted(
            state=ActionState(self.state.data) if self.state.data else None,
            light=light,
            lead_id=int(self.lead.data) if self.lead.data else None,
            is_open=is_open,
        )


def attended(given: Any, seat_ids: Iterable[int]) -> dict[int, bool]:
    """Return by seat whether its box was ticked."""
    ticked = set(given)
    return {seat_id: seat_id in ticked for seat_id in seat_ids}
