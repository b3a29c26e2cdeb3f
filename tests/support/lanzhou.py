"""Reads the files of Lanzhou's city pack as they stand, without the loader."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

PACK = Path(__file__).parents[2] / "cities" / "lanzhou"
YES_OR_NO = {"是", "否"}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one file of the pack, every cell as text."""
    with (PACK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def by_code(name: str) -> dict[str, dict[str, str]]:
    """Return the rows of one file by their code."""
    return {row["code"]: row for row in rows(name)}


def leaves() -> list[dict[str, str]]:
    """Return the categories that a case may carry."""
    return [row for row in rows("categories") if len(row["code"]) == 6]


def split(cell: str) -> list[str]:
    """Return the parts of a cell that joins several by 、."""
    return [part for part in cell.split("、") if part]


def validity(row: dict[str, str]) -> tuple[date, date]:
    """Return the first and the last day of a row; an open end is the end of time."""
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
    return date.fromisoformat(row["valid_from"]), last
