"""The administrators' pages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from models.address import Address, AddressKind
from models.base import db
from models.category import Category
from models.routing_rule import RoutingRule
from models.transaction import unit_of_work
from models.work_day import WorkDay
from tests.browser.places.place import Place
from tests.support.city_packs import write_pack
from tests.support.clock import MONDAY_9
from tests.support.factories import make_rules, make_user, saved
from tests.support.office import Office
from workflows.city_pack.loading import load
from workflows.city_pack.reading import read


def administration(_office: Office, folder: Path) -> Iterator[Place]:
    """Give the administrators' pages of a small city."""
    with unit_of_work():
        load(read(write_pack(folder / "pack")), at=MONDAY_9)
    make_rules()
    saved(WorkDay(day=date(2026, 3, 4), is_workday=False, name="停电", source="本地安排"))
    branch = db.session.scalars(db.select(Category).filter_by(code="01")).one().id
    rule = db.session.scalars(db.select(RoutingRule)).first()
    assert rule is not None
    person = make_user("officer").id
    user = make_user("administrator", "auditor")
    spot = saved(Address(area_id=2, name="庆阳路", kind=AddressKind.ROAD, found_by=" 庆阳路 qyl ")).id
    places = f"""addresses addresses/new addresses/{spot}
        users users?q=nobody users/new users/{person} roles roles/1 roles/new departments
        departments?q=scgj departments/new departments/2 categories categories?under={branch} categories/new
        categories/{branch} areas areas/2 areas/new area-outlines area-outlines/removal
        catalogue catalogue/new catalogue/{rule.id}
        dictionaries/grounds dictionaries/hazard-words dictionaries/quick-replies
        dictionaries/supervision-triggers dictionaries/escalation dictionaries/candidate-rules dictionaries/synonyms
        dictionaries/grounds/1 dictionaries/tags
        dictionaries/hazard-words/new rules rules/1 rules/new work-calendar?year=2026 work-calendar?year=2090
        paper-format audit-log"""
    for place in places.split():
        yield Place(f"/administration/{place}", user)
