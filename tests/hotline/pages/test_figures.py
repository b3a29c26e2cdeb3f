"""Whoever reads figures can read what they mean."""

from collections.abc import Callable

import pytest

from reports.figures.definitions import COUNTED
from reports.figures.registry import REGISTRY
from tests.support.entries import make_entries
from tests.support.factories import make_rules
from tests.support.hand_counted import make_march
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]


def test_every_figure_is_told_with_all_its_parts(visit: Visit) -> None:
    page = visit("leader").get("/reports/figures")

    rows = {row[0].split()[-1]: row for row in page.rows()}
    assert set(rows) == set(REGISTRY)
    on_time = rows["on_time_rate"]
    assert on_time[0] == "按时办结率 on_time_rate"
    assert on_time[1].startswith("按时办结数 ÷ 应办结数")
    assert on_time[2:4] == ["按时办结数", "应办结数"]
    assert "经甄别剔除的不计" in on_time[4]
    assert on_time[5] == "四舍五入保留两位小数"
    assert on_time[6] == "由件数计算：应办结数、按时办结数"
    assert rows["open"][1] == "受理数 － 办结数"
    assert all(all(cells) for cells in page.rows())


@pytest.mark.both_databases
def test_the_report_and_the_lists_lead_there(visit: Visit) -> None:
    visitor = visit("leader")

    assert visitor.get("/reports/completion").follow("指标口径").heading == "指标口径"
    links = visitor.get("/reports/cases?figure=due").links()
    assert links["口径"] == "/reports/figures#figure-due"


@pytest.mark.parametrize("role", ["agent", "officer", "administrator"])
def test_the_registry_is_for_those_who_read_reports(visit: Visit, role: str) -> None:
    visit(role, department_id=None).get("/reports/figures", status=403)


def test_the_page_says_how_the_city_rounds_and_ranks(visit: Visit) -> None:
    make_rules(tiers=[300, 30], round={"digits": 1, "mode": "half_up"})

    page = visit("leader").get("/reports/figures")

    assert "第一档：应办结300件及以上；第二档：应办结30至299件" in page.text
    assert "四舍五入保留一位小数" in page.text


def test_values_are_told_as_json(visit: Visit) -> None:
    make_march()
    client = visit("leader").client

    told = client.get("/reports/figures.json?period=month&on=2026-03&department=1&figure=on_time_rate").json
    whole = client.get("/reports/figures.json?period=month&on=2026-03").json

    assert told["member"] == {"dimension": "department", "key": "1", "name": "市城管局"}
    assert told["period"] == {"on": "2026-03", "first": "2026-03-01", "last": "2026-03-31"}
    assert told["figures"] == [
        {
            "id": "on_time_rate",
            "label": "按时办结率",
            "unit": "%",
            "formula": "按时办结数 ÷ 应办结数",
            "number": "50.00",
            "shown": "50.00%",
            "numerator": 2,
            "denominator": 4,
            "list": "/reports/cases?figure=on_time_rate&period=month&on=2026-03&department=1",
        }
    ]
    assert [figure["id"] for figure in whole["figures"]] == list(COUNTED)
    assert whole["figures"][0]["number"] == 11


def test_what_is_entered_and_what_meetings_came_to_is_told_too(visit: Visit) -> None:
    make_march()
    make_entries()
    client = visit("leader").client

    entered = client.get(
        "/reports/figures.json?period=month&on=2026-03&figure=connect_rate&figure=calls_in"
    ).json
    held = client.get("/reports/figures.json?period=month&on=2026-03&figure=topics_decided_rate").json
    mixed = client.get("/reports/figures.json?figure=received&figure=calls_in")

    told = {figure["id"]: figure for figure in entered["figures"]}
    assert (told["calls_in"]["number"], told["calls_in"]["unit"]) == (1000, "次")
    assert told["connect_rate"]["shown"] == "95.00%"
    assert told["connect_rate"]["list"] == "/reports/entered/list?figure=connect_rate&period=month&on=2026-03"
    assert (held["figures"][0]["shown"], held["figures"][0]["list"]) == ("—", None)
    assert (mixed.status_code, mixed.json) == (404, {"error": "工单、填报、网格、联席会议的指标请分开查询。"})


def test_a_question_without_sense_is_answered_in_json_too(visit: Visit) -> None:
    client = visit("leader").client

    wrong = client.get("/reports/figures.json?period=month&on=2026-13")
    unknown = client.get("/reports/figures.json?figure=password_hash")

    assert (wrong.status_code, wrong.json) == (400, {"error": "日历上没有“2026-13”，请检查后重试。"})
    assert (unknown.status_code, unknown.json) == (404, {"error": "没有指标“password_hash”。"})
