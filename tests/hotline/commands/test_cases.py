"""`flask cases import`: the summary, the bad rows with their reasons, the exit code."""

from pathlib import Path

from models.base import db
from models.case import Case
from models.import_batch import ImportBatch
from tests.support.history_files import make_reference, row, write
from tests.support.requests import HouseRunner


def run(runner: HouseRunner, *args: object) -> tuple[int, str]:
    result = runner.invoke(args=["cases", "import", *map(str, args)])
    return result.exit_code, result.output


def test_a_good_file_comes_in_and_is_summed_up(runner: HouseRunner, tmp_path: Path) -> None:
    make_reference()

    code, said = run(runner, write(tmp_path, row()))

    assert code == 0, said
    assert "编码 UTF-8。共 1 行：新增 1 件，已存在跳过 0 件。" in said
    assert db.session.query(Case).count() == 1
    batch = db.session.query(ImportBatch).one()
    assert (batch.file_name, batch.state, batch.added) == ("history.csv", "done", 1)


def test_bad_rows_are_printed_and_written_and_refuse_the_file(runner: HouseRunner, tmp_path: Path) -> None:
    make_reference()
    errors = tmp_path / "errors.csv"

    code, said = run(runner, write(tmp_path, row(联系电话="1"), row(诉求类型="=1+1")), "--errors", errors)

    assert code == 1
    assert "共 2 行，其中 2 行有误，未导入任何工单。" in said
    assert "第 2 行，联系电话：不是有效的电话号码" in said
    assert errors.read_text(encoding="utf-8-sig").splitlines()[0] == "行,列,原因"
    assert db.session.query(Case).count() == 0


def test_what_is_no_history_file_is_refused_in_a_sentence(runner: HouseRunner, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    code, said = run(runner, tmp_path / "x.csv")

    assert code == 1
    assert "缺少必需的列：工单编号" in said


def test_a_dry_run_says_so_and_a_source_may_be_named(runner: HouseRunner, tmp_path: Path) -> None:
    make_reference()
    file = write(tmp_path, row())

    code, said = run(runner, file, "--dry-run")
    assert (code, "（试运行，未写入）" in said) == (0, True)
    assert db.session.query(Case).count() == 0

    run(runner, file, "--source", "一期系统")
    assert db.session.query(Case).one().source == "一期系统"


def test_a_bad_mapping_is_refused_in_a_sentence(runner: HouseRunner, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text("[nonsense]", encoding="utf-8")

    code, said = run(runner, write(tmp_path, row()), "--mapping", tmp_path / "m.toml")

    assert code == 1
    assert "映射文件中有不认识的部分：nonsense。" in said
