"""THE table of columns that exports of lists may have, and how each is read; none of them says who called.

What a line says of a protected case is the rule of workflows/headlines.py, as on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from hotline.case_exports.question import Clock, Own
from hotline.lamps import Lamps
from models.queries.export_rows import Facts
from models.user import User
from models.vocabulary import Confidentiality, Labelled, Urgency
from reports.workbooks.sheet import DAY, MOMENT, TEXT, WHOLE
from reports.workbooks.stream import Column as SheetColumn
from workflows import headlines
from workflows.permissions import works_at_hotline


class Reading:
    """Who reads, and at which moment: what the columns ask besides the line; `tags` are those of the cases being read."""

    def __init__(self, reader: headlines.Reader, at: datetime) -> None:
        self.reader = reader
        self.lamps = Lamps(at)
        self.tags: Mapping[int, Sequence[str]] = {}


Read = Callable[[Facts, Own, Reading], Any]


def _everybody(_user: User) -> bool:
    return True


@dataclass(frozen=True)
class Column:
    """One column: its name in orders, its heading, how it is read, written, how wide it is, and who may have it."""

    name: str
    label: str
    read: Read
    form: str = TEXT
    width: float = 12
    is_for: Callable[[User], bool] = _everybody

    @property
    def of_sheet(self) -> SheetColumn:
        """The column as the workbook has it."""
        return SheetColumn(self.label, self.width, self.form)


def _headline(facts: Facts, _own: Own, reading: Reading) -> str:
    return headlines.headline(facts, reading.reader, matter=facts.category, district=facts.district)


def _marks(facts: Facts, _own: Own, _reading: Reading) -> str:
    """Say in words what the badges before a title say: hazard, urgency, confidentiality."""
    said = ["险情"] if facts.is_hazard else []
    if facts.urgency in (Urgency.CRITICAL, Urgency.URGENT):
        said.append(facts.urgency.label)
    if facts.confidentiality is not Confidentiality.OPEN:
        said.append(facts.confidentiality.label)
    return "、".join(said)


def _clock(facts: Facts, own: Own) -> Clock:
    return own.clock or Clock(facts.next_due_at, facts.next_soon_at, facts.next_limit)


def _lamp(facts: Facts, own: Own, reading: Reading) -> str:
    """Say the lamp as the screen does: 临期 还剩 3 小时, 超期 2 天."""
    due_at, soon_at, limit = _clock(facts, own)
    if due_at is None:
        return ""
    light, words = reading.lamps.state(due_at, soon_at), reading.lamps.words(due_at, limit)
    if light is None or words.startswith(light.label):
        return words
    return f"{light.label} {words}".strip()


def _tags(facts: Facts, _own: Own, reading: Reading) -> str:
    return "、".join(reading.tags.get(facts.id, ()))


def _fact(name: str) -> Read:
    place = Facts._fields.index(name)
    return lambda facts, _own, _reading: facts[place]


def _label(name: str) -> Read:
    place = Facts._fields.index(name)

    def read(facts: Facts, _own: Own, _reading: Reading) -> str:
        member = facts[place]
        return member.label if isinstance(member, Labelled) else ""

    return read


def _yes_no(name: str) -> Read:
    place = Facts._fields.index(name)
    said: dict[Any, str] = {True: "是", False: "否", None: ""}
    return lambda facts, _own, _reading: said[facts[place]]


def _cell(name: str) -> Read:
    return lambda _facts, own, _reading: own.cells.get(name)


moment = partial(Column, form=MOMENT, width=17)
count = partial(Column, form=WHOLE, width=9)

# Read a piece at a time, and only where they are wanted.
TAGS = "tags"
COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        # What a list says besides the case.
        moment("requested_at", "申请时间", _cell("requested_at")),
        Column("request", "申请事项", _cell("request")),
        Column("order", "督办单", _cell("order"), width=18),
        Column("order_level", "督办级别", _cell("order_level")),
        Column("order_lamp", "回复时限", _cell("order_lamp"), width=18),
        moment("order_due_at", "应回复时间", _cell("order_due_at")),
        Column("candidate_reasons", "候选原因", _cell("candidate_reasons"), width=36),
        Column("part", "归入方式", _cell("part"), width=10),
        Column("called_back", "回访", _cell("called_back")),
        moment("happened_at", "发生时间", _cell("happened_at")),
        Column("happened_unit", "当事单位", _cell("happened_unit"), width=22),
        Column("held_department", "统计时主办单位", _cell("held_department"), width=22),
        moment("held_due_at", "统计时办结时限", _cell("held_due_at")),
        moment("held_ended_at", "统计时办结时间", _cell("held_ended_at")),
        # The case.
        Column("number", "编号", _fact("number"), width=18),
        Column("title", "标题", _headline, width=40),
        Column("marks", "标记", _marks),
        Column(TAGS, "标签", _tags, width=18, is_for=works_at_hotline),
        Column("kind", "类型", _label("kind"), width=8),
        Column("category", "分类", _fact("category"), width=18),
        Column("branch", "大类", _fact("branch"), width=16),
        Column("district", "区县", _fact("district")),
        Column("street", "街道社区", _fact("street"), width=16),
        Column("department", "主办单位", _fact("department"), width=22),
        Column("unit", "承办单位", _cell("unit"), width=24),
        Column("state", "状态", _label("state"), width=10),
        Column("lamp", "时限", _lamp, width=20),
        moment("lamp_due_at", "时限至", lambda facts, own, _reading: _clock(facts, own).due_at),
        moment("received_at", "受理时间", _fact("received_at")),
        moment("due_at", "办结时限", _fact("due_at")),
        moment("ended_at", "办结时间", _fact("ended_at")),
        Column("channel", "渠道", _label("channel"), width=10),
        Column("urgency", "紧急程度", _label("urgency"), width=10),
        Column("confidentiality", "保密方式", _label("confidentiality"), width=10),
        Column("handling", "办理方式", _label("handling"), width=10),
        moment("dispatched_at", "派单时间", _fact("dispatched_at")),
        moment("signed_at", "签收时间", _fact("signed_at")),
        moment("contacted_at", "首次联系时间", _fact("contacted_at")),
        moment("finished_at", "答复时间", _fact("finished_at")),
        moment("closed_at", "结案时间", _fact("closed_at")),
        count("return_count", "退单次数", _fact("return_count")),
        count("extension_count", "延期次数", _fact("extension_count")),
        count("redo_count", "重办次数", _fact("redo_count")),
        count("reminder_count", "催办次数", _fact("reminder_count")),
        moment("followed_up_at", "回访时间", _fact("followed_up_at")),
        Column("was_contacted", "承办单位是否联系", _yes_no("was_contacted")),
        Column("solved", "是否解决", _label("solved"), width=10),
        Column("result_rating", "对办理结果评价", _label("result_rating"), width=14),
        Column("hotline_rating", "对热线评价", _label("hotline_rating"), width=14),
        Column("is_excluded", "剔除考核", _yes_no("is_excluded"), width=10),
        # What a list says besides the case, again.
        Column("requested_by", "申请单位", _cell("requested_by"), width=22),
        Column("request_reason", "理由", _cell("request_reason"), width=40),
        Column("request_state", "结果", _cell("request_state")),
        Column("request_note", "审批意见", _cell("request_note"), width=30),
        Column("ordered", "督办对象", _cell("ordered"), width=24),
        Column("order_reason", "事由与要求", _cell("order_reason"), width=40),
        Column("order_trigger", "督办来由", _cell("order_trigger"), width=16),
        moment("order_issued_at", "发出时间", _cell("order_issued_at")),
        Column("order_state", "督办状态", _cell("order_state")),
        # What lists say whose lines are about no case.
        Column("meeting", "会议", _cell("meeting"), width=36),
        moment("starts_at", "开会时间", _cell("starts_at")),
        Column("chair", "主持", _cell("chair")),
        Column("action", "议定事项", _cell("action"), width=40),
        Column("topic", "议题", _cell("topic"), width=36),
        Column("field", "领域", _cell("field")),
        Column("lead", "牵头单位", _cell("lead"), width=22),
        Column("due_on", "期限", _cell("due_on"), form=DAY),
        moment("done_at", "完成时间", _cell("done_at")),
        Column("event_number", "编号", _cell("event_number"), width=20),
        Column("event", "事件", _cell("event"), width=40),
        Column("place", "地点", _cell("place"), width=30),
        Column("grid_class", "类别", _cell("grid_class"), width=16),
        Column("event_district", "区县", _cell("event_district")),
        Column("entry", "指标", _cell("entry"), width=22),
        Column("entry_time", "时间", _cell("entry_time")),
        Column("entry_whose", "对象", _cell("entry_whose"), width=22),
        Column("entry_number", "数值", _cell("entry_number")),
        Column("entry_note", "说明", _cell("entry_note"), width=30),
        Column("entered_by", "填报人", _cell("entered_by")),
        moment("entered_at", "填报时间", _cell("entered_at")),
        Column("row_state", "状态", _cell("row_state"), width=16),
        moment("registered_at", "采集时间", _cell("registered_at")),
    )
}
# What may be added to any list's own columns: facts of the case, no texts and nothing of the caller.
MORE = (
    TAGS, "branch", "street", "department", "received_at", "due_at", "ended_at", "channel", "urgency", "confidentiality",
    "handling", "dispatched_at", "signed_at", "contacted_at", "finished_at", "closed_at", "return_count",
    "extension_count", "redo_count", "reminder_count", "followed_up_at", "was_contacted", "solved", "result_rating",
    "hotline_rating", "is_excluded",
)  # fmt: skip
