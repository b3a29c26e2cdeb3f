"""An operator builds a workbook into a file."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from models.report_subject import ReportSubject
from tests.support.factories import saved
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
        (
            ["weather", "--period", "2016"],
            "没有“weather”这种报表，可选：completion（承办单位办结率）、daily（日报）、weekly（周报）、",
        ),
        (["completion", "--period", "sometime"], "看不懂统计周期“sometime”"),
        (["completion", "--period", "2016-13"], "日历上没有“2016-13”"),
        (["completion"], "--period"),
        (["daily", "--period", "2016"], "日报按日编制，“2016”不是日。"),
        (["annual", "--period", "2016-03"], "年度报告按年编制，“2016-03”不是年。"),
        (["weekly", "--period", "2016"], "周报按周、自然周编制，“2016”不是周、自然周。"),
        (["water", "--period", "2016"], "没有设置专报主题“water”"),
        (["daily", "--period", "2016-07-01", "--format", "exe"], "--format"),
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


@pytest.mark.parametrize(
    ("arguments", "name", "begins"),
    [
        ([], "日报.xlsx", b"PK"),
        ([], "日报.docx", b"PK"),
        ([], "日报.pdf", b"%PDF"),
        (["--format", "pdf"], "日报", b"%PDF"),
        (["--format", "docx"], "日报.pdf", b"PK"),
        ([], "日报", b"PK"),
    ],
)
def test_the_form_is_the_one_asked_for_else_that_of_the_name(
    runner: HouseRunner, tmp_path: Path, arguments: list[str], name: str, begins: bytes
) -> None:
    make_march()
    out = tmp_path / name

    result = runner.invoke(
        args=["reports", "build", "daily", "--period", "2026-03-06", *arguments, "--out", str(out)]
    )

    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(begins)


def test_the_reports_are_listed_with_their_periods_and_forms(runner: HouseRunner) -> None:
    lines = [line.split("\t") for line in runner.invoke(args=["reports", "list"]).output.splitlines()]

    assert ["completion", "承办单位办结率", "任意周期", "xlsx docx pdf"] in lines
    assert ["daily", "日报", "日", "xlsx docx pdf"] in lines
    assert ["weekly", "周报", "周、自然周", "xlsx docx pdf"] in lines
    assert ["annual", "年度报告", "年", "xlsx docx pdf"] in lines
    assert ["water", "供水水质专报", "任意周期", "xlsx docx pdf"] in lines
    assert [line[0] for line in lines][:8] == [
        "completion", "daily", "weekly", "monthly", "quarterly", "annual", "water", "environment",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("report", "period"),
    [
        ("weekly", "2026-W10"),
        ("quarterly", "2026-Q1"),
        ("annual", "2026"),
        ("environment", "2026-03-01..2026-03-09"),
    ],
)
def test_bulletins_and_special_reports_are_written_too(
    runner: HouseRunner, tmp_path: Path, report: str, period: str
) -> None:
    make_march()
    saved(ReportSubject(code="environment", name="环境", title="环境专报", category_ids=[1]))
    out = tmp_path / "out.xlsx"

    result = runner.invoke(args=["reports", "build", report, "--period", period, "--out", str(out)])

    assert result.exit_code == 0, result.output
    assert {"正文", "图表", "口径说明"} <= set(load_workbook(out).sheetnames)
