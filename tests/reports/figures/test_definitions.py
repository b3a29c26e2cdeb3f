"""Every figure is explained once, and rates are made of the counts they name."""

from models.queries import measures
from reports.figures.definitions import (
    FIGURES,
    MEASURES,
    RATES,
    REMAINDERS,
    rate_of,
    with_remainders,
)
from reports.figures.rounding import shown


def test_the_seed_year_reads_as_the_city_published_it() -> None:
    counts = dict.fromkeys(MEASURES, 0) | {"received": 570_227, "closed": 566_039}

    assert shown(rate_of("closed_rate", counts)) == "99.27%"
    assert shown(rate_of("on_time_rate", counts)) == "—"


def test_before_exclusion_the_excluded_count_in_both_parts() -> None:
    counts = dict.fromkeys(MEASURES, 0) | {
        "due": 8,
        "due_on_time": 6,
        "due_excluded": 2,
        "due_excluded_on_time": 0,
    }

    assert shown(rate_of("on_time_rate", counts)) == "75.00%"
    assert shown(rate_of("on_time_rate_before", counts)) == "60.00%"


def test_every_measure_is_both_counted_and_explained() -> None:
    assert set(MEASURES) == {*measures.LISTED, *measures.SUMMED}
    assert {name: m.cohort for name, m in MEASURES.items()} == {
        name: measures.cohort_of(name) for name in (*measures.LISTED, *measures.SUMMED)
    }
    assert {name: parts[:2] for name, parts in measures.REMAINDERS.items()} == REMAINDERS


def test_labels_name_one_thing_each() -> None:
    labels = [figure.label for figure in FIGURES.values()]

    assert len(labels) == len(set(labels))


def test_a_formula_reads_in_words() -> None:
    assert RATES["on_time_rate"].formula == "按时办结数 ÷ 应办结数"
    assert (
        RATES["on_time_rate_before"].formula
        == "（按时办结数＋剔除件中按时办结数） ÷ （应办结数＋甄别剔除数）"
    )


def test_a_rate_leaves_out_what_its_counts_leave_out() -> None:
    assert RATES["solved_rate"].exclusions == (
        "经甄别剔除的不计，另列；并入他单的不计；未核实是否解决的不计；部分解决的不计"
    )
    assert "经甄别剔除的不计" in RATES["on_time_rate"].exclusions
    assert "甄别" not in RATES["on_time_rate_before"].exclusions


def test_remainders_follow_from_the_counts() -> None:
    counts = dict.fromkeys(measures.COUNTED, 0) | {"due": 5, "due_closed": 3, "due_on_time": 2}

    found = with_remainders(counts)

    assert (found["due_late"], found["due_open"]) == (1, 2)
