"""Keeps what an agent has typed (受理草稿), and sees to it that one form makes one case."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.base import db
from models.queries import draft_files as files_of_drafts
from models.queries import intake_drafts
from workflows import draft_files
from workflows.errors import NotAllowedForYou, NotAllowedNow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from models.case import Case
    from models.intake_draft import IntakeDraft
    from models.user import User
    from workflows.intake import Receipt

# The code is read out while the caller is on the telephone; who reloads the page an hour later has no need.
CODE_IS_SHOWN_FOR = timedelta(minutes=15)
SPENT_ARE_KEPT_FOR = timedelta(days=1)
UNFINISHED_ARE_KEPT_FOR = timedelta(days=30)
CODE = "query_code"
WINDOW = "draft_window"
CALL = "phone_call_id"
GROUP = 4


@dataclass(frozen=True)
class DraftLine:
    """A draft as the list of drafts names it."""

    token: str
    saved_at: datetime
    title: str
    files: int


def own(token: str, *, by: User, at: datetime) -> IntakeDraft:
    """Return the draft of the form's token, held until the step ends; NotAllowedForYou for another's."""
    draft = intake_drafts.hold(token, user_id=by.id, at=at)
    if draft.user_id != by.id:
        raise NotAllowedForYou("这份草稿属于其他坐席。")
    return draft


def save(
    token: str, fields: Mapping[str, Sequence[str]], *, version: str = "", by: User, at: datetime
) -> IntakeDraft:
    """Keep the form's fields; of a form that was handed in meanwhile nothing is kept.

    `version` is what the window last knew the draft by. NotAllowedNow where another window has written since:
    neither may be lost.
    """
    draft = own(token, by=by, at=at)
    if draft.case_id is None:
        last, now = (told.get(WINDOW, [""])[0] for told in (fields_of(draft), fields))
        if last and last != now and version != version_of(draft):
            raise NotAllowedNow("草稿已在其他窗口更新，请核对两处内容。")
        draft.fields, draft.saved_at = json.dumps(fields, ensure_ascii=False), at
    return draft


def version_of(draft: IntakeDraft) -> str:
    """Return what a window knows the draft by: when it was saved."""
    return draft.saved_at.isoformat()


def spend(draft: IntakeDraft, receipt: Receipt, *, by: User, at: datetime) -> None:
    """Let the case take the draft's place, and its files.

    What was typed is gone from the draft then; the query code is kept a while.
    """
    draft_files.hand_over(draft, receipt.case, by=by, at=at)
    draft.case_id, draft.saved_at = receipt.case.id, at
    draft.fields = json.dumps({CODE: [receipt.query_code]})


def discard(token: str, *, by: User, at: datetime) -> list[str]:
    """Throw the draft away, unless a case has come of it; return the stored names of its files."""
    draft = own(token, by=by, at=at)
    if draft.case_id is not None:
        return []
    names = draft_files.drop_all(draft)
    db.session.flush()
    db.session.delete(draft)
    return names


def give_to(case: Case, token: str, *, by: User, at: datetime) -> None:
    """Give a case that is completed the files that came with the form, and let the form's draft go."""
    draft = own(token, by=by, at=at)
    draft_files.hand_over(draft, case, by=by, at=at)
    db.session.delete(draft)


def fields_of(draft: IntakeDraft) -> dict[str, list[str]]:
    """Return the fields as they were typed."""
    fields: dict[str, list[str]] = json.loads(draft.fields or "{}")
    return fields


def query_code(draft: IntakeDraft, *, at: datetime) -> str:
    """Return the code of the case that came of the draft, in groups of four; "" when its time is over."""
    if draft.case_id is None or at - draft.saved_at > CODE_IS_SHOWN_FOR:
        return ""
    code = "".join(fields_of(draft).get(CODE, []))
    return " ".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def of_call(call_id: int, by: User) -> IntakeDraft | None:
    """Return the agent's newest unfinished draft about the call, if they have begun one."""
    about = [str(call_id)]
    return next((d for d in intake_drafts.unfinished(by.id) if fields_of(d).get(CALL) == about), None)


def lines(by: User) -> list[DraftLine]:
    """Return the agent's unfinished drafts for the list, newest first; those without a word or file are left out."""
    drafts = intake_drafts.unfinished(by.id)
    files = files_of_drafts.counts([draft.id for draft in drafts]) if drafts else {}
    found = []
    for draft in drafts:
        fields = fields_of(draft)
        words = [text.strip() for name in ("title", "content", "address") for text in fields.get(name, [])]
        title = next((text for text in words if text), "")
        count = files.get(draft.id, 0) if fields else 0
        if title or count or any(fields.get("phone", [])):
            found.append(DraftLine(draft.token, draft.saved_at, title[:40] or "（未填内容）", count))
    return found


def clear_out(*, at: datetime) -> int:
    """Delete the drafts that nobody needs any more, with the query codes in them; say how many."""
    spent = intake_drafts.remove_before(at - SPENT_ARE_KEPT_FOR, spent=True)
    return spent + intake_drafts.remove_before(at - UNFINISHED_ARE_KEPT_FOR, spent=False)
