"""Lanzhou's city pack says what the loader expects: codes unique, parents there, references resolved."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from models.vocabulary import (
    AreaLevel,
    DepartmentKind,
    Desk,
    LimitClass,
    Rating,
    RequestKind,
    Solved,
    SupervisionLevel,
    Trigger,
    Urgency,
)

PACK = Path(__file__).parents[2] / "cities" / "lanzhou"

HEADERS = {
    "categories": "code,parent_code,name,limit_class,is_hazard,desk,keywords,advice,retired",
    "areas": "code,parent_code,name,level,short_name,valid_from,valid_to",
    "departments": (
        "code,parent_code,name,short_name,level,kind,area_code,can_lead,identity_visible,official_order"
    ),
    "hazard_words": "words,category_code,urgency,say,do",
    "grounds": "kind,code,name,basis,explanation",
    "quick_replies": "code,kind,title,body",
    "supervision_triggers": "code,name,trigger,threshold,level,reply_limit,immediate,is_active",
    "escalation_ladder": "step,after_minutes,tell",
    "dispatch_catalogue": (
        "category_code,area_code,lead_code,supporting_codes,legal_basis,source,note,valid_from,valid_to"
    ),
}
YES_OR_NO = {"是", "否"}
# Named like streets by the statistics office, but no street office governs them.
PLACES_WITHOUT_OFFICE = {"620102400", "620102402", "620102403"}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one file of the pack, every cell as text."""
    with (PACK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def by_code(name: str) -> dict[str, dict[str, str]]:
    """Return the rows of one file by their code."""
    return {row["code"]: row for row in rows(name)}


def leaves() -> list[dict[str, str]]:
    """Return the categories that a case may carry."""
    return [row for row in rows("categories") if len(row["code"]) == 6]


def split(cell: str) -> list[str]:
    """Return the parts of a cell that joins several by 、."""
    return [part for part in cell.split("、") if part]


def validity(row: dict[str, str]) -> tuple[date, date]:
    """Return the first and the last day of a row; an open end is the end of time."""
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
    return date.fromisoformat(row["valid_from"]), last


def rule_for(leaf: str, area: str, on: date) -> dict[str, str] | None:
    """Find the catalogue's row as routing does: leaf, group, branch; in each the district, then the city."""
    known = {}
    for row in rows("dispatch_catalogue"):
        first, last = validity(row)
        if first <= on <= last:
            known[row["category_code"], row["area_code"]] = row
    wanted = [(code, place) for code in (leaf, leaf[:4], leaf[:2]) for place in (area, "")]
    return next((known[key] for key in wanted if key in known), None)


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


def test_the_categories_are_twenty_branches_with_groups_and_leaves() -> None:
    counted = Counter(len(row["code"]) for row in rows("categories"))

    assert counted[2] == 20
    assert counted[4] >= 90
    assert counted[6] >= 220
    assert set(counted) == {2, 4, 6}
    assert all(row["parent_code"] == row["code"][:-2] for row in rows("categories"))


def test_every_group_has_a_leaf() -> None:
    groups = {row["code"] for row in rows("categories") if len(row["code"]) == 4}

    assert {leaf["parent_code"] for leaf in leaves()} == groups


def test_no_two_categories_have_the_same_path() -> None:
    names = {code: row["name"] for code, row in by_code("categories").items()}
    paths = Counter("/".join(names[code[:end]] for end in range(2, len(code) + 1, 2)) for code in names)

    assert {path: count for path, count in paths.items() if count > 1} == {}


def test_categories_use_the_words_of_the_vocabulary() -> None:
    for row in rows("categories"):
        assert row["limit_class"] in set(LimitClass), row
        assert row["is_hazard"] in YES_OR_NO, row
        assert row["retired"] in YES_OR_NO, row
        assert not row["desk"] or row["desk"] in set(Desk), row


def test_a_matter_of_life_and_property_is_a_hazard_and_only_that() -> None:
    for row in rows("categories"):
        assert (row["limit_class"] == LimitClass.CRITICAL) == (row["is_hazard"] == "是"), row


def test_the_agent_is_told_what_to_do_about_every_pressing_matter() -> None:
    silent = [
        leaf["name"] for leaf in leaves() if leaf["limit_class"] != LimitClass.NORMAL and not leaf["advice"]
    ]

    assert silent == []


@pytest.mark.parametrize(
    "name",
    [
        "燃气泄漏",
        "房屋墙体裂缝",
        "房屋沉降倾斜",
        "地基下陷与采空区",
        "地面塌陷",
        "自来水水质安全",
        "高空坠物",
    ],
)
def test_the_hazards_the_city_named_are_marked(name: str) -> None:
    [row] = [leaf for leaf in leaves() if leaf["name"] == name]

    assert row["is_hazard"] == "是"


@pytest.mark.parametrize("name", ["停水", "停电", "停气", "停暖", "信号灯故障", "井盖缺失破损"])
def test_outages_signals_and_manholes_are_urgent(name: str) -> None:
    [row] = [leaf for leaf in leaves() if leaf["name"] == name]

    assert row["limit_class"] == LimitClass.URGENT


def test_every_leaf_can_be_found_by_at_least_two_words() -> None:
    for leaf in leaves():
        words = split(leaf["keywords"])
        assert len(words) >= 2, leaf
        assert len(words) == len(set(words)), leaf


def test_the_branch_of_the_confidential_desks_is_theirs_alone() -> None:
    at_desks = {leaf["code"] for leaf in leaves() if leaf["desk"]}

    assert {leaf["code"] for leaf in leaves() if leaf["code"].startswith("19")} <= at_desks
    assert {leaf["desk"] for leaf in leaves() if leaf["code"][:4] in {"1901", "1902"}} == {Desk.PSYCH}
    assert {leaf["desk"] for leaf in leaves() if leaf["code"][:4] == "1903"} == {Desk.YOUTH}


def test_areas_reach_from_the_city_to_the_grid_each_under_the_next_larger() -> None:
    order = list(AreaLevel)
    known = by_code("areas")
    counted = Counter(row["level"] for row in known.values())

    assert counted[AreaLevel.CITY] == 1
    assert counted[AreaLevel.DISTRICT] == 9
    assert counted[AreaLevel.STREET] == 116
    assert counted[AreaLevel.COMMUNITY] == 1177
    for row in known.values():
        position = order.index(AreaLevel(row["level"]))
        parent = known.get(row["parent_code"])
        assert (parent is None) == (position == 0), row
        assert parent is None or order.index(AreaLevel(parent["level"])) == position - 1, row
        assert row["short_name"], row
        assert validity(row)[0] == date(2010, 1, 1), row


def test_at_least_two_streets_have_grids() -> None:
    streets = {row["code"][:9] for row in rows("areas") if row["level"] == AreaLevel.GRID}

    assert len(streets) >= 2


def test_siblings_have_different_names() -> None:
    for name in ("areas", "departments", "categories"):
        counted = Counter((row["parent_code"], row["name"]) for row in rows(name))
        assert {key: count for key, count in counted.items() if count > 1} == {}


def test_departments_stand_in_four_levels_below_the_centre() -> None:
    known = by_code("departments")
    areas = by_code("areas")

    assert [row["code"] for row in known.values() if row["level"] == "1"] == ["D0"]
    assert len(known) >= 90
    for row in known.values():
        parent = known.get(row["parent_code"])
        if parent is not None and row["level"] == "4":
            assert parent["kind"] == DepartmentKind.DISTRICT, row
        elif parent is not None:
            assert int(parent["level"]) == int(row["level"]) - 1, row
        assert row["kind"] in set(DepartmentKind), row
        assert (row["kind"] == DepartmentKind.CENTRE) == (row["level"] == "1"), row
        assert (row["kind"] == DepartmentKind.STREET) == (row["level"] == "4"), row
        assert row["can_lead"] in YES_OR_NO, row
        assert not row["area_code"] or row["area_code"] in areas, row


def test_department_names_and_places_in_the_official_order_are_unique() -> None:
    for column in ("name", "short_name", "official_order"):
        counted = Counter(row[column] for row in rows("departments"))
        assert {value: count for value, count in counted.items() if count > 1} == {}


def test_only_companies_do_not_see_who_called() -> None:
    for row in rows("departments"):
        assert (row["identity_visible"] == "否") == (row["kind"] == DepartmentKind.UTILITY), row


def test_every_district_has_its_government_and_every_street_its_office() -> None:
    areas = by_code("areas")
    governments = {
        row["area_code"] for row in rows("departments") if row["kind"] == "district" and row["level"] == "2"
    }
    offices = {row["area_code"]: row for row in rows("departments") if row["kind"] == DepartmentKind.STREET}

    assert {code for code, row in areas.items() if row["level"] == AreaLevel.DISTRICT} <= governments
    streets = {code for code, row in areas.items() if row["level"] == AreaLevel.STREET}
    assert set(offices) == streets - PLACES_WITHOUT_OFFICE
    assert all(office["can_lead"] == "是" for office in offices.values())


def test_no_community_or_grid_is_a_department() -> None:
    areas = by_code("areas")
    small = {AreaLevel.COMMUNITY, AreaLevel.GRID}

    assert not [
        row for row in rows("departments") if row["area_code"] and areas[row["area_code"]]["level"] in small
    ]


def test_the_catalogue_names_only_what_exists_and_leads_that_may_lead() -> None:
    categories, areas, departments = by_code("categories"), by_code("areas"), by_code("departments")

    for row in rows("dispatch_catalogue"):
        assert row["category_code"] in categories, row
        assert not row["area_code"] or areas[row["area_code"]]["level"] == AreaLevel.DISTRICT, row
        lead = departments[row["lead_code"]]
        assert lead["can_lead"] == "是", row
        # Only units of the second level answer to the hotline; they pass cases down themselves.
        assert lead["level"] in {"1", "2"}, row
        supporting = split(row["supporting_codes"])
        assert set(supporting) <= set(departments), row
        assert len(supporting) == len(set(supporting)), row
        assert row["lead_code"] not in supporting, row
        assert row["source"], row


def test_the_catalogue_begins_early_enough_for_old_cases_and_never_speaks_twice() -> None:
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("dispatch_catalogue"):
        first, last = validity(row)
        assert date(2015, 1, 1) <= first <= last, row
        grouped.setdefault((row["category_code"], row["area_code"]), []).append(row)

    assert sum(map(len, grouped.values())) >= 300
    for same in grouped.values():
        assert min(validity(row)[0] for row in same) == date(2015, 1, 1), same
        for one, other in combinations(same, 2):
            (first, last), (start, end) = validity(one), validity(other)
            assert last < start or end < first, (one, other)


@pytest.mark.parametrize(
    "on", [date(2016, 1, 1), date(2019, 1, 1), date(2019, 7, 1), date(2026, 7, 1)], ids=str
)
def test_every_leaf_has_a_department_in_every_district(on: date) -> None:
    in_force = {
        (row["category_code"], row["area_code"])
        for row in rows("dispatch_catalogue")
        if validity(row)[0] <= on <= validity(row)[1]
    }

    for leaf in leaves():
        codes = (leaf["code"], leaf["code"][:4], leaf["code"][:2])
        # Covered for the whole city, so covered in every district and for cases without one.
        assert any((code, "") in in_force for code in codes), leaf


@pytest.mark.parametrize(
    ("leaf", "area", "on", "lead", "supporting"),
    [
        ("020201", "620102", "2026-07-01", "U-RQ", "Q-CG"),
        ("020201", "620121", "2026-07-01", "Q-YD", "U-RQ"),
        ("040202", "620103", "2026-07-01", "B-ZJJ", "Q-QLH"),
        ("010101", "620104", "2016-05-01", "Q-XG", "B-CGW"),
        ("080401", "620105", "2016-05-01", "B-RSJ", ""),
        ("080401", "620105", "2026-07-01", "B-YBJ", "B-SWU"),
        ("020301", "620123", "2026-07-01", "Q-YZ", "B-ZJJ"),
        ("100101", "", "2026-07-01", "B-GAJ", ""),
    ],
    ids=[
        "gas leak in town: gas company with the district",
        "gas leak in a county: the county, the gas company helps",
        "sinking house: housing bureau with the district",
        "street stalls: the district",
        "insurance before the reform: labour bureau",
        "insurance after the reform: its own bureau",
        "cold radiators in a county: the county",
        "household register: police",
    ],
)
def test_the_catalogue_sends_a_matter_where_a_dispatcher_would(
    leaf: str, area: str, on: str, lead: str, supporting: str
) -> None:
    row = rule_for(leaf, area, date.fromisoformat(on))

    assert row is not None
    assert row["lead_code"] == lead
    assert set(split(supporting)) <= set(split(row["supporting_codes"]))


def test_a_hazard_that_a_bureau_leads_always_brings_in_the_district() -> None:
    units = by_code("departments")
    districts = [row["code"] for row in rows("areas") if row["level"] == AreaLevel.DISTRICT]

    for leaf in leaves():
        if leaf["is_hazard"] == "是" and leaf["code"][:2] in {"02", "04"}:
            for district in districts:
                row = rule_for(leaf["code"], district, date(2026, 7, 1))
                assert row is not None
                named = {row["lead_code"], *split(row["supporting_codes"])}
                assert any(units[code]["area_code"] == district for code in named), row


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


def test_hazard_words_are_distinct_patterns_that_point_to_a_matter() -> None:
    patterns = [frozenset(split(row["words"])) for row in rows("hazard_words")]
    categories = by_code("categories")

    assert len(patterns) >= 60
    assert len(set(patterns)) == len(patterns)
    for row in rows("hazard_words"):
        assert len(row["category_code"]) == 6, row
        assert row["category_code"] in categories, row
        assert row["urgency"] in {Urgency.CRITICAL, Urgency.URGENT}, row
        assert row["say"], row
        assert row["do"], row
        # A single character alone would ring at every other call.
        assert max(map(len, split(row["words"]))) >= 2, row


def test_words_are_at_least_as_pressing_as_the_matter_they_point_to() -> None:
    order = [LimitClass.NORMAL, LimitClass.URGENT, LimitClass.CRITICAL]
    categories = by_code("categories")

    for row in rows("hazard_words"):
        matter = order.index(LimitClass(categories[row["category_code"]]["limit_class"]))
        assert order.index(LimitClass(row["urgency"])) >= matter, row


def test_every_hazard_has_words_that_betray_it() -> None:
    pointed_to = {row["category_code"] for row in rows("hazard_words")}

    assert [
        leaf["name"] for leaf in leaves() if leaf["is_hazard"] == "是" and leaf["code"] not in pointed_to
    ] == []


def found(text: str) -> set[str]:
    """Return the names of the matters that the words of a text point to."""
    categories = by_code("categories")
    return {
        categories[row["category_code"]]["name"]
        for row in rows("hazard_words")
        if all(word in text for word in split(row["words"]))
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("楼道里闻到很大的煤气味，怀疑是管子漏了", "燃气泄漏"),
        ("单元楼的外墙瓷砖一直在掉落，差点砸到人", "外墙脱落"),
        ("我家墙上裂缝越来越宽，门都关不上了", "房屋墙体裂缝"),
        ("下雨后小区地基下沉，散水都断开了", "地基下陷与采空区"),
        ("早上起来自来水发黄，还有一股味道", "自来水水质安全"),
        ("马路塌陷了一个大坑，电动车差点掉进去", "地面塌陷"),
        ("老人被困在电梯里二十分钟了", "电梯困人"),
        ("我真的不想活了，站在中山桥上", "轻生危机求助"),
        ("孩子放学后走丢了，到现在没回家", "失踪与离家出走"),
        ("邻居经常打孩子，孩子胳膊受伤了", "未成年人受侵害"),
    ],
)
def test_a_call_about_a_hazard_is_recognised_by_its_words(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "咨询一下今年采暖费怎么交，能不能网上缴",
        "楼顶的落水管漏水，物业一直没有修",
        "小区门口堆放杂物，存在火灾隐患",
        "物业收费不公示，电梯里全是广告，相关人员不回应",
        "建议在路口加装红绿灯，孩子上学方便一些",
    ],
)
def test_an_everyday_call_raises_no_alarm(text: str) -> None:
    assert found(text) == set()


