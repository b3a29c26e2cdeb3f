"""THE table of steps that are taken on several cases at once: who may, what is filled in, why one could not, the step.

A step is the same as on one case, refused alike; each case has a transaction of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.forms.bulk import BulkDispatchForm, BulkForm, BulkMergeForm
from models.case import Case
from models.queries import cases, replies
from models.user import User
from models.vocabulary import Action
from workflows import dispatch, follow_up
from workflows.errors import BadInput
from workflows.lifecycle import TRANSITIONS, is_open
from workflows.permissions import scope_of
from workflows.standing import standing_of

MOST = 200
LONGEST_ANSWER = 120


def _nothing(_case: Case, _at: datetime) -> str:
    return ""


@dataclass(frozen=True)
class Bulk:
    """A step for several cases: `why_not` says what speaks against one, `told` what the preview shows of one."""

    code: str
    label: str
    action: Action
    form: type[BulkForm]
    take: Callable[[Case, Any, User, datetime], None]
    why_not: Callable[[Case, datetime], str] = _nothing
    told: Callable[[Case, datetime], str] = _nothing
    told_label: str = ""
    lede: str = ""

    def refusal(self, case: Case, by: User, at: datetime) -> str:
        """Return why the step could not be taken on the case as it stands; nothing where it could."""
        if not is_open(case, self.action, by, standing_of(case, by)):
            return f"当前为“{case.state.label}”，现在不能执行“{self.action.label}”。"
        return self.why_not(case, at)

    def may(self, by: User) -> bool:
        """Whether the person may take the step at all."""
        return TRANSITIONS[self.action].allows(by)


def _dispatch(case: Case, form: BulkDispatchForm, by: User, at: datetime) -> None:
    dispatch.dispatch(case, by=by, at=at, lead_id=form.lead_id.data, note=form.note.data or "")


def _suggested(case: Case, at: datetime) -> str:
    suggestion = dispatch.suggest(case, at=at)
    return suggestion.lead.name if suggestion.lead else f"无：{suggestion.reason}"


def _merge(case: Case, form: BulkMergeForm, by: User, at: datetime) -> None:
    into = cases.find_by_number((form.number.data or "").strip().upper(), scope_of(by))
    if into is None:
        raise BadInput("没有找到主单，请核对编号。")
    dispatch.merge(case, into, by=by, at=at, note=form.note.data or "")


def _approve(case: Case, form: BulkForm, by: User, at: datetime) -> None:
    follow_up.approve_reply(case, by=by, at=at, note=form.note.data or "")


def _why_not_approve(case: Case, _at: datetime) -> str:
    return "保密、举报、专席工单请逐件审核。" if case.is_protected else ""


def _answer(case: Case, _at: datetime) -> str:
    row = None if case.is_protected else replies.latest(case.id)
    text = row.public_answer if row else ""
    return text if len(text) <= LONGEST_ANSWER else f"{text[:LONGEST_ANSWER]}…"


BULKS: dict[str, Bulk] = {
    bulk.code: bulk
    for bulk in (
        Bulk(
            "dispatch", "派单", Action.DISPATCH, BulkDispatchForm, _dispatch, _nothing, _suggested, "派单目录"
        ),
        Bulk(
            "merge",
            "并单",
            Action.MERGE,
            BulkMergeForm,
            _merge,
            lede="所选工单都并入下面填写的主单；并入后各诉求人的工单随主单办理。",
        ),
        Bulk(
            "approval",
            "审核通过",
            Action.APPROVE_REPLY,
            BulkForm,
            _approve,
            _why_not_approve,
            _answer,
            "回复内容",
            "审核通过的转回访，不需回访的即办结。请先看过每件的回复内容。",
        ),
    )
}
