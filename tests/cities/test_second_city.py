"""Another city's real matters and units, made into a pack, load as well: nothing in the code says Lanzhou."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from models.base import db
from models.category import Category
from models.department import Department
from models.routing_rule import RoutingRule
from tests.house.source_tree import ROOT, texts
from tests.support.requests import HouseRunner
from tests.support.shared_data import shared_rows

CITY = """name = "海口市"
code = "460100"
hotline_name = "海口市12345政府服务热线"
number_prefix = "HK"
document_prefix = "海热线"
area_code = "0898"
"""
DISTRICTS = {"460105": "秀英区", "460106": "龙华区", "460107": "琼山区", "460108": "美兰区"}
CODE = re.compile(r"lanzhou|兰州|620100", re.IGNORECASE)


def write(file: Path, header: str, lines: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(header.split(","))
        writer.writerows(lines)


def codes_of(paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Give numbers to the branches, groups and leaves of the paths, superiors first."""
    every = sorted({path[:depth] for path in paths for depth in range(1, len(path) + 1)})
    every.sort(key=len)
    return {path: f"K{number:04d}" for number, path in enumerate(every, 1)}


def make_pack(folder: Path) -> tuple[int, int]:
    """Write the pack of the real cases' city; return how many matters and how many units it has."""
    cases = shared_rows("hotline_cases.csv")
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    places = [["460100", "", "海口市", "city", "海口", "", ""]]
    places += [[code, "460100", name, "district", name[:2], "", ""] for code, name in DISTRICTS.items()]
    write(folder / "areas.csv", "code,parent_code,name,level,short_name,valid_from,valid_to", places)
    units = sorted({case["dept"].strip() for case in cases if case["dept"].strip()})
    header = "code,parent_code,name,short_name,level,kind,area_code,can_lead,identity_visible,official_order"
    lines = [["D0", "", "海口市12345热线中心", "热线中心", 1, "centre", "460100", "是", "是", 1]]
    lines += [[f"D{n}", "D0", name, "", 2, "bureau", "", "是", "是", n] for n, name in enumerate(units, 1)]
    write(folder / "departments.csv", header, lines)
    paths = {tuple(case[f"l{depth}"].strip() for depth in (1, 2, 3)) for case in cases}
    codes = codes_of(paths)
    header = "code,parent_code,name,limit_class,is_hazard,desk,keywords,advice,retired"
    matters = [
        [code, codes.get(path[:-1], ""), path[-1], "normal", "否", "", "", "", "否"]
        for path, code in codes.items()
    ]
    write(folder / "categories.csv", header, matters)
    header = "category_code,area_code,lead_code,supporting_codes,legal_basis,source,note,valid_from,valid_to"
    rules = [
        [code, "", "D0", "", "", "", "", "2017-01-01", ""] for path, code in codes.items() if len(path) == 1
    ]
    write(folder / "dispatch_catalogue.csv", header, rules)
    return len(codes), len(units) + 1


@pytest.mark.shared
def test_another_citys_matters_and_units_load(runner: HouseRunner, tmp_path: Path) -> None:
    matters, units = make_pack(tmp_path)

    result = runner.invoke(args=["city", "load", str(tmp_path)])

    assert result.exit_code == 0, result.output
    assert "已载入海口市。" in result.output
    assert db.session.query(Category).count() == matters
    assert db.session.query(Department).count() == units
    branches = db.session.query(Category).filter_by(level=1).count()
    assert db.session.query(RoutingRule).count() == branches
    leaves = db.session.query(Category).filter_by(is_leaf=True)
    assert all(leaf.level == 3 for leaf in leaves)
    assert min(matters, units, branches) > 10


def test_no_code_names_a_city() -> None:
    floors = ("app.py", "config.py", "models/", "workflows/", "reports/", "hotline/", "migrations/")
    named = [
        f"{name}: {found.group()}"
        for name, text in texts().items()
        if name.startswith(floors) and "/vendor/" not in name and (found := CODE.search(text))
    ]

    assert (ROOT / "cities").is_dir()
    assert not named
