"""Lines of the dispatch catalogue are added and ended, never overlap, never change their lead."""

from collections.abc import Callable
from datetime import date

from models.audit_entry import AuditEntry
from models.base import db
from models.routing_rule import RoutingRule
from tests.support.factories import make_area, make_category, make_department, make_rule
from tests.support.pages import Page, Visitor

Visit = Callable[..., Visitor]


def new_line(visitor: Visitor) -> Page:
    return visitor.get("/administration/catalogue/new")


def test_a_line_is_added(visit: Visit) -> None:
    matter, place = make_category(name="占道经营", path="城管/占道经营"), make_area(name="河东区")
    lead, helper = make_department(name="市城管局"), make_department(name="河东区政府")
    page = new_line(visit("administrator")).fill(
        category_id=matter.id, area_id=place.id, lead_id=lead.id, supporting_ids=[helper.id]
    )

    page = page.fill(legal_basis="《条例》第四条", valid_from="2026-01-01").press("加入派单目录")

    rule = db.session.query(RoutingRule).one()
    assert (rule.lead_id, rule.supporting_ids, rule.valid_from) == (lead.id, [helper.id], date(2026, 1, 1))
    assert page.rows()[0][:4] == ["城管/占道经营", "河东区", "市城管局", "河东区政府"]
    entry = db.session.scalars(db.select(AuditEntry).filter_by(object_type="routing_rule")).one()
    assert entry.summary == "城管/占道经营 × 河东区 → 市城管局"
    assert entry.changes["supporting_ids"] == [None, ["河东区政府"]]


def test_an_overlapping_line_is_refused_with_a_sentence(visit: Visit) -> None:
    lead = make_department(name="市城管局")
    rule = make_rule(lead)
    page = new_line(visit("administrator")).fill(category_id=rule.category_id, lead_id=lead.id)

    page = page.fill(valid_from="2026-01-01").press("加入派单目录", status=422)

    assert "与现有目录重叠：同一分类和区划已有“市城管局”（2020-01-01 至 长期）" in page.text
    assert db.session.query(RoutingRule).count() == 1


def test_a_line_ends_and_another_takes_its_place(visit: Visit) -> None:
    rule, successor = make_rule(make_department()), make_department(name="接替单位")
    visitor = visit("administrator")
    page = visitor.get(f"/administration/catalogue/{rule.id}")

    page = page.fill(valid_to="2026-06-30").press("设定最后有效日期")
    page = (
        page.follow("新增接替的一行")
        .fill(lead_id=successor.id, valid_from="2026-07-01")
        .press("加入派单目录")
    )

    assert db.session.get_one(RoutingRule, rule.id).valid_to == date(2026, 6, 30)
    assert "接替单位" in page.text
    ended = db.session.scalars(db.select(AuditEntry).filter_by(kind="end")).one()
    assert ended.changes == {"valid_to": [None, "2026-06-30"]}


def test_a_line_neither_ends_before_it_begins_nor_grows_into_another(visit: Visit) -> None:
    lead = make_department()
    rule = make_rule(lead, valid_to=date(2024, 12, 31))
    make_rule(lead, category_id=rule.category_id, valid_from=date(2025, 1, 1))
    page = visit("administrator").get(f"/administration/catalogue/{rule.id}")

    early = page.fill(valid_to="2019-01-01").press("设定最后有效日期", status=422)
    assert "失效日期不能早于生效日期。" in early.text
    late = page.fill(valid_to="2025-03-01").press("设定最后有效日期", status=422)
    assert "延长后会与同一分类和区划的另一行重叠。" in late.text


def test_words_and_supporters_may_change_but_not_to_the_lead_itself(visit: Visit) -> None:
    lead, helper = make_department(), make_department()
    rule = make_rule(lead)
    page = visit("administrator").get(f"/administration/catalogue/{rule.id}")

    refused = page.fill(supporting_ids=[lead.id]).press("保存", status=422)
    assert "主办单位不能同时是协办单位。" in refused.text
    refused.fill(supporting_ids=[helper.id], note="先电话核实").press("保存")

    rule = db.session.get_one(RoutingRule, rule.id)
    assert (rule.supporting_ids, rule.note, rule.lead_id) == ([helper.id], "先电话核实", lead.id)


def test_the_list_is_filtered_by_matter_place_and_unit(visit: Visit) -> None:
    branch = make_category(name="城管", path="城管")
    leaf = make_category(name="占道", path="城管/占道", parent_id=branch.id, level=2)
    place, unit = make_area(name="河东区"), make_department(name="市城管局")
    make_rule(unit, category=leaf, area_id=place.id)
    make_rule(make_department(name="市水务局"), valid_to=date(2021, 1, 1))
    visitor = visit("administrator")

    def leads(query: str) -> list[str]:
        return [row[2] for row in visitor.get(f"/administration/catalogue?{query}").rows()]

    assert leads("") == ["市城管局"]
    assert leads("ended=1") == ["市城管局", "市水务局"]
    assert leads(f"category={branch.id}") == ["市城管局"]
    assert leads(f"area={place.id}") == ["市城管局"]
    assert leads(f"department={make_department().id}") == []
