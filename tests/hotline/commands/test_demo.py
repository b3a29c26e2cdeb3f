"""`flask demo`: writes a file, or fills the house at once."""

import csv
from pathlib import Path

import pytest

from models.base import db
from models.case import Case
from models.vocabulary import CaseState
from tests.support.factories import make_case
from tests.support.requests import HouseRunner


def test_without_a_city_it_says_what_to_do(runner: HouseRunner) -> None:
    result = runner.invoke(args=["demo", "--cases", "10", "--year", "2016"])

    assert result.exit_code == 1
    assert "还没有载入城市包" in result.output


@pytest.mark.slow
def test_cases_of_a_year_are_written_or_brought_in(runner: HouseRunner, tmp_path: Path) -> None:
    runner.invoke(args=["city", "load", "lanzhou"])

    written = runner.invoke(
        args=["demo", "--cases", "300", "--year", "2016", "--out", str(tmp_path / "y.csv")]
    )
    brought = runner.invoke(args=["demo", "--cases", "300", "--year", "2016"])
    again = runner.invoke(args=["demo", "--cases", "300", "--year", "2016"])

    with (tmp_path / "y.csv").open(encoding="utf-8", newline="") as text:
        assert len(list(csv.DictReader(text))) == 300
    assert (written.exit_code, brought.exit_code) == (0, 0), written.output + brought.output
    assert "新增 300 件" in brought.output
    assert "新增 0 件，已存在跳过 300 件" in again.output
    assert db.session.query(Case).filter(Case.state == CaseState.CLOSED).count() >= 290


@pytest.mark.one_database
def test_weeks_are_made_only_where_there_is_no_case(runner: HouseRunner) -> None:
    runner.invoke(args=["city", "load", "lanzhou"])
    make_case()
    db.session.commit()

    result = runner.invoke(args=["demo", "--weeks", "1"])

    assert result.output == "已有工单，不再生成演示工单。\n"
    assert db.session.query(Case).count() == 1


def test_weeks_need_people_who_can_act(runner: HouseRunner) -> None:
    runner.invoke(args=["city", "load", "lanzhou"])

    result = runner.invoke(args=["demo"])

    assert result.exit_code == 1
    assert "请先运行 flask users demo" in result.output
    assert db.session.query(Case).count() == 0
