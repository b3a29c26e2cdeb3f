"""make_case(), make_user(), ...: the least a row needs; a test names only what it is about.

Every row is committed, since requests have sessions of their own. Names and codes are numbered, so that two
rows of one test never clash.
"""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any, TypeVar

from argon2 import PasswordHasher

from models.area import Area
from models.assignment import Assignment
from models.base import Row, db
from models.case import Case
from models.category import Category
from models.citizen import Citizen
from models.city import City
from models.department import Department
from models.routing_rule import RoutingRule
from models.rule_pack import RulePackVersion
from models.user import Role, User
from models.vocabulary import (
    AreaLevel,
    AssignmentRole,
    AssignmentState,
    CaseState,
    Channel,
    DepartmentKind,
    Kind,
    Permission,
)
from tests.support.clock import MONDAY_9, local
from tests.support.rule_packs import least
from workflows.permissions import ROLES

PASSWORD = "兰州Yellow-River-1909"
# The cheapest hash that still verifies: what it costs to sign in is not what tests are about.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
SEEDS = {seed.code: seed for seed in ROLES}

R = TypeVar("R", bound=Row)
_numbers = count(1)


def saved(row: R) -> R:
    """Save the row for good and return it."""
    db.session.add(row)
    db.session.commit()
    return row


def make_role(code: str, permissions: Iterable[Permission] | None = None) -> Role:
    """Return the role of this code: as a new installation has it, or with just these permissions."""
    found = db.session.scalar(db.select(Role).filter_by(code=code))
    if found is not None:
        return found
    seed = SEEDS.get(code)
    given = seed.permissions if permissions is None and seed else permissions or ()
    return saved(
        Role(
            code=code,
            name=seed.name if seed else code,
            permissions=sorted(permission.value for permission in given),
        )
    )


def make_user(*roles: str, **given: Any) -> User:
    """Make a user with the roles (codes); an officer gets a department unless one is given.

    With `permissions` the user has exactly these, through a role of their own.
    """
    number = next(_numbers)
    permissions = given.pop("permissions", None)
    mine = [make_role(code) for code in roles]
    if permissions is not None:
        mine.append(make_role(f"role{number}", permissions))
    if "officer" in roles and not {"department", "department_id"} & set(given):
        given["department_id"] = make_department().id
    if "department" in given:
        given["department_id"] = given.pop("department").id
    defaults = {"name": f"user{number}", "full_name": f"员工{number}", "password_hash": PASSWORD_HASH}
    return saved(User(**{**defaults, "roles": mine, **given}))


def make_department(**given: Any) -> Department:
    """Make a department with a name of its own: a city bureau, unless said otherwise."""
    number = next(_numbers)
    if "parent" in given:
        given["parent_id"] = given.pop("parent").id
    defaults = {"code": f"D{number}", "name": f"单位{number}", "level": 1, "kind": DepartmentKind.BUREAU}
    return saved(Department(**{**defaults, **given}))


def make_category(**given: Any) -> Category:
    """Make a category that cases can carry."""
    number = next(_numbers)
    name = given.get("name", f"事项{number}")
    defaults = {"code": f"C{number}", "name": name, "path": f"{name}/{number}", "level": 1}
    return saved(Category(**{**defaults, **given}))


def make_area(**given: Any) -> Area:
    """Make an area: a district, unless said otherwise."""
    number = next(_numbers)
    if "parent" in given:
        given["parent_id"] = given.pop("parent").id
    return saved(Area(**{"code": f"A{number}", "name": f"区{number}", "level": AreaLevel.DISTRICT, **given}))


def make_rule(lead: Department, **given: Any) -> RoutingRule:
    """Make a line of the dispatch catalogue, valid since 2020, for a category of its own or the given one."""
    if "category_id" not in given:
        given["category_id"] = (given.pop("category", None) or make_category()).id
    return saved(RoutingRule(**{"lead_id": lead.id, "valid_from": date(2020, 1, 1), **given}))


def make_case(**given: Any) -> Case:
    """Make a case that waits for review, received on a Monday at nine; `citizen`: the caller's fields."""
    number = next(_numbers)
    citizen = given.pop("citizen", None)
    for relation in ("category", "department", "district", "area"):
        if isinstance(given.get(relation), Row):
            given[f"{relation}_id"] = given.pop(relation).id
    if "category_id" not in given:
        given["category_id"] = make_category().id
    defaults = {
        "number": f"20260302{number:06d}",
        "channel": Channel.PHONE,
        "kind": Kind.HELP,
        "title": f"路灯不亮{number}",
        "content": "小区门口的路灯三天不亮。",
        "state": CaseState.PENDING_REVIEW,
        "received_at": MONDAY_9,
    }
    case = saved(Case(**{**defaults, **given}))
    if citizen is not None:
        caller = Citizen(case_id=case.id, **citizen)
        caller.index_identity()
        saved(caller)
    return case


def make_assignment(case: Case, department: Department, **given: Any) -> Assignment:
    """Make a department's part in a case: the lead, sent on a Monday at nine and not yet signed for."""
    defaults = {"role": AssignmentRole.LEAD, "state": AssignmentState.SENT, "sent_at": MONDAY_9}
    return saved(Assignment(**{**defaults, "case_id": case.id, "department_id": department.id, **given}))


def make_city(**given: Any) -> City:
    """Make the city, without rules."""
    defaults = {"code": "990100", "name": "临水市", "hotline_name": "临水市12345热线", "number_prefix": "LS"}
    return saved(City(**{**defaults, "document_prefix": "临热线", "area_code": "0990", **given}))


def make_rules(**changes: Any) -> RulePackVersion:
    """Make a version of the rules that has long been valid: the least pack, with some parts replaced."""
    return saved(RulePackVersion(title="测试规则", document=least(**changes), valid_from=local("2015-01-01")))
