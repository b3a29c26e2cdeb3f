"""Units stand in tiers of size, and each has its place only among its like."""

from hypothesis import given
from hypothesis import strategies as st

from reports.figures.caliber import Caliber
from reports.figures.ranking import rank, tier_of, tiers_of

TIERS = tiers_of()


def test_tiers_begin_where_the_paper_says() -> None:
    assert [tier_of(n, TIERS).place for n in (0, 1, 19, 20, 99, 100)] == [0, 3, 3, 2, 2, 1]
    assert [tier.label for tier in TIERS] == [
        "第一档：应办结100件及以上",
        "第二档：应办结20至99件",
        "第三档：应办结不足20件（样本不足，仅列数据，不排名）",
        "本期无应办结工单（不参与排名）",
    ]


def test_a_city_may_draw_other_lines_or_none() -> None:
    labels = [tier.label for tier in Caliber.of({"tiers": [500, 200, 50]}).tiers]

    assert labels[:3] == ["第一档：应办结500件及以上", "第二档：应办结200至499件", "第三档：应办结50至199件"]
    assert labels[3].startswith("第四档：应办结不足50件")
    assert Caliber.of({"tiers": []}).tiers == TIERS


def test_equals_share_the_better_place_and_the_next_is_as_far_down_as_there_are_before_it() -> None:
    large, middle, small, _ = TIERS

    assert rank([90, 95, 90, 80], [large] * 4) == [2, 1, 2, 4]
    assert rank([90, 95, 99, None], [large, middle, small, large]) == [1, 1, None, None]
    assert rank([3, 1, 1], [middle] * 3, low_is_good=True) == [3, 1, 1]


@given(st.lists(st.tuples(st.sampled_from(TIERS), st.integers(0, 5) | st.none()), max_size=30))
def test_a_place_is_one_more_than_how_many_of_the_tier_are_better(units: list[tuple]) -> None:  # type: ignore[type-arg]
    tiers, results = [tier for tier, _ in units], [result for _, result in units]

    for (tier, result), place in zip(units, rank(results, tiers), strict=True):
        better = [r for t, r in units if t is tier and r is not None and result is not None and r > result]
        assert place == (len(better) + 1 if tier.is_ranked and result is not None else None)
