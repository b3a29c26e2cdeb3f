"""What a router learns from and what is kept out to judge it (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.masking import without_caller
from workflows.errors import Refused
from workflows.learning.texts import clean

if TYPE_CHECKING:
    from datetime import datetime

    from models.queries.learning_set import Lesson

FEWEST = 300
FEWEST_OF_A_LABEL = 5
MOST_OF_A_LABEL = 2_000
KEPT_OUT = 0.1
FEWEST_KEPT_OUT = 500
MOST_KEPT_OUT = 0.2
WEIGHT_OF_CORRECTED = 3


@dataclass(frozen=True)
class Sample:
    """Texts with their labels, as written in a router, when their cases came in, and their categories."""

    texts: list[str]
    labels: list[str]
    received_at: list[datetime]
    matters: list[int]
    corrected: int


@dataclass(frozen=True)
class Course:
    """What is learnt, and what is kept out: the newest tenth, so that the future is what is judged."""

    learnt: Sample
    kept_out: Sample


def text_of(title: str, content: str) -> str:
    """Return the words of a case as a router reads them; numbers and names that callers gave are taken out."""
    return without_caller(f"{title}\n{content}".strip(), ())


def course_of(lessons: Sequence[Lesson]) -> Course:
    """Split the lessons, the newest first; Refused where there are too few to learn from.

    What was corrected counts three times in learning. A text that is kept out teaches nothing, under any number.
    """
    told = [(text_of(each.title, each.content), each) for each in lessons]
    told = [(text, each) for text, each in told if text]
    frequent = {
        label
        for label, count in Counter(each.label for _, each in told).items()
        if count >= FEWEST_OF_A_LABEL
    }
    told = [(text, each) for text, each in told if each.label in frequent]
    if len(told) < FEWEST or len(frequent) < 2:
        raise Refused(
            f"训练数据不足：已办结、可用于训练的工单 {len(told)} 件、{len(frequent)} 个类别；"
            f"至少需要 {FEWEST} 件、2 个类别、每类 {FEWEST_OF_A_LABEL} 件。"
        )
    cut = max(round(len(told) * KEPT_OUT), min(FEWEST_KEPT_OUT, round(len(told) * MOST_KEPT_OUT)))
    kept_out, rest = told[:cut], told[cut:]
    unseen = {clean(text) for text, _ in kept_out}
    taken: Counter[int] = Counter()
    learnt = []
    for text, each in rest:
        if clean(text) in unseen or taken[each.label] >= MOST_OF_A_LABEL:
            continue
        taken[each.label] += 1
        learnt.append((text, each))
    times = [(pair, WEIGHT_OF_CORRECTED if pair[1].is_corrected else 1) for pair in learnt]
    corrected = sum(each.is_corrected for _, each in learnt)
    return Course(
        sample([pair for pair, count in times for _ in range(count)], corrected),
        sample(kept_out, sum(each.is_corrected for _, each in kept_out)),
    )


def sample(told: Sequence[tuple[str, Lesson]], corrected: int) -> Sample:
    """Put texts and labels side by side."""
    return Sample(
        [text for text, _ in told],
        [str(each.label) for _, each in told],
        [each.received_at for _, each in told],
        [each.matter_id for _, each in told],
        corrected,
    )
