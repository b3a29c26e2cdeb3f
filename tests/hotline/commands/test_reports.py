"""An operator builds a workbook into a file."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.hand_counted import make_march
from tests.support.requests import HouseRunner

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("period", "received"),
    [
        ("2026", 12),
        ("2026-Q1", 12),
        ("2026-03", 11),
        ("2026-W10", 9),
        ("2026-03-02", 2),
        ("2026-02-27..2026-03-02", 3),
        ("2026-H1", 12),
        ("2026-03-X1", 9),
        ("2026-03-X3", 2),
        ("2026-N10", 9),
    ],
)
def test_a_workbook_of_any_period_is_written(
    runner: HouseRunner, tmp_path: Path, period: str, received: int
) -> None:
    make_march()
    out = tmp_path / "办结率.xlsx"

    result = runner.invoke(args=["reports", "build", "completion", "--period", period, "--out", str(out)])

    assert result.exit_code == 0
    assert f"：{out}，" in result.output
    assert load_workbook(out)["总体情况"]["B5"].value == received
    assert list(tmp_path.glob(".*")) == [], "nothing unfinished is left behind"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["weather", "--period", "2016"], "没有“weather”这种报表，可选：completion（承办单位办结率）。"),
        (["completion", "--period", "sometime"], "看不懂统计周期“sometime”"),
        (["completion", "--period", "2016-13"], "日历上没有“2016-13”"),
        (["completion"], "--period"),
    ],
)
def test_what_cannot_be_built_is_said_in_a_sentence(
    runner: HouseRunner, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    out = tmp_path / "out.xlsx"

    result = runner.invoke(args=["reports", "build", *arguments, "--out", str(out)])

    assert result.exit_code == 2
    assert sentence in result.output
    assert not out.exists()


def test_a_folder_that_is_not_there_is_named(runner: HouseRunner, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "out.xlsx"

    result = runner.invoke(args=["reports", "build", "completion", "--period", "2016", "--out", str(out)])

    assert result.exit_code == 2
    assert "文件夹不存在" in result.output
