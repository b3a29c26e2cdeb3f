"""Every number has its entry in the registry, with nothing left unsaid, and is computed nowhere else."""

import re

from models.queries import measures
from reports.figures.definitions import MEASURES
from reports.figures.figure import Figure
from reports.figures.registry import REGISTRY
from reports.workbooks import completion
from tests.house.source_tree import ROOT, modules

ARITHMETIC = re.compile(r"\bpercent\(|\.quantize\(|\bROUND_HALF")
# How templates ask for a figure.
NAMED = re.compile(
    r"(?:figure_of\([\w.]+, |series\([^)]*, |tile\(|compared\(|compared_beside\(|data-figure=)\"(\w+)\""
)
# Columns of a sheet that are no figures of the registry: names, and what is told by comparing figures.
BESIDES = {
    "number",
    "name",
    "label",
    "now",
    "before",
    "last_year",
    "growth",
    "yearly_growth",
    "share",
    "rank",
}
BESIDES |= {"behind", "so_far"}


def test_every_figure_says_everything_there_is_to_say() -> None:
    def told(figure: Figure) -> list[str]:
        return [
            figure.id, figure.label, figure.unit, figure.meaning, figure.formula, figure.numerator_words,
            figure.denominator_words, figure.exclusions, figure.rounding_words(), figure.source,
        ]  # fmt: skip

    assert REGISTRY
    assert not [name for name, figure in REGISTRY.items() if not all(told(figure))]
    assert all(name == figure.id for name, figure in REGISTRY.items())


def test_no_two_figures_are_called_alike() -> None:
    assert len({figure.label for figure in REGISTRY.values()}) == len(REGISTRY)


def test_every_count_has_one_condition_and_every_condition_is_a_count() -> None:
    assert set(MEASURES) == {*measures.LISTED, *measures.SUMMED}


def test_percentages_are_computed_in_the_house_of_figures_alone() -> None:
    floors = ("reports.", "hotline.")
    strangers = [
        name
        for name, file in modules().items()
        if name.startswith(floors)
        and not name.startswith("reports.figures")
        and ARITHMETIC.search(file.read_text(encoding="utf-8"))
    ]
    assert not strangers


def test_the_columns_of_workbooks_are_figures() -> None:
    tables = [
        fields
        for name, fields in vars(completion).items()
        if name.endswith("FIELDS") and isinstance(fields[0], completion.Field)
    ]
    names = {field.name for fields in tables for field in fields} | set(completion.PART_FIELDS)
    assert names - BESIDES <= set(REGISTRY)
    assert len(names - BESIDES) > 20


def test_templates_name_figures_of_the_registry() -> None:
    texts = {
        file.name: file.read_text(encoding="utf-8") for file in (ROOT / "hotline/templates").rglob("*.html")
    }
    named = {(name, figure) for name, text in texts.items() for figure in NAMED.findall(text)}
    assert len(named) > 30
    assert not [(name, figure) for name, figure in named if figure not in REGISTRY]


def test_the_paper_of_figures_is_told_by_the_registry() -> None:
    paper = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    assert not [figure.id for figure in REGISTRY.values() if f"| `{figure.id}` |" not in paper]
