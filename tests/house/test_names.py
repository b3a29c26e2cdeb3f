"""Names say what a thing is for; nothing is a drawer for odds and ends."""

import ast
import re

from tests.house.source_tree import ROOT, modules, parsed

DRAWERS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "misc",
    "manager",
    "managers",
    "lib",
    "core",
    "tools",
    "constants",
}
MOST_LINES = 500
# Lists of words and of figures, looked up and not read through.
DICTIONARIES = {"models.vocabulary", "reports.figures.definitions"}


def test_no_module_is_a_drawer() -> None:
    assert not [name for name in modules() if DRAWERS & set(name.split("."))]
    assert not [f for f in (ROOT / "tests").rglob("*.py") if DRAWERS & set(f.with_suffix("").parts)]


def test_every_module_says_what_it_is_for() -> None:
    tests = {str(file.relative_to(ROOT)): file for file in (ROOT / "tests").rglob("*.py")}
    files = {**modules(), **tests}
    assert not [name for name, file in files.items() if _speechless(parsed(file))]


def _speechless(tree: ast.Module) -> bool:
    return bool(tree.body) and not ast.get_docstring(tree)


def test_no_module_has_grown_into_a_book() -> None:
    lengths = {name: file.read_text().count("\n") for name, file in modules().items()}
    assert not {
        name: lines for name, lines in lengths.items() if lines > MOST_LINES and name not in DICTIONARIES
    }


def test_every_test_runs() -> None:
    idle = [
        f"{file.name}: {node.name}"
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in parsed(file).body
        if isinstance(node, ast.FunctionDef)
        and not node.decorator_list
        and not node.name.startswith(("test_", "_", "make_", "pytest_"))
        and not _is_called(node.name, file.read_text())
    ]
    assert not idle


def _is_called(name: str, text: str) -> bool:
    return len(re.findall(rf"\b{name}\b", text)) > 1


def test_no_two_tests_of_a_file_share_a_name() -> None:
    hidden = []
    for file in (ROOT / "tests").rglob("test_*.py"):
        names = [node.name for node in parsed(file).body if isinstance(node, ast.FunctionDef)]
        hidden += [f"{file.name}: {name}" for name in set(names) if names.count(name) > 1]
    assert not hidden
