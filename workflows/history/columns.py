"""THE table of the columns of a history file: header, field it fills, how it is read, if it is needed."""

from dataclasses import dataclass

from models.vocabulary import Channel, Handling, Kind, Rating, Solved, Urgency
from workflows.history import cells
from workflows.history.cells import Reader


@dataclass(frozen=True)
class Column:
    """A column of the file; `is_needed` means that every row must have a value in it."""

    header: str
    field: str
    read: Reader
    is_needed: bool = False

    @property
    def is_moment(self) -> bool:
        """Say whether a mapping may give this column a form of its own."""
        return self.read is cells.moment


rating = cells.one_label(*Rating)

COLUMNS: tuple[Column, ...] = (
    Column("工单编号", "external_id", cells.identifier, is_needed=True),
    Column("受理时间", "received_at", cells.moment, is_needed=True),
    Column(
        "来源渠道",
        "channel",
        cells.one_label(
            *Channel, APP=Channel.APP, 网络=Channel.WEB, 来信=Channel.LETTER, 信件=Channel.LETTER
        ),
        is_needed=True,
    ),
    Column("诉求类型", "kind", cells.one_label(*Kind), is_needed=True),
    Column("诉求人", "name", cells.text(100)),
    Column("联系电话", "phone", cells.phone),
    Column("是否保密", "is_confidential", cells.yes_or_no),
    Column("标题", "title", cells.text(500)),
    Column("诉求内容", "content", cells.text()),
    Column("诉求分类", "category", cells.path, is_needed=True),
    Column("区县", "district", cells.short_text),
    Column("街道", "street", cells.short_text),
    Column("详细地址", "address", cells.text(500)),
    Column("紧急程度", "urgency", cells.one_label(*Urgency)),
    Column(
        "办理方式",
        "handling",
        cells.one_label(Handling.DIRECT, Handling.DISPATCHED, Handling.NOT_ACCEPTED),
    ),
    Column("承办单位", "department", cells.short_text),
    Column("协办单位", "supporting", cells.names),
    Column("派单时间", "dispatched_at", cells.moment),
    Column("签收时间", "signed_at", cells.moment),
    Column("首次联系时间", "contacted_at", cells.moment),
    Column("退单次数", "return_count", cells.whole_number),
    Column("延期次数", "extension_count", cells.whole_number),
    Column("重办次数", "redo_count", cells.whole_number),
    Column("办结时限", "due_at", cells.moment),
    Column("办结时间", "closed_at", cells.moment),
    Column("办理结果", "public_answer", cells.text()),
    Column("回访时间", "followed_up_at", cells.moment),
    Column("是否联系", "was_contacted", cells.yes_or_no),
    Column(
        "是否解决",
        "solved",
        cells.one_label(*Solved, 是=Solved.YES, 否=Solved.NO),
    ),
    Column("办理结果满意度", "result_rating", rating),
    Column("热线满意度", "hotline_rating", rating),
)

BY_HEADER: dict[str, Column] = {column.header: column for column in COLUMNS}
HEADERS: tuple[str, ...] = tuple(BY_HEADER)
