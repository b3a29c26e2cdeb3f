"""Reads the source tree for the house tests."""

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("config", "models", "workflows", "reports", "hotline", "app")


@functools.cache
def modules() -> dict[str, Path]:
    """Map every module of the house, by dotted name, to its file."""
    files = [file for file in (ROOT / "app.py", ROOT / "config.py") if file.exists()]
    for layer in ("models", "workflows", "reports", "hotline"):
        files += sorted((ROOT / layer).rglob("*.py"))
    named = {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in files}
    return {name.removesuffix(".__init__"): file for name, file in named.items()}


@functools.cache
def parsed(file: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


@functools.cache
def imports(file: Path) -> tuple[tuple[str, bool], ...]:
    """List what a module imports at run time, and whether from inside a function.

    A name imported from a package counts as the package's module of that name where there is one.
    """
    tree, known = parsed(file), modules()
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    found: list[tuple[str, bool]] = []
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in inside) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.append((inner if inner in known else node.module, id(node) in inside))
    return tuple(found)


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """List the files that git keeps or would keep; without git, every file outside hidden folders."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        files = [file for file in ROOT.rglob("*") if not set(file.relative_to(ROOT).parts) & SKIPPED]
    return tuple(file for file in files if file.is_file())


SKIPPED = {".venv", ".git", "instance", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache"}


@functools.cache
def texts() -> dict[str, str]:
    """Map each tracked text file, by its path from the root, to its content."""
    found = {}
    for file in tracked_files():
        raw = file.read_bytes()
        if b"\0" in raw[:4096]:
            continue
        found[file.relative_to(ROOT).as_posix()] = raw.decode("utf-8", errors="replace")
    return found
