"""An operator trains a router from a table, predicts and evaluates; what is wrong is said in a sentence."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from hotline.routing_cli import ADDED, routing
from tests.support.labelled_texts import made_up, write_table
from tests.support.requests import HouseRunner

pytestmark = pytest.mark.one_database

HEADER = ("id", "text", "label")


def run(folder: Path, *arguments: str | Path) -> Result:
    here = ["--routers", str(folder / "routers"), "--folder", str(folder)]
    return CliRunner().invoke(routing, [*here, *map(str, arguments)], catch_exceptions=False)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with a router that was learnt from made-up messages."""
    folder = tmp_path_factory.mktemp("routing")
    rows = [(f"={number}", text, label) for number, (text, label) in enumerate(made_up(150))]
    write_table(folder / "in.csv", [*rows, ("x", "", "供热"), ("y", "没有标签", "")], HEADER, "utf-8-sig")
    columns = ["--text-column", "text", "--label-column", "label"]
    result = run(folder, "train", "--from", "in.csv", *columns)
    assert result.exit_code == 0, result.output
    assert "训练：150 条，3 个类别；2 行缺文本或标签，未用" in result.output
    assert "宏平均 macro-F1" in result.output
    return folder


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_commands_run_in_a_process_of_their_own(runner: HouseRunner, tmp_path: Path) -> None:
    result = runner.invoke(args=["routing", "predict", "none.csv", "--out", str(tmp_path / "out.csv")])

    assert result.exit_code == 2
    assert "还没有分派模型，请先运行 flask routing train。" in result.output


def test_every_row_gets_its_labels_in_its_place(trained: Path) -> None:
    result = run(trained, "predict", "in.csv", "--text-column", "text", "--out", "out.csv")

    assert result.exit_code == 0, result.output
    rows = rows_of(trained / "out.csv")
    assert list(rows[0]) == [*HEADER, *ADDED]
    assert [row["text"] for row in rows] == [row["text"] for row in rows_of(trained / "in.csv")]
    right = [row["predicted"] == row["label"] for row in rows[:150]]
    assert sum(right) > 140
    assert all(1 > float(row["confidence"]) > 0 for row in rows[:150])
    assert float(rows[150]["confidence"]) == 0, "an empty text"
    assert not [row for row in rows if row["id"].startswith("=")], "no cell is a formula"


def test_predicting_what_was_predicted_replaces_the_columns(trained: Path) -> None:
    run(trained, "predict", "in.csv", "--out", "once.csv")
    assert run(trained, "predict", "once.csv", "--out", "twice.csv").exit_code == 0
    assert list(rows_of(trained / "twice.csv")[0]) == [*HEADER, *ADDED]


def test_an_evaluation_states_the_figures(trained: Path) -> None:
    write_table(trained / "new.csv", [("1", *row) for row in made_up(60, seed=9)], HEADER, "gb18030")

    said = run(trained, "evaluate", "new.csv").output
    assert "new.csv（0 行缺文本或标签，未计）：60 条" in said
    assert "精确率 95% 时覆盖" in said
    figures = json.loads(run(trained, "evaluate", "new.csv", "--json").output)
    assert figures["accuracy"] > 0.8
    assert set(figures["coverage"]) == {"95", "97", "99"}


def test_a_workbook_is_read_as_well(trained: Path) -> None:
    book = Workbook()
    for row in [HEADER, *((str(n), text, label) for n, (text, label) in enumerate(made_up(9)))]:
        book.active.append(row)
    book.save(trained / "new.xlsx")

    assert run(trained, "predict", "new.xlsx", "--out", "of_book.csv").exit_code == 0
    assert len(rows_of(trained / "of_book.csv")) == 9


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的。"),
        (b"text,label\n", "文件只有表头，没有数据行。"),
        ("内容,类别\n路灯不亮,市容\n".encode(), "列“text”不存在，文件的列是：内容、类别。"),
        ("text,label\n路灯不亮,\n".encode(), "没有一行同时有文本和标签。"),
        (("text,label\n" + "路灯不亮,市容\n" * 30).encode(), "至少需要 2 个类别、每类 5 件。"),
        (b"text,label\n\xff\xfe\x00\xd8", "文件既不是 UTF-8 也不是 GB18030 编码"),
        (b'text,label\n"abc', "引号没有成对"),
        (b"PK\x03\x04broken", "工作簿不完整或已损坏"),
    ],
)
def test_an_unusable_table_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "in.csv").write_bytes(content)

    result = run(tmp_path, "train", "--from", "in.csv", "--text-column", "text", "--label-column", "label")

    assert result.exit_code == 2
    assert sentence in result.output
    assert not (tmp_path / "routers").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["predict", "none.csv", "--out", "o.csv"], "文件不存在：none.csv。"),
        (["predict", "in.csv", "--out", "nowhere/o.csv"], "文件夹不存在：nowhere。"),
        (["predict", "in.csv", "--text-column", "body", "--out", "o.csv"], "列“body”不存在"),
        (["predict", "in.csv", "--router", "in.csv", "--out", "o.csv"], "in.csv 不是分派模型文件。"),
        (["evaluate", "in.csv", "--router", "gone.router"], "没有分派模型文件：gone.router。"),
    ],
)
def test_a_wrong_order_is_refused(trained: Path, arguments: list[str], sentence: str) -> None:
    result = run(trained, *arguments)

    assert result.exit_code == 2
    assert sentence in result.output
