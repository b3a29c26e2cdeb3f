"""The forms of the joint meeting's preparation: candidates, the meeting, its topics, opinions, answers."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField, MomentField, TextField, WholeNumberField
from hotline.forms.steps import RadioField, unit_field, units, whole_number
from models.queries import departments, reference
from models.transaction import SomeoneWasFaster
from models.vocabulary import MeetingKind, SeatReply, Stance
from workflows.errors import BadInput
from workflows.joint_meeting.preparing import MeetingPlan
from workflows.joint_meeting.topics import TopicWords

T = TypeVar("T")
SEARCHED = {"data-combobox": "", "data-placeholder": "输入汉字或拼音首字母"}


def given(value: T | None) -> T:
    """Return what the form's own checks have found to be there."""
    if value is None:
        raise BadInput("请填写日期或时间。")
    return value


class VersionedForm(Form):
    """A form that changes a row somebody else may be changing at the same time."""

    version = HiddenField()

    def check(self, row: Any) -> None:
        """Raise SomeoneWasFaster where the row is no longer what the person saw."""
        if whole_number(self.version.data) != row.version:
            raise SomeoneWasFaster


def several_units(label: str, *, description: str = "") -> SelectMultipleField:
    """Return a field that names several departments."""
    return SelectMultipleField(
        label, [Optional()], coerce=int, description=description, render_kw=dict(SEARCHED)
    )


class DismissForm(Form):
    """Why a candidate is put aside."""

    note = LongTextField(
        "不列入的理由",
        [Given("请填写不列入的理由。")],
        at_most=1000,
        render_kw={"rows": 3},
        description="以后情况加重（例如再次退单）时，会重新列为候选。",
    )


class MeetingForm(VersionedForm):
    """When and where a meeting is, who chairs it and who is invited."""

    kind = SelectField("会议类型", choices=[SelectChoice(kind.value, kind.label) for kind in MeetingKind])
    title = TextField("会议名称", [Given("请填写会议名称。")], at_most=100)
    starts_at = MomentField("开始时间", [Given("请填写开始时间。")])
    ends_at = MomentField("结束时间", [Given("请填写结束时间。")])
    place = TextField("会议地点", at_most=200)
    video_url = TextField("视频会议链接", at_most=500, description="线上参会的填写；与地点至少填一项。")
    chair = TextField("主持人", [Given("请填写主持人。")], at_most=60)
    department_ids = several_units("参会单位")

    def offer(self) -> None:
        """Offer every department."""
        self.department_ids.choices = units(departments.in_official_order())

    def plan(self) -> MeetingPlan:
        """Return what was filled in."""
        return MeetingPlan(
            kind=MeetingKind(self.kind.data),
            title=self.title.data,
            starts_at=given(self.starts_at.data),
            ends_at=given(self.ends_at.data),
            place=self.place.data,
            video_url=self.video_url.data,
            chair=self.chair.data,
            department_ids=tuple(self.department_ids.data or ()),
        )


class TopicForm(VersionedForm):
    """What the agenda says of a topic."""

    title = TextField("议题名称", [Given("请填写议题名称。")], at_most=100)
    branch_id = SelectField(
        "领域", [Optional()], coerce=lambda value: int(value) if value not in (None, "", "None") else None
    )
    people = WholeNumberField("涉及人数", [Optional(), NumberRange(1, 9_999_999, "请填写 1 以上的整数。")])
    demand = LongTextField(
        "诉求摘要",
        [Given("请填写诉求摘要。")],
        at_most=4000,
        render_kw={"rows": 5},
        description="会议材料发给各参会单位，请勿写入诉求人姓名、电话和详细住址。",
    )
    law = LongTextField("法律政策依据", at_most=4000, render_kw={"rows": 3})
    dispute = LongTextField("争议焦点", at_most=4000, render_kw={"rows": 3})
    proposal = LongTextField("热线办建议", at_most=4000, render_kw={"rows": 3})
    to_decide = LongTextField("提请会议决定的事项", at_most=4000, render_kw={"rows": 3})

    def offer(self) -> None:
        """Offer the branches of the matters."""
        named = [SelectChoice(str(key), name) for key, name in reference.branch_names()]
        self.branch_id.choices = [SelectChoice("", "（未定）"), *named]

    def words(self) -> TopicWords:
        """Return what was filled in."""
        return TopicWords(
            **{name: value for name, value in self.data.items() if name not in ("csrf_token", "version")}
        )


class NoteForm(Form):
    """A step that needs a reason in words."""

    note = LongTextField("原因", [Given("请填写原因。")], at_most=1000, render_kw={"rows": 3})


class ConfirmForm(Form):
    """A step that is only confirmed."""


class AskForm(Form):
    """Which departments are asked for their opinion, and by when."""

    department_ids = several_units("征求意见的单位", description="办理过有关工单的单位已选上。")
    due_at = MomentField("反馈期限", [Given("请填写反馈期限。")])

    def offer(self, chosen: Iterable[int]) -> None:
        """Offer every department, those that had a part in the cases chosen already."""
        self.department_ids.choices = units(departments.in_official_order())
        if not self.is_submitted():
            self.department_ids.data = list(chosen)


class OpinionForm(Form):
    """What a department says to a topic before the meeting."""

    stance = RadioField(
        "对建议的意见",
        [InputRequired("请选择同意、不同意或另有意见。")],
        choices=[SelectChoice(each.value, each.label) for each in Stance],
    )
    opinion = LongTextField("具体意见", [Given("请填写意见。")], at_most=4000, render_kw={"rows": 5})
    basis = LongTextField(
        "依据", at_most=2000, render_kw={"rows": 2}, description="法律法规、三定规定或权责清单。"
    )
    proposed_lead_id = unit_field("建议的牵头单位", description="认为应由其他单位牵头的填写。")

    def offer(self) -> None:
        """Offer the departments that may lead."""
        self.proposed_lead_id.choices = units(
            departments.in_official_order(leads_only=True), first="（不另建议）"
        )


class SeatReplyForm(Form):
    """Whether and by whom a department comes."""

    reply = RadioField(
        "能否参会",
        [InputRequired("请选择能否参会。")],
        choices=[SelectChoice(each.value, each.label) for each in SeatReply],
    )
    attendee = TextField("参会人姓名和职务", at_most=100, description="派员替会的，填替会人。")


def positions(given: Sequence[tuple[int, int | None]]) -> list[int]:
    """Return the ids that were given a place, in the order of their places; alike ones as they stand."""
    placed = [(place, index, row_id) for index, (row_id, place) in enumerate(given) if place]
    return [row_id for _place, _index, row_id in sorted(placed)]
