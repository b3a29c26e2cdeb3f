"""Lanzhou's dispatch catalogue sends every matter to a unit that exists, in every district and year."""

from datetime import date
from itertools import combinations

import pytest

from models.vocabulary import AreaLevel
from tests.support.lanzhou import by_code, leaves, rows, split, validity


def rule_for(leaf: str, area: str, on: date) -> dict[str, str] | None:
    """Find the catalogue's row as routing does: leaf, group, branch; in each the district, then the city."""
    known = {}
    for row in rows("dispatch_catalogue"):
        first, last = validity(row)
        if first <= on <= last:
            known[row["category_code"], row["area_code"]] = row
    wanted = [(code, place) for code in (leaf, leaf[:4], leaf[:2]) for place in (area, "")]
    return next((known[key] for key in wanted if key in known), None)


def test_the_catalogue_names_only_what_exists_and_leads_that_may_lead() -> None:
    categories, areas, departments = by_code("categories"), by_code("areas"), by_code("departments")

    for row in rows("dispatch_catalogue"):
        assert row["category_code"] in categories, row
        assert not row["area_code"] or areas[row["area_code"]]["level"] == AreaLevel.DISTRICT, row
        lead = departments[row["lead_code"]]
        assert lead["can_lead"] == "是", row
        # Only units of the second level answer to the hotline; they pass cases down themselves.
        assert lead["level"] in {"1", "2"}, row
        supporting = split(row["supporting_codes"])
        assert set(supporting) <= set(departments), row
        assert len(supporting) == len(set(supporting)), row
        assert row["lead_code"] not in supporting, row
        assert row["source"], row


def test_the_catalogue_begins_early_enough_for_old_cases_and_never_speaks_twice() -> None:
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("dispatch_catalogue"):
        first, last = validity(row)
        assert date(2015, 1, 1) <= first <= last, row
        grouped.setdefault((row["category_code"], row["area_code"]), []).append(row)

    assert sum(map(len, grouped.values())) >= 300
    for same in grouped.values():
        assert min(validity(row)[0] for row in same) == date(2015, 1, 1), same
        for one, other in combinations(same, 2):
            (first, last), (start, end) = validity(one), validity(other)
            assert last < start or end < first, (one, other)


@pytest.mark.parametrize(
    "on", [date(2016, 1, 1), date(2019, 1, 1), date(2019, 7, 1), date(2026, 7, 1)], ids=str
)
def test_every_leaf_has_a_department_in_every_district(on: date) -> None:
    in_force = {
        (row["category_code"], row["area_code"])
        for row in rows("dispatch_catalogue")
        if validity(row)[0] <= on <= validity(row)[1]
    }

    for leaf in leaves():
        codes = (leaf["code"], leaf["code"][:4], leaf["code"][:2])
        # Covered for the whole city, so covered in every district and for cases without one.
        assert any((code, "") in in_force for code in codes), leaf


@pytest.mark.parametrize(
    ("leaf", "area", "on", "lead", "supporting"),
    [
        ("020201", "620102", "2026-07-01", "U-RQ", "Q-CG"),
        ("020201", "620121", "2026-07-01", "Q-YD", "U-RQ"),
        ("040202", "620103", "2026-07-01", "B-ZJJ", "Q-QLH"),
        ("010101", "620104", "2016-05-01", "Q-XG", "B-CGW"),
        ("080401", "620105", "2016-05-01", "B-RSJ", ""),
        ("080401", "620105", "2026-07-01", "B-YBJ", "B-SWU"),
        ("020301", "620123", "2026-07-01", "Q-YZ", "B-ZJJ"),
        ("100101", "", "2026-07-01", "B-GAJ", ""),
    ],
    ids=[
        "gas leak in town: gas company with the district",
        "gas leak in a county: the county, the gas company helps",
        "sinking house: housing bureau with the district",
        "street stalls: the district",
        "insurance before the reform: labour bureau",
        "insurance after the reform: its own bureau",
        "cold radiators in a county: the county",
        "household register: police",
    ],
)
def test_the_catalogue_sends_a_matter_where_a_dispatcher_would(
    leaf: str, area: str, on: str, lead: str, supporting: str
) -> None:
    row = rule_for(leaf, area, date.fromisoformat(on))

    assert row is not None
    assert row["lead_code"] == lead
    assert set(split(supporting)) <= set(split(row["supporting_codes"]))


def test_a_hazard_that_a_bureau_leads_always_brings_in_the_district() -> None:
    units = by_code("departments")
    districts = [row["code"] for row in rows("areas") if row["level"] == AreaLevel.DISTRICT]

    for leaf in leaves():
        if leaf["is_hazard"] == "是" and leaf["code"][:2] in {"02", "04"}:
            for district in districts:
                row = rule_for(leaf["code"], district, date(2026, 7, 1))
                assert row is not None
                named = {row["lead_code"], *split(row["supporting_codes"])}
                assert any(units[code]["area_code"] == district for code in named), row
