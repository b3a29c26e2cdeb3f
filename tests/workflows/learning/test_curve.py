"""The precision/coverage curve is what counting case by case gives."""

from hypothesis import given
from hypothesis import strategies as st

from workflows.learning.curve import STEPS, Judgement, by_matter, curve, judgements_of, reached

SAID = st.lists(st.builds(Judgement, st.integers(1, 3), st.integers(0, 10_000), st.integers(0, 1)))


@given(SAID)
def test_each_point_is_counted_from_the_cases_that_reach_it(said: list[Judgement]) -> None:
    points = curve(said)

    assert [point.threshold for point in points] == [
        step for step in STEPS if any(each.confidence >= step for each in said)
    ]
    for point in points:
        sure = [each for each in said if each.confidence >= point.threshold]
        assert (point.count, point.right) == (len(sure), len([each for each in sure if each.is_right]))
        assert point.coverage == len(sure) / len(said)


@given(SAID)
def test_the_categories_together_are_the_whole(said: list[Judgement]) -> None:
    parts = [reached(each, 9_000) for each in by_matter(said).values()]

    assert sum(part.count for part in parts) == reached(said, 9_000).count
    assert sum(part.total for part in parts) == len(said)


def test_how_sure_it_was_is_rounded_down() -> None:
    assert judgements_of([4], [0.94999], [True]) == [Judgement(4, 9_499, 1)]
    assert reached([], 9_000).precision is None
