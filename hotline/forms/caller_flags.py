"""The forms of flags on callers: proposing one with its evidence, deciding, ending, appealing, the list."""

from datetime import date, datetime, time, timedelta

from wtforms import DateField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from config import LOCAL_TIMEZONE
from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField
from hotline.forms.joint_meetings import VersionedForm
from models.queries import caller_flags as queries

STANDINGS = {
    queries.PENDING: "待审批",
    queries.LIVE: "有效",
    queries.APPEALED: "有效，申诉待处理",
    queries.OVER: "已到期",
    queries.ENDED: "已撤销",
    queries.REFUSED: "未批准",
}


def ticks(label: str) -> SelectMultipleField:
    """Return boxes to tick; what is not offered is refused."""
    return SelectMultipleField(
        label, coerce=int, choices=[], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class ProposeForm(Form):
    """What the caller does, and which calls and cases show it."""

    reason = LongTextField(
        "事实和理由",
        [Given("请写明事实和理由。")],
        at_most=500,
        description="写次数、时间和原话，不写评价；正常的重复反映、投诉热线工作的，不是骚扰。",
    )
    calls = ticks("作为证据的通话（本次通话已包括）")
    cases = ticks("作为证据的工单")


class ApproveForm(VersionedForm):
    """Until when the flag is in force."""

    ends_on = DateField(
        "有效至", [InputRequired("请选择截止日期。")], description="到期自动失效，最长 180 天。"
    )
    decision = LongTextField("审批意见", at_most=500)


class WordsForm(VersionedForm):
    """Why, in words that must be given."""

    words = LongTextField("说明", [Given("请填写说明。")], at_most=500)


class FlagFilterForm(PlainForm):  # type: ignore[misc]
    """What the list of flags is narrowed to."""

    standing = SelectField(
        "状态",
        [Optional()],
        choices=[SelectChoice("", "不限"), *(SelectChoice(value, name) for value, name in STANDINGS.items())],
    )
    day = DateField("提请日期从", [Optional()])
    until = DateField("至", [Optional()])

    def wanted(self, on: date) -> queries.Wanted:
        """Return what was asked for."""
        first, last = self.day.data, self.until.data
        return queries.Wanted(
            on,
            self.standing.data or "",
            since=datetime.combine(first, time(), LOCAL_TIMEZONE) if first else None,
            until=datetime.combine(last, time(), LOCAL_TIMEZONE) + timedelta(days=1) if last else None,
        )
