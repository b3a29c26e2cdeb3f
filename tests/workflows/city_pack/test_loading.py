"""A pack loaded twice adds nothing, and leaves alone what people changed in between."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT
from models.area import Area
from models.audit_entry import AuditEntry
from models.base import Row, db
from models.category import Category
from models.city import City
from models.department import Department
from models.dictionary import HazardWord
from models.queries import addresses, rule_packs
from models.routing_rule import RoutingRule
from models.rule_pack import RulePackVersion
from models.transaction import unit_of_work
from models.user import Role
from models.vocabulary import LimitClass
from tests.support.city_packs import FILES, write_pack
from tests.support.clock import MONDAY_9, TUESDAY_9
from tests.support.outlines import feature, file_of, square
from workflows.city_pack.complaints import BadPack
from workflows.city_pack.loading import Loaded, load
from workflows.city_pack.reading import read
from workflows.permissions import ROLES


def load_small_city(folder: Path, *, overwrite: bool = False, **changes: str | None) -> Loaded:
    pack = read(write_pack(folder, **changes))
    with unit_of_work():
        return load(pack, at=MONDAY_9, overwrite=overwrite)


def one(table: type[Row], **given: object) -> Row:
    return db.session.execute(db.select(table).filter_by(**given)).scalar_one()


@pytest.mark.usefixtures("app")
def test_the_tree_of_matters_knows_its_branches_leaves_paths_and_letters(tmp_path: Path) -> None:
    load_small_city(tmp_path)

    branch, leaf = one(Category, code="01"), one(Category, code="010101")
    assert (leaf.path, leaf.level, leaf.is_leaf) == ("城市管理/市容秩序/占道经营", 3, True)
    assert (leaf.branch_id, branch.branch_id, branch.is_leaf) == (branch.id, branch.id, False)
    assert leaf.initials == "zdjy"
    gas = one(Category, code="0201")
    assert (gas.is_hazard, gas.limit_class) == (True, LimitClass.CRITICAL)


@pytest.mark.usefixtures("app")
def test_places_know_their_district_and_units_their_letters(tmp_path: Path) -> None:
    load_small_city(tmp_path)

    district = one(Area, code="990102")
    assert one(Area, code="990102001").district_id == district.id == district.district_id
    assert one(Area, code="990100").district_id is None
    assert one(Department, code="B-CG").initials == "lsscsglj scgj"
    assert one(Department, code="Q-HD").area_id == district.id


@pytest.mark.usefixtures("app")
def test_the_address_book_is_found_by_letters_at_once(tmp_path: Path) -> None:
    load_small_city(tmp_path)
    for words in ("cfdl", "changfengdong", "丰东路"):
        (place,) = addresses.find(words)
        assert (place.name, place.within) == ("长丰东路", "河东区 / 长丰街道")


@pytest.mark.usefixtures("app")
def test_the_catalogue_names_units_by_their_rows(tmp_path: Path) -> None:
    load_small_city(tmp_path)

    rule = one(RoutingRule, valid_to=date(2020, 12, 31))
    assert rule.lead_id == one(Department, code="Q-HD").id
    assert rule.supporting_ids == [one(Department, code="B-CG").id, one(Department, code="D0").id]


@pytest.mark.usefixtures("app")
def test_loading_again_adds_nothing(tmp_path: Path) -> None:
    load_small_city(tmp_path)
    again = load_small_city(tmp_path)

    assert again.added == again.kept == 0
    assert sum(count.same for count in again.counts) == 26 + len(ROLES)
    assert db.session.query(City).count() == 1


@pytest.mark.usefixtures("app")
def test_what_people_changed_stays_unless_overwriting(tmp_path: Path) -> None:
    load_small_city(tmp_path)
    with unit_of_work():
        one(Category, code="010101").advice = "我们改过的话。"
        one(Role, code="agent").description = "我们的接线员"

    kept = load_small_city(tmp_path)
    assert one(Category, code="010101").advice == "我们改过的话。"
    assert kept.kept == 2

    load_small_city(tmp_path, overwrite=True)
    assert one(Category, code="010101").advice == "记清路段。"
    assert one(Role, code="agent").description == "我们的接线员"


@pytest.mark.usefixtures("app")
def test_a_line_of_the_catalogue_written_by_people_is_not_joined_by_the_packs(tmp_path: Path) -> None:
    load_small_city(tmp_path)
    with unit_of_work():
        one(RoutingRule, valid_from=date(2021, 1, 1)).valid_from = date(2022, 6, 1)

    again = load_small_city(tmp_path)

    assert again.added == 0
    assert db.session.query(RoutingRule).count() == 3


@pytest.mark.usefixtures("app")
def test_a_new_line_of_the_pack_comes_in_and_a_lost_one_stays(tmp_path: Path) -> None:
    load_small_city(tmp_path)
    text = FILES["hazard_words.csv"].replace("煤气味、漏气", "房屋裂缝")

    again = load_small_city(tmp_path, hazard_words_csv=text)

    assert again.added == 1
    assert db.session.query(HazardWord).count() == 2


@pytest.mark.usefixtures("app")
def test_subordinate_lines_may_stand_before_their_superior(tmp_path: Path) -> None:
    header, *lines = FILES["categories.csv"].splitlines()

    load_small_city(tmp_path, categories_csv="\n".join([header, *reversed(lines)]))

    assert one(Category, code="010101").path == "城市管理/市容秩序/占道经营"


@pytest.mark.usefixtures("app")
def test_a_load_leaves_a_line_in_the_audit_log(tmp_path: Path) -> None:
    pack = read(write_pack(tmp_path))
    with unit_of_work():
        load(pack, at=TUESDAY_9)

    entry = one(AuditEntry, kind="load_city_pack")
    assert entry.object_id == "990100"
    assert "分类：新增 5" in entry.summary


def test_roles_come_with_the_pack(app: Flask, tmp_path: Path) -> None:
    load_small_city(tmp_path)

    agent = one(Role, code="agent")
    assert agent.name == "接线员"
    assert "register_case" in agent.permissions


RULES = (ROOT / "cities" / "rule_packs" / "shandong.toml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("app")
def test_the_packs_rules_are_the_first_version_and_stay_the_only_one(tmp_path: Path) -> None:
    load_small_city(tmp_path, rule_pack_toml=RULES)
    load_small_city(tmp_path, rule_pack_toml=RULES)

    version = one(RulePackVersion)
    assert rule_packs.valid_at(MONDAY_9.replace(year=2016)) == version
    assert version.document["day_end"]


@pytest.mark.usefixtures("app")
def test_changed_rules_become_a_version_only_when_overwriting(tmp_path: Path) -> None:
    load_small_city(tmp_path, rule_pack_toml=RULES)
    other = RULES.replace('day_end = "', 'day_end = "24:00" # "')

    kept = load_small_city(tmp_path, rule_pack_toml=other)
    assert kept.kept == 1
    assert db.session.query(RulePackVersion).count() == 1

    load_small_city(tmp_path, rule_pack_toml=other, overwrite=True)
    newest = rule_packs.newest()
    assert newest is not None
    assert (newest.document["day_end"], newest.valid_from) == ("24:00", MONDAY_9)


def test_outlines_come_with_the_pack_and_people_keep_their_own(app: Flask, tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "outlines.geojson").write_bytes(file_of(feature("河东区", square(103, 36)), source="某局"))

    def loaded(**given: bool) -> str:
        with unit_of_work():
            counts = load(read(tmp_path), at=MONDAY_9, **given).counts
        return next(str(count) for count in counts if count.label == "区划轮廓")

    assert loaded() == "区划轮廓：新增 1，未变 0"
    assert loaded() == "区划轮廓：新增 0，未变 1"
    (tmp_path / "outlines.geojson").write_bytes(file_of(feature("河东区", square(104, 36))))
    assert loaded() == "区划轮廓：新增 0，未变 0，保留本地修改 1"
    assert loaded(overwrite=True) == "区划轮廓：新增 0，未变 0，覆盖 1"
    (tmp_path / "outlines.geojson").write_bytes(b"[]")
    with pytest.raises(BadPack, match="文件应为 GeoJSON 的 FeatureCollection"):
        read(tmp_path)
