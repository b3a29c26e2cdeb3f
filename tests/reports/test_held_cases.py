"""Cases that are held at one moment count and list what the database counts and lists, and survive a file."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select

from models.base import db
from models.case import Case
from models.queries import figure_lists, figures, ledger
from models.queries.measures import COUNTED as STORED
from models.queries.measures import LISTED
from models.queries.tallies import Sums
from models.transaction import unit_of_work
from models.vocabulary import CASES_BY, CaseScope, Channel, Desk, Dimension
from reports import extracts, held_file
from reports.figures.asked import Asked
from reports.figures.values import Behind
from reports.held_cases import (
    HeldCases,
    NotHeld,
    PeriodNotHeld,
    RestrictedTo,
    joined,
    parts_of,
    restrictions_of,
)
from reports.periods import parse
from tests.support.case_rows import make_cases, make_town, random_cases
from tests.support.clock import local

NOW = local("2026-03-09 14:30")
EVERYTHING = CaseScope(None, frozenset(Desk))
PERIODS = [parse(text) for text in ("2026-02-27..2026-03-12", "2026-03-05", "2026-03")]


@pytest.fixture
def held(app: Flask) -> HeldCases:
    make_town()
    cases = random_cases(300, around=NOW)
    make_cases(*cases)
    moments = {m for case in cases for m in (case["received_at"], case["due_at"]) if m}
    with unit_of_work():
        figures.mark_stale(*{figures.local_day(moment) for moment in moments})
    return HeldCases.read(PERIODS, NOW)


def told(sums: list[Sums]) -> dict[Any, dict[str, int]]:
    return {(s.dimension, s.key): dict(s.counts) for s in sums}


def test_they_count_what_the_kept_counts_say(held: HeldCases) -> None:
    for period in PERIODS:
        figures.bring_up_to_date((period.first_on, period.last_on))
        [sums] = ledger.sums(CASES_BY, [(period.first_on, period.last_on)], NOW)
        kept = told(sums)

        assert told(held.sums(CASES_BY, Asked(period, NOW))) == kept
        assert set(next(iter(kept.values()))) == set(STORED)


def test_they_list_what_the_database_lists(held: HeldCases) -> None:
    asked = Asked(PERIODS[0], NOW)
    members = [(Dimension.ALL, ("0",)), (Dimension.DEPARTMENT, ("1", "3")), (Dimension.DEPARTMENT, None)]
    members += [(Dimension.DISTRICT, ("0",)), (Dimension.KIND, ("complaint",)), (Dimension.CATEGORY, ("99",))]
    for dimension, keys in members:
        for measure in LISTED:
            behind = figure_lists.Behind((measure,), (), dimension, keys, asked.span)
            query = figure_lists.shown().where(*behind.conditions())
            listed = {row.id for row in db.session.execute(query)}

            places = held.behind(Behind((measure,), (), 0), asked.of(dimension, ""), keys)

            assert {int(held.ids[place]) for place in places} == listed, (measure, dimension, keys)


def test_a_rates_rest_is_what_neither_database_nor_held_cases_count(held: HeldCases) -> None:
    asked = Asked(PERIODS[0], NOW)
    behind = figure_lists.Behind(("due",), ("due_on_time",), Dimension.ALL, ("0",), asked.span)
    rest = Behind(("due",), ("due_on_time",), 0)

    page = figure_lists.page(behind, EVERYTHING, after_id=None, limit=500)

    places = held.behind(rest, asked, ["0"])
    assert [int(held.ids[place]) for place in places] == [line.id for line in page]
    assert held.count(rest, asked, ["0"]) == len(page) > 10


@dataclass(frozen=True)
class Part:
    """What a special report is about: the cases of one channel."""

    text: str
    condition: Any


@dataclass(frozen=True)
class Subject:
    """What a special report is about, told by several conditions."""

    arguments: dict[str, str]
    told: tuple[Any, ...]

    def conditions(self) -> list[Any]:
        return list(self.told)


@dataclass(frozen=True)
class AskedOfAPart(Asked):
    """A question of a part of the cases."""

    part: Part | Subject | None = None


def test_a_part_says_its_condition_in_one_or_in_several(held: HeldCases) -> None:
    told = (Case.channel == Channel.PHONE, Case.department_id == 1)
    asked = AskedOfAPart(PERIODS[0], NOW, part=Subject({"subject": "water", "street": "3"}, told))
    parts = restrictions_of(asked)

    both = HeldCases.read(PERIODS, NOW, parts=parts)

    assert parts_of(asked) == ["subject=water&street=3"]
    [sums] = both.sums([Dimension.ALL], asked)
    listed = select(func.count(Case.id)).where(*told, Case.received_at >= PERIODS[0].start)
    assert sums.counts["received"] == db.session.scalar(listed.where(Case.received_at < PERIODS[0].end)) > 0


def test_a_part_of_the_cases_is_counted_and_listed_alone(held: HeldCases) -> None:
    phone = RestrictedTo("channel-phone", Case.channel == Channel.PHONE)
    urgent = RestrictedTo("rated", Case.result_rating.is_not(None))
    asked = AskedOfAPart(PERIODS[0], NOW, part=Part(phone.text, phone.condition))
    whole = Asked(PERIODS[0], NOW)

    both = HeldCases.read(PERIODS, NOW, parts=[urgent, phone])
    alone = held_file.from_bytes(
        held_file.to_bytes(HeldCases.read(PERIODS, NOW, parts=[phone], is_whole=False))
    )

    for each in (both, alone):
        kept = told(each.sums((Dimension.ALL, Dimension.DEPARTMENT), asked))
        of_all = told(held.sums(CASES_BY, whole))
        assert kept[Dimension.ALL, "0"] == of_all[Dimension.CHANNEL, "phone"]
        number = kept[Dimension.DEPARTMENT, "1"]["due"]
        behind = Behind(("due",), (), number)
        assert each.count(behind, asked.of(Dimension.DEPARTMENT, "1"), ["1"], ["channel-phone"]) == number > 0
        with pytest.raises(NotHeld, match="本件没有统计这部分工单"):
            each.sums([Dimension.ALL], AskedOfAPart(PERIODS[0], NOW, part=Part("water", None)))
    assert told(both.sums([Dimension.ALL], whole)) == told(held.sums([Dimension.ALL], whole))
    assert len(alone.ids) < len(both.ids)
    with pytest.raises(NotHeld):
        alone.sums([Dimension.ALL], whole)


@pytest.mark.one_database
def test_a_file_holds_all_of_it(held: HeldCases) -> None:
    again = held_file.from_bytes(held_file.to_bytes(held))

    assert (again.at, again.spans, again.measures) == (held.at, held.spans, held.measures)
    assert np.array_equal(again.ids, held.ids)
    for period in PERIODS:
        assert told(again.sums(CASES_BY, Asked(period, NOW))) == told(held.sums(CASES_BY, Asked(period, NOW)))
    assert again.member(Dimension.KIND, 0) == held.member(Dimension.KIND, 0)


@pytest.mark.one_database
def test_nothing_held_counts_nothing(app: Flask) -> None:
    held = HeldCases.read([PERIODS[0]], NOW)

    again = held_file.from_bytes(held_file.to_bytes(held))

    assert again.sums(CASES_BY, Asked(PERIODS[0], NOW)) == []
    assert again.count(Behind(("due",), (), 0), Asked(PERIODS[0], NOW).of(Dimension.KIND, ""), None) == 0


@pytest.mark.one_database
def test_what_was_not_held_is_refused_and_not_counted_as_nought(held: HeldCases) -> None:
    with pytest.raises(PeriodNotHeld, match="2025年不在本件所统计的周期之内"):
        held.sums([Dimension.ALL], Asked(parse("2025"), NOW))
    with pytest.raises(NotHeld, match="不是按工单计数的"):
        held.behind(Behind(("weather",), (), 0), Asked(PERIODS[0], NOW), None)


def test_a_report_counts_from_the_source_while_it_is_told_to(held: HeldCases) -> None:
    asked = Asked(PERIODS[1], NOW)
    make_cases({"received_at": local("2026-03-05 10:00")})
    with unit_of_work():
        figures.mark_stale(PERIODS[1].first_on)

    with extracts.counting_from(held):
        [inside] = extracts.counts([Dimension.ALL], asked)
    [outside] = extracts.counts([Dimension.ALL], asked)

    [now], [then] = outside[Dimension.ALL].values(), inside[Dimension.ALL].values()
    assert now["received"] == then["received"] + 1


def test_spans_that_touch_are_one() -> None:
    days = [
        (local(f"2026-03-{a:02d} 00:00"), local(f"2026-03-{b:02d} 00:00"))
        for a, b in ((5, 6), (1, 3), (3, 4))
    ]

    assert joined(days) == (
        (local("2026-03-01 00:00"), local("2026-03-04 00:00")),
        (local("2026-03-05 00:00"), local("2026-03-06 00:00")),
    )
