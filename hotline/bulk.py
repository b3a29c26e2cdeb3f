"""THE table of steps that are taken on several cases at once: who may, what is filled in, why one could not, the step.

A step is the same as on one case, refused alike; each case has a transaction of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.forms.bulk import (
    BulkAnswerForm,
    BulkDispatchForm,
    BulkForm,
    BulkHandOverForm,
    BulkMergeForm,
    BulkTagForm,
    BulkUnmergeForm,
)
from models.assignment import Assignment
from models.case import Case
from models.queries import assignments, cases, people, together
from models.user import User
from models.vocabulary import OPEN_ASSIGNMENTS, Action, Permission
from workflows import answering, assigning, catalogue_lines, dispatch, follow_up, merging, tagging
from workflows.errors import BadInput
from workflows.lifecycle import TRANSITIONS, is_open
from workflows.permissions import may, scope_of
from workflows.standing import standings_of

MOST = 200
LONGEST_ANSWER = 120


def _nothing(_cases: Sequence[Case], _at: datetime) -> dict[int, str]:
    return {}


def _no_reason(_case: Case, _by: User, _at: datetime) -> str:
    return ""


@dataclass(frozen=True)
class Bulk:
    """A step for several cases: `why_not` says what speaks against one, `told` what the preview shows of one.

    `told` is asked of all cases together and answers by case id.
    `action` is a step of THE table of steps, which then says when and by whom it may be taken; `permissions` says
    who may where it is none of these, or of those who may take it once, who may on many at once.
    """

    code: str
    label: str
    action: Action | None
    form: type[BulkForm]
    take: Callable[[Case, Any, User, datetime], None]
    why_not: Callable[[Case, User, datetime], str] = _no_reason
    told: Callable[[Sequence[Case], datetime], dict[int, str]] = _nothing
    told_label: str = ""
    lede: str = ""
    undo: str = ""  # the code of the step that takes this one back
    permissions: tuple[Permission, ...] = ()

    @property
    def opens_to(self) -> frozenset[Permission]:
        """The permissions of which one opens the step."""
        if self.action is None or self.permissions:
            return frozenset(self.permissions)
        step = TRANSITIONS[self.action]
        return frozenset(p for p in (step.permission, step.or_permission) if p is not None)

    def refusals(self, picked: Sequence[Case], by: User, at: datetime) -> dict[int, str]:
        """Return for each case, by its id, why the step could not be taken as it stands; nothing where it could."""
        shut = self._not_now(picked, by)
        return {case.id: shut.get(case.id) or self.why_not(case, by, at) for case in picked}

    def _not_now(self, picked: Sequence[Case], by: User) -> dict[int, str]:
        if self.action is None:
            return {}
        standings = standings_of(picked, by)
        return {
            case.id: f"当前为“{case.state.label}”，现在不能执行“{self.action.label}”。"
            for case in picked
            if not is_open(case, self.action, by, standings[case.id])
        }

    def may(self, by: User) -> bool:
        """Whether the person may take the step at all."""
        steps = self.action is None or TRANSITIONS[self.action].allows(by)
        return steps and any(may(by, permission) for permission in self.opens_to)


def _dispatch(case: Case, form: BulkDispatchForm, by: User, at: datetime) -> None:
    dispatch.dispatch(case, by=by, at=at, lead_id=form.lead_id.data, note=form.note.data or "")


def _suggested(picked: Sequence[Case], at: datetime) -> dict[int, str]:
    return catalogue_lines.leads_named(picked, at=at)


def _merge(case: Case, form: BulkMergeForm, by: User, at: datetime) -> None:
    into = cases.find_by_number((form.number.data or "").strip().upper(), scope_of(by))
    if into is None:
        raise BadInput("没有找到主单，请核对编号。")
    merging.merge(case, into, by=by, at=at, note=form.note.data or "")


def _unmerge(case: Case, form: BulkUnmergeForm, by: User, at: datetime) -> None:
    merging.unmerge(case, by=by, at=at, note=form.note.data)


def _approve(case: Case, form: BulkForm, by: User, at: datetime) -> None:
    follow_up.approve_reply(case, by=by, at=at, note=form.note.data or "")


def _why_not_approve(case: Case, _by: User, _at: datetime) -> str:
    return "保密、举报、专席工单请逐件审核。" if case.is_protected else ""


def _answers(picked: Sequence[Case], _at: datetime) -> dict[int, str]:
    texts = together.answers_of([case.id for case in picked if not case.is_protected])
    return {
        case_id: text if len(text) <= LONGEST_ANSWER else f"{text[:LONGEST_ANSWER]}…"
        for case_id, text in texts.items()
    }


def _take_on(case: Case, _form: BulkForm, by: User, at: datetime) -> None:
    assigning.take_on(case, by=by, at=at)


def _why_not_take(case: Case, by: User, _at: datetime) -> str:
    return assigning.why_not_take(case, by)


def _hand_over(case: Case, form: BulkHandOverForm, by: User, at: datetime) -> None:
    assigning.hand_over(case, form.colleague_id.data, by=by, at=at, note=form.note.data or "")


def _why_not_hand_over(case: Case, by: User, _at: datetime) -> str:
    task = assigning.task_for(case, assignments.of_case(case.id), by)
    return "" if task else f"当前为“{case.state.label}”，没有可由您交办的工作。"


def _holder_ids(case: Case, parts: Sequence[Assignment]) -> set[int]:
    own = [part.assigned_to_id for part in parts if part.state in OPEN_ASSIGNMENTS]
    return {user_id for user_id in (case.assigned_to_id, *own) if user_id is not None}


def _holders(picked: Sequence[Case], _at: datetime) -> dict[int, str]:
    known = together.of_cases([case.id for case in picked])
    ids = {case.id: _holder_ids(case, known[case.id].parts) for case in picked}
    names = people.full_names(each for some in ids.values() for each in some)
    return {case_id: "、".join(sorted(names[each] for each in some)) for case_id, some in ids.items()}


def _tag(case: Case, form: BulkTagForm, by: User, at: datetime) -> None:
    tagging.put_on(case, form.tag_id.data, by=by, at=at, note=form.note.data or "")


def _untag(case: Case, form: BulkTagForm, by: User, at: datetime) -> None:
    tagging.take_off(case, form.tag_id.data, by=by, at=at, note=form.note.data or "")


def _tags(picked: Sequence[Case], _at: datetime) -> dict[int, str]:
    found = together.tags_of([case.id for case in picked])
    return {case_id: "、".join(names) for case_id, names in found.items()}


def _why_not_tag(_case: Case, by: User, _at: datetime) -> str:
    return "" if tagging.may_tag(by) else "标签只由热线人员设置。"


def _close(case: Case, form: BulkForm, by: User, at: datetime) -> None:
    answering.answer_waiting(case, form.note.data or "", by=by, at=at)


def _why_not_close(case: Case, _by: User, _at: datetime) -> str:
    return answering.why_not_answer(case)


BULKS: dict[str, Bulk] = {
    bulk.code: bulk
    for bulk in (
        Bulk(
            "dispatch",
            "派单",
            Action.DISPATCH,
            BulkDispatchForm,
            _dispatch,
            told=_suggested,
            told_label="派单目录",
        ),
        Bulk(
            "merge",
            "并单",
            Action.MERGE,
            BulkMergeForm,
            _merge,
            lede="所选工单都并入下面填写的主单，随主单办理；主单答复后逐一回访各诉求人。",
            undo="unmerge",
        ),
        Bulk(
            "unmerge",
            "撤销并单",
            Action.UNMERGE,
            BulkUnmergeForm,
            _unmerge,
            lede="撤销后各工单恢复待审核，单独办理。",
        ),
        Bulk(
            "approval",
            "审核通过",
            Action.APPROVE_REPLY,
            BulkForm,
            _approve,
            _why_not_approve,
            _answers,
            "回复内容",
            "审核通过的转回访，不需回访的即办结。请先看过每件的回复内容。",
        ),
        Bulk(
            "answer",
            "直接答复",
            Action.ANSWER_DIRECTLY,
            BulkAnswerForm,
            _close,
            _why_not_close,
            lede="所选待审核的咨询、建议、感谢以同一内容答复并办结，诉求人按登记的方式收到答复。",
            permissions=(Permission.REVIEW_CASE,),
        ),
        Bulk(
            "take",
            "领取",
            None,
            BulkForm,
            _take_on,
            _why_not_take,
            _holders,
            "经办人",
            permissions=assigning.WORKERS,
        ),
        Bulk(
            "hand-over",
            "交办",
            None,
            BulkHandOverForm,
            _hand_over,
            _why_not_hand_over,
            _holders,
            "经办人",
            "改派他人已领取的工单须写明说明。",
            permissions=assigning.WORKERS,
        ),
        Bulk(
            "tag",
            "加标签",
            None,
            BulkTagForm,
            _tag,
            _why_not_tag,
            _tags,
            "标签",
            undo="untag",
            permissions=tagging.TAGGERS,
        ),
        Bulk(
            "untag",
            "去标签",
            None,
            BulkTagForm,
            _untag,
            _why_not_tag,
            _tags,
            "标签",
            undo="tag",
            permissions=tagging.TAGGERS,
        ),
    )
}
