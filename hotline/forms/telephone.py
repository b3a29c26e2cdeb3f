"""The forms of the telephone: a seat, a note on a caller, a reason to listen, an exchange, a call that is played."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, DateField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from config import LOCAL_TIMEZONE
from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField, TextField, one_of
from hotline.forms.joint_meetings import VersionedForm
from hotline.forms.steps import whole_number
from models.queries.calls import Wanted
from models.telephone import CallerNoteKind, CallState, Direction
from workflows.telephone_events import read_hosts

DAYS_OF_A_NOTE = 90


class SeatForm(Form):
    """At which telephone the agent sits."""

    extension = TextField("我的分机", [Given("请填写分机号。")], at_most=32)


class AddCallForm(Form):
    """What the caller added to a case that is open already; nothing is enough."""

    note = TextField("补充内容", at_most=500)
    # What stands in the intake form, where the agent finds that the case is there already.
    content = LongTextField("诉求内容")

    def __init__(self, *, in_frame: bool = False, **given: Any) -> None:
        super().__init__(**given)
        if in_frame:
            # The frame shows it above a page that may hold another note.
            self.note.id = self.note.label.field_id = "call-note"


class CallerNoteForm(Form):
    """What others should know before they speak to this caller."""

    kind = SelectField("类型", [InputRequired("请选择类型。")], choices=one_of(CallerNoteKind))
    text = TextField(
        "标注内容",
        [Given("请填写标注内容。")],
        at_most=200,
        description="写事实，不写评价，如“听力不便，请放慢语速”。",
    )
    ends_on = DateField("有效至", [InputRequired("请选择截止日期。")], description="到期自动失效，最长一年。")

    def note(self) -> tuple[CallerNoteKind, str, date]:
        """Return kind, text and last day."""
        return CallerNoteKind(self.kind.data), self.text.data, self.ends_on.data


def note_form(today: date) -> CallerNoteForm:
    """Return the form of a note, in force for three months unless another day is chosen."""
    return CallerNoteForm(data={"ends_on": today + timedelta(days=DAYS_OF_A_NOTE)})


class ListenForm(Form):
    """Why somebody listens to a call that was not their own."""

    reason = TextField("调听理由", at_most=200)


class ExchangeForm(VersionedForm):
    """An exchange that reports its calls."""

    name = TextField("名称", [Given("请填写名称。")], at_most=60)
    hosts = LongTextField(
        "录音服务器",
        at_most=2000,
        render_kw={"rows": 3},
        description="每行一个服务器名，可带端口；录音链接只能指向这些服务器。没有录音的留空。",
    )
    is_training = BooleanField("用于演练：模拟来电页通过它产生通话")
    is_active = BooleanField("启用", default=True)

    def values(self) -> dict[str, Any]:
        """Return the row's values; BadInput for what is no server's name."""
        return {
            "name": self.name.data,
            "recording_hosts": read_hosts(self.hosts.data or ""),
            "is_training": self.is_training.data,
            "is_active": self.is_active.data,
        }


class PlayForm(Form):
    """A call that is played: who rings, and for whom."""

    caller = SelectField(
        "来电人", choices=[], validate_choice=False, coerce=lambda value: whole_number(str(value))
    )
    number = TextField("或输入号码", at_most=30, description="留空且未选来电人的，按未知号码来电。")
    target = SelectField(
        "振铃对象",
        choices=[SelectChoice("me", "我的分机"), SelectChoice("queue", "排队，所有在座坐席可见")],
        default="me",
    )


class EndingsForm(PlainForm):  # type: ignore[misc]
    """Of which days, and of whom, the ends of calls are counted."""

    whose = SelectField(
        "范围", [Optional()], choices=[SelectChoice("", "全部坐席"), SelectChoice("mine", "我的通话")]
    )
    day = DateField("从", [InputRequired("请选择日期。")])
    until = DateField("至", [InputRequired("请选择日期。")])


class CallFilterForm(PlainForm):  # type: ignore[misc]
    """What the list of calls is narrowed to."""

    whose = SelectField(
        "范围", [Optional()], choices=[SelectChoice("", "全部坐席"), SelectChoice("mine", "我的通话")]
    )
    state = SelectField("状态", [Optional()], choices=[SelectChoice("", "不限"), *one_of(CallState)])
    direction = SelectField("方向", [Optional()], choices=[SelectChoice("", "不限"), *one_of(Direction)])
    day = DateField("日期", [Optional()])
    until = DateField("至", [Optional()])
    ending = SelectField("结束情况", [Optional()], choices=[], validate_choice=False)
    unlinked = BooleanField("只看未登记工单的")
    real = BooleanField("不含演练")

    def wanted(self, own_id: int, *, watches: bool) -> Wanted:
        """Return what was asked for; who does not watch all calls sees their own."""
        day, last = self.day.data, self.until.data or self.day.data
        since = datetime.combine(day, time(), LOCAL_TIMEZONE) if day else None
        return Wanted(
            agent_id=None if watches and self.whose.data != "mine" else own_id,
            state=CallState(self.state.data) if self.state.data else None,
            direction=Direction(self.direction.data) if self.direction.data else None,
            since=since,
            until=datetime.combine(last, time(), LOCAL_TIMEZONE) + timedelta(days=1) if last else None,
            without_case=self.unlinked.data,
            ending=self.ending.data or "",
            real=self.real.data,
        )
