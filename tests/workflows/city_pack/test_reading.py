"""Every fault of a city pack is named with its file, line, column and reason."""

from pathlib import Path

import pytest

from tests.support.city_packs import FILES, with_line, write_pack
from workflows.city_pack.complaints import BadPack
from workflows.city_pack.reading import read


def test_a_good_pack_is_read(tmp_path: Path) -> None:
    pack = read(write_pack(tmp_path))

    assert pack.city["name"] == "临水市"
    assert {name: len(lines) for name, lines in pack.lines.items()} == {
        "areas.csv": 3,
        "departments.csv": 3,
        "categories.csv": 5,
        "dispatch_catalogue.csv": 3,
        "hazard_words.csv": 1,
        "grounds.csv": 1,
        "quick_replies.csv": 1,
        "supervision_triggers.csv": 1,
        "escalation_ladder.csv": 1,
        "joint_meeting_rules.csv": 1,
        "report_subjects.csv": 1,
        "grid_classes.csv": 1,
        "addresses.csv": 1,
        "synonyms.csv": 1,
        "hot_topic_rules.csv": 1,
        "tags.csv": 1,
    }


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    text = FILES["areas.csv"].replace("\n", "\r\n")
    (folder / "areas.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert read(folder).lines["areas.csv"][0]["code"] == "990100"


BROKEN = {
    "areas.csv": [
        ("990103,990100,河西区,county,河西,2010-01-01,", "第 5 行 level 列：只能是 city（市）"),
        ("990103,990100,河西区,district,河西,2010-13-01,", "第 5 行 valid_from 列：应为日期"),
        ("990103,990199,河西区,district,河西,,", "第 5 行 parent_code 列：areas.csv 中没有代码 990199"),
        ("990102,990100,河西区,district,河西,,", "第 5 行 code 列：与第 3 行重复"),
        ("990103,990100,河东区,district,河东,,", "第 5 行 name 列：同一上级下与第 3 行同名"),
        ("990103,990103,河西区,district,河西,,", "第 5 行 parent_code 列：上级不能是自己或自己的下级"),
        ("990103,990100,,district,河西,,", "第 5 行 name 列：必填"),
        ("990103,990100,河西区", "第 5 行：应有 7 列，实有 3 列"),
        ("990103,990100,河\x07西区,district,,,", "第 5 行 name 列：含有不可见的控制字符"),
    ],
    "departments.csv": [
        ("B-X,D0,市水务局,,2,bureau,990100,yes,是,40", "第 5 行 can_lead 列：只能填 是 或 否"),
        ("B-X,D0,市水务局,,二,bureau,990100,是,是,40", "第 5 行 level 列：应为整数"),
        ("B-X,D0,临水市城市管理局,,2,bureau,,是,是,40", "第 5 行 name 列：与第 3 行同名"),
    ],
    "dispatch_catalogue.csv": [
        ("0101,990102,B-CG,,,,,2020-12-31,", "第 5 行 valid_from 列：与第 3 行的有效期重叠"),
        ("0102,,B-CG,,,,,2020-01-01,", "第 5 行 category_code 列：categories.csv 中没有代码 0102"),
        ("02,,B-CG,B-YY,,,,2020-01-01,", "第 5 行 supporting_codes 列：departments.csv 中没有代码 B-YY"),
        ("02,,B-CG,,,,,2020-01-01,2019-01-01", "第 5 行 valid_to 列：失效日期早于生效日期"),
    ],
    "joint_meeting_rules.csv": [("R2,x,weather,2", "第 3 行 criterion 列：只能是 departments_involved")],
    "report_subjects.csv": [
        ("x,噪声,噪声专报,9999,", "第 3 行 category_codes 列：categories.csv 中没有代码 9999"),
        ("x,噪声,噪声专报,01,响", "第 3 行 signs 列：“响”应写成 现象：词语、词语"),
    ],
    "supervision_triggers.csv": [("T2,x,overdue,0,1,三天,否", "第 3 行 reply_limit 列：看不懂时限")],
}
CASES = [(name, line, sentence) for name, lines in BROKEN.items() for line, sentence in lines]


@pytest.mark.parametrize(("name", "line", "sentence"), CASES, ids=[sentence for *_, sentence in CASES])
def test_a_bad_line_is_named(tmp_path: Path, name: str, line: str, sentence: str) -> None:
    folder = write_pack(tmp_path, **{name.replace(".", "_"): with_line(name, line)})

    with pytest.raises(BadPack) as refusal:
        read(folder)

    assert f"{name} {sentence}" in str(refusal.value)


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path,
        areas_csv=with_line("areas.csv", "990103,990100,,village,河西,,"),
        categories_csv=with_line("categories.csv", "03,99,教育,normal,也许,,,,否"),
        departments_csv=None,
    )

    with pytest.raises(BadPack) as refusal:
        read(folder)

    said = str(refusal.value).splitlines()
    assert said[0].startswith("城市包有 ")
    assert "departments.csv：缺少此文件" in said
    assert "areas.csv 第 5 行 name 列：必填" in said
    assert "categories.csv 第 7 行 is_hazard 列：只能填 是 或 否" in said
    assert "categories.csv 第 7 行 parent_code 列：categories.csv 中没有代码 99" in said


def test_a_line_inside_quotes_counts_where_it_begins(tmp_path: Path) -> None:
    text = FILES["categories.csv"] + '03,,教育,normal,否,,,"第一行\n第二行",否\n04,,医疗,normal,?,,,,否\n'

    with pytest.raises(BadPack) as refusal:
        read(write_pack(tmp_path, categories_csv=text))

    assert "categories.csv 第 9 行 is_hazard 列" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("areas.csv", b"code,name\n1,x\n", "areas.csv 第 1 行：缺少列 level"),
        ("areas.csv", FILES["areas.csv"].encode("gb18030"), "areas.csv：编码不是 UTF-8"),
        ("areas.csv", FILES["areas.csv"].encode() + b'"', "不是有效的 CSV"),
        ("city.toml", b"name = ", "city.toml：不是有效的 TOML"),
        ("city.toml", b'name = "x"', "city.toml code 列：必填"),
    ],
    ids=["columns", "encoding", "quotes", "toml", "city"],
)
def test_a_bad_file_is_named(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    folder = write_pack(tmp_path)
    (folder / name).write_bytes(content)

    with pytest.raises(BadPack) as refusal:
        read(folder)

    assert sentence in str(refusal.value)


def test_a_pack_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.toml").write_text("x = 1")
    folder = write_pack(tmp_path / "pack", city_toml=FILES["city.toml"] + 'rule_pack = "../outside.toml"\n')

    with pytest.raises(BadPack) as refusal:
        read(folder)

    assert "文件须在城市包目录内" in str(refusal.value)


def test_a_faulty_rule_pack_is_named_fault_by_fault(tmp_path: Path) -> None:
    with pytest.raises(BadPack) as refusal:
        read(write_pack(tmp_path, rule_pack_toml='name = "X"\nday_end = "25:00"\n'))

    assert "rule_pack.toml：时限规则：缺少。" in str(refusal.value)
    assert "rule_pack.toml：每日截止：" in str(refusal.value)