def test_grounds_are_unique_in_their_kind_and_every_kind_has_some() -> None:
    counted = Counter((row["kind"], row["code"]) for row in rows("grounds"))
    kinds = Counter(row["kind"] for row in rows("grounds"))

    assert {key: count for key, count in counted.items() if count > 1} == {}
    assert set(kinds) == {
        "not_accepted",
        "return",
        "termination",
        "exclusion",
        "deferral",
        "extension",
        "unsolved",
        "transfer",
    }
    # Every request that another must decide finds its grounds here; not accepting has its own word.
    assert {kind for kind in RequestKind if kind is not RequestKind.NON_ACCEPTANCE} <= set(kinds)
    assert all(row["name"] and row["explanation"] for row in rows("grounds"))


def test_an_unreachable_citizen_is_a_ground_of_exclusion_and_never_satisfied() -> None:
    [ground] = [row for row in rows("grounds") if (row["kind"], row["code"]) == ("exclusion", "unreachable")]

    assert "绝不视为满意" in ground["explanation"]


def test_quick_replies_are_at_least_twenty_and_short() -> None:
    assert len(by_code("quick_replies")) == len(rows("quick_replies")) >= 20
    for row in rows("quick_replies"):
        assert row["kind"] in {"intake", "handling", "review", "callback"}, row
        assert 0 < len(row["body"]) <= 120, row


