"""Whose work it is, and by which words it is found, for the demo: cases taken, given on, and tagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import cases, tags, worklists
from models.queries.worklists import WORKLISTS
from models.whose import Whose
from workflows import assigning, tagging
from workflows.demo.live import EVERYTHING
from workflows.permissions import scope_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.user import User
    from workflows.demo.crew import Crew

# Of which worklist who has taken how many; officers each take some of what they have in hand.
TAKEN = (
    ("review", "dispatcher", 3),
    ("returns", "supervisor", 2),
    ("replies", "dispatcher", 3),
    ("follow-up", "follow_up", 2),
)
IN_HAND = 2
# Of which worklist who has given how many to whom, and why.
GIVEN_ON = (
    ("review", "dispatcher", "supervisor", 2, "涉及多个单位，请协调主办。"),
    ("replies", "supervisor", "dispatcher", 1, "请核对现场照片后再审结。"),
)
# Which tag is on how many of the first of a worklist; a city without the tag has none of it.
TAGGED = (
    ("review", "群体诉求", 6),
    ("review", "媒体关注", 1),
    ("returns", "疑难复杂", 2),
    ("overdue", "历史遗留", 5),
    ("overdue", "疑难复杂", 2),
    ("follow-up", "典型案例备选", 2),
)


def share_out(crew: Crew, *, at: datetime) -> None:
    """Let work be taken and given on, and put tags on cases."""
    for name, who, count in TAKEN:
        user: User = getattr(crew, who)
        for case in first_of(name, user, count, at=at):
            assigning.take_on(case, by=user, at=at)
    for officer in crew.officers:
        for case in first_of("handle", officer, IN_HAND, at=at):
            assigning.take_on(case, by=officer, at=at)
    for name, who, to, count, note in GIVEN_ON:
        user, colleague = getattr(crew, who), getattr(crew, to)
        for case in first_of(name, user, count, at=at):
            assigning.hand_over(case, colleague.id, by=user, at=at, note=note)
    put_tags(crew.supervisor, at=at)


def put_tags(by: User, *, at: datetime) -> None:
    """Put the tags on, as the supervisor."""
    known = {tag.name: tag.id for tag in tags.in_use()}
    for name, tag, count in TAGGED:
        for case in first_of(name, by, count, at=at, is_free=False) if tag in known else ():
            tagging.put_on(case, known[tag], by=by, at=at)


def first_of(name: str, user: User, count: int, *, at: datetime, is_free: bool = True) -> Sequence[Case]:
    """Return the first cases of the worklist, of those that nobody has taken where they shall be free."""
    lines = worklists.page(WORKLISTS[name], user, scope_of(user), at, whose=Whose.UNIT)
    ids = [line.case_id for line in lines if not (is_free and line.taken_by)]
    return [case for case_id in ids[:count] if (case := cases.find(case_id, EVERYTHING))]
