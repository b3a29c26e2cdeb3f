"""Accounts to try the house with: one for each role, and one for each kind of department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import departments, people
from models.vocabulary import DepartmentKind, Permission
from workflows.administration import staff

if TYPE_CHECKING:
    from datetime import datetime

    from models.department import Department
    from models.user import Role, User

# Known to everyone who reads this: made only in an empty installation that is not in production.
DEMO_PASSWORD = "Huanghe-Demo-1909"  # noqa: S105
# A bureau, a district and a street of that district: so a case can be passed down and sent back.
HANDLING = (DepartmentKind.BUREAU, DepartmentKind.DISTRICT, DepartmentKind.STREET)


def make_demo_accounts(password_hash: str, *, at: datetime) -> list[User]:
    """Make one account for each role, named as the role's code; for those who handle cases one a unit.

    The units are those that the dispatch catalogue names most often, or for the desks' matters. Makes none
    where anyone can sign in.
    """
    if people.all_users():
        return []
    made = []
    for role in people.roles():
        for number, unit in enumerate(_units_of(role), start=1):
            values = {
                "name": role.code if number == 1 else f"{role.code}{number}",
                "full_name": f"{role.name}（演示）",
                "roles": [role],
                "department_id": unit.id if unit else None,
            }
            made.append(
                staff.create_user(
                    values, password_hash=password_hash, by=None, at=at, must_change_password=False
                )
            )
    return made


def _units_of(role: Role) -> list[Department] | list[None]:
    if Permission.HANDLE_CASE.value not in role.permissions:
        return [None]
    if Permission.HANDLE_DESK_CASE.value in role.permissions:
        return list(departments.leads_of_desks())
    units: list[Department] = []
    for kind in HANDLING:
        above = units[-1].id if kind is DepartmentKind.STREET and units else None
        unit = departments.most_named_lead(kind, below=above)
        if unit is not None:
            units.append(unit)
    return units
