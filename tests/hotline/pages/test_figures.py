"""Whoever reads figures can read what they mean."""

from collections.abc import Callable

import pytest

from reports.figures.definitions import FIGURES
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]


def test_every_figure_is_told_with_all_its_parts(visit: Visit) -> None:
    page = visit("leader").get("/reports/figures")

    rows = {row[0].split()[-1]: row for row in page.rows()}
    assert set(rows) == set(FIGURES)
    on_time = rows["on_time_rate"]
    assert on_time[0] == "按时办结率 on_time_rate"
    assert on_time[1].startswith("按时办结数 ÷ 应办结数")
    assert on_time[2:4] == ["按时办结数", "应办结数"]
    assert "经甄别剔除的不计" in on_time[4]
    assert on_time[5] == "四舍五入保留两位小数"
    assert on_time[6] == "由件数计算：应办结数、按时办结数"
    assert rows["open"][1] == "受理数 － 办结数"
    assert all(all(cells) for cells in page.rows())


def test_the_report_and_the_lists_lead_there(visit: Visit) -> None:
    visitor = visit("leader")

    assert visitor.get("/reports/completion").follow("指标口径").heading == "指标口径"
    links = visitor.get("/reports/cases?measure=due").links()
    assert links["口径"] == "/reports/figures#figure-due"


@pytest.mark.parametrize("role", ["agent", "officer", "administrator"])
def test_the_registry_is_for_those_who_read_reports(visit: Visit, role: str) -> None:
    visit(role, department_id=None).get("/reports/figures", status=403)
