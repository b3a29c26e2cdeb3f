"""The folder of real data beside the project; tests that need it are skipped, visibly, where it is not."""

import csv
from pathlib import Path

import pytest

from config import ROOT

SHARED_DATA = ROOT.parent / "shared" / "data"


def shared_file(name: str) -> Path:
    """Return a file of the folder, or skip the test where the folder is not there."""
    file = SHARED_DATA / name
    if not file.is_file():
        pytest.skip(f"REAL DATA NOT HERE: shared/data/{name} beside the project is needed")
    return file


def shared_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the folder."""
    with shared_file(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
