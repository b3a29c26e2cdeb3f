"""Puts a pack's places, units and matters into the database, superiors before what lies below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from models.area import Area
from models.base import db
from models.category import Category
from models.department import Department
from models.vocabulary import AreaLevel
from workflows.city_pack import files
from workflows.city_pack.upsert import Upsert
from workflows.initials import initials_of, initials_of_unit

if TYPE_CHECKING:
    from workflows.city_pack.line import Line
    from workflows.city_pack.reading import CityPack


def by_depth(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Return the lines of a tree level by level, superiors first, each level in the order of the file."""
    parents = {line["code"]: line["parent_code"] for line in lines}
    levels: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        depth, code = 0, line["code"]
        while parents[code]:
            depth, code = depth + 1, parents[code]
        levels[depth].append(line)
    return (levels[depth] for depth in sorted(levels))


def name_of_area(area: Any) -> tuple[Any, ...]:
    """Return by what a place is known: a district by its name, what lies below by its name and the place above."""
    return area.name, area.level, None if area.level == AreaLevel.DISTRICT else area.parent_id


def load_areas(pack: CityPack, *, overwrite: bool) -> Upsert[Area]:
    """Put the places in; each knows the district it lies in."""
    areas = Upsert(
        "区划", Area, lambda area: area.code, name=name_of_area, is_unique=False, overwrite=overwrite
    )
    lines = pack.lines[files.AREAS.name]
    position = {line["code"]: number for number, line in enumerate(lines, 1)}
    for level in by_depth(lines):
        for line in level:
            values = {name: line[name] for name in ("code", "name", "level", "short_name")}
            values |= {name: line[name] for name in ("valid_from", "valid_to", "tile_row", "tile_column")}
            values |= {"parent_id": areas.id_of(line["parent_code"]), "position": position[line["code"]]}
            areas.put(line["code"], values)
        db.session.flush()
        for line in level:
            place = areas.rows[line["code"]]
            above = areas.rows[line["parent_code"]] if line["parent_code"] else None
            # Derived, so it is set whatever people changed in the row itself.
            in_district = place.level == AreaLevel.DISTRICT
            place.district_id = place.id if in_district else above.district_id if above else None
    return areas


def load_departments(pack: CityPack, areas: Upsert[Area], *, overwrite: bool) -> Upsert[Department]:
    """Put the units in, with the letters under which they are found."""
    departments = Upsert(
        "单位", Department, lambda unit: unit.code, name=lambda unit: unit.name, overwrite=overwrite
    )
    same = ("code", "name", "short_name", "level", "kind", "can_lead", "identity_visible", "official_order")
    for level in by_depth(pack.lines[files.DEPARTMENTS.name]):
        for line in level:
            values = {name: line[name] for name in same}
            values |= {"parent_id": departments.id_of(line["parent_code"])}
            values |= {"area_id": areas.id_of(line["area_code"])}
            values |= {"initials": initials_of_unit(line["name"], line["short_name"])}
            departments.put(line["code"], values)
        db.session.flush()
    return departments


def load_categories(pack: CityPack, *, overwrite: bool) -> Upsert[Category]:
    """Put the matters in; path, level, branch and leaf follow from the tree."""
    categories = Upsert(
        "分类", Category, lambda row: row.code, name=lambda row: row.path, overwrite=overwrite
    )
    lines = pack.lines[files.CATEGORIES.name]
    position = {line["code"]: number for number, line in enumerate(lines, 1)}
    same = ("code", "name", "limit_class", "is_hazard", "desk", "keywords", "advice")
    for depth, level in enumerate(by_depth(lines), 1):
        for line in level:
            above = categories.rows[line["parent_code"]] if line["parent_code"] else None
            values = {name: line[name] for name in same}
            values |= {"parent_id": above.id if above else None, "level": depth}
            values |= {"path": f"{above.path}/{line['name']}" if above else line["name"]}
            values |= {"initials": initials_of(line["name"]), "is_retired": line["retired"]}
            values |= {"position": position[line["code"]]}
            categories.put(line["code"], values)
        db.session.flush()
        for line in level:
            row = categories.rows[line["code"]]
            above = categories.rows[line["parent_code"]] if line["parent_code"] else None
            row.branch_id = above.branch_id if above else row.id
    parents = {row.parent_id for row in categories.rows.values()}
    for row in categories.rows.values():
        row.is_leaf = row.id not in parents
    return categories
