"""The generator: exact totals, the same for one seed, and every row fit for the import."""

from datetime import date, datetime
from random import Random

import pytest

from config import LOCAL_TIMEZONE
from workflows.demo import history_file, rhythm
from workflows.demo.town import District, Leaf, Town
from workflows.history.columns import HEADERS
from workflows.history.mapping import Mapping
from workflows.history.rows import layout_of

UNTIL = datetime(2026, 3, 2, 9)  # noqa: DTZ001
LEAVES = (
    Leaf(1, "公用事业/供水/管网漏水爆管", "公用事业", "供水", "管网漏水爆管"),
    Leaf(2, "公用事业/供热/暖气不热", "公用事业", "供热", "暖气不热"),
    Leaf(3, "教育/招生入学/转学与学籍", "教育", "招生入学", "转学与学籍"),
)
TOWN = Town(
    "LS",
    "0900",
    LEAVES,
    (District(1, "东区", ("河边街道", "桥头街道")), District(2, "西区", ("山前镇",))),
    {(leaf.id, place): ("水务局", "城管局") for leaf in LEAVES for place in (1, 2)},
)


def rows(cases: int = 2_000, seed: int = 1, **given: object) -> list[dict[str, str]]:
    made = history_file.rows(
        TOWN, date(2016, 1, 1), date(2016, 12, 31), cases, seed=seed, until=UNTIL, **given
    )  # type: ignore[arg-type]
    return [dict(zip(HEADERS, map(str, row), strict=True)) for row in made]


@pytest.mark.parametrize("cases", [1, 10, 2_000, 5_702])
def test_the_totals_are_exact_in_proportion(cases: int) -> None:
    made = rows(cases)

    closed = sum(1 for row in made if row["办结时间"])
    rated = [row["办理结果满意度"] for row in made if row["办理结果满意度"]]
    bad = sum(1 for rating in rated if rating.endswith("不满意"))
    assert len(made) == cases
    assert closed == round(cases * 566_039 / 570_227)
    assert len(rated) - bad == round(len(rated) * 0.9351)


def test_the_seed_year_has_the_published_rates() -> None:
    decided = history_file.plan(rhythm.days_of(date(2016, 1, 1), date(2016, 12, 31)), 570_227, Random(12345))

    closed = sum(1 for outcome in decided.outcome if outcome != history_file.OPEN)
    rated = decided.outcome.count(history_file.RATED)
    assert (sum(decided.volumes), closed) == (570_227, 566_039)
    assert f"{closed / 570_227:.2%}" == "99.27%"
    assert f"{1 - len(decided.result_bad) / rated:.2%}" == "93.51%"
    assert f"{1 - len(decided.hotline_bad) / rated:.2%}" == "98.92%"


def test_the_same_seed_gives_the_same_rows_and_another_gives_others() -> None:
    assert rows(50, seed=7) == rows(50, seed=7)
    assert rows(50, seed=7) != rows(50, seed=8)


def test_every_row_is_fit_for_the_import() -> None:
    layout = layout_of(HEADERS, Mapping())
    at = UNTIL.replace(tzinfo=LOCAL_TIMEZONE)

    faults = [
        str(fault)
        for line, row in enumerate(rows(), start=2)
        for fault in layout.read(line, list(row.values()), at=at)[1]
    ]

    assert faults == []


def test_numbers_are_unique_and_rows_stand_in_order() -> None:
    made = rows()

    assert len({row["工单编号"] for row in made}) == len(made)
    assert [row["受理时间"] for row in made] == sorted(row["受理时间"] for row in made)


def test_winter_calls_about_heating_and_half_are_answered_at_once() -> None:
    made = rows()

    cold = [row for row in made if "暖气" in row["诉求分类"]]
    winter = sum(1 for row in cold if row["受理时间"][5:7] in {"11", "12", "01", "02", "03"})
    direct = sum(1 for row in made if row["办理方式"] == "直接答复")
    assert winter / len(cold) > 0.7
    assert 0.45 < direct / len(made) < 0.56


def test_no_moment_lies_after_the_given_one() -> None:
    until = datetime(2016, 2, 1, 12)  # noqa: DTZ001
    made = history_file.rows(TOWN, date(2016, 1, 1), date(2016, 2, 1), 500, seed=1, until=until)

    past = [HEADERS.index(name) for name in ("受理时间", "派单时间", "签收时间", "办结时间", "回访时间")]
    assert max(str(row[place]) for row in made for place in past) <= "2016-02-01 12:00:00"


def test_days_share_the_cases_exactly() -> None:
    days = rhythm.days_of(date(2016, 1, 1), date(2016, 1, 7))

    assert sum(rhythm.volumes(days, 1_001, Random(1))) == 1_001


def test_in_a_period_under_way_nothing_ends_after_now() -> None:
    until = datetime(2016, 2, 1, 12)  # noqa: DTZ001
    made = list(
        history_file.rows(
            TOWN, date(2016, 1, 1), date(2016, 2, 1), 500, seed=1, until=until, is_under_way=True
        )
    )

    closed, handling = HEADERS.index("办结时间"), HEADERS.index("办理方式")
    late = [row for row in made if str(row[1]) >= "2016-01-31" and row[handling] == "转办"]
    assert sum(1 for row in late if not row[closed]) > len(late) / 2
    assert max(str(row[closed]) for row in made) <= "2016-02-01 12:00:00"
