"""`flask city load`: a pack by name or by folder, all or nothing."""

from pathlib import Path

import pytest

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.city import City
from models.department import Department
from tests.support.city_packs import with_line, write_pack
from tests.support.factories import make_category, make_department
from tests.support.history_files import row, write
from tests.support.requests import HouseRunner


def test_a_folder_is_loaded_and_counted(runner: HouseRunner, tmp_path: Path) -> None:
    result = runner.invoke(args=["city", "load", str(write_pack(tmp_path))])

    assert result.exit_code == 0, result.output
    assert "已载入临水市。" in result.output
    assert "分类：新增 5，未变 0" in result.output
    assert db.session.query(Category).count() == 5


def test_a_bad_line_keeps_everything_out(runner: HouseRunner, tmp_path: Path) -> None:
    folder = write_pack(tmp_path, areas_csv=with_line("areas.csv", "1,9,无,city,,,"))

    result = runner.invoke(args=["city", "load", str(folder)])

    assert result.exit_code == 1
    assert "areas.csv 第 5 行 parent_code 列：areas.csv 中没有代码 9" in result.output
    assert db.session.query(Area).count() == 0


def test_an_unknown_pack_is_answered_with_the_known_ones(runner: HouseRunner) -> None:
    result = runner.invoke(args=["city", "load", "atlantis"])

    assert result.exit_code == 1
    assert "没有找到城市包“atlantis”" in result.output
    assert "lanzhou" in result.output


@pytest.mark.slow
def test_the_pack_that_comes_with_the_house_loads_twice(runner: HouseRunner) -> None:
    first = runner.invoke(args=["city", "load", "lanzhou"])
    again = runner.invoke(args=["city", "load", "lanzhou"])

    assert first.exit_code == again.exit_code == 0, first.output
    assert "新增 0" in again.output
    assert "保留本地修改" not in again.output
    assert db.session.query(Category).filter_by(level=1).count() == 20
    assert db.session.query(Category).filter_by(is_leaf=True).count() >= 200
    assert db.session.query(Area).filter_by(level="district").count() == 9
    assert db.session.query(Department).count() >= 60


def import_before_the_pack(runner: HouseRunner, folder: Path, **changes: str) -> None:
    """Import a case that names a matter, a unit and a place of the small city before the city is loaded."""
    named = {"诉求分类": "城市管理/市容秩序/占道经营", "承办单位": "临水市城市管理局", "协办单位": ""}
    given = {**named, "区县": "河东区", "街道": "长丰街道", **changes}
    result = runner.invoke(args=["cases", "import", str(write(folder, row(**given))), "--create-missing"])
    assert result.exit_code == 0, result.output


def test_what_an_import_made_before_is_taken_over_with_its_cases(runner: HouseRunner, tmp_path: Path) -> None:
    import_before_the_pack(runner, tmp_path)
    made = db.session.query(Case).one()
    before = (made.category_id, made.branch_id, made.department_id, made.district_id, made.area_id)

    result = runner.invoke(args=["city", "load", str(write_pack(tmp_path / "pack"))])

    assert result.exit_code == 0, result.output
    assert "分类：新增 2，未变 0，接收历史导入所建 3" in result.output
    assert "区划：新增 1，未变 0，接收历史导入所建 2" in result.output
    assert "单位：新增 2，未变 0，接收历史导入所建 1" in result.output
    case = db.session.query(Case).one()
    assert (case.category_id, case.branch_id, case.department_id, case.district_id, case.area_id) == before
    leaf = db.session.get_one(Category, case.category_id)
    assert (leaf.code, leaf.advice, leaf.is_leaf) == ("010101", "记清路段。", True)
    assert db.session.get_one(Category, case.branch_id).code == "01"
    assert db.session.get_one(Department, case.department_id).code == "B-CG"
    street = db.session.get_one(Area, case.area_id)
    assert (street.code, street.district_id) == ("990102001", case.district_id)
    district = db.session.get_one(Area, case.district_id)
    assert (district.code, db.session.get_one(Area, district.parent_id).code) == ("990102", "990100")

    again = runner.invoke(args=["city", "load", str(tmp_path / "pack")])
    assert "分类：新增 0，未变 5" in again.output


@pytest.mark.parametrize("overwrite", [[], ["--overwrite"]])
def test_what_people_made_under_another_code_refuses_the_pack(
    runner: HouseRunner, tmp_path: Path, overwrite: list[str]
) -> None:
    make_category(code="C9", name="公用事业", path="公用事业")

    result = runner.invoke(args=["city", "load", str(write_pack(tmp_path)), *overwrite])

    assert result.exit_code == 1
    assert (
        "没有载入任何内容：分类“公用事业”在系统中已有，代码为“C9”，与城市包中的代码“02”不同。"
        in result.output
    )
    assert db.session.query(Category).count() == 1
    assert db.session.query(Area).count() == db.session.query(City).count() == 0


def test_overwriting_a_name_that_another_unit_took_is_refused(runner: HouseRunner, tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    runner.invoke(args=["city", "load", str(folder)])
    db.session.query(Department).filter_by(code="B-CG").one().name = "临水市城管委"
    make_department(code="X9", name="临水市城市管理局")

    kept = runner.invoke(args=["city", "load", str(folder)])
    refused = runner.invoke(args=["city", "load", str(folder), "--overwrite"])

    assert "单位：新增 0，未变 2，保留本地修改 1" in kept.output
    assert refused.exit_code == 1
    assert "单位“临水市城市管理局”在系统中已有，代码为“X9”" in refused.output
    assert db.session.query(Department).filter_by(code="B-CG").one().name == "临水市城管委"
