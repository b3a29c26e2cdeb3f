"""The cases listed behind a figure are as many as were counted, whoever's they are and whichever part of a rate."""

from datetime import date, timedelta

import pytest
from flask import Flask

from models.queries import figure_lists, figures
from models.queries.figure_lists import Behind
from models.queries.measures import ANY, NONE, Span
from models.queries.restrictions import Within
from models.queries.subsets import Subset
from models.queries.tallies import start_of
from models.transaction import unit_of_work
from models.vocabulary import CaseScope, Desk, Dimension
from reports import lines
from reports.figures.asked import Asked
from reports.figures.definitions import COUNTED, RATES
from reports.figures.values import Part, value_of
from reports.lines import Row
from reports.periods import between
from tests.support.case_rows import make_cases, make_town, random_cases
from tests.support.clock import local
from tests.support.factories import make_rules

NOW = local("2026-03-09 14:30")
FIRST, LAST = date(2026, 2, 27), date(2026, 3, 12)
ASKED = Asked(between(FIRST, LAST), NOW)
EVERYTHING = CaseScope(desks=frozenset(Desk))


@pytest.fixture(autouse=True)
def town(app: Flask) -> None:
    make_town()
    make_cases(*random_cases(150, around=NOW))
    with unit_of_work():
        figures.mark_stale(*(FIRST + timedelta(days=n) for n in range(-5, 30)))


def line_of(asked: Asked) -> Row:
    found = lines.line(asked)
    assert found is not None
    return found


def behind(line: Row, name: str, part: Part) -> tuple[int, Behind]:
    asked = line["asked"]
    told = value_of(name, line, asked).behind(part)
    return told.number, Behind(
        told.counts,
        told.left_out,
        asked.dimension,
        line["keys"],
        asked.span,
        asked.subset,
        asked.within,
    )


@pytest.mark.parametrize(
    ("dimension", "key"),
    [
        (Dimension.ALL, NONE),
        (Dimension.DEPARTMENT, "1"),
        (Dimension.DEPARTMENT, NONE),
        (Dimension.DEPARTMENT, ANY),
        (Dimension.DEPARTMENT, "tier-1"),
        (Dimension.DEPARTMENT, "tier-0"),
        (Dimension.BRANCH, "2"),
        (Dimension.CATEGORY, "4"),
        (Dimension.DISTRICT, NONE),
        (Dimension.CHANNEL, "phone"),
        (Dimension.KIND, ANY),
    ],
)
def test_each_part_of_each_figure_lists_as_many_as_it_counts(dimension: Dimension, key: str) -> None:
    make_rules(tiers=[20, 10])
    lists_as_many_as_it_counts(lines.ask(ASKED.period, NOW).of(dimension, key))


def test_of_some_cases_alone_as_many_are_listed_as_counted() -> None:
    make_rules(tiers=[8, 4])
    whole = line_of(ASKED)["received"]
    for asked, said in (
        (ASKED.of(Dimension.DEPARTMENT, ANY).inside(Within.parse("channel-phone-web-app")), "来源渠道：电话"),
        (ASKED.inside(Within.parse("kind-complaint")), "诉求类型：投诉"),
        (ASKED.of(Dimension.BRANCH, "2").inside(Within.parse("district-2-0")), "公用事业（区县：东岸区"),
        (ASKED.of(Dimension.HOUR, "09"), "9时"),
        (ASKED.of(Dimension.URGENCY, "urgent"), "紧急"),
    ):
        line = lists_as_many_as_it_counts(asked)
        assert 0 < line["received"] < whole
        assert said in line["name"]


def lists_as_many_as_it_counts(asked: Asked) -> Row:
    line = line_of(asked)

    for name in COUNTED:
        for part in Part if name in RATES else [Part.WHOLE]:
            number, cases = behind(line, name, part)
            assert figure_lists.count_inside(cases, EVERYTHING) == number, (name, part)
    return line


def test_the_parts_of_a_rate_are_all_of_it_and_share_no_case() -> None:
    line = line_of(ASKED)

    whole, counted, rest = (
        {line.id for line in figure_lists.page(cases, EVERYTHING, after_id=None, limit=1000)}
        for _, cases in (behind(line, "on_time_rate_before", part) for part in Part)
    )

    assert whole
    assert counted | rest == whole
    assert not counted & rest


def test_a_case_of_which_the_answer_is_not_known_was_not_counted(app: Flask) -> None:
    asked = Asked(between(date(2026, 5, 1), date(2026, 5, 2)), local("2026-06-01 09:00"))
    make_cases({"received_at": local("2026-05-01 09:00"), "due_at": local("2026-05-02 09:00")})
    with unit_of_work():
        figures.mark_stale(date(2026, 5, 1), date(2026, 5, 2))

    number, cases = behind(line_of(asked), "on_time_rate", Part.REST)

    assert number == 1
    assert len(figure_lists.page(cases, EVERYTHING, after_id=None, limit=10)) == 1


def test_what_is_asked_ends_where_the_count_ended() -> None:
    assert ASKED.span == Span(start_of(FIRST), start_of(LAST + timedelta(days=1)), NOW)


@pytest.mark.parametrize(
    "subset", [Subset("2", (5, 6, 7)), Subset("2", (3, 5, 6, 7), words=("7", "%")), Subset("9", ())]
)
@pytest.mark.parametrize(
    "member", [(Dimension.ALL, NONE), (Dimension.DISTRICT, "2"), (Dimension.CATEGORY, "5")]
)
def test_a_part_of_the_cases_is_listed_as_it_is_counted(
    subset: Subset, member: tuple[Dimension, str]
) -> None:
    line = line_of(ASKED.about(subset).of(*member))

    numbers = {}
    for name in COUNTED:
        numbers[name], cases = behind(line, name, Part.WHOLE)
        assert figure_lists.count_inside(cases._replace(subset=subset), EVERYTHING) == numbers[name], name
    whole = value_of("received", line_of(ASKED), ASKED).number
    assert isinstance(whole, int)
    assert numbers["received"] < whole
    assert (numbers["received"] > 0) == bool(subset.category_ids)
