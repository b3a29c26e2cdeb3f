"""The ledger says at every moment what a plain recount of the cases says: days, months, cuts, whatever changes when."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from models.base import db
from models.case import Case
from models.cut import CutFigure, CutMonth, KeptCut
from models.day_figure import DayFigure, StaleDay
from models.department import Department
from models.month_figure import LedgerMonth, MonthFigure
from models.queries import cut_figures, figures, ledger
from models.queries.measures import PAIRS, Span
from models.queries.restrictions import Cut, Within
from models.queries.stretches import A_DAY, Stretch, last_day
from models.queries.tallies import Sums, start_of
from models.transaction import unit_of_work
from models.vocabulary import CaseState, Channel, Dimension, Kind, Rating
from tests.support.case_rows import make_cases, make_town, random_cases, row
from tests.support.clock import local
from tests.support.recount import Recounted, recount
from tests.support.statements import statements

NOW = local("2016-03-10 14:30")
# Few days, so that each example counts few anew: ends of months, a settled month, an open one, today, later.
DAYS = [
    date(2015, 12, 31), date(2016, 1, 1), date(2016, 1, 31), date(2016, 2, 1), date(2016, 2, 29),
    date(2016, 3, 1), date(2016, 3, 10), date(2016, 3, 11),
]  # fmt: skip
BOUNDS = [date(2015, 12, 1), *DAYS, date(2016, 1, 2), date(2016, 2, 28), date(2016, 3, 31)]
YEAR = (date(2016, 1, 1), date(2016, 12, 31))
JANUARY, FEBRUARY = date(2016, 1, 1), date(2016, 2, 1)
KEPT = [
    Within(Dimension.CHANNEL, ("phone", "web")),
    Within(Dimension.KIND, ("complaint",)),
    Within(Dimension.DISTRICT, ("2", "0")),
]
CUTS = [Cut.of([5, 3]), Cut.of([7]), Cut.of([3, 5, 7], ["3", "8"])]
PLAIN = [each for each in Dimension if each not in (Dimension.ALL, Dimension.GRID_CLASS)]


def some_moment(chance: random.Random) -> datetime:
    """Return the first moment of a day, its last, or one between."""
    start = start_of(chance.choice(DAYS))
    return start + timedelta(seconds=chance.choice([0, 86_399, chance.randrange(86_400)]))


def some_cases(chance: random.Random, count: int) -> list[dict[str, Any]]:
    cases = random_cases(count, around=NOW, seed=chance.randrange(2**32))
    for case in cases:
        case["received_at"] = some_moment(chance)
        if case["due_at"]:
            case["due_at"] = some_moment(chance)
            case["original_due_at"] = chance.choice([None, case["due_at"], some_moment(chance)])
    return cases


def insert(chance: random.Random) -> None:
    made = some_cases(chance, 3)
    make_cases(*made)
    moments = [case[name] for case in made for name in ("received_at", "due_at") if case[name]]
    with unit_of_work():
        figures.mark_stale(*(figures.local_day(moment) for moment in moments))


def change(chance: random.Random) -> None:
    """Change a case, perhaps one of a closed month, as a step would: its former due day is told as well."""
    with unit_of_work():
        case = db.session.scalars(
            select(Case).order_by(func.abs(Case.id - chance.randrange(40))).limit(1)
        ).one()
        if case.due_at:
            case.due_at = some_moment(chance)
        case.closed_at = chance.choice([None, some_moment(chance)])
        case.finished_at = chance.choice([None, case.closed_at])
        case.state = chance.choice([CaseState.CLOSED, CaseState.MERGED, CaseState.DEFERRED])
        # Its master answered or not: the one is merged with the state, the other by what it points at.
        case.merged_into_id = chance.choice([None, None, db.session.scalar(select(func.min(Case.id)))])
        case.department_id, case.district_id = chance.choice([None, 1, 2]), chance.choice([None, 2, 3])
        case.channel, case.kind = chance.choice([Channel.PHONE, Channel.WEB]), chance.choice(list(Kind))
        case.category_id = chance.choice([3, 5, 7])
        case.branch_id = 1 if case.category_id < 5 else 2
        case.result_rating, case.is_excluded = chance.choice([None, *Rating]), chance.random() < 0.3
        figures.mark_stale(*figures.days_of(case))


def work(_chance: random.Random) -> None:
    """Do what the jobs do: count stale days, add closed months up, count what cuts have lost."""
    figures.bring_up_to_date()
    for month in ledger.months_to_roll(NOW):
        assert ledger.roll_up(month)
    for waiting in cut_figures.to_count():
        assert cut_figures.count_again(waiting.id)
    assert not ledger.months_to_roll(NOW)
    assert not cut_figures.to_count()


def read(chance: random.Random) -> None:
    """Ask for some spans at once, of everyone, within a channel or of a cut, and count the cases by hand."""
    spans = [tuple(sorted(chance.sample(BOUNDS, 2))) for _ in range(chance.randint(1, 3))]
    within = cut = None
    dimensions = chance.sample(PLAIN, 3)
    kind = chance.choice(["all", "within", "cut"])
    if kind == "within":
        within = chance.choice(KEPT)
        dimensions = [inner for outer, inner in PAIRS if outer is within.dimension]
    if kind == "cut":
        cut = chance.choice(CUTS)
    found = asked(dimensions, spans, within, cut)
    cases = [dict(case) for case in db.session.execute(select(Case.__table__)).mappings()]
    for (first_on, last_on), sums in zip(spans, found, strict=True):
        span = Span(start_of(first_on), start_of(last_on + A_DAY), NOW)
        told = recount(cases, span, within=within, cut=cut)
        expected = {member: counts for member, counts in told.items() if member[0] in dimensions}
        assert kept(sums) == expected, (dimensions, first_on, last_on, within, cut)


def asked(
    dimensions: Sequence[Dimension], spans: Sequence[Stretch], within: Within | None, cut: Cut | None
) -> list[list[Sums]]:
    if cut:
        return cut_figures.sums(cut, dimensions, spans, NOW)
    figures.bring_up_to_date(*spans)
    return ledger.sums(dimensions, spans, NOW, within)


def kept(sums: Sequence[Sums]) -> Recounted:
    return {(s.dimension, s.key): {name: n for name, n in s.counts.items() if n} for s in sums}


STEPS: tuple[Callable[[random.Random], None], ...] = (insert, change, change, work, read, read)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.lists(st.sampled_from(STEPS), min_size=5, max_size=10))
def test_it_says_what_a_plain_recount_says(
    app: Flask, seed: int, steps: list[Callable[[random.Random], None]]
) -> None:
    chance = random.Random(seed)
    empty()
    for step in (insert, *steps, read):
        step(chance)


def empty() -> None:
    """Take away what the example before left; the town stays."""
    for table in (CutFigure, CutMonth, KeptCut, MonthFigure, LedgerMonth, DayFigure, StaleDay, Case):
        db.session.execute(delete(table))
    db.session.commit()
    db.session.remove()
    if not db.session.scalar(select(func.count()).select_from(Department)):
        make_town()


@pytest.fixture
def winter(app: Flask) -> None:
    """Take in a case for each of the days, each due ten days later and all counted and added up."""
    make_town()
    make_cases(
        *(
            row(
                received_at=start_of(day),
                due_at=start_of(day + timedelta(days=10)),
                category_id=5,
                branch_id=2,
            )
            for day in DAYS
        )
    )
    with unit_of_work():
        figures.mark_stale(*DAYS, *(day + timedelta(days=10) for day in DAYS))
    work(random.Random(0))


def received(span: Stretch, within: Within | None = None, cut: Cut | None = None) -> int:
    [found] = asked([Dimension.ALL], [span], within, cut)
    return found[0].counts["received"] if found else 0


def test_a_year_is_read_from_its_months_whatever_happened_in_it(winter: None) -> None:
    with statements() as before:
        first = asked([Dimension.DEPARTMENT], [YEAR], None, None)
    make_cases(*(row(received_at=start_of(JANUARY)) for _ in range(50)))
    with unit_of_work():
        figures.mark_stale(JANUARY)
    work(random.Random(0))

    with statements() as after:
        [found] = asked([Dimension.DEPARTMENT], [YEAR], None, None)

    assert found[0].counts["received"] == first[0][0].counts["received"] + 50
    assert after == before
    read_days = [statement for statement in after if "day_figure.day BETWEEN" in statement]
    assert len(read_days) == 1, "January and February come from their months, March from its days"


def test_many_periods_are_read_in_one_go(winter: None) -> None:
    months = [(date(2015, month, 1), last_day(date(2015, month, 1))) for month in range(1, 13)]
    whole = (date(2015, 1, 1), date(2015, 12, 31))
    asked([Dimension.ALL], [whole], None, None)
    with statements() as one:
        asked([Dimension.ALL], [whole], None, None)

    with statements() as twelve:
        found = asked([Dimension.ALL], months, None, None)

    assert len(twelve) == len(one)
    assert [len(sums) for sums in found] == [0] * 11 + [1]


def test_adding_up_is_the_sum_of_the_days(winter: None) -> None:
    def summed(table: type[DayFigure] | type[MonthFigure]) -> dict[tuple[str, ...], int]:
        members = (table.within, table.within_key, table.dimension, table.key)
        when = table.day if table is DayFigure else table.month
        query = select(*members, func.sum(table.received), func.sum(table.due)).where(
            when.between(JANUARY, date(2016, 2, 29))
        )
        return {tuple(each[:4]): tuple(each[4:]) for each in db.session.execute(query.group_by(*members))}

    assert summed(DayFigure) == summed(MonthFigure)
    assert ("channel", "phone", "department", "1") in summed(MonthFigure)


def test_a_late_change_in_a_closed_month_takes_its_sums_away_and_no_others(winter: None) -> None:
    cut = CUTS[0]
    assert received(YEAR, cut=cut) == len(DAYS) - 1
    with unit_of_work():
        late = db.session.scalars(select(Case).where(Case.received_at == start_of(date(2016, 1, 31)))).one()
        late.category_id = 7
        figures.mark_stale(date(2016, 1, 31))

    figures.bring_up_to_date((date(2016, 1, 31), date(2016, 1, 31)))

    held = select(LedgerMonth.month).where(LedgerMonth.is_summed).order_by(LedgerMonth.month)
    assert list(db.session.scalars(held)) == [date(2015, 12, 1), FEBRUARY]
    assert set(db.session.scalars(select(MonthFigure.month))) == {date(2015, 12, 1), FEBRUARY}
    assert [waiting.month for waiting in cut_figures.to_count()] == [JANUARY]
    assert received(YEAR, cut=cut) == len(DAYS) - 2
    assert ledger.months_to_roll(NOW) == [JANUARY]


def test_a_reader_adds_up_settled_months_and_leaves_young_ones_to_the_job(winter: None) -> None:
    with unit_of_work():
        figures.mark_stale(JANUARY, FEBRUARY)

    assert received(YEAR) == len(DAYS) - 1

    assert ledger.months_to_roll(NOW) == [FEBRUARY]


def test_a_span_of_centuries_adds_up_only_what_is_there(winter: None) -> None:
    with unit_of_work():
        figures.mark_stale(JANUARY)
    ages = (date(1900, 1, 1), date(2099, 12, 31))

    assert received(ages) == received(ages, cut=CUTS[0]) == len(DAYS)

    assert db.session.scalar(select(func.count()).select_from(LedgerMonth)) < 6
    assert db.session.scalar(select(func.count()).select_from(CutMonth)) == 3


def test_the_running_month_is_never_added_up(winter: None) -> None:
    received(YEAR)

    assert date(2016, 3, 1) not in ledger.months_to_roll(NOW)
    assert db.session.scalar(select(func.count()).where(MonthFigure.month == date(2016, 3, 1))) == 0


def test_what_was_done_is_not_done_again(winter: None) -> None:
    assert not ledger.roll_up(JANUARY)
    assert received(YEAR, cut=CUTS[0])
    cut_month = db.session.scalars(select(CutMonth).order_by(CutMonth.id)).first()
    assert cut_month
    assert not cut_figures.count_again(cut_month.id)


def test_what_is_not_kept_apart_is_refused(winter: None) -> None:
    with pytest.raises(ledger.NotKept):
        ledger.sums([Dimension.CATEGORY], [YEAR], NOW, Within(Dimension.CHANNEL, ("phone",)))


def test_a_cut_is_counted_once_for_a_closed_month(winter: None) -> None:
    assert received(YEAR, cut=CUTS[0]) == len(DAYS) - 1

    with statements() as seen:
        assert received(YEAR, cut=CUTS[0]) == len(DAYS) - 1

    from_cases = [statement for statement in seen if 'FROM "case"' in statement]
    assert len(from_cases) == 2, "received and due from March to December; January and February are kept"


def test_cuts_and_restrictions_are_read_as_they_are_written() -> None:
    assert Cut.parse("15-3-3") == Cut.of([3, 15]) == Cut((3, 15))
    assert Cut.of([15, 3]).text == "3-15"
    for cut in (Cut.of([15, 3], ["发黄", '" %']), Cut.of([15, 3])):
        assert Cut.parse(cut.text) == cut
    assert Within.parse("channel-phone-web") == KEPT[0]
    assert Within.parse(KEPT[0].text) == KEPT[0]
    for text in ("", "colour-red"):
        with pytest.raises(ValueError, match=r"not a valid"):
            Within.parse(text)
