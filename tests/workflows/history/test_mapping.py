"""What a mapping file may say, and the sentence for one that says something else."""

from datetime import datetime

import pytest

from config import LOCAL_TIMEZONE
from models.vocabulary import Kind
from workflows.history.mapping import BadMapping, read_mapping
from workflows.history.rows import layout_of

AT = datetime(2026, 3, 2, 9, tzinfo=LOCAL_TIMEZONE)

MAPPING = """
source = "旧系统"
[columns]
"工单编号" = "id"
"受理时间" = "day"
"诉求内容" = "text"
"诉求分类" = {join = ["l1", "l2"]}
"承办单位" = {first = ["dept", "unit"]}
"诉求类型" = "sort"
[values."诉求类型"]
"投诉举报" = "投诉"
[defaults]
"来源渠道" = "其他"
"诉求类型" = "求助"
[formats]
"受理时间" = "%d.%m.%Y"
"""
HEADER = ["id", "day", "text", "l1", "l2", "dept", "unit", "sort", "extra"]


def test_columns_are_renamed_joined_translated_and_filled_in() -> None:
    layout = layout_of(HEADER, read_mapping(MAPPING))

    values, faults = layout.read(
        2, ["7", "31.01.2016", "漏水", "公用", "供水/管网", "", "水务局", "投诉举报", ""], at=AT
    )

    assert not faults
    assert values["received_at"] == datetime(2016, 1, 31, tzinfo=LOCAL_TIMEZONE)
    assert (values["category"], values["department"], values["kind"]) == (
        "公用/供水、管网",
        "水务局",
        Kind.COMPLAINT,
    )
    assert values["phone"] is None
    assert layout.unknown == ("extra",)
    assert not layout.knows_callers


def test_an_empty_cell_gets_the_default() -> None:
    layout = layout_of(HEADER, read_mapping(MAPPING))

    values, _ = layout.read(2, ["7", "31.01.2016", "漏水", "公用", "", "水务局", "", "", ""], at=AT)

    assert values["kind"] is Kind.HELP


def test_without_a_mapping_nothing_changes() -> None:
    assert read_mapping("").source == "history"


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[columns", "不是有效的 TOML"),
        ("[column]", "不认识的部分：column"),
        ('[columns]\n"编号" = "id"', r"\[columns\] 中有不认识的列：编号"),
        ('[columns]\n"标题" = 3', "“标题”应写成"),
        ('[columns]\n"标题" = {join = []}', "“标题”应写成"),
        ('[columns]\n"标题" = {both = ["a"]}', "“标题”应写成"),
        ('[values]\n"标题" = "x"', "“标题”的值应为文字"),
        ('[values."标题"]\na = 1', "“标题”的值应为文字"),
        ('[defaults]\n"标题" = true', "的值应为文字"),
        ('[formats]\n"标题" = "%Y"', "“标题”不是时间列"),
        ('source = ""', "source 应为"),
        ("columns = 3", r"\[columns\] 应为表"),
    ],
)
def test_a_bad_mapping_is_refused_with_a_sentence(toml: str, sentence: str) -> None:
    with pytest.raises(BadMapping, match=sentence):
        read_mapping(toml)
