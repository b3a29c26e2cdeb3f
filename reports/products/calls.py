"""What bulletins say of the telephone (话务), as far as it was entered or counted: calls, got through, waited (pure)."""

from __future__ import annotations

from reports.documents.paper import Paragraph, Said, Unit, joined, say
from reports.figures.values import value_of
from reports.lines import Row
from reports.products.gathering import Facts
from reports.products.saying import count, rate

RATES = (("接通率", "connect_rate"), ("15秒接通率", "quick_answer_rate"))
MEANS = (("平均等待", "mean_wait"), ("平均通话", "mean_talk"))


def calls(facts: Facts) -> Paragraph:
    """Say how many rang and how many got through; nothing where nobody told it."""
    told = facts.calls
    if told.get("calls_in") is None:
        return Paragraph(())
    said = [say("{period}话务量{calls}次", period=facts.period.label, calls=count("calls_in", told))]
    for label, figure in RATES:
        if told[figure] is not None:
            said.append(say("，{label}{rate}", label=label, rate=rate(figure, told)))
    for label, figure in MEANS:
        if told[figure] is not None:
            said.append(say("，{label}{mean}秒", label=label, mean=_seconds(figure, told)))
    return joined(*said, say("（{told}）。", told=facts.calls_told))


def _seconds(figure: str, row: Row) -> Said:
    value = value_of(figure, row, row["asked"])
    return Said(value.shown, value.number, Unit.SCORE, value)
