"""Lanzhou's city pack is well formed: files, columns, codes, and the city itself."""

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from models.vocabulary import AreaLevel
from tests.support.lanzhou import PACK, by_code, rows

HEADERS = {
    "categories": "code,parent_code,name,limit_class,is_hazard,desk,keywords,advice,retired",
    "areas": "code,parent_code,name,level,short_name,valid_from,valid_to,tile_row,tile_column",
    "departments": (
        "code,parent_code,name,short_name,level,kind,area_code,can_lead,identity_visible,official_order"
    ),
    "hazard_words": "words,category_code,urgency,say,do",
    "grounds": "kind,code,name,basis,explanation",
    "quick_replies": "code,kind,title,body,category_code,state",
    "synonyms": "words",
    "tags": "name",
    "supervision_triggers": "code,name,trigger,threshold,level,reply_limit,immediate,is_active",
    "escalation_ladder": "step,after_minutes,tell",
    "joint_meeting_rules": "code,name,criterion,threshold,is_active",
    "report_subjects": "code,name,title,category_codes,signs",
    "grid_classes": "code,name",
    "addresses": "area_code,name,kind,aliases,is_active",
    "hot_topic_rules": "code,name,category_code,callers,hours",
    "dispatch_catalogue": (
        "category_code,area_code,lead_code,supporting_codes,legal_basis,source,note,valid_from,valid_to"
    ),
}


@pytest.mark.parametrize("path", sorted(PACK.iterdir()), ids=lambda path: path.name)
def test_every_file_is_utf_8_without_byte_order_mark_or_carriage_returns(path: Path) -> None:
    content = path.read_bytes()

    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    content.decode("utf-8")


@pytest.mark.parametrize("name", HEADERS)
def test_a_table_has_the_columns_the_loader_reads_and_full_rows(name: str) -> None:
    with (PACK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, strict=True))

    assert ",".join(lines[0]) == HEADERS[name]
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(cell == cell.strip() for line in lines for cell in line)


@pytest.mark.parametrize("name", ["categories", "areas", "departments"])
def test_codes_are_unique_and_a_parent_stands_before_its_children(name: str) -> None:
    seen: set[str] = set()
    for row in rows(name):
        assert row["code"] not in seen, row
        assert row["name"], row
        assert not row["parent_code"] or row["parent_code"] in seen, row
        seen.add(row["code"])


def test_siblings_have_different_names() -> None:
    for name in ("areas", "departments", "categories"):
        counted = Counter((row["parent_code"], row["name"]) for row in rows(name))
        assert {key: count for key, count in counted.items() if count > 1} == {}


def test_the_city_is_described() -> None:
    city = tomllib.loads((PACK / "city.toml").read_text(encoding="utf-8"))

    assert city["name"] == "兰州市"
    assert city["code"] == next(row["code"] for row in rows("areas") if row["level"] == AreaLevel.CITY)
    assert city["hotline_name"] == "兰州市12345政务服务便民热线"
    assert (city["number_prefix"], city["document_prefix"]) == ("LZ", "兰热线")
    assert city["area_code"] == "0931"
    assert city["rule_pack"] == "rule_pack.toml"
    for number in city["emergency_numbers"]:
        assert re.fullmatch(r"[0-9]{3,5}", number["number"]), number
        assert number["name"], number
        assert number["when"], number


def test_heating_runs_from_november_to_march_and_seasons_speak_of_known_matters() -> None:
    city = tomllib.loads((PACK / "city.toml").read_text(encoding="utf-8"))
    heating = next(season for season in city["seasons"] if season["code"] == "heating")

    assert (heating["from"], heating["to"]) == ("11-01", "03-31")
    for season in city["seasons"]:
        assert set(season["categories"]) <= set(by_code("categories")), season


def test_chinese_sentences_use_chinese_punctuation() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
    wrong = [
        cell for name in HEADERS for row in rows(name) for cell in row.values() if half_width.search(cell)
    ]

    assert wrong == []
