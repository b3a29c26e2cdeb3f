"""How an agent keeps order in a call: asking for decent language in steps (文明用语), and why it ended (结束原因)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.citizen import mask_phone
from models.queries import reference
from models.telephone import CallState, Direction
from workflows import audit
from workflows.errors import BadInput, NotAllowedNow
from workflows.telephone import check_own

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.telephone import PhoneCall
    from models.user import User

# The kind of a ground, and of a standard text.
CALL_END, WARNING = "call_end", "warning"


def warn(call: PhoneCall, said: int, steps: Sequence[object], *, by: User, at: datetime) -> None:
    """Put down that the caller was asked for decent language again, by the next of the city's steps.

    `said` is how often the page shows it was done: two presses of one button are one step.
    """
    check_own(call, by)
    if call.state is not CallState.ANSWERED:
        raise NotAllowedNow("通话不在进行中，不能记录文明用语提醒。")
    if said != call.warnings or call.warnings >= len(steps):
        return
    call.warnings += 1
    told = f"{mask_phone(call.number)} 第 {call.warnings} 次提醒"
    audit.write("warn_caller", by=by, at=at, object_type="call", object_id=call.id, summary=told)


def may_be_told(call: PhoneCall) -> bool:
    """Say whether the reason of the call's end may be given: a citizen's call that was answered and led to no case."""
    return call.direction is Direction.IN and call.answered_at is not None and call.case_id is None


def is_unsaid(call: PhoneCall) -> bool:
    """Say whether the call is over and lacks its reason."""
    return may_be_told(call) and call.state is CallState.ENDED and call.end_code is None


def say_end(call: PhoneCall, code: str, *, by: User, at: datetime) -> None:
    """Keep why the call ends without a case; given again, it is corrected. A case that comes later takes its place."""
    check_own(call, by)
    if call.case_id is not None:
        raise NotAllowedNow("本次通话已登记到工单，不需要填写结束原因。")
    if not may_be_told(call):
        raise NotAllowedNow("本次通话没有接通，不需要填写结束原因。")
    ground = reference.find_ground(CALL_END, code)
    if ground is None or not ground.is_active:
        raise BadInput("请选择通话的结束原因。", "code")
    before, call.end_code = call.end_code, ground.code
    if before != ground.code:
        audit.write(
            "say_call_end",
            by=by,
            at=at,
            object_type="call",
            object_id=call.id,
            summary=f"{mask_phone(call.number)} {ground.name}",
        )
