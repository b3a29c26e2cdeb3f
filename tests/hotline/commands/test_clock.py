"""An operator asks the clock when something is due, and is told why."""

import pytest
from click.testing import CliRunner, Result

from hotline.commands.clock import clock_cli


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(clock_cli, ["due", *arguments])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--from", "2026-02-13 16:00", "--limit", "1wd"], "2026-02-14 18:00"),
        (["--from", "2026-02-14 10:00", "--limit", "1wd"], "2026-02-24 18:00"),
        (["--from", "2026-02-13 16:00", "--limit", "1wd", "--count-from", "receipt"], "2026-02-13 18:00"),
        (["--from", "2026-02-13T16:00", "--limit", "4wh"], "2026-02-14 10:30"),
        (["--from", "2026-02-13T08:00+00:00", "--limit", "24h"], "2026-02-14 16:00"),
        (["--from", "2026-02-13 23:50", "--limit", "15min"], "2026-02-14 00:05"),
        (["--from", "2026-02-13 16:00", "--limit", "1wd", "--day-end", "17:30"], "2026-02-14 17:30"),
    ],
)
def test_the_due_time_comes_first_and_then_the_steps(arguments: list[str], expected: str) -> None:
    result = ask(*arguments)

    first, *steps = result.output.splitlines()
    assert (result.exit_code, first) == (0, expected)
    assert steps[0].startswith("起算时间：2026年2月1")
    assert steps[-1].startswith("到期时间：2026年2月")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "明天", "--limit", "1wd"], "看不懂时间“明天”：请写成 2026-02-13 16:00。"),
        (["--from", "2026-02-30", "--limit", "1wd"], "看不懂时间“2026-02-30”"),
        (["--from", "9999-12-31", "--limit", "1wd"], "看不懂时间“9999-12-31”"),
        (["--from", "2026-02-13", "--limit", "soon"], "看不懂时限“soon”：请写成 15min"),
        (["--from", "2026-02-13", "--limit", "0wd"], "时限“0wd”必须大于零。"),
        (["--from", "2026-02-13", "--limit", "1wd", "--day-end", "25:00"], "看不懂时刻“25:00”"),
        (["--from", "2026-02-13", "--limit", "1wd", "--count-from", "tomorrow"], "next_day"),
        (["--limit", "1wd"], "--from"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(arguments: list[str], sentence: str) -> None:
    result = ask(*arguments)

    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output
