"""The joint-meeting report (联席会议情况通报): meetings, topics by field, tasks by unit, and whether people call again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from config import LOCAL_TIMEZONE
from models.vocabulary import TopicState
from reports import lines, meetings
from reports.documents.paper import (
    Annex,
    Block,
    Chart,
    ChartKind,
    Column,
    Heading,
    Line,
    Paper,
    Paragraph,
    Said,
    Table,
    joined,
    say,
)
from reports.figures.asked import Asked
from reports.figures.comparison import Change, compared
from reports.figures.meetings import DAYS_BESIDE
from reports.figures.rounding import DASH
from reports.figures.values import value_of
from reports.meeting_rows import Action, Effect, Topic
from reports.meetings import MeetingFacts, Row
from reports.periods import PeriodKind
from reports.products.gathering import Order, begun, hotline_name
from reports.products.heads import headed
from reports.products.saying import count, counted, grown, growth, rate, words
from reports.products.sentences import listed
from reports.products.slots import Slot, written
from reports.products.tables import counts, rates, table
from reports.workbooks.explanations import spoken

TITLE = "联席会议情况通报"
MOST_NAMED = 5
NEXT = Slot("next", "下一步工作", "下期会议安排、需要协调的事项和对各单位的要求，每段一行。")
SLOTS = (NEXT,)
MONTHLY = (
    "meetings_held",
    "topics_raised",
    "topics_decided",
    "actions_made",
    "actions_done",
    "actions_overdue",
)
COURSE = tuple(map(counts, MONTHLY))
FIELD = (
    counts("topics_raised"),
    rates("topics_share"),
    counts("topics_decided"),
    counts("topics_put_off"),
    counts("actions_made"),
    counts("actions_done"),
    rates("actions_done_rate"),
    counts("actions_overdue"),
)
UNIT = (
    counts("actions_made"),
    counts("actions_done"),
    rates("actions_done_rate"),
    counts("actions_due"),
    counts("actions_due_on_time"),
    rates("actions_on_time_rate"),
    counts("actions_overdue"),
)
CALIBER = (
    "统计口径：会议按开会日期归期，议题和议定事项随其会议；会前撤下的议题不计；事项以调整后的期限计，"
    "已报告完成的即为已落实；单位指标计入牵头单位，配合不重复计数。"
)


def paper(order: Order) -> Paper:
    """Return the paper of a period."""
    asked = lines.ask(order.period, order.at)
    facts = meetings.gather(asked)
    beside = (order.period.before(), order.period.year_before())
    earlier = [_told(asked.during(period), "", ["topics_raised"]) for period in beside]
    parts = [] if order.period.kind is PeriodKind.MONTH else begun(order.period, order.at)
    course = [_told(asked.during(part), f"{part.first_on.month}月", MONTHLY) for part in parts]
    blocks: list[Block] = [
        Heading(1, "总体情况"),
        *_overall(facts, earlier),
        *([table("各月会议情况", "月份", 1, COURSE, course)] if course else []),
        Heading(1, "议题领域"),
        *_fields(facts),
        Heading(1, "议定事项落实"),
        *_units(facts),
        Heading(1, "对重复诉求的影响"),
        *_effects(facts),
        Heading(1, "未销号事项"),
        _left(facts),
        *_next(order),
        Paragraph(say("{text}", text=f"{CALIBER}数据截至{spoken(asked.at)}。").parts, is_note=True),
        Annex("会议和议题"),
        _agenda(facts),
    ]
    hotline = hotline_name()
    return headed(
        asked,
        blocks,
        mark=f"{hotline}情况通报",
        title=f"{asked.period.label}{TITLE}",
        hotline=hotline,
        made_by=order.made_by,
    )


def _told(asked: Asked, name: str, figures: Sequence[str]) -> Row:
    """Return some counts of another period."""
    return meetings.line(name, meetings.gather(asked), asked, figures)


def _next(order: Order) -> list[Block]:
    said = written(order.texts, NEXT)
    return [Heading(1, NEXT.label), *said] if said else []


def _overall(facts: MeetingFacts, earlier: Sequence[Row]) -> list[Paragraph]:
    whole = meetings.whole(facts)
    left = say("截至统计时点，历次会议尚有{left}项议定事项未销号。", left=count("actions_left", whole))
    if not facts.meetings:
        return [joined(say("{period}没有召开联席会议。", period=facts.asked.period.label), left)]
    topics = compared("topics_raised", whole, *earlier)
    is_year = facts.asked.period.kind is PeriodKind.YEAR
    before = [] if is_year else [growth("环比", topics.growth), say("，")]
    held = say(
        "{period}，共召开联席会议{held}次，研究议题{raised}个，",
        period=facts.asked.period.label,
        held=count("meetings_held", whole),
        raised=counted(topics.now),
    )
    decided = say(
        "；议决{decided}个，议决率{rate}，暂缓决定{put_off}个。",
        decided=count("topics_decided", whole),
        rate=rate("topics_decided_rate", whole),
        put_off=count("topics_put_off", whole),
    )
    return [
        joined(held, *before, growth("同比", topics.yearly_growth), decided),
        joined(*_done(whole), left),
    ]


def _done(whole: Row) -> list[Paragraph]:
    """Say what became of the tasks of these meetings."""
    if not whole["actions_made"]:
        return [say("会议没有形成议定事项。")]
    made = say(
        "会议形成议定事项{made}项，已落实{done}项，落实率{rate}",
        made=count("actions_made", whole),
        done=count("actions_done", whole),
        rate=rate("actions_done_rate", whole),
    )
    if not whole["actions_due"]:
        return [made, say("；期限均未到。")]
    due = say(
        "；其中期限已到{due}项，按期落实{on_time}项，按期落实率{rate}，超期落实{late}项，超期未落实{overdue}项。",
        due=count("actions_due", whole),
        on_time=count("actions_due_on_time", whole),
        rate=rate("actions_on_time_rate", whole),
        late=count("actions_late", whole),
        overdue=count("actions_overdue", whole),
    )
    return [made, due]


def _fields(facts: MeetingFacts) -> list[Block]:
    rows = meetings.by_field(facts)
    if not rows:
        return [say("本期没有上会议题。")]
    named = [
        say("{name}（{n}个，占{share}）", name=row["name"], n=count("topics_raised", row), share=rate("topics_share", row))
        for row in rows[:MOST_NAMED]
    ]  # fmt: skip
    points = tuple((str(row["name"]), count("topics_raised", row)) for row in rows)
    return [
        joined(say("议题涉及的领域：" if len(rows) <= MOST_NAMED else "议题居前的领域："), *listed(named), say("。")),
        table("各领域议题和议定事项", "领域", 1.4, FIELD, rows, [(meetings.whole(facts), True)]),
        Chart(ChartKind.BARS, "各领域上会议题数（个）", points),
    ]  # fmt: skip


def _units(facts: MeetingFacts) -> list[Block]:
    rows = meetings.by_unit(facts)
    if not rows:
        return [say("本期会议没有形成议定事项。")]
    late = sorted((row for row in rows if row["actions_overdue"]), key=lambda row: -row["actions_overdue"])
    named = [
        say("{name}（{n}项）", name=row["name"], n=count("actions_overdue", row)) for row in late[:MOST_NAMED]
    ]
    told = (
        joined(say("有超期未落实事项的牵头单位："), *listed(named), say("。"))
        if late
        else say("没有超期未落实的事项。")
    )
    return [told, table("各牵头单位落实情况", "牵头单位", 2, UNIT, rows, [(meetings.whole(facts), True)])]


def _effects(facts: MeetingFacts) -> list[Block]:
    whole, told = meetings.whole(facts), [each for each in facts.effects if each.is_told]
    how = (
        f"同类诉求为与议题主要工单同一事项、同一街道的诉求；比较议决前{DAYS_BESIDE}天与全部任务完成后{DAYS_BESIDE}天，"
        f"落实未满{DAYS_BESIDE}天、没有街道的议题不作比较。"
    )
    if not told:
        return [say("本期议题尚没有可以比较的。{how}", how=how)]
    change = _change(whole)
    said = say(
        "可比较的议题{n}个，议决前{days}天同类诉求{before}件，落实后{days}天{after}件，",
        n=count("topics_settled", whole),
        days=str(DAYS_BESIDE),
        before=count("matter_calls_before", whole),
        after=count("matter_calls_after", whole),
    )
    columns = (
        Column("序号", weight=0.55, is_number=False),
        Column("议题", weight=2, is_number=False),
        Column("事项和街道", weight=2, is_number=False),
        Column("议决", weight=1.2, is_number=False),
        Column("落实", weight=1.2, is_number=False),
        Column("议决前", "同类诉求"),
        Column("落实后", "同类诉求"),
        Column("增减", weight=1.2),
    )
    body = [_effect(facts, each, str(place)) for place, each in enumerate(told, 1)]
    total = Line((words(""), words("合计"), words(""), words(""), words(""), *_sides(whole)), is_total=True)
    return [
        joined(said, growth("", change), say("。")),
        Table("议题落实前后的同类诉求", columns, (*body, total), note=how),
    ]


def _effect(facts: MeetingFacts, effect: Effect, number: str) -> Line:
    topic, matter = effect.topic, effect.matter
    about = f"{matter.category}，{matter.street}" if matter else DASH
    return Line(
        (
            words(number),
            words(topic.title),
            words(about),
            words(_day(topic.decided_at)),
            words(_day(effect.done_at)),
            *_sides(meetings.of_effect(facts, effect)),
        )
    )


def _sides(row: Row) -> tuple[Said, Said, Said]:
    return count("matter_calls_before", row), count("matter_calls_after", row), grown(_change(row))


def _change(row: Row) -> Change:
    """Set the calls after beside the calls before."""
    after, before = (value_of(f"matter_calls_{side}", row, row["asked"]) for side in ("after", "before"))
    return Change(after, before)


def _left(facts: MeetingFacts) -> Table:
    labels = (("议定事项", 3), ("议题", 2.2), ("牵头单位", 1.8), ("期限", 1.4), ("状态", 1.2))
    columns = tuple(Column(label, weight=weight, is_number=False) for label, weight in labels)
    told = tuple(
        Line(
            (
                words(action.task),
                words(action.topic.title),
                words(action.lead.name),
                words(_day(action.due_at)),
                words(_standing(action, facts.asked.at)),
            )
        )
        for action in facts.left
    )
    return Table("历次会议未销号的议定事项", columns, told, empty="历次会议的议定事项已全部销号。")


def _standing(action: Action, at: datetime) -> str:
    is_overdue = action.due_at <= at and not meetings.is_done(action)
    return f"{action.state.label}（超期）" if is_overdue else action.state.label


def _agenda(facts: MeetingFacts) -> Table:
    labels = (("会议", 2), ("日期", 1.4), ("议题", 2), ("领域", 1.1), ("结果", 3), ("牵头单位", 1.6))
    columns = tuple(Column(label, weight=weight, is_number=False) for label, weight in labels)
    called = {meeting.id: meeting for meeting in facts.meetings}
    told = []
    for topic in facts.topics:
        meeting = called[topic.meeting_id or 0]
        cells = (
            f"{meeting.number or ''}{meeting.title}",
            _day(meeting.starts_at),
            topic.title,
            topic.branch.name if topic.branch else DASH,
            _outcome(topic),
            topic.lead.name if topic.lead else DASH,
        )
        told.append(Line(tuple(words(cell) for cell in cells)))
    return Table("会议和议题清单", columns, tuple(told), empty="本期没有上会议题。")


def _outcome(topic: Topic) -> str:
    label = topic.state.label if topic.state is not TopicState.ON_AGENDA else "尚未录入决定"
    return f"{label}：{topic.outcome}" if topic.outcome else label


def _day(moment: datetime | None) -> str:
    if moment is None:
        return DASH
    on: date = moment.astimezone(LOCAL_TIMEZONE).date()
    return f"{on.year}-{on.month:02}-{on.day:02}"
