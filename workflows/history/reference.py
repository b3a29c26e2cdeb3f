"""Finds the categories, units and places that a history file names, and makes missing ones if asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.area import Area
from models.base import db
from models.category import Category
from models.department import Department
from models.queries import history
from models.queries.history import KnownCategory
from models.vocabulary import AreaLevel, DepartmentKind

if TYPE_CHECKING:
    from workflows.history.rows import Values

# Codes of rows that an import made begin so; the running number follows.
MADE = "HIS"
MADE_NOTE = "历史导入时自动建立，请核对归属。"


@dataclass
class Reference:
    """What is known by name; `missing` collects (column, name) of what is not, in the order met."""

    categories: dict[str, KnownCategory]
    departments: dict[str, int]
    districts: dict[str, int]
    streets: dict[tuple[int, str], int]
    missing: dict[tuple[str, str], None] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Reference:
        """Read what the city has."""
        return cls(
            history.category_paths(),
            history.department_names(),
            history.district_names(),
            history.street_names(),
        )

    def unknown(self, values: Values) -> Iterator[tuple[str, str]]:
        """Give (column, name) of each thing the row names that the city does not have."""
        if values["category"] not in self.categories:
            yield "诉求分类", values["category"]
        if values["department"] and values["department"] not in self.departments:
            yield "承办单位", values["department"]
        for name in values["supporting"] or ():
            if name not in self.departments:
                yield "协办单位", name
        district = values["district"]
        if district and district not in self.districts:
            yield "区县", district
        if values["street"] and (self.districts.get(district or ""), values["street"]) not in self.streets:
            yield "街道", f"{district}/{values['street']}"

    def make_missing(self) -> dict[str, list[str]]:
        """Make everything in `missing` and return the names by column; what another made meanwhile stays."""
        made: dict[str, list[str]] = {}
        for column, name in self.missing:
            if MAKERS[column](self, name):
                made.setdefault(column, []).append(name)
        self.missing.clear()
        return made


def make_category(known: Reference, path: str) -> bool:
    """Make the category and whatever is missing above it."""
    if path in known.categories:
        return False
    above, _, name = path.rpartition("/")
    if above:
        make_category(known, above)
    parent = known.categories.get(above)
    category = Category(
        code=next_code(Category),
        parent_id=parent.id if parent else None,
        branch_id=parent.branch_id if parent else None,
        name=name,
        path=path,
        level=path.count("/") + 1,
        is_leaf=True,
        advice=MADE_NOTE,
    )
    db.session.add(category)
    if parent and (row := db.session.get(Category, parent.id)):
        row.is_leaf = False
    db.session.flush()
    category.branch_id = category.branch_id or category.id
    db.session.flush()
    desk = parent.desk if parent else None
    category.desk = desk
    known.categories[path] = KnownCategory(category.id, category.branch_id, desk)
    return True


def make_department(known: Reference, name: str) -> bool:
    """Make a unit of the second level below the hotline's centre."""
    if name in known.departments:
        return False
    root = history.root_department()
    department = Department(
        code=next_code(Department),
        parent_id=root.id if root else None,
        name=name,
        level=2,
        kind=DepartmentKind.BUREAU,
        official_order=9000,
    )
    db.session.add(department)
    db.session.flush()
    known.departments[name] = department.id
    return True


def make_district(known: Reference, name: str) -> bool:
    """Make a district of the city."""
    if name in known.districts:
        return False
    city = history.city_area()
    area = Area(
        code=next_code(Area), parent_id=city.id if city else None, name=name, level=AreaLevel.DISTRICT
    )
    db.session.add(area)
    db.session.flush()
    area.district_id = area.id
    known.districts[name] = area.id
    return True


def make_street(known: Reference, path: str) -> bool:
    """Make a street of a district; `path` is district/street."""
    district, _, name = path.partition("/")
    make_district(known, district)
    district_id = known.districts[district]
    if (district_id, name) in known.streets:
        return False
    area = Area(
        code=next_code(Area),
        parent_id=district_id,
        district_id=district_id,
        name=name,
        level=AreaLevel.STREET,
    )
    db.session.add(area)
    db.session.flush()
    known.streets[district_id, name] = area.id
    return True


def next_code(table: type[Category] | type[Department] | type[Area]) -> str:
    """Return the next free code for a row that an import makes."""
    return f"{MADE}{history.highest_code(MADE, table) + 1:04d}"


def was_made(code: str) -> bool:
    """Say whether an import made the row of this code."""
    number = code.removeprefix(MADE)
    return number != code and number.isascii() and number.isdigit()


MAKERS = {
    "诉求分类": make_category,
    "承办单位": make_department,
    "协办单位": make_department,
    "区县": make_district,
    "街道": make_street,
}
