"""Outlines of districts are brought from a file, drawn on the dashboard, and taken away again."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask

from models.area import Area
from models.audit_entry import AuditEntry
from models.base import db
from models.queries import area_outlines, figures
from models.queries.tallies import local_day
from models.transaction import unit_of_work
from models.vocabulary import AreaLevel
from tests.support.factories import make_area, make_case
from tests.support.outlines import feature, file_of, square
from tests.support.pages import Page, Visitor

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
PLACE = "/administration/area-outlines"


def districts() -> tuple[Area, Area]:
    city = make_area(level=AreaLevel.CITY)
    east = make_area(code="990102", name="河东区", level=AreaLevel.DISTRICT, parent_id=city.id)
    return east, make_area(code="990103", name="河西新区", level=AreaLevel.DISTRICT, parent_id=city.id)


def bring(visitor: Visitor, content: bytes, *, status: int = 200, **words: str) -> Page:
    page = visitor.get(PLACE).fill(
        file=(BytesIO(content), "区县.geojson"), **({"source": "市自然资源局"} | words)
    )
    return page.press("导入", status=status)


def test_a_file_replaces_what_was_there_and_names_what_it_cannot_place(app: Flask, visit: Visit) -> None:
    east, west = districts()
    visitor = visit("administrator")
    bring(visitor, file_of(feature("", square(104, 36), id="990103")))

    page = bring(
        visitor,
        file_of(feature("河东区", square(103, 36)), feature("邻市", square(105, 36))),
        approval_number="甘S（2026）1号",
    )

    assert "没有对应的区县，没有导入：邻市" in page.text
    assert page.rows()[0][2:5] == ["有", "市自然资源局", "甘S（2026）1号"]
    assert page.rows()[1][2:] == ["格子", "—", "—", "—"]
    assert set(area_outlines.by_area()) == {east.id}
    told = db.session.scalars(
        db.select(AuditEntry).filter_by(kind="bring_outlines").order_by(AuditEntry.id)
    ).all()
    assert [entry.summary for entry in told] == ["1 个区县：河西新区", "1 个区县：河东区"]
    assert told[1].changes["approval_number"] == [None, "甘S（2026）1号"]
    assert west.name in page.text


def test_a_wrong_file_changes_nothing_and_is_refused_in_words(app: Flask, visit: Visit) -> None:
    east, _ = districts()
    visitor = visit("administrator")
    bring(visitor, file_of(feature("河东区", square(103, 36))))

    for content, sentence in (
        (b"{}", "应为 GeoJSON 的 FeatureCollection"),
        (file_of(feature("邻市", square(105, 36))), "没有一个图形的代码或名称与本市区县相同"),
        (file_of(*[feature("河东区", square(n, 36)) for n in (1, 2)]), "文件中有两个图形是“河东区”"),
    ):
        assert sentence in bring(visitor, content, status=422).text
    assert "请选择文件" in visitor.get(PLACE).fill(source="某局").press("导入", status=422).text
    assert set(area_outlines.by_area()) == {east.id}


def test_the_dashboard_draws_outlines_and_tiles_once_they_are_gone(app: Flask, visit: Visit) -> None:
    east, west = districts()
    now = datetime.now(UTC)
    for district in (east, west):
        make_case(district_id=district.id, received_at=now)
    with unit_of_work():
        figures.mark_stale(local_day(now))
    keeper, leader = visit("administrator"), visit("leader")
    bring(keeper, file_of(feature("河东区", square(103, 36))), approval_number="甘S（2026）1号")

    drawn = leader.get("/dashboard")

    assert "审图号 甘S（2026）1号" in drawn.text
    assert len(drawn.all("path", class_="map__line")) == 1
    assert [a.get("aria-label") for a in drawn.all("a") if "district=" in a.get("href", "") and a.get("aria-label")] == [
        "河东区 1 件，查看清单", "河西新区 1 件，查看清单",
    ]  # fmt: skip
    page = keeper.get(PLACE).follow("移除全部轮廓").press("移除")
    assert "已移除全部轮廓" in page.text
    assert not leader.get("/dashboard").all("path", class_="map__line")
    assert not area_outlines.by_area()
