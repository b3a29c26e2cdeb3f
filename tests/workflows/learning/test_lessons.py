"""What a router learns from, what is kept out to judge it, and when a new one is better."""

from datetime import timedelta

import numpy as np
import pytest

from models.queries.learning_set import Lesson
from tests.support.clock import MONDAY_9
from workflows.errors import Refused
from workflows.learning.comparing import Outcome, difference, macro_f1
from workflows.learning.lessons import course_of, text_of
from workflows.learning.scoring import score


def lessons(count: int, **of_all: object) -> list[Lesson]:
    """Lessons of two labels, the newest first."""
    facts = [
        {
            "title": f"事项{n}",
            "content": "暖气不热" if n % 2 else "路灯不亮",
            "label": n % 2 + 1,
            "received_at": MONDAY_9 - timedelta(minutes=n),
            "is_corrected": False,
            "matter_id": 7,
        }
        for n in range(count)
    ]
    return [Lesson(**{**each, **of_all}) for each in facts]


def test_the_newest_fifth_of_few_is_kept_out() -> None:
    course = course_of(lessons(400))

    assert len(course.kept_out.texts) == 80
    assert len(course.learnt.texts) == 320
    assert min(course.kept_out.received_at) > max(course.learnt.received_at)


def test_what_was_corrected_counts_three_times() -> None:
    rows = lessons(400)
    rows[200] = Lesson("改派过", "下水道堵了", 1, rows[200].received_at, is_corrected=True, matter_id=7)

    learnt = course_of(rows).learnt

    assert learnt.texts.count("改派过\n下水道堵了") == 3
    assert learnt.corrected == 1


def test_a_text_that_is_kept_out_teaches_nothing() -> None:
    rows = lessons(400)
    rows[300] = Lesson(
        rows[0].title, rows[0].content, 2, rows[300].received_at, is_corrected=False, matter_id=7
    )

    course = course_of(rows)

    assert not set(course.kept_out.texts) & set(course.learnt.texts)
    assert len(course.learnt.texts) == 319


@pytest.mark.parametrize("rows", [[], lessons(299), lessons(400, label=1)])
def test_too_little_is_refused_with_how_much_there_is(rows: list[Lesson]) -> None:
    with pytest.raises(Refused, match=f"可用于训练的工单 {len(rows)} 件"):
        course_of(rows)


def test_numbers_and_names_that_callers_gave_are_not_learnt() -> None:
    assert text_of("路灯不亮", "我叫王建国，电话13893112345") == "路灯不亮\n我叫〔已隐去〕，电话〔已隐去〕"


def test_macro_f1_is_that_of_the_scores() -> None:
    true, guess = [1, 1, 2, 3, 3, 3], [1, 2, 2, 3, 3, 0]
    names = [[str(n) for n in each] for each in (true, guess)]

    own = macro_f1(np.array(true), np.array(guess), 4)

    assert own == pytest.approx(score(names[0], [[n] for n in names[1]], [0] * 6).macro_f1)


def test_a_clearly_better_router_is_above_the_other_in_the_whole_interval() -> None:
    truth = ["甲", "乙"] * 100
    worse = ["甲"] * 100 + ["乙"] * 100

    low, high = difference(truth, truth, worse)

    assert 0.3 < low < high
    assert difference(truth, worse, worse) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("low", "coverage", "is_better"),
    [(0.01, 0.1, True), (-0.001, 0.6, True), (-0.001, 0.5, False), (-0.01, 0.9, False)],
)
def test_better_or_as_good_with_more_coverage(low: float, coverage: float, *, is_better: bool) -> None:
    outcome = Outcome(200, 0.91, coverage, 0.9, 0.3, present=0.9, present_coverage=0.5, low=low, high=0.02)

    assert outcome.is_better is is_better
    assert "宏平均F1 0.910，现用 0.900" in outcome.sentence


def test_alone_it_has_to_beat_the_commonest_label() -> None:
    assert Outcome(200, 0.3, 0, 0.31, 0.3).is_better
    assert not Outcome(200, 0.3, 0, 0.3, 0.3).is_better
