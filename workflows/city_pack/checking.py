"""Whether the lines of a pack fit together: keys, references, trees, overlapping validity (pure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from workflows.city_pack.complaints import Complaint
from workflows.city_pack.files import AREAS, CATALOGUE, CATEGORIES, DEPARTMENTS, TABLES, TableFile

if TYPE_CHECKING:
    from workflows.city_pack.line import Line

Lines = Mapping[str, Sequence["Line"]]


def faults(lines: Lines) -> list[Complaint]:
    """Return every fault between lines, file by file."""
    found: list[Complaint] = []
    for table in TABLES:
        found += doubled(table, lines)
        found += dangling(table, lines)
        if table.tree:
            found += circular(table, lines)
    found += doubled_names(lines)
    found += overlapping(lines)
    return found


def doubled(table: TableFile, lines: Lines) -> Iterator[Complaint]:
    """Find lines with the same key."""
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines[table.name]:
        key = tuple(line[column] for column in table.key)
        first = seen.setdefault(key, line.number)
        if first != line.number and line.is_whole:
            yield Complaint(table.name, line.number, "、".join(table.key), f"与第 {first} 行重复")


def dangling(table: TableFile, lines: Lines) -> Iterator[Complaint]:
    """Find codes that stand in no line of the file they refer to."""
    for column in table.columns:
        if not column.refers_to:
            continue
        known = {line["code"] for line in lines[column.refers_to]}
        for line in lines[table.name]:
            given = line[column.name] or ()
            for code in [given] if isinstance(given, str) else given:
                if code not in known:
                    yield Complaint(
                        table.name, line.number, column.name, f"{column.refers_to} 中没有代码 {code}"
                    )


def circular(table: TableFile, lines: Lines) -> Iterator[Complaint]:
    """Find lines that are their own superior."""
    parents = {line["code"]: line["parent_code"] for line in lines[table.name]}
    for line in lines[table.name]:
        above, steps = line["parent_code"], 0
        while above and above != line["code"] and steps <= len(parents):
            above, steps = parents.get(above), steps + 1
        if above and above == line["code"]:
            yield Complaint(table.name, line.number, "parent_code", "上级不能是自己或自己的下级")


def doubled_names(lines: Lines) -> Iterator[Complaint]:
    """Find units of one name, and matters or places of one name under one superior."""
    for table, within in ((DEPARTMENTS, False), (CATEGORIES, True), (AREAS, True)):
        seen: dict[tuple[Any, Any], int] = {}
        for line in lines[table.name]:
            key = (line["parent_code"] if within else "", line["name"])
            first = seen.setdefault(key, line.number)
            if first != line.number and line.is_whole:
                where = "同一上级下" if within else ""
                yield Complaint(table.name, line.number, "name", f"{where}与第 {first} 行同名")


def overlapping(lines: Lines) -> Iterator[Complaint]:
    """Find catalogue lines for one matter and place that are valid on the same day."""
    groups: dict[tuple[Any, Any], list[Line]] = defaultdict(list)
    for line in lines[CATALOGUE.name]:
        if not line.is_whole:
            continue
        if line["valid_to"] and line["valid_to"] < line["valid_from"]:
            yield Complaint(CATALOGUE.name, line.number, "valid_to", "失效日期早于生效日期")
        group = groups[line["category_code"], line["area_code"]]
        for other in group:
            if other["valid_from"] == line["valid_from"]:
                continue  # already said to be doubled
            if overlap(other["valid_from"], other["valid_to"], line["valid_from"], line["valid_to"]):
                yield Complaint(
                    CATALOGUE.name, line.number, "valid_from", f"与第 {other.number} 行的有效期重叠"
                )
        group.append(line)


def overlap(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Say whether two spans of days, both ends included and None open, share a day."""
    return (end is None or other_start <= end) and (other_end is None or start <= other_end)
