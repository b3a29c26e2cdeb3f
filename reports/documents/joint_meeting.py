"""The joint meeting's papers: the agenda that goes round the table, and the minutes (联席会议材料、纪要)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.queries import assignments, departments, joint_meetings, meeting_actions
from models.vocabulary import TopicState
from reports.documents.paper import (
    Block,
    Column,
    Form,
    Heading,
    Imprint,
    Line,
    Paper,
    Paragraph,
    Said,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from models.joint_meeting import JointMeeting
    from models.meeting_action import ActionItem
    from models.meeting_topic import MeetingTopic, TopicOpinion
    from models.queries.lines import CaseLine

TEXTS = (
    ("诉求摘要", "demand"),
    ("法律政策依据", "law"),
    ("争议焦点", "dispute"),
    ("热线办建议", "proposal"),
    ("提请会议决定的事项", "to_decide"),
)
ROUTE = (
    Column("单位", weight=2, is_number=False),
    Column("身份", weight=0.8, is_number=False),
    Column("派单", weight=1.2, is_number=False),
    Column("回复", weight=1.2, is_number=False),
    Column("结果", weight=0.9, is_number=False),
)
OPINION = (
    Column("单位", weight=1.4, is_number=False),
    Column("态度", weight=0.8, is_number=False),
    Column("意见与依据", weight=3, is_number=False),
)
ITEM = (
    Column("议定事项", weight=3, is_number=False),
    Column("牵头单位", weight=1.4, is_number=False),
    Column("期限", weight=1.2, is_number=False),
    Column("状态", weight=0.9, is_number=False),
)


def agenda(meeting: JointMeeting, *, organ: str, at: datetime) -> Paper:
    """Return the agenda: what earlier meetings left open, then topic by topic its paper."""
    topics = joint_meetings.topics_of(meeting.id)
    ids = [topic.id for topic in topics]
    cases, opinions = joint_meetings.cases_of(ids), joint_meetings.opinions_of(ids)
    left = meeting_actions.left_by_earlier(meeting)
    blocks: list[Block] = [
        text(f"时间：{moment(meeting.starts_at)}至{clock(meeting.ends_at)}"),
        text(f"地点：{'，'.join(part for part in (meeting.place, meeting.video_url) if part)}"),
        text(f"主持：{meeting.chair}"),
        Heading(1, "上次会议议定事项落实情况"),
        items_table("未销号的议定事项", left),
    ]
    for topic in topics:
        blocks += of_topic(topic, cases[topic.id], opinions[topic.id])
    return Paper(
        form=Form.BULLETIN,
        organ=organ,
        mark="联席会议材料",
        title=f"{meeting.title}议程",
        on=local_day(at),
        blocks=tuple(blocks),
        issue_line=meeting.number or "",
    )


def of_topic(
    topic: MeetingTopic, lines: Sequence[CaseLine], opinions: Sequence[TopicOpinion]
) -> Iterator[Block]:
    """Give the paper of one topic: its demand, the way of its cases, opinions, law, dispute, proposal."""
    yield Heading(1, f"关于{topic.title}")
    about = [topic.branch.name] if topic.branch else []
    about += [f"涉及{topic.people}人"] if topic.people else []
    about += topic.reasons
    if about:
        yield text(f"{'；'.join(about)}。")
    for label, name in TEXTS:
        written = getattr(topic, name)
        if written.strip():
            yield Heading(2, label)
            yield from paragraphs(written)
        if name == "demand":
            yield from (route(line) for line in lines)
            yield opinions_table(opinions)


def route(line: CaseLine) -> Table:
    """Return the way of a case through the departments as a table."""
    parts = [
        (
            part.department.name,
            part.role.label,
            short(part.sent_at),
            short(part.replied_at),
            part.state.label,
        )
        for part in assignments.of_case(line.id)
    ]
    title = f"工单{line.number}（{day(local_day(line.received_at))}受理）流转经过"
    return Table(title, ROUTE, rows(parts), empty="尚未派单。")


def opinions_table(opinions: Sequence[TopicOpinion]) -> Table:
    """Return what the departments said beforehand as a table."""
    said = [
        (
            row.department.name,
            row.stance.label if row.stance else "未反馈",
            row.opinion + (f"（依据：{row.basis}）" if row.basis else ""),
        )
        for row in opinions
    ]
    return Table("各单位意见", OPINION, rows(said), empty="会前没有征求意见。")


def items_table(title: str, items: Sequence[ActionItem]) -> Table:
    """Return lines of the ledger as a table."""
    lines = [(item.task, item.lead.name, day(local_day(item.due_at)), item.state.label) for item in items]
    return Table(title, ITEM, rows(lines), empty="以往会议的议定事项已全部销号。")


def minutes(meeting: JointMeeting, *, organ: str, opening: str, at: datetime) -> Paper:
    """Return the minutes: what was decided topic by topic, then who was there; a draft before they are issued."""
    topics = joint_meetings.topics_of(meeting.id)
    items = meeting_actions.of_topics([topic.id for topic in topics])
    seats = joint_meetings.seats_of(meeting.id)
    left = meeting_actions.left_by_earlier(meeting)
    blocks: list[Block] = [*paragraphs(opening)]
    if left:
        blocks += [Heading(1, "关于以往会议议定事项落实情况"), items_table("未销号的议定事项", left)]
    for topic in topics:
        blocks += [Heading(1, f"关于{topic.title}"), *decided(topic, items[topic.id])]
    blocks += paragraphs(meeting.minutes_closing)
    came = [
        f"{row.department.name}{f' {row.attendee}' if row.attendee else ''}" for row in seats if row.attended
    ]
    absent = [row.department.name for row in seats if not row.attended]
    blocks.append(text(f"主持：{meeting.chair}"))
    blocks.append(text(f"出席：{'，'.join(came) or '无'}"))
    if absent:
        blocks.append(text(f"缺席：{'，'.join(absent)}"))
    on = local_day(meeting.minutes_issued_at or at)
    blocks.append(Imprint("、".join(row.department.name for row in seats), organ, on))
    return Paper(
        form=Form.FORMAL,
        organ=organ,
        mark=f"{organ}联席会议纪要",
        title=f"{meeting.title}纪要{'' if meeting.minutes_issued_at else '（草稿）'}",
        on=on,
        blocks=tuple(blocks),
        document_number=meeting.minutes_number or "（印发时编号）",
    )


def decided(topic: MeetingTopic, items: Sequence[ActionItem]) -> Iterator[Block]:
    """Give what was decided on a topic, and its tasks where there are several."""
    if topic.state is TopicState.PUT_OFF:
        yield text(f"会议决定暂缓：{topic.outcome}。列入下次会议研究。")
        return
    if topic.state is not TopicState.DECIDED or topic.lead is None or topic.due_on is None:
        yield text("（尚未录入决定。）")
        return
    yield from paragraphs(f"会议决定：{topic.outcome}")
    named = departments.names_of(topic.supporting_ids)
    helpers = "、".join(named[unit] for unit in topic.supporting_ids if unit in named)
    yield text(
        f"由{topic.lead.name}牵头{f'，{helpers}配合' if helpers else ''}，于{day(topic.due_on)}前办结。"
    )
    if len(items) > 1 or (items and items[0].task != topic.outcome):
        yield items_table("任务分解", items)


def rows(lines: Iterable[Sequence[str]]) -> tuple[Line, ...]:
    """Return lines of text as those of a table."""
    return tuple(Line(tuple(Said(cell) for cell in cells)) for cells in lines)


def text(sentence: str) -> Paragraph:
    """Return a paragraph of words."""
    return Paragraph((Said(sentence),))


def paragraphs(written: str) -> list[Paragraph]:
    """Return a paragraph for each line that says something."""
    return [text(line.strip()) for line in written.splitlines() if line.strip()]


def local_day(at: datetime) -> date:
    """Return the local day of a moment."""
    return at.astimezone(LOCAL_TIMEZONE).date()


def day(on: date) -> str:
    """Say a day: 2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    """Say a moment: 2026年3月2日9:00."""
    return f"{day(local_day(at))}{clock(at)}"


def clock(at: datetime) -> str:
    """Say the time of day: 09:00."""
    return f"{at.astimezone(LOCAL_TIMEZONE):%H:%M}"


def short(at: datetime | None) -> str:
    """Say a moment in a cell, a dash for none."""
    return f"{at.astimezone(LOCAL_TIMEZONE):%m-%d %H:%M}" if at else "—"
