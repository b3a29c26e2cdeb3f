"""Files of grid events: all rows or none, each bad one named; told twice or later."""

from pathlib import Path

import pytest
from flask import Flask

from hotline.grid_file import import_events
from models.audit_entry import AuditEntry
from models.base import db
from models.grid import GridEvent
from models.transaction import unit_of_work
from models.user import User
from tests.support.case_rows import make_town
from tests.support.clock import local
from tests.support.factories import make_user
from tests.support.grid_rows import counts, make_classes
from workflows.errors import Refused
from workflows.grid_import import Report

NOW = local("2026-03-20 10:00")
HEADER = "事件编号,标题,类别,采集时间,区县,是否上报,上报时间,是否处置,处置时间,工单编号"


@pytest.fixture
def grid_worker(app: Flask) -> User:
    """Return a grid worker in a small town."""
    make_town()
    make_classes()
    return make_user("grid")


def brought(tmp_path: Path, *rows: str, header: str = HEADER, at_most: int | None = None) -> Report:
    file = tmp_path / "events.csv"
    file.write_text("\n".join((header, *rows)), encoding="utf-8")
    return import_events(file, file.name, "网格平台", by=None, at=NOW, at_most=at_most)


def test_a_file_told_twice_changes_nothing_and_a_later_one_tells_what_became_of_it(
    grid_worker: User, tmp_path: Path
) -> None:
    first = (
        "W1,井盖松动,城市管理类,2026-03-01 23:50:00,东岸区,是,,否,,",
        "W2,代办社保,居民事务代办类,2026-03-02 08:00,,,,,2026-03-02 09:00,LZ1",
    )
    assert brought(tmp_path, *first).sentence() == "共 2 行：新增 2 件，更新 0 件，无变化 0 件。"
    assert counts() == [("03-01", 2, 1, 1, 0, 0), ("03-02", 0, 1, 0, 1, 0)]

    assert brought(tmp_path, *first).sentence() == "共 2 行：新增 0 件，更新 0 件，无变化 2 件。"
    with unit_of_work():
        db.session.query(GridEvent).filter_by(external_id="W1").one().case_number = "LZ7"
    later = (
        "W1,井盖松动,环境保护类,2026-03-02 00:10:00,西岸区,是,,是,,",
        "W3,乱堆物料,城市管理类,2026-03-02,东岸区,,,,,",
    )
    assert brought(tmp_path, *later).sentence() == "共 2 行：新增 1 件，更新 1 件，无变化 0 件。"

    assert counts() == [("03-02", 2, 1, 0, 0, 0), ("03-02", 0, 1, 0, 1, 0), ("03-02", 3, 1, 1, 1, 1)]
    assert db.session.query(GridEvent).filter_by(external_id="W1").one().case_number == "LZ7"
    assert db.session.query(AuditEntry).filter_by(kind="import_grid").count() == 3


@pytest.mark.one_database
def test_one_bad_row_and_nothing_is_written(grid_worker: User, tmp_path: Path) -> None:
    report = brought(
        tmp_path,
        "W1,好的一行,城市管理类,2026-03-01 08:00,,,,,,",
        ",没有编号,城市管理类,2026-03-01 08:00,,,,,,",
        "W3,没有这一类,天文类,2026-03-01 08:00,月球区,,,,,",
        "W4,还没发生,城市管理类,2026-04-01 08:00,,,,,,",
        "W5,自相矛盾,城市管理类,2026-03-01 08:00,,否,2026-03-01 09:00,,,",
        "W6,太早处置,城市管理类,2026-03-02 08:00,,,,是,2026-03-01 09:00,",
        "W1,又来一次,城市管理类,2026-03-01 08:00,,,,,,",
        "W7,列数不对",
        "W8,看不懂,城市管理类,昨天,,也许,,,,",
    )

    assert report.sentence() == "共 9 行，其中 8 行有误，未导入任何事件。请按提示修改后重新导入。"
    assert [str(fault) for fault in report.faults] == [
        "第 3 行，事件编号：不能为空",
        "第 4 行，类别：没有“天文类”这一类别，请核对，或先在字典中新增",
        "第 4 行，区县：没有“月球区”这个区县",
        "第 5 行，采集时间：晚于现在",
        "第 6 行，是否上报：填“否”，却有上报时间",
        "第 7 行，处置时间：早于采集时间",
        "第 8 行，事件编号：与第 2 行重复",
        "第 9 行，整行：有 2 列，应为 10 列",
        "第 10 行，采集时间：“昨天”不是日期时间，应如 2016-01-01 08:30:00",
        "第 10 行，是否上报：“也许”应为：是、否",
    ]
    assert not db.session.query(GridEvent).count()
    assert counts() == []


@pytest.mark.one_database
def test_files_that_cannot_be_read_are_refused_in_a_sentence(grid_worker: User, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="缺少必需的列：类别、采集时间"):
        brought(tmp_path, header="事件编号,标题")
    with pytest.raises(Refused, match="一次最多导入 1 行"):
        brought(tmp_path, "W1,a,城市管理类,2026-03-01,,,,,,", "W2,a,城市管理类,2026-03-01,,,,,,", at_most=1)
    with pytest.raises(Refused, match="来源平台的名称"):
        import_events(tmp_path / "events.csv", "x", " ", by=None, at=NOW)
