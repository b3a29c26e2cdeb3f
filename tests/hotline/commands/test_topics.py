"""An operator finds hot topics in a table: every row gets a topic in its place."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.topics_cli import ADDED, topics
from tests.support.labelled_texts import write_table
from tests.support.made_up_topics import made_up
from tests.support.requests import HouseRunner

pytestmark = pytest.mark.one_database


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(topics, ["--folder", str(folder), *arguments], catch_exceptions=False)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_row_gets_a_topic_in_its_place(tmp_path: Path) -> None:
    messages = made_up()
    table = [
        (subject, text, f"2026-05-{n % 28 + 1:02} 08:00:00", f"={n}")
        for n, (_, subject, text) in enumerate(messages)
    ]
    write_table(tmp_path / "in.csv", table, ("subject", "text", "time", "number"))

    result = run(tmp_path, "find", "in.csv", "--out", "out.csv", "--id-column", "number", "--show", "2")

    assert result.exit_code == 0, result.output
    assert "1. 4 条 " in result.output
    assert "3. 4 条 " not in result.output
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0]) == ["number", "subject", "text", "time", *ADDED]
    assert [row["text"] for row in rows] == [text for _, _, text in messages]
    assert len({row["topic_id"] for row in rows}) == len({topic for topic, _, _ in messages})
    sizes = {row["topic_id"]: int(row["topic_size"]) for row in rows}
    assert sum(sizes.values()) == len(rows)
    assert all(row["topic_first"] <= row["time"][:10] <= row["topic_last"] for row in rows)
    assert not [row for row in rows if row["number"].startswith("=")], "no cell is a formula"


def test_one_text_and_no_time_will_do(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("诉求\n停水了。\n停水了。\n路灯不亮\n", encoding="gb18030")

    result = run(tmp_path, "find", "in.csv", "--out", "out.csv", "--text-column", "诉求")

    assert result.exit_code == 0, result.output
    assert [row["topic_id"] for row in rows_of(tmp_path / "out.csv")] == ["1", "1", "2"]


def test_texts_through_the_pipe_come_back_as_places() -> None:
    said = made_up()
    order = {"messages": [[s, t, "2026-05-01T00:00:00+00:00"] for _, s, t in said], "window_days": 30}

    result = CliRunner().invoke(topics, ["--folder", ".", "group"], input=json.dumps(order))

    found = {tuple(places) for places in json.loads(result.output)}
    wanted: dict[str, list[int]] = {}
    for place, (topic, *_) in enumerate(said):
        wanted.setdefault(topic, []).append(place)
    assert found == {tuple(places) for places in wanted.values() if len(places) > 1}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["in.csv", "--out", "o.csv"], "请用 --text-column 指明文本列，文件的列是：a、b。"),
        (["in.csv", "--out", "o.csv", "--text-column", "c"], "列“c”不存在，文件的列是：a、b。"),
        (["in.csv", "--out", "o.csv", "--text-column", "a", "--time-column", "c"], "列“c”不存在"),
        (["none.csv", "--out", "o.csv"], "文件不存在：none.csv。"),
        (["in.csv", "--out", "nowhere/o.csv"], "文件夹不存在：nowhere。"),
    ],
)
def test_a_wrong_order_is_refused(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    (tmp_path / "in.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    result = run(tmp_path, "find", *arguments)

    assert result.exit_code == 2
    assert sentence in result.output
    assert not (tmp_path / "o.csv").exists()


def test_the_command_runs_in_a_process_of_its_own(runner: HouseRunner, tmp_path: Path) -> None:
    result = runner.invoke(args=["topics", "find", "none.csv", "--out", str(tmp_path / "o.csv")])

    assert result.exit_code == 2
    assert "文件不存在：none.csv。" in result.output
