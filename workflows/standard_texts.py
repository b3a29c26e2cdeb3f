"""Standard texts (常用语): which are offered for a case, filled with what its reader may see; one's own and everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.citizen import surname_and_title
from models.dictionary import QuickReply
from models.queries import assignments, cities, numbering, reference, standard_texts
from models.vocabulary import AreaLevel, Confidentiality, Permission
from workflows import audit
from workflows.errors import BadInput, NotAllowedForYou
from workflows.identity import Shown, sight_of
from workflows.permissions import may
from workflows.template_words import fill, unknown

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.user import User
    from models.vocabulary import CaseState

NAMED = (Shown.FULL, Shown.TITLE)


@dataclass(frozen=True)
class Offered:
    """A text ready to be put in; `missing` says what its reader must still fill in."""

    id: int
    title: str
    body: str
    missing: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a text says and where it is offered."""

    kind: str
    title: str
    body: str
    category_id: int | None = None
    state: CaseState | None = None
    is_shared: bool = False
    is_active: bool = True


def facts_of(case: Case | None, user: User, *, at: datetime) -> dict[str, str]:
    """Return what the variables mean for the case and this reader; of no case what is known anywhere."""
    city = cities.find()
    known = {
        "经办人": user.full_name,
        "经办单位": (user.department.short_name or user.department.name) if user.department else "",
        "今天": day(at),
        "热线名称": city.hotline_name if city else "",
    }
    return known | (facts_of_case(case, user) if case is not None else {})


def facts_of_case(case: Case, user: User) -> dict[str, str]:
    """Return what the case's own variables mean for this reader."""
    lead = case.department
    place = [
        area.name
        for area in reversed(reference.area_chain(case.area_id))
        if area.level in (AreaLevel.DISTRICT, AreaLevel.STREET)
    ]
    return {
        "诉求人": called(case, user),
        "工单编号": case.number,
        "事项": case.category.name,
        "事发地": " / ".join(place),
        "承办单位": (lead.short_name or lead.name) if lead else "",
        "办结时限": moment(case.due_at) if case.due_at else "",
        "受理时间": moment(case.received_at),
    }


def called(case: Case, user: User) -> str:
    """Return how a text may address the caller: by surname where nothing is kept from anybody, else 诉求人."""
    if case.citizen is None or case.is_protected or case.confidentiality is not Confidentiality.OPEN:
        return "诉求人"
    sight = sight_of(case, user, assignments.of_case(case.id))
    return surname_and_title(case.citizen.name, case.citizen.gender) if sight.name in NAMED else "诉求人"


def moment(at: datetime) -> str:
    """Return a moment as a text says it: 3月9日17:30."""
    local = at.astimezone(LOCAL_TIMEZONE)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def day(at: datetime) -> str:
    """Return a day as a text says it: 3月9日."""
    local = at.astimezone(LOCAL_TIMEZONE)
    return f"{local.month}月{local.day}日"


def offered(kind: str, case: Case | None, user: User, *, at: datetime) -> list[Offered]:
    """Return the texts of a kind that fit the case, filled in: one's own first, those for its matter and state before others."""
    matters = [each.id for each in reference.category_chain(case.category_id)] if case is not None else []
    rows = standard_texts.fitting(
        kind, user_id=user.id, category_ids=matters, state=case.state if case is not None else None
    )
    facts = facts_of(case, user, at=at) if rows else {}
    found = []
    for row in rows:
        filled = fill(row.body, facts)
        found.append(Offered(row.id, row.title, filled.text, filled.missing, row.owner_id == user.id))
    return found


def write(wording: Wording, *, by: User, at: datetime) -> QuickReply:
    """Make a text of one's own; everybody gets it where one may share."""
    check(wording, by=by)
    code = f"own-{numbering.next_in('standard text')}"
    row = QuickReply(code=code, owner_id=by.id, **vars(wording))
    db.session.add(row)
    db.session.flush()
    note(row, "新建", by=by, at=at)
    return row


def change(row: QuickReply, wording: Wording, *, by: User, at: datetime) -> None:
    """Change one's own text, or a shared one where one may share."""
    if not may_change(row, by):
        raise NotAllowedForYou("只能修改本人的常用语。")
    check(wording, by=by)
    for name, value in vars(wording).items():
        setattr(row, name, value)
    note(row, "修改", by=by, at=at)


def may_change(row: QuickReply, user: User) -> bool:
    """Say whether the text is the user's to change: one's own that is not shared, or any shared one for who shares."""
    if row.is_shared:
        return may(user, Permission.SHARE_TEXTS)
    return row.owner_id == user.id


def check(wording: Wording, *, by: User) -> None:
    """Refuse a variable that is none, and sharing by who may not."""
    strange = unknown(wording.body)
    if strange:
        raise BadInput(f"变量“{strange[0]}”不存在。", "body")
    if wording.is_shared and not may(by, Permission.SHARE_TEXTS):
        raise BadInput("您没有共享常用语的权限。", "is_shared")


def note(row: QuickReply, what: str, *, by: User, at: datetime) -> None:
    """Write it down in the audit log."""
    audit.write(
        "standard_text",
        by=by,
        at=at,
        object_type="quick_reply",
        object_id=row.id,
        summary=f"{what}常用语：{row.title}",
    )
