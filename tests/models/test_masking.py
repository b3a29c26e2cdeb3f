"""What a paper that is handed on says of people: nothing that leads to one, and everything else as it was."""

import pytest

from models.masking import HIDDEN, mask_text, without_caller


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13893112345", f"电话{HIDDEN}"),
        ("打 0931-8888 888 没人接", f"打 {HIDDEN} 没人接"),
        ("身份证62010219901234123X", f"身份证{HIDDEN}"),
        ("邮箱 wang_jg@example.cn", f"邮箱 {HIDDEN}"),
        ("微信号：wang_12345", f"微信号：{HIDDEN}"),
        ("甘A12345堵门", "甘A*****堵门"),
        ("新能源甘AD12345", "新能源甘A*****"),
        ("甘A·1234学", "甘A*****"),
        ("庆阳路12号3单元502室", "庆阳路*号*单元*室"),
        ("三号楼二单元", "*号楼*单元"),
        ("3号楼2单元502漏水", "*号楼*单元*漏水"),
        ("A座1203漏水", "A座*漏水"),
        ("3-2-502漏水", "*漏水"),
        ("住在十二楼", "住在*楼"),
        ("王建国先生反映", "王先生反映"),
        ("欧阳建国女士反映", "欧阳女士反映"),
        ("我叫欧阳锋，", f"我叫{HIDDEN}，"),
        ("业主李小龙，", f"业主{HIDDEN}，"),
    ],
)
def test_what_leads_to_a_person_is_hidden(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "张女士反映，由于王先生停车堵路",
        "5月3号上午停水，1号线施工",
        "三层以上水压低，只有0.2兆帕",
        "全小区1200户停水，2016年1月起",
        "国办发〔2020〕53号，第3号文件",
        "我是业主，负责人张贴公告三次",
        "噪声超过85分贝",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert mask_text(text) == text


def test_names_that_are_known_are_hidden_wherever_they_stand() -> None:
    assert mask_text("建国路的建国说，找建国", ["建国路", "建国"]) == f"{HIDDEN}的{HIDDEN}说，找{HIDDEN}"


def test_masking_twice_changes_nothing_more() -> None:
    once = mask_text("庆阳路12号3单元502室王建国先生的车甘A12345漏油，电话13893112345")

    assert once == "庆阳路*号*单元*室王先生的车甘A*****漏油，电话〔已隐去〕"
    assert mask_text(once) == once


def test_who_works_on_the_matter_still_reads_the_place() -> None:
    assert without_caller("我叫王建国，住3号楼502室，电话13893112345", []) == (
        f"我叫{HIDDEN}，住3号楼502室，电话{HIDDEN}"
    )
