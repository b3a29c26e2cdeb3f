"""The lock holds every dependency that pyproject.toml names, each with hashes, and no address."""

import re
import tomllib

from tests.house.source_tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = re.compile(r"^([A-Za-z0-9._-]+)")


def _names(requirements: list[str]) -> set[str]:
    return {re.sub(r"[-_.]+", "-", NAME.match(line)[1]).lower() for line in requirements}  # type: ignore[index]


def _locked(file: str) -> dict[str, str]:
    """Map each locked name to its entry: version, marker and hashes."""
    entries = re.split(r"\n(?=\S)", (ROOT / file).read_text(encoding="utf-8"))
    return {NAME.match(entry)[1]: entry for entry in entries if NAME.match(entry)}  # type: ignore[index]


def test_what_runs_is_locked() -> None:
    assert _names(PROJECT["project"]["dependencies"]) <= set(_locked("requirements.txt")), "run: make lock"


def test_what_develops_is_locked() -> None:
    groups = [line for group in PROJECT["dependency-groups"].values() for line in group]
    assert _names(groups) <= set(_locked("requirements-dev.txt")), "run: make lock"


def test_both_locks_agree() -> None:
    developing = _locked("requirements-dev.txt")
    assert {name: _version(entry) for name, entry in _locked("requirements.txt").items()}.items() <= {
        name: _version(entry) for name, entry in developing.items()
    }.items()


def _version(entry: str) -> str:
    return entry.split(" ", 1)[0]


def test_every_entry_has_hashes_and_none_an_address() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert "://" not in text
        assert not [name for name, entry in _locked(file).items() if "--hash=sha256:" not in entry]
