"""Places are made below others and end by a date."""

from collections.abc import Callable
from datetime import date

from models.area import Area
from models.base import db
from models.vocabulary import AreaLevel
from tests.support.factories import make_area
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]


def test_a_new_place_knows_its_district(visit: Visit) -> None:
    district = make_area(name="河东区")
    page = visit("administrator").get(f"/administration/areas/new?under={district.id}")

    page = page.fill(code="990102003", name="新港街道", level="street", valid_from="2026-01-01").press(
        "新增区划"
    )

    street = db.session.scalars(db.select(Area).filter_by(code="990102003")).one()
    assert (street.parent_id, street.district_id) == (district.id, district.id)
    assert (street.level, street.valid_from) == (AreaLevel.STREET, date(2026, 1, 1))
    assert page.heading == "河东区的下级区划"


def test_a_place_lies_below_a_larger_one(visit: Visit) -> None:
    street = make_area(name="长街", level=AreaLevel.STREET)
    page = visit("administrator").get(f"/administration/areas/new?under={street.id}")

    page = page.fill(code="1", name="某区", level="district").press("新增区划", status=422)

    assert "级别：上级是街道乡镇，下级的级别须更低。" in page.text


def test_a_place_ends_by_a_date_and_its_name_is_free_again(visit: Visit) -> None:
    district = make_area()
    street = make_area(name="老街", level=AreaLevel.STREET, parent=district, valid_from=date(2020, 1, 1))
    visitor = visit("administrator")
    new = visitor.get(f"/administration/areas/new?under={district.id}")
    assert (
        "同一上级下已有“老街”"
        in new.fill(code="N1", name="老街", level="street").press("新增区划", status=422).text
    )

    page = visitor.get(f"/administration/areas/{street.id}")
    bad = page.fill(valid_to="2019-12-31").press("保存", status=422)
    assert "失效日期：失效日期不能早于生效日期。" in bad.text
    bad.fill(valid_to="2025-12-31").press("保存")

    assert db.session.get_one(Area, street.id).valid_to == date(2025, 12, 31)
    visitor.get(f"/administration/areas/new?under={district.id}").fill(
        code="N1", name="老街", level="street"
    ).press("新增区划")
    assert db.session.query(Area).filter_by(name="老街").count() == 2


def test_a_day_that_is_none_is_refused_in_chinese(visit: Visit) -> None:
    place = make_area()

    page = visit("administrator").get(f"/administration/areas/{place.id}")
    page = page.fill(valid_to="明天").press("保存", status=422)

    assert "失效日期：日期格式不正确，请写成 2026-01-31。" in page.text


def test_the_tree_is_walked_and_searched(visit: Visit) -> None:
    district = make_area(name="河东区")
    make_area(name="长丰街道", level=AreaLevel.STREET, parent=district)
    visitor = visit("administrator")

    assert "长丰街道" in visitor.get("/administration/areas").follow("1 个").text
    assert visitor.get("/administration/areas?q=长丰").rows()[0][0] == "长丰街道 河东区"


def test_a_districts_tile_is_placed_and_nothing_else_has_one(visit: Visit) -> None:
    city = make_area(level=AreaLevel.CITY)
    district = make_area(level=AreaLevel.DISTRICT, parent_id=city.id)
    street = make_area(level=AreaLevel.STREET, parent_id=district.id)
    visitor = visit("administrator")

    visitor.get(f"/administration/areas/{district.id}").fill(tile_row="2", tile_column="31").press(
        "保存", status=422
    )
    visitor.get(f"/administration/areas/{district.id}").fill(tile_row="2", tile_column="3").press("保存")

    row = db.session.get_one(Area, district.id, populate_existing=True)
    assert (row.tile_row, row.tile_column) == (2, 3)
    for place in (f"{street.id}", f"new?under={district.id}"):
        assert not visitor.get(f"/administration/areas/{place}").all("input", name="tile_row")
    assert visitor.get(f"/administration/areas/new?under={city.id}").all("input", name="tile_row")
