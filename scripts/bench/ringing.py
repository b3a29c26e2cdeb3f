"""Puts a telephone on the agent's desk and articles beside it; prints what the desk's tasks need to know, as JSON.

{"token": the exchange's, "extension": the agent's, "numbers": of callers with open cases, "matters": names of leaves
for which the catalogue names a department}
"""

import json
import os
import sys
from datetime import UTC, date, datetime

from sqlalchemy import select

from app import create_app
from config import Settings
from models.base import db
from models.category import Category
from models.queries import callers, departments, people
from models.routing_rule import RoutingRule
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import CaseScope
from workflows import knowledge, telephone
from workflows.administration.exchanges import open_exchange
from workflows.knowledge import Filing, Wording

ARTICLES = 300
NUMBERS = 20
MATTERS = 40
EXTENSION = "8001"


def main() -> None:
    """Make them in one go."""
    with create_app(Settings.from_environment(os.environ)).app_context():
        at = datetime.now(UTC)
        with unit_of_work():
            agent, supervisor = named("bench-agent"), named("bench-supervisor")
            _, token = open_exchange({"name": "基准测试交换机"}, by=supervisor, at=at)
            telephone.sit(EXTENSION, by=agent, at=at)
            matters = led_matters()
            for number in range(ARTICLES):
                write(matters[number % len(matters)], number, by=agent, reviewer=supervisor, at=at)
        known = callers.with_open_cases(CaseScope(None, frozenset()), limit=NUMBERS)
        numbers = [case.citizen.phone for case in known if case.citizen]
        names = [matter.name for matter in matters[:MATTERS]]
        told = {"token": token, "extension": EXTENSION, "numbers": numbers, "matters": names}
        sys.stdout.write(json.dumps(told, ensure_ascii=False))


def named(name: str) -> User:
    """Return the person with this name."""
    user = people.find_user_by_name(name)
    if user is None:
        raise RuntimeError(f"{name} is not there")
    return user


def led_matters() -> list[Category]:
    """Return the open leaves that a line of the catalogue names for itself, spread over the tree."""
    ruled = select(RoutingRule.category_id).where(RoutingRule.area_id.is_(None))
    leaves = select(Category).where(
        Category.id.in_(ruled), Category.is_leaf, Category.desk.is_(None), Category.is_hazard.is_(False)
    )
    return list(db.session.scalars(leaves.order_by(Category.position, Category.id)))


def write(matter: Category, number: int, *, by: User, reviewer: User, at: datetime) -> None:
    """Write an article about the matter and publish it."""
    wording = Wording(
        title=f"{matter.name}怎么办（{number}）",
        question=f"遇到{matter.name}找谁",
        short_answer=f"{matter.name}由承办单位在规定时限内办理，可拨打12345反映。",
        keywords=matter.keywords.replace("、", "，"),
        valid_from=date(2020, 1, 1),
    )
    unit = departments.in_official_order(leads_only=True)[0]
    article = knowledge.write(wording, Filing(category_id=matter.id), unit.id, by=by, at=at)
    knowledge.send_for_review(article, by=by, at=at)
    knowledge.publish(article, by=reviewer, at=at)


if __name__ == "__main__":
    main()
