"""Points for rates: the scores that cities published come out of the rule that was worked back from them."""

from decimal import Decimal
from typing import Any

import pytest

from reports.figures.asked import Asked
from reports.figures.definitions import MEASURES, RATES, rate_of
from reports.figures.scorecard import ScoreLine, full_marks, lines_of, score
from reports.periods import parse
from tests.support.clock import local
from tests.support.rule_packs import document

ASKED = Asked(parse("2026-03"), local("2026-04-01 09:30"))
ON_TIME = {"measure": "on_time", "title": "按时办结率", "max": 25, "slope_per_pp": 1, "target": 100}
SATISFIED = {
    "measure": "satisfied",
    "title": "满意率",
    "max": 25,
    "slope_per_pp": 0.5,
    "target": 95,
    "floor": 12.5,
}


def line(**counts: int) -> dict[str, Any]:
    told = dict.fromkeys(MEASURES, 0) | counts
    return told | {name: rate_of(name, told) for name in RATES} | {"asked": ASKED}


@pytest.mark.parametrize(
    ("row", "rate", "points"),
    [
        (ON_TIME, "89.82", "14.82"),
        (ON_TIME, "80.00", "5.00"),
        (ON_TIME, "66.67", "0.00"),
        (ON_TIME, "100.00", "25.00"),
        (SATISFIED, "70.59", "12.80"),
        (SATISFIED, "66.67", "12.50"),
        (SATISFIED, "50.00", "12.50"),
        (SATISFIED, "97.00", "25.00"),
        (SATISFIED | {"target": 98}, "75.00", "13.50"),
        (SATISFIED | {"target": 98}, "71.43", "12.50"),
        (SATISFIED | {"target": 98}, "87.50", "19.75"),
        (SATISFIED | {"target": 98}, "83.33", "17.67"),
    ],
)
def test_the_points_that_were_published(row: dict[str, Any], rate: str, points: str) -> None:
    assert str(ScoreLine.of(row).points(Decimal(rate))) == points


def test_the_rate_counts_as_it_is_shown() -> None:
    """12 of 17 is 70.588…%: from the exact rate the line would give 12.79."""
    (line_,), _ = lines_of([SATISFIED])

    sheet = score(line(result_rated=17, result_satisfied=12), [line_])

    assert sheet.score.shown == "12.80"
    assert sheet.reason == "满意率70.59%，低于目标24.41个百分点，扣12.20分"


def test_points_lost_are_said_in_words() -> None:
    lines, _ = lines_of(document("lanzhou")["score"])

    sheet = score(line(due=1_719, due_on_time=1_544, result_rated=40, result_satisfied=20), lines)

    assert [each.rate.shown for each in sheet.lines] == ["89.82%", "50.00%"]
    assert [str(each.points) for each in sheet.lines] == ["14.82", "12.50"]
    assert (sheet.score.shown, sheet.lost.shown) == ("27.32", "22.68")
    assert sheet.reason == (
        "按时办结率89.82%，低于目标10.18个百分点，扣10.18分；满意率50.00%，低于目标45.00个百分点，按最低分计，扣12.50分"
    )
    assert full_marks(lines) == 50


def test_who_reaches_every_target_loses_nothing() -> None:
    lines, _ = lines_of([ON_TIME, SATISFIED])

    sheet = score(line(due=3, due_on_time=3, result_rated=20, result_satisfied=19), lines)

    assert (sheet.score.shown, sheet.lost.shown) == ("50.00", "0.00")
    assert sheet.reason == "各项均达到目标，不扣分"
    assert sheet.lines[1].reason == "满意率95.00%，达到目标95%，不扣分"


def test_without_cases_to_divide_by_there_is_no_score() -> None:
    lines, _ = lines_of([ON_TIME, SATISFIED])

    sheet = score(line(due=4, due_on_time=3), lines)

    assert not sheet.is_whole
    assert (sheet.score.shown, sheet.lost.shown) == ("—", "—")
    assert sheet.lines[1].points is None
    assert (
        sheet.reason
        == "按时办结率75.00%，低于目标25.00个百分点，按最低分计，扣25.00分；满意率：办理结果有效评价数为0，不计分"
    )


def test_a_line_may_score_any_rate_of_the_registry_and_nothing_else() -> None:
    lines, unknown = lines_of(
        [ON_TIME | {"measure": "solved_rate", "title": "解决率"}, ON_TIME | {"measure": "mood"}]
    )

    assert [each.figure.id for each in lines] == ["solved_rate"]
    assert unknown == ("按时办结率（mood）",)
    assert lines[0].rule == "满分25分；目标100%，每低1个百分点扣1分，最低得0分"


@pytest.mark.parametrize("name", ["lanzhou"])
def test_the_packs_that_ship_score_rates_of_the_registry(name: str) -> None:
    assert lines_of(document(name).get("score", []))[1] == ()