def test_supervision_starts_by_the_triggers_of_the_ladder() -> None:
    triggers = by_code("supervision_triggers")

    assert len(triggers) == len(rows("supervision_triggers"))
    assert {row["trigger"] for row in triggers.values()} == set(Trigger) - {Trigger.MANUAL}
    for row in triggers.values():
        assert row["level"] in set(SupervisionLevel), row
        assert int(row["threshold"]) >= 0, row
        assert re.fullmatch(r"[1-9][0-9]*(min|h|wh|wd|d)", row["reply_limit"]), row
        assert {row["immediate"], row["is_active"]} <= YES_OR_NO, row
    levels = {row["trigger"]: (row["threshold"], row["level"]) for row in triggers.values()}
    assert levels[Trigger.HAZARD][1] == SupervisionLevel.ORDER
    assert levels[Trigger.OVERDUE][1] == SupervisionLevel.WRITTEN
    assert levels[Trigger.OVERDUE_WORKING_DAYS] == ("5", SupervisionLevel.CRITICISM)
    assert levels[Trigger.REDONE_TIMES] == ("2", SupervisionLevel.ORDER)
    assert levels[Trigger.SAME_MATTER_CALLERS] == ("10", SupervisionLevel.ORDER)


def test_a_hazard_climbs_the_ladder_minute_by_minute() -> None:
    ladder = [(int(row["step"]), int(row["after_minutes"]), row["tell"]) for row in rows("escalation_ladder")]

    assert ladder == [
        (1, 0, "duty_officer"),
        (2, 5, "department_leader"),
        (3, 10, "parent_leader"),
        (4, 15, "supervisor"),
        (5, 30, "centre_head"),
    ]


def test_the_callback_asks_for_both_ratings_in_all_five_grades() -> None:
    script = tomllib.loads((PACK / "callback_script.toml").read_text(encoding="utf-8"))
    steps = {step["code"]: step for step in script["steps"]}

    assert len(steps) == len(script["steps"])
    assert all(step["title"] and step["ask"] for step in steps.values())
    grades = {rating.value: rating.label for rating in Rating}
    assert steps["result_rating"]["answers"] == grades
    assert steps["hotline_rating"]["answers"] == grades
    assert steps["solved"]["answers"] == {member.value: member.label for member in Solved}
    assert script["conduct"]
