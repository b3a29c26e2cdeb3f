"""The forms of issues: what a draft is made of, the texts written into it, why it is given up or corrected."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from config import LOCAL_TIMEZONE
from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField, MomentField, TextField
from hotline.forms.joint_meetings import VersionedForm
from reports import catalogue
from reports.catalogue import Report
from reports.periods import EXAMPLES
from reports.products.slots import LONGEST

USUAL_WINDOW = timedelta(days=3)


def products(further: str = "") -> list[SelectChoice]:
    """Return the reports as choices, and a further one that is made at a press only."""
    reports = {report.name: report for report in catalogue.everything()}
    if further not in reports and (found := catalogue.find(further)) is not None:
        reports[further] = found
    return [SelectChoice(name, report.title) for name, report in reports.items()]


class DraftForm(Form):
    """Which report of which period is made."""

    product = SelectField("报告", [InputRequired("请选择报告。")])
    period = TextField("统计周期", [Given("请填写统计周期。")], at_most=40, description=f"写成 {EXAMPLES}。")

    def offer(self, asked: str) -> None:
        """Offer the reports of the catalogue, and the one that was asked for."""
        self.product.choices = products(asked)


class LibraryForm(Form):
    """What is looked for among what was published."""

    class Meta(Form.Meta):
        """A form that only asks changes nothing and needs no token."""

        csrf = False

    year = SelectField("年份", [Optional()], validate_choice=False)
    product = SelectField("报告", [Optional()], validate_choice=False)
    q = TextField("标题或期号", at_most=60)

    def offer(self, years: Iterable[int]) -> None:
        """Offer the years and the reports of the catalogue."""
        self.year.choices = [SelectChoice("", "全部"), *(SelectChoice(str(y), f"{y}年") for y in years)]
        self.product.choices = [SelectChoice("", "全部"), *products()]


class StepForm(VersionedForm):
    """A step on a draft as the person saw it."""


class WindowForm(VersionedForm):
    """Until when departments may object."""

    until = MomentField("异议截止时间", [Given("请填写异议的截止时间。")])

    def offer(self, at: datetime) -> None:
        """Propose the evening of the third day from now."""
        if self.until.data is None and not self.is_submitted():
            day = (at + USUAL_WINDOW).astimezone(LOCAL_TIMEZONE)
            self.until.data = day.replace(hour=18, minute=0, second=0, microsecond=0)


class WithdrawForm(VersionedForm):
    """Why a draft is given up."""

    note = LongTextField("作废原因", [Given("请填写作废的原因。")], at_most=1000, render_kw={"rows": 3})


class CorrectForm(Form):
    """What a correction puts right."""

    reason = LongTextField(
        "更正说明",
        [Given("请说明更正什么、为什么。")],
        at_most=1000,
        render_kw={"rows": 4},
        description="写在更正的一期正文之首，例如：原期将某单位超期工单多计 1 件。",
    )


def texts_form(report: Report, written: Mapping[str, str], version: int) -> Any:
    """Return a form with a field for each place that the report has for texts."""
    fields = {
        slot.name: LongTextField(
            slot.label,
            description=f"{slot.hint}{'（必填，未填不能发布）' if slot.is_needed else ''}",
            at_most=LONGEST,
            render_kw={"rows": 6},
        )
        for slot in report.slots
    }
    made = type("TextsForm", (VersionedForm,), fields)
    return made(data={**written, "version": version})
