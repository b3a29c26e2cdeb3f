"""Macros (宏): a step with its words, taken in one press through the step's own form; which may be one, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.base import db
from models.macro import Macro, Then
from models.queries import macros
from models.vocabulary import Action, FollowUpOutcome, Permission
from workflows import audit
from workflows.errors import BadInput, NotAllowedForYou
from workflows.permissions import may
from workflows.standard_texts import facts_of
from workflows.template_words import fill, unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from models.case import Case
    from models.user import User

NOTE = "note"
# What a macro may take: steps whose form is a remark (False) or needs one (True), and no moment or choice of the case.
NOTED: dict[Action, bool] = {
    Action.SIGN_FOR: False,
    Action.RESPOND: False,
    Action.NOTE_PROGRESS: True,
    Action.SUPPORT_REPLY: True,
    Action.SEND_BACK_TO_AGENT: True,
    Action.REJECT_RETURN: True,
    Action.APPROVE_REPLY: False,
    Action.RETURN_REPLY: True,
    Action.ATTEMPT_FOLLOW_UP: False,
    Action.REMIND: False,
}
# Steps whose form has no remark at all.
WORDLESS = frozenset({Action.SIGN_FOR})
# A rating is the citizen's: no macro gives one.
OUTCOMES = (
    FollowUpOutcome.NO_ANSWER,
    FollowUpOutcome.REFUSED,
    FollowUpOutcome.WRONG_NUMBER,
    FollowUpOutcome.INVALID_NUMBER,
    FollowUpOutcome.DO_NOT_CALL,
)
BY_PHONE = "电话"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What a macro does."""

    name: str
    action: Action
    note: str = ""
    outcome: FollowUpOutcome | None = None
    then: Then = Then.NEXT
    is_shared: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class Ready:
    """A macro for one case: the fields its form is handed in with; `missing` names what must be filled in by hand first."""

    macro: Macro
    given: Mapping[str, str]
    missing: tuple[str, ...] = field(default=())


def ready_for(case: Case, actions: Collection[Action], user: User, *, at: datetime) -> list[Ready]:
    """Return the macros whose step is open to the user now, their words filled in with the case's facts."""
    fitting = [macro for macro in macros.usable(user.id) if macro.action in actions and macro.action in NOTED]
    facts = facts_of(case, user, at=at) if fitting else {}
    found = []
    for macro in fitting:
        filled = fill(macro.given.get(NOTE, ""), facts)
        given = {name: str(value) for name, value in macro.given.items()}
        found.append(Ready(macro, given | ({NOTE: filled.text} if filled.text else {}), filled.missing))
    return found


def write(recipe: Recipe, *, by: User, at: datetime) -> Macro:
    """Make a macro of one's own; everybody gets it where one may share."""
    check(recipe, by=by)
    row = Macro(owner_id=by.id)
    put(row, recipe)
    db.session.add(row)
    db.session.flush()
    note(row, "新建", by=by, at=at)
    return row


def change(row: Macro, recipe: Recipe, *, by: User, at: datetime) -> None:
    """Change one's own macro, or a shared one where one may share."""
    if not may_change(row, by):
        raise NotAllowedForYou("只能修改本人的宏。")
    check(recipe, by=by)
    put(row, recipe)
    note(row, "修改", by=by, at=at)


def may_change(row: Macro, user: User) -> bool:
    """Say whether the macro is the user's to change."""
    return may(user, Permission.SHARE_TEXTS) if row.is_shared else row.owner_id == user.id


def put(row: Macro, recipe: Recipe) -> None:
    """Write the recipe on the row."""
    row.name, row.action, row.then = recipe.name, recipe.action, recipe.then
    row.is_shared, row.is_active = recipe.is_shared, recipe.is_active
    row.given = {NOTE: recipe.note} if recipe.note else {}
    if recipe.action is Action.ATTEMPT_FOLLOW_UP and recipe.outcome is not None:
        row.given = {**row.given, "outcome": recipe.outcome.value, "by": BY_PHONE}


def check(recipe: Recipe, *, by: User) -> None:
    """Refuse what the step's form would refuse every time."""
    if recipe.action not in NOTED:
        raise BadInput("这一步不能设为宏。", "action")
    if NOTED[recipe.action] and not recipe.note:
        raise BadInput("这一步须写文字。", "note")
    if recipe.action in WORDLESS and recipe.note:
        raise BadInput("这一步没有文字，请留空。", "note")
    strange = unknown(recipe.note)
    if strange:
        raise BadInput(f"变量“{strange[0]}”不存在。", "note")
    if recipe.action is Action.ATTEMPT_FOLLOW_UP and recipe.outcome is None:
        raise BadInput("请选择回访结果。", "outcome")
    if recipe.is_shared and not may(by, Permission.SHARE_TEXTS):
        raise BadInput("您没有共享宏的权限。", "is_shared")


def note(row: Macro, what: str, *, by: User, at: datetime) -> None:
    """Write it down in the audit log."""
    audit.write("macro", by=by, at=at, object_type="macro", object_id=row.id, summary=f"{what}宏：{row.name}")
