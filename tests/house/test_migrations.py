"""Migrations are numbered in one line, can be taken back, and stand on their own."""

import ast
import re
from pathlib import Path

from tests.house.source_tree import LAYERS, ROOT, parsed

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def test_names_are_numbered_without_a_gap() -> None:
    assert FILES
    numbers = [int(file.name[:4]) for file in FILES if re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", file.name)]
    assert numbers == list(range(1, len(FILES) + 1))


def test_they_stand_in_one_line() -> None:
    revisions = [_assigned(file, "revision") for file in FILES]
    before = [_assigned(file, "down_revision") for file in FILES]
    assert before == [None, *revisions[:-1]]


def test_each_can_be_taken_back() -> None:
    for file in FILES:
        functions = {node.name: node for node in parsed(file).body if isinstance(node, ast.FunctionDef)}
        assert "upgrade" in functions
        assert "downgrade" in functions
        assert any(not isinstance(line, ast.Pass | ast.Raise) for line in functions["downgrade"].body), (
            file.name
        )


def test_none_knows_the_house() -> None:
    for file in FILES:
        modules = [node.module for node in ast.walk(parsed(file)) if isinstance(node, ast.ImportFrom)]
        modules += [
            alias.name for n in ast.walk(parsed(file)) if isinstance(n, ast.Import) for alias in n.names
        ]
        assert not [module for module in modules if module and module.split(".")[0] in LAYERS], file.name


def _assigned(file: Path, name: str) -> str | None:
    for node in parsed(file).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value = getattr(node, "value", None)
            return ast.literal_eval(value) if value is not None else None
    raise AssertionError(f"{file.name} has no {name}")
