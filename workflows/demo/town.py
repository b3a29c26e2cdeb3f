"""The loaded city as the generator needs it: leaves, places, and who leads what where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from models.area import Area
from models.category import Category
from models.queries import administration, cities, departments
from models.routing_rule import RoutingRule
from models.vocabulary import AreaLevel
from workflows.errors import NoDepartmentFound, Refused
from workflows.routing import Place, choose

# Division lists also count prisons, farms and industrial zones among the streets.
INHABITED = ("街道", "镇", "乡")


@dataclass(frozen=True)
class Leaf:
    """A matter citizens call about: the names from branch to leaf."""

    id: int
    path: str
    branch: str
    group: str
    name: str
    is_hazard: bool = False


@dataclass(frozen=True)
class District:
    """A district with the names of its streets and towns."""

    id: int
    name: str
    streets: tuple[str, ...]


@dataclass
class Town:
    """A city's names, and its dispatch catalogue as a look-up by leaf and district."""

    number_prefix: str
    area_code: str
    leaves: tuple[Leaf, ...]
    districts: tuple[District, ...]
    leads: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def units(self, leaf: Leaf, district: District) -> tuple[str, str]:
        """Return the lead's name and the supporting units' names joined by 、.

        Where the catalogue names nobody, as for matters of no city, whoever it names first takes it.
        """
        return self.leads.get((leaf.id, district.id)) or next(iter(self.leads.values()))


def load_town(on: date) -> Town:
    """Read the city; Refused where no city pack is loaded."""
    city = cities.find()
    categories = administration.rows_of(Category)
    areas = [area for area in administration.rows_of(Area) if not area.valid_to or area.valid_to >= on]
    if city is None or not categories or not areas:
        raise Refused("还没有载入城市包，请先运行 flask city load。")
    by_id = {category.id: category for category in categories}
    leaves = tuple(
        leaf_of(category) for category in categories if category.is_leaf and not category.is_retired
    )
    districts = tuple(
        District(
            area.id,
            area.name,
            tuple(
                street.name
                for street in areas
                if street.level is AreaLevel.STREET
                and area.id in (street.parent_id, street.district_id)
                and street.name.endswith(INHABITED)
            )
            or (area.name,),
        )
        for area in areas
        if area.level is AreaLevel.DISTRICT
    )
    town = Town(city.number_prefix, city.area_code, leaves, districts)
    town.leads = leads_of(town, by_id, {area.id: area for area in areas}, on)
    if not town.leads:
        raise Refused("派单目录是空的，请先载入城市包或维护派单目录。")
    return town


def leaf_of(category: Category) -> Leaf:
    """Return a leaf with the names of what contains it."""
    names = category.path.split("/")
    group = names[-2] if len(names) > 1 else names[0]
    return Leaf(category.id, category.path, names[0], group, names[-1], category.is_hazard)


def leads_of(
    town: Town, categories: dict[int, Category], areas: dict[int, Area], on: date
) -> dict[tuple[int, int], tuple[str, str]]:
    """Ask the dispatch catalogue once for every leaf in every district."""
    rules = administration.rows_of(RoutingRule)
    by_category: dict[int, list[RoutingRule]] = {}
    for rule in rules:
        by_category.setdefault(rule.category_id, []).append(rule)
    names = {unit.id: unit.name for unit in departments.in_official_order()}
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for leaf in town.leaves:
        matter = place(leaf.id, categories)
        fitting = [rule for category_id in matter.ids for rule in by_category.get(category_id, ())]
        for district in town.districts:
            try:
                route = choose(fitting, matter, place(district.id, areas), on)
            except NoDepartmentFound:
                continue
            if route.lead_id in names:
                supporting = [names[unit] for unit in route.supporting_ids if unit in names]
                found[leaf.id, district.id] = (names[route.lead_id], "、".join(supporting))
    return found


def place(row_id: int, rows: dict[int, Category] | dict[int, Area]) -> Place:
    """Return the row with what contains it, the nearest first."""
    ids, names = [], []
    current = rows.get(row_id)
    while current is not None:
        ids.append(current.id)
        names.append(current.name)
        current = rows.get(current.parent_id) if current.parent_id else None
    return Place(tuple(ids), tuple(names))
