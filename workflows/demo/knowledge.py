"""Knowledge for the demo: articles of a town in plain words, one under review, one that ends, questions, notices."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.article import Article, Feedback
from models.base import db
from models.category import Category
from models.public_notice import Outage
from models.queries import administration, article_lists, notices, reference
from models.vocabulary import Action, AreaLevel, FollowUpOutcome, Permission
from workflows import citing, knowledge, knowledge_gaps, macros, public_notices
from workflows.demo.crew import one_with
from workflows.knowledge import Filing, Wording
from workflows.macros import Recipe
from workflows.public_notices import Announcement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.user import User
    from workflows.demo.crew import Crew

FILE = Path(__file__).with_name("articles.csv")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MACROS = (
    Recipe(name="签收，办下一件", action=Action.SIGN_FOR, is_shared=True),
    Recipe(
        name="无人接听",
        action=Action.ATTEMPT_FOLLOW_UP,
        outcome=FollowUpOutcome.NO_ANSWER,
        note="{今天}电话无人接听。",
        is_shared=True,
    ),
    Recipe(
        name="退回：补现场情况",
        action=Action.RETURN_REPLY,
        note="{承办单位}：答复未写明现场核查的时间、人员和结果，请补充后重新上报。",
        is_shared=True,
    ),
)
UNANSWERED = ("养老机构床位补贴怎么申请", "外地车辆在本市能办检车吗")


@dataclass(frozen=True)
class Desk:
    """Who writes, who reviews, and which unit answers for a matter."""

    writer: User
    reviewer: User
    unit_ids: Mapping[int, int]
    fall_back_id: int


def fill(crew: Crew, *, at: datetime) -> int:
    """Write the articles and all but the last publish; ask two questions, post two notices. Return how many articles."""
    desk = Desk(
        one_with(Permission.WRITE_KNOWLEDGE, Permission.REVIEW_CASE),
        one_with(Permission.REVIEW_KNOWLEDGE),
        leads(),
        crew.officers[0].department_id or 0,
    )
    matters = {matter.name: matter for matter in administration.rows_of(Category) if matter.is_leaf}
    with FILE.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    made = [
        written(row, matters.get(row["matter"]), desk, at=at, days=len(rows) - n)
        for n, row in enumerate(rows)
    ]
    for article in made[:-1]:
        knowledge.publish(article, by=desk.reviewer, at=at)
    found_wanting(made[1], at=at)
    ask_some(desk, crew, at=at)
    post_some(desk, at=at)
    share_some(at=at)
    # The news of thirty articles at once would hide everything else.
    for user in (desk.writer, desk.reviewer):
        notices.mark_all_read(user.id, at=at)
    return len(made)


def leads() -> dict[int, int]:
    """Return the unit that leads each matter, by the first line of the catalogue that names it."""
    matters = [matter.id for matter in administration.rows_of(Category)]
    return {rule.category_id: rule.lead_id for rule in reversed(reference.routing_rules(matters))}


def written(
    row: Mapping[str, str], matter: Category | None, desk: Desk, *, at: datetime, days: int
) -> Article:
    """Write one article some days ago and hand it in; the second of the file ends in six days."""
    today = at.astimezone(LOCAL_TIMEZONE).date()
    unit_id = desk.fall_back_id
    if matter is not None:
        chain = reference.category_chain(matter.id)
        unit_id = next((desk.unit_ids[each.id] for each in chain if each.id in desk.unit_ids), unit_id)
    names = ("title", "question", "short_answer", "long_answer", "keywords")
    wording = Wording(
        **{name: row[name] for name in names},
        valid_from=today - 200 * DAY,
        valid_to=today + 6 * DAY if row["matter"] == "供热时间咨询" else None,
    )
    filing = Filing(category_id=matter.id if matter else None)
    article = knowledge.write(wording, filing, unit_id, by=desk.writer, at=at - days * HOUR)
    knowledge.send_for_review(article, by=desk.writer, at=at - days * HOUR)
    return article


def found_wanting(article: Article, *, at: datetime) -> None:
    """Let agents say what they think of an article."""
    version = article_lists.versions(article.id)[0]
    agent = one_with(Permission.REGISTER_CASE)
    citing.rate(article, version, Feedback.UNHELPFUL, "没有写夜间报修的办法", by=agent, at=at)


def ask_some(desk: Desk, crew: Crew, *, at: datetime) -> None:
    """Ask two questions: one today, one so long ago that it is late."""
    unit_id = desk.fall_back_id
    for question, ago in zip(UNANSWERED, (HOUR, 9 * DAY), strict=True):
        knowledge_gaps.ask(question, unit_id, by=crew.agent, at=at - ago)


def share_some(*, at: datetime) -> None:
    """Give everybody three macros."""
    by = one_with(Permission.SHARE_TEXTS)
    for recipe in MACROS:
        macros.write(recipe, by=by, at=at)


def post_some(desk: Desk, *, at: datetime) -> None:
    """Post a notice for a street that holds now, and one for a district that begins tomorrow."""
    districts = reference.districts()
    streets = [area for area in reference.areas_below(districts[0].id) if area.level is AreaLevel.STREET]
    now_here, soon_there = (streets or districts)[0].id, districts[-1].id
    water = "因管网改造停水，请提前储水；恢复供水后先放一会儿再用。"
    heat = "换热站检修，室温可能下降，请注意保暖；恢复时间如有变化另行公布。"
    planned = (
        (Outage.WATER, "管网改造停水", water, now_here, -HOUR),
        (Outage.HEAT, "换热站检修停暖", heat, soon_there, 20 * HOUR),
    )
    for outage, title, body, area_id, begins in planned:
        announcement = Announcement(
            outage=outage,
            title=title,
            body=body,
            starts_at=at + begins,
            ends_at=at + begins + 30 * HOUR,
            area_ids=(area_id,),
        )
        public_notices.post(announcement, desk.fall_back_id, by=desk.writer, at=at)
    db.session.flush()
