"""What docs/, the settings' example and the make help say is what the code does."""

import re

from scripts.write_docs import documents, renewed
from tests.house.source_tree import ROOT

SETTING = re.compile(r"\bHOTLINE_[A-Z0-9_]+\b")
TEST = re.compile(r"\b(tests/[\w/]+\.py)::(\w+)")
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


def test_the_parts_from_the_code_are_up_to_date() -> None:
    old = [
        doc.name for doc in documents() if renewed(doc.read_text(encoding="utf-8")) != doc.read_text("utf-8")
    ]
    assert not old, "run: make docs"


def test_the_example_of_settings_names_them_all() -> None:
    read = {
        name
        for file in ("config.py", "scripts/gunicorn_settings.py")
        for name in SETTING.findall((ROOT / file).read_text(encoding="utf-8"))
    }
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(SETTING.findall(example)) == read


def test_the_operators_paper_explains_every_setting() -> None:
    example = set(SETTING.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
    paper = set(SETTING.findall((ROOT / "docs" / "operating.md").read_text(encoding="utf-8")))
    assert example <= paper


def test_links_between_the_papers_lead_somewhere() -> None:
    papers = [*ROOT.glob("*.md"), *documents()]
    broken = [
        f"{paper.name}: {link}"
        for paper in papers
        for link in LINK.findall(paper.read_text(encoding="utf-8"))
        if not (paper.parent / link).exists()
    ]
    assert not broken


def test_what_make_is_told_to_run_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    scripts = set(re.findall(r"\bscripts/\w+\.(?:py|sh)\b", makefile))
    assert scripts
    assert not [script for script in scripts if not (ROOT / script).exists()]


def test_the_tests_that_a_paper_names_are_there() -> None:
    named = {place for paper in documents() for place in TEST.findall(paper.read_text(encoding="utf-8"))}
    assert named
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert not missing
