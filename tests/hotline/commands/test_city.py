"""`flask city load`: a pack by name or by folder, all or nothing."""

from pathlib import Path

import pytest

from models.area import Area
from models.base import db
from models.category import Category
from models.department import Department
from tests.support.city_packs import with_line, write_pack
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
