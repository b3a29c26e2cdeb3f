"""Rows become values, or faults that name line, column and reason."""

from datetime import datetime

import pytest

from config import LOCAL_TIMEZONE
from tests.support.history_files import OPEN, row
from workflows.history.mapping import Mapping
from workflows.history.rows import layout_of

NOTHING_SINCE = {**OPEN, "派单时间": "", "签收时间": "", "首次联系时间": "", "办结时限": ""}
AT = datetime(2026, 3, 2, 9, tzinfo=LOCAL_TIMEZONE)


def faults_of(cells: dict[str, str]) -> list[str]:
    layout = layout_of(list(cells), Mapping())
    return [str(fault) for fault in layout.read(7, list(cells.values()), at=AT)[1]]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"受理时间": ""}, "第 7 行，受理时间：不能为空"),
        ({"受理时间": "2026-03-02 09:00:01", **NOTHING_SINCE}, "第 7 行，受理时间：晚于现在"),
        ({"办结时间": "2015-12-31 23:00:00"}, "第 7 行，办结时间：早于受理时间"),
        ({"办结时限": "2015-12-31 23:00:00"}, "第 7 行，办结时限：早于受理时间"),
        ({"回访时间": "2027-01-01"}, "第 7 行，回访时间：晚于现在"),
        ({"标题": "", "诉求内容": ""}, "第 7 行，诉求内容：标题和诉求内容至少填一项"),
        ({"承办单位": ""}, "第 7 行，承办单位：办理方式为转办时不能为空"),
        ({"区县": ""}, "第 7 行，区县：填了街道时不能为空"),
        ({"联系电话": "123-abc"}, "第 7 行，联系电话：不是有效的电话号码"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_column_and_reason(changes: dict[str, str], fault: str) -> None:
    assert faults_of(row(**changes)) == [fault]


def test_every_bad_cell_of_a_row_is_named() -> None:
    assert len(faults_of(row(来源渠道="飞鸽", 诉求类型="吐槽", 联系电话="1"))) == 3


def test_the_due_time_may_lie_ahead() -> None:
    assert faults_of(row(办结时限="2030-01-01 00:00:00")) == []


def test_a_row_with_too_few_columns_is_refused() -> None:
    layout = layout_of(list(row()), Mapping())

    (fault,) = layout.read(9, ["LS1", "2016-01-01"], at=AT)[1]

    assert str(fault) == "第 9 行，整行：有 2 列，应为 31 列"


def test_missing_columns_are_named_all_at_once() -> None:
    layout = layout_of(["工单编号", "受理时间", "来源渠道"], Mapping())

    assert layout.missing == ("诉求类型", "诉求分类", "标题或诉求内容")
