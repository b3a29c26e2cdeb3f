"""The joint meeting's papers in Excel (联席会议材料): agenda, routes, opinions, open items; and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from config import LOCAL_TIMEZONE
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.queries import assignments, departments, joint_meetings, meeting_actions
from reports.workbooks.row_heights import stretch
from reports.workbooks.sheet import (
    WHOLE,
    Column,
    print_on_paper,
    write_band,
    write_header,
    write_heading,
    write_row,
)

Cells = Sequence[tuple[Any, str | None]]
AGENDA = (
    Column("序号", width=5), Column("议题", width=22), Column("领域", width=10), Column("诉求摘要", width=40),
    Column("涉及人数", width=8), Column("上会原因", width=22), Column("争议焦点", width=26),
    Column("法律政策依据", width=26), Column("热线办建议", width=26), Column("提请决定的事项", width=26),
    Column("会议决定", width=26),
)  # fmt: skip
ROUTES = (
    Column("序号", width=5), Column("议题", width=22), Column("工单编号", width=17), Column("受理", width=11),
    Column("单位", width=22), Column("身份", width=7), Column("派单", width=16), Column("签收", width=16),
    Column("回复", width=16), Column("结果", width=9),
)  # fmt: skip
OPINIONS = (
    Column("序号", width=5), Column("议题", width=22), Column("单位", width=22), Column("态度", width=9),
    Column("意见", width=46), Column("依据", width=30), Column("建议牵头单位", width=18),
    Column("反馈时间", width=16),
)  # fmt: skip
ITEMS = (
    Column("序号", width=5), Column("议定事项", width=40), Column("议题", width=24), Column("牵头单位", width=20),
    Column("配合单位", width=24), Column("提交成果", width=20), Column("完成期限", width=11),
    Column("原定期限", width=11), Column("状态", width=9), Column("是否超期", width=8), Column("销号时间", width=16),
)  # fmt: skip


def agenda(meeting: JointMeeting, *, at: datetime, made_by: str) -> bytes:
    """Return the pack that goes round the table before the meeting, and with its decisions after it."""
    book = Workbook()
    topics = joint_meetings.topics_of(meeting.id)
    ids = [topic.id for topic in topics]
    cases, opinions = joint_meetings.cases_of(ids), joint_meetings.opinions_of(ids)
    notes = made(at, made_by)
    title = f"{meeting.number or ''}{meeting.title}"
    left = meeting_actions.left_by_earlier(meeting)
    items_sheet(first_sheet(book, "上次议定事项"), f"{title}：上次会议议定事项落实情况", left, notes, at=at)
    table(
        book.create_sheet("议题"),
        f"{title}：议题",
        notes,
        AGENDA,
        [
            [
                (number, WHOLE),
                (topic.title, None),
                (topic.branch.name if topic.branch else "未定", None),
                (topic.demand, None),
                (topic.people, WHOLE),
                ("；".join(topic.reasons), None),
                (topic.dispute, None),
                (topic.law, None),
                (topic.proposal, None),
                (topic.to_decide, None),
                (topic.outcome, None),
            ]
            for number, topic in enumerate(topics, 1)
        ],
    )
    table(
        book.create_sheet("流转经过"),
        f"{title}：工单流转经过",
        notes,
        ROUTES,
        [
            [
                (number, WHOLE),
                (topic.title, None),
                (line.number, None),
                (local_day(line.received_at), None),
                (part.department.name, None),
                (part.role.label, None),
                (part.sent_at, None),
                (part.signed_at, None),
                (part.replied_at, None),
                (part.state.label, None),
            ]
            for number, topic in enumerate(topics, 1)
            for line in cases[topic.id]
            for part in assignments.of_case(line.id)
        ],
    )
    table(
        book.create_sheet("各单位意见"),
        f"{title}：各单位意见",
        notes,
        OPINIONS,
        [
            [
                (number, WHOLE),
                (topic.title, None),
                (row.department.name, None),
                (row.stance.label if row.stance else "未反馈", None),
                (row.opinion, None),
                (row.basis, None),
                (row.proposed_lead.name if row.proposed_lead else "", None),
                (row.given_at, None),
            ]
            for number, topic in enumerate(topics, 1)
            for row in opinions[topic.id]
        ],
    )
    return written(book)


def ledger(items: Sequence[ActionItem], *, at: datetime, made_by: str) -> bytes:
    """Return the ledger of these items (议定事项台账)."""
    book = Workbook()
    items_sheet(first_sheet(book, "议定事项台账"), "联席会议议定事项台账", items, made(at, made_by), at=at)
    return written(book)


def items_sheet(
    sheet: Worksheet, title: str, items: Sequence[ActionItem], notes: str, *, at: datetime
) -> None:
    """Write lines of the ledger."""
    units = departments.names_of({unit for item in items for unit in item.supporting_ids})
    lines: list[Cells] = [
        [
            (number, WHOLE),
            (item.task, None),
            (item.topic.title, None),
            (item.lead.name, None),
            ("、".join(units[unit] for unit in item.supporting_ids if unit in units), None),
            (item.deliverable, None),
            (local_day(item.due_at), None),
            (local_day(item.original_due_at), None),
            (item.state.label, None),
            (item.state in meeting_actions.OPEN and item.due_at < at, None),
            (item.struck_off_at, None),
        ]
        for number, item in enumerate(items, 1)
    ]
    table(sheet, title, notes, ITEMS, lines)


def table(
    sheet: Worksheet, title: str, notes: str, columns: Sequence[Column], lines: Iterable[Cells]
) -> None:
    """Write a titled table that prints; what has no line says so."""
    row = header_ends = write_header(sheet, write_heading(sheet, title, notes, len(columns)), columns)
    for line in lines:
        write_row(sheet, row, line)
        texts = ((value, column.width) for (value, _), column in zip(line, columns, strict=True))
        stretch(sheet, row, ((text, width) for text, width in texts if isinstance(text, str)))
        row += 1
    if row == header_ends:
        write_band(sheet, row, "没有内容。", len(columns))
    print_on_paper(sheet, header_ends - 1, 2)


def first_sheet(book: Workbook, name: str) -> Worksheet:
    """Return the sheet that a new workbook has, under its name."""
    sheet = book.worksheets[0]
    sheet.title = name
    return sheet


def made(at: datetime, made_by: str) -> str:
    """Say when and by whom the file was made."""
    return f"生成时间：{at.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}　生成人：{made_by}"


def local_day(moment: datetime) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(LOCAL_TIMEZONE).date()


def written(book: Workbook) -> bytes:
    """Return the file."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()
