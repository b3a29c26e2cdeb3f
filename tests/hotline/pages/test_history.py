"""A file is handed in, checked in the background, its bad rows named, and brought in only when it is good."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hotline import history_import
from hotline.jobs import history_jobs
from hotline.sole_worker import sole_worker
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.import_batch import ImportBatch
from tests.support.clock import MONDAY_9
from tests.support.history_files import as_csv, make_reference, row
from tests.support.pages import Page, Visitor
from tests.support.requests import HouseRunner
from tests.support.settings import environment_for

Visit = Callable[..., Visitor]


def folder_of(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].uploads_dir) / "history"


def hand_in(visitor: Visitor, content: str | bytes, *, status: int = 200, **given: Any) -> Page:
    raw = content.encode() if isinstance(content, str) else content
    page = visitor.get("/history").fill(file=(BytesIO(raw), "旧系统2016.csv"), **given)
    return page.press("上传并校验", status=status)


def work(app: Flask, runner: HouseRunner) -> None:
    """Do what the scheduler has done: a worker for each batch that waits."""
    for batch in db.session.query(ImportBatch).filter(ImportBatch.ended_at.is_(None)).all():
        assert runner.invoke(args=["cases", "import-batch", str(batch.id)]).exit_code == 0


def test_a_good_file_is_checked_then_brought_in(app: Flask, visit: Visit, runner: HouseRunner) -> None:
    make_reference()
    visitor = visit(role="administrator")

    waiting = hand_in(visitor, as_csv(row(), row(工单编号="LS2")))
    assert "排队中" in waiting.text
    assert db.session.query(Case).count() == 0

    work(app, runner)
    checked = visitor.get(waiting.url)
    assert "共 2 行：新增 2 件，已存在跳过 0 件。" in checked.text
    assert db.session.query(Case).count() == 0

    importing = checked.press("正式导入 2 件")
    work(app, runner)
    done = visitor.get(importing.url)
    assert "共 2 行：新增 2 件" in done.text
    assert db.session.query(Case).count() == 2
    assert [file.name for file in folder_of(app).iterdir() if file.suffix == ""] == []


def test_every_bad_row_is_named_page_by_page(app: Flask, visit: Visit, runner: HouseRunner) -> None:
    make_reference()
    visitor = visit(role="administrator")
    page = hand_in(visitor, as_csv(*(row(工单编号=f"LS{i}", 联系电话="1") for i in range(120))))

    work(app, runner)

    first = visitor.get(page.url)
    assert "其中 120 行有误，未导入任何工单" in first.text
    assert first.rows()[0] == ["2", "联系电话", "不是有效的电话号码"]
    assert len(first.rows()) == 100
    assert [cells[0] for cells in first.follow("下一页").rows()] == [str(i) for i in range(102, 122)]
    assert "正式导入" not in first.text


def test_a_file_that_is_none_is_refused_with_a_sentence(
    app: Flask, visit: Visit, runner: HouseRunner
) -> None:
    visitor = visit(role="administrator")
    page = hand_in(visitor, b"PK\x03\x04" + bytes(100))

    work(app, runner)

    assert "工作簿不完整或已损坏" in visitor.get(page.url).text


def test_a_form_without_a_file_or_with_a_bad_mapping_is_answered_at_once(app: Flask, visit: Visit) -> None:
    visitor = visit(role="administrator")

    empty = visitor.get("/history").press("上传并校验", status=422)
    assert "请选择文件。" in empty.text

    bad = hand_in(visitor, as_csv(row()), mapping=(BytesIO(b"[nonsense]"), "m.toml"), status=422)
    assert "映射文件中有不认识的部分：nonsense。" in bad.text
    assert db.session.query(ImportBatch).count() == 0


def test_a_file_above_its_own_limit_leaves_nothing_behind(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    with pytest.raises(history_import.TooLarge, match="文件超过 1 MB"):
        history_import.keep_upload(BytesIO(bytes(1 << 21)), tmp_path / "history", 1 << 20)

    assert list((tmp_path / "history").iterdir()) == []


def test_only_those_who_may_import_see_the_page(app: Flask, visit: Visit) -> None:
    visit(role="agent").get("/history", status=403)


def test_handing_in_is_in_the_audit_log(app: Flask, visit: Visit, runner: HouseRunner) -> None:
    make_reference()
    visitor = visit(role="administrator")
    page = hand_in(visitor, as_csv(row()))
    work(app, runner)
    visitor.get(page.url).press("正式导入 1 件")
    work(app, runner)

    kinds = [entry.kind for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert [kind for kind in kinds if kind.startswith("history")] == [
        "history.hand_in", "history.hand_in", "history.import",
    ]  # fmt: skip


def test_a_file_is_brought_in_once_however_often_it_is_asked_for(
    app: Flask, visit: Visit, runner: HouseRunner
) -> None:
    make_reference()
    visitor = visit(role="administrator")
    page = hand_in(visitor, as_csv(row()))
    work(app, runner)
    checked = visitor.get(page.url)

    checked.press("正式导入 1 件")
    checked.press("正式导入 1 件")
    work(app, runner)

    assert db.session.query(Case).count() == 1


def test_a_batch_whose_worker_died_is_begun_anew_but_not_for_ever(
    app: Flask, visit: Visit, runner: HouseRunner
) -> None:
    page = hand_in(visit(role="administrator"), as_csv(row()))
    batch_id = int(page.url.rsplit("/", 1)[1])

    begun = [history_import.begin(batch_id) for _ in range(4)]

    assert begun == [True, True, True, False]
    batch = db.session.get(ImportBatch, batch_id)
    assert batch is not None
    assert (batch.state, batch.report["sentence"][:7]) == ("failed", "已尝试 3 次")


def test_a_batch_that_another_works_on_is_left_alone(app: Flask, visit: Visit, runner: HouseRunner) -> None:
    page = hand_in(visit(role="administrator"), as_csv(row()))
    batch = db.session.query(ImportBatch).one()

    with sole_worker(folder_of(app) / f"{batch.stored_name}.lock") as is_sole:
        said = runner.invoke(args=["cases", "import-batch", str(batch.id)]).output

    assert is_sole
    assert "无需处理" in said
    assert page.visitor.get(page.url).text.count("排队中") >= 1


def test_progress_is_said_while_it_works_and_the_page_is_loaded_anew_at_the_end(
    app: Flask, visit: Visit, runner: HouseRunner
) -> None:
    make_reference()
    visitor = visit(role="administrator")
    page = hand_in(visitor, as_csv(row()))
    batch = db.session.query(ImportBatch).one()
    history_import.write_progress(folder_of(app) / f"{batch.stored_name}.progress", "校验", 5_000, 20_000)

    assert "5000 / 20000（25%）" in visitor.get(f"{page.url}/progress", headers={"HX-Request": "true"}).text
    work(app, runner)
    assert visitor.get(f"{page.url}/progress", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


@pytest.mark.slow
def test_the_scheduler_starts_a_process_that_does_the_work(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_reference()
    hand_in(visit(role="administrator"), as_csv(row()))
    for name, value in environment_for(app.config["SETTINGS"]).items():
        monkeypatch.setenv(name, value)
    batch_id = db.session.query(ImportBatch).one().id
    db.session.commit()

    assert list(history_jobs.find_waiting_imports(MONDAY_9)) == [batch_id]
    assert history_jobs.start_import(batch_id, at=MONDAY_9)
    assert not history_jobs.start_import(batch_id, at=MONDAY_9)
    history_jobs._workers.pop(batch_id).wait(timeout=60)

    db.session.rollback()
    assert db.session.query(ImportBatch).one().state == "done"
