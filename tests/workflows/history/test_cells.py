"""What a cell may hold, and the sentence for one that may not."""

from datetime import datetime

import pytest

from config import LOCAL_TIMEZONE
from models.vocabulary import Channel
from workflows.history import cells
from workflows.history.cells import BadCell
from workflows.history.columns import BY_HEADER


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL_TIMEZONE)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2016-01-01 01:45:51", local(2016, 1, 1, 1, 45, 51)),
        ("2016/1/1 1:45", local(2016, 1, 1, 1, 45)),
        ("2016-01-01", local(2016, 1, 1)),
        ("2016-01-01T01:45:51", local(2016, 1, 1, 1, 45, 51)),
        ("2016年1月1日 1时45分", local(2016, 1, 1, 1, 45)),
        ("２０１６－０１－０１　０１：４５：５１", local(2016, 1, 1, 1, 45, 51)),
    ],
)
def test_a_moment_is_read_as_local_time(cell: str, moment: datetime) -> None:
    assert cells.moment(cell) == moment


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("昨天", "不是日期时间"),
        ("2016-13-01 00:00:00", "不是有效的日期时间"),
        ("2015-02-29", "不是有效的日期时间"),
        ("1900-01-00", "不是有效的日期时间"),
        ("1970-01-01 08:00:00", "年份 1970 过早"),
        ("2016-01-01 25:00", "不是有效的日期时间"),
        ("2016-W01-1 00:00:0", "不是日期时间"),
        ("42370.5", "不是日期时间"),
    ],
)
def test_what_is_no_moment_is_refused(cell: str, reason: str) -> None:
    with pytest.raises(BadCell, match=reason):
        cells.moment(cell)


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("13912345678", "13912345678"),
        ("139-1234-5678", "13912345678"),
        ("+86 139 1234 5678", "13912345678"),
        ("１３９１２３４５６７８", "13912345678"),
        ("（0931）8765432", "09318765432"),
        ("8765432", "8765432"),
        ("12345", "12345"),
        ("4001234567", "4001234567"),
    ],
)
def test_a_telephone_number_is_read_as_its_digits(cell: str, digits: str) -> None:
    assert cells.phone(cell) == digits


@pytest.mark.parametrize(
    "cell", ["1391234567", "139123456789", "12345678901", "无", "13912345678/8765432", "\u202e13912345678"]
)
def test_a_wrong_telephone_number_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="不是有效的电话号码"):
        cells.phone(cell)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("工单编号", "LS 1", "空格或不可见字符"),
        ("工单编号", "LS\u200b1", "空格或不可见字符"),
        ("工单编号", "9" * 65, "超过 64 个字符"),
        ("来源渠道", "飞鸽", "不认识“飞鸽”，应为：电话、网站"),
        ("诉求类型", "吐槽", "应为：建议、咨询、投诉、求助、感谢、举报"),
        ("是否保密", "也许", "应为：是、否"),
        ("退单次数", "-1", "不是 0 到 999 的整数"),
        ("退单次数", "1_0", "不是 0 到 999 的整数"),
        ("退单次数", "两次", "不是 0 到 999 的整数"),
        ("诉求内容", "漏\0水", "空字符"),
        ("诉求内容", "长" * 32_768, "超过 32767 字"),
        ("诉求内容", "😀" * 16_384, "超过 32767 字"),
        ("标题", "长" * 501, "超过 500 字"),
        ("诉求内容", "\ud800", "无法显示的字符"),
        ("诉求分类", "环境//油烟", "空的一级"),
        ("诉求分类", "一/二/三/四", "超过三级"),
        ("办理方式", "待定", "应为：直接答复、转办、不予受理"),
        ("办理结果满意度", "一般", "应为：非常满意、满意、基本满意、不满意、非常不满意"),
    ],
)
def test_a_bad_cell_is_refused_with_the_reason(column: str, cell: str, reason: str) -> None:
    with pytest.raises(BadCell, match=reason):
        BY_HEADER[column].read(cell)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("来源渠道", "APP", Channel.APP),
        ("退单次数", "１２", 12),
        ("诉求分类", " 环境 / 大气／油烟 ", "环境/大气/油烟"),
        ("协办单位", "甲局、乙局，丙局", ("甲局", "乙局", "丙局")),
        ("诉求内容", "😀" * 16_383, "😀" * 16_383),
        ("工单编号", "ＬＳ１", "LS1"),
    ],
)
def test_a_good_cell_is_read(column: str, cell: str, value: object) -> None:
    assert BY_HEADER[column].read(cell) == value


def test_a_moment_may_have_a_form_of_its_own() -> None:
    read = cells.moment_as("%d.%m.%Y %H:%M")

    assert read("01.02.2016 08:30") == local(2016, 2, 1, 8, 30)
    with pytest.raises(BadCell, match="不符合映射文件规定的时间格式"):
        read("2016-02-01")
