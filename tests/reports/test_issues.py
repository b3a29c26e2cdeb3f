"""Every report there is can be frozen: each number of its paper is made of the cases held with it."""

import pytest
from flask import Flask

from reports import held_file, issues
from reports.catalogue import REPORTS, FileForm
from reports.figures.values import Part
from reports.periods import parse
from reports.products.gathering import Order
from tests.support.factories import make_rules
from tests.support.hand_counted import NOW, make_march
from tests.support.subjects import make_subjects

pytestmark = pytest.mark.one_database  # what is held is the same on both: tests/reports/test_held_cases.py
PERIODS = [parse(text) for text in ("2026-03", "2026-03-06", "2026-W11", "2026-Q1", "2025")]


@pytest.mark.parametrize("name", list(REPORTS))
def test_every_report_is_frozen_with_its_lists(app: Flask, name: str) -> None:
    make_march()
    make_subjects()
    make_rules()
    report = REPORTS[name]
    period = next(each for each in PERIODS if not report.kinds or each.kind in report.kinds)
    order = Order(period, NOW, "马小兰")

    frozen = issues.freeze(report, order)

    again = held_file.from_bytes(held_file.to_bytes(frozen.held))
    listed = [pair for pair in zip(frozen.cells, frozen.values, strict=True) if pair[0]["opens"]]
    assert len(listed) == sum(value.opens for value in frozen.values)
    for cell, value in listed:
        for part in Part if value.division else (Part.WHOLE,):
            assert len(issues.behind(cell, value, part, again)) == value.behind(part).number
    forms = sorted(report.own_forms) or [FileForm.XLSX]
    assert all(issues.written(report, frozen.paper, order, again, forms).values())
