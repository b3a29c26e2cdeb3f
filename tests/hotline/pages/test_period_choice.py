"""The form of a report's page offers every way of cutting periods, and takes each of them."""

from collections.abc import Callable

import pytest

from reports.periods import PeriodKind
from tests.support.hand_counted import make_march
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("kind", "label", "received"),
    [
        (PeriodKind.DAY, "2026年3月5日", 1),
        (PeriodKind.WEEK, "2026年第10周", 9),
        (PeriodKind.NATURAL_WEEK, "2026年第10周（自然周）", 9),
        (PeriodKind.TEN_DAYS, "2026年3月上旬", 9),
        (PeriodKind.MONTH, "2026年3月", 11),
        (PeriodKind.QUARTER, "2026年第1季度", 12),
        (PeriodKind.HALF, "2026年上半年", 12),
        (PeriodKind.YEAR, "2026年", 12),
    ],
)
def test_each_kind_of_period_is_offered_and_taken(
    visit: Callable[..., Visitor], kind: PeriodKind, label: str, received: int
) -> None:
    make_march()
    visitor = visit("leader")

    page = visitor.get("/reports/completion").fill(period=kind.value, on="2026-03-05").press("统计")
    behind = visitor.get(f"/reports/cases?period={kind.value}&on=2026-03-05")

    assert f"{label}（" in page.text
    assert behind.heading == f"受理数：{received} 件"
