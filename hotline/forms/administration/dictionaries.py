"""The forms of the city's dictionaries."""

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from hotline.forms.administration.fields import choice, line, row_choice, rows_choice, text, tick
from hotline.forms.administration.reference import TableForm
from models.vocabulary import Criterion, SupervisionLevel, Trigger, Urgency

GROUND_KINDS = {
    "not_accepted": "不予受理",
    "return": "退单",
    "termination": "终止办理",
    "exclusion": "甄别剔除",
    "deferral": "挂账",
    "extension": "延期",
    "unsolved": "未解决",
    "transfer": "转其他渠道",
    "call_end": "来电结束原因",
}
REPLY_KINDS = {
    "intake": "受理",
    "warning": "文明用语",
    "handling": "办理",
    "review": "审核",
    "callback": "回访",
}
TOLD = {
    "duty_officer": "单位值班人员",
    "department_leader": "单位负责人",
    "parent_leader": "上级单位负责人",
    "supervisor": "督办主管",
    "centre_head": "中心主任",
}


def word(label: str, words: dict[str, str]) -> SelectField:
    """Return a choice of one of the words."""
    return SelectField(label, choices=[SelectChoice(value, name) for value, name in words.items()])


def number(label: str, most: int, **options: Any) -> IntegerField:
    """Return a field for a whole number from 0 on."""
    return IntegerField(
        label,
        [InputRequired(f"请填写{label}。"), NumberRange(0, most, f"{label}为 0 至 {most}。")],
        **options,
    )


class GroundForm(TableForm):
    """A ground that may be given."""

    kind = word("用于", GROUND_KINDS)
    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=60)
    basis = line("依据", longest=300)
    explanation = text("对诉求人的说明", longest=1000)
    position = number("排序", 9999, default=0)
    is_active = tick("启用", default=True)


class HazardWordForm(TableForm):
    """Words that point to a hazard."""

    words = line("词语", needed=True, longest=100)
    category_id = row_choice("分类")
    urgency = choice("紧急程度", Urgency)
    say = text("请接线员说", longest=1000)
    do = text("请接线员做", longest=1000)
    is_active = tick("启用", default=True)


class QuickReplyForm(TableForm):
    """A short text to insert."""

    code = line("代码", needed=True, longest=40)
    kind = word("用于", REPLY_KINDS)
    title = line("标题", needed=True, longest=60)
    body = text("正文", needed=True, longest=2000)
    is_active = tick("启用", default=True)


class TriggerForm(TableForm):
    """What starts supervision by itself."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=60)
    trigger = choice("条件", Trigger)
    threshold = number("阈值", 9999, default=0)
    level = choice("级别", SupervisionLevel)
    reply_limit = line("回复时限", needed=True, longest=20)
    immediate = tick("立即发出，不等人工确认")
    is_active = tick("启用", default=True)


class StepForm(TableForm):
    """Whom an unsigned hazard is told to, and when."""

    step = number("级次", 99)
    after_minutes = number("签收前经过（分钟）", 99999)
    tell = word("通知", TOLD)
    label = line("说明", longest=60)


class CandidateRuleForm(TableForm):
    """Which open cases are put before the convener of the joint meeting."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=60)
    criterion = choice("条件", Criterion)
    threshold = number("阈值", 9999, default=0)
    position = number("排序", 9999, default=0)
    is_active = tick("启用", default=True)


class ReportSubjectForm(TableForm):
    """What special reports are made about."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=30)
    title = line("专报标题", needed=True, longest=60)
    category_ids = rows_choice("事项")
    signs = text("反映现象", longest=2000)
    position = number("排序", 9999, default=0)
    is_active = tick("启用", default=True)


class SynonymForm(TableForm):
    """Words that mean the same to who searches."""

    words = line("同义词", needed=True, longest=200)
    is_active = tick("启用", default=True)


class HotTopicRuleForm(TableForm):
    """When a hot topic is an alarm."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=60)
    category_id = row_choice("事项")
    callers = number("来电人数", 999, default=10)
    hours = number("小时", 720, default=24)
    is_active = tick("启用", default=True)


class TagForm(TableForm):
    """A tag that the hotline puts on cases."""

    name = line("名称", needed=True, longest=12)
    position = number("排序", 9999, default=0)
    is_active = tick("启用", default=True)


class GridClassForm(TableForm):
    """A class of the grid's events."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=30)
    position = number("排序", 9999, default=0)
    is_active = tick("启用", default=True)
