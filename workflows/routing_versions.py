"""The routers' versions (分派模型版本): asked for, trained, switched on where better, switched off; each in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.queries import router_versions
from models.router_version import OPEN_STATES, Purpose, RouterVersion, VersionState
from workflows import audit
from workflows.errors import NotAllowedNow
from workflows.learning.comparing import Outcome
from workflows.learning.curve import Judgement

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from models.user import User
    from workflows.learning.lessons import Course

MOST_ATTEMPTS = 3


def ask_training(purpose: Purpose, *, by: User | None, at: datetime) -> RouterVersion:
    """Ask for a new version; refused while one of the purpose is waiting or being trained."""
    if router_versions.is_open(purpose):
        raise NotAllowedNow(f"“{purpose.label}”的新模型正在等待或训练中，请稍后再看。")
    version = RouterVersion(purpose=purpose, asked_at=at, asked_by_id=by.id if by else None)
    db.session.add(version)
    db.session.flush()
    note(version, "router.train", f"训练“{purpose.label}”分派模型（版本 {version.id}）", by=by, at=at)
    return version


def begin(version: RouterVersion, *, at: datetime) -> bool:
    """Mark the version as being trained; False where it has ended, or has been begun too often."""
    if version.state not in OPEN_STATES:
        return False
    if version.attempts >= MOST_ATTEMPTS:
        fail(version, f"已尝试 {MOST_ATTEMPTS} 次均中断，请联系管理员查看日志。", at=at)
        return False
    version.state, version.attempts, version.started_at = VersionState.TRAINING, version.attempts + 1, at
    return True


def fail(version: RouterVersion, sentence: str, *, at: datetime) -> None:
    """Keep why there is no router."""
    version.state, version.sentence, version.ended_at = VersionState.FAILED, sentence, at


def note_trained(
    version: RouterVersion,
    course: Course,
    *,
    scores: dict[str, Any],
    judgements: list[list[int]],
    compared: dict[str, Any],
    stored_name: str,
    size: int,
    at: datetime,
) -> None:
    """Keep what came of the training; a person switches it on."""
    moments = course.learnt.received_at
    version.state, version.ended_at = VersionState.READY, at
    version.rows, version.corrected = (
        len(set(zip(course.learnt.texts, moments, strict=True))),
        course.learnt.corrected,
    )
    version.labels = len(set(course.learnt.labels))
    version.first_at, version.learnt_until = min(moments), max(moments)
    version.scores, version.compared, version.judgements = scores, compared, judgements
    version.stored_name, version.bytes = stored_name, size


def outcome_of(version: RouterVersion) -> Outcome:
    """Return how the version compares, as it was found when it was trained."""
    fields = {name: version.compared.get(name) for name in Outcome.__dataclass_fields__}
    return Outcome(**fields)  # type: ignore[arg-type]


def judgements_of(version: RouterVersion) -> list[Judgement]:
    """Return what the version said of each kept-out case; none for one trained before they were kept."""
    return [Judgement(*each) for each in version.judgements]


def switch_on(version: RouterVersion, *, by: User, at: datetime) -> None:
    """Let the version suggest from now on, in the place of the present one; refused where it is not better.

    One that was on before may be taken back at any time.
    """
    present = router_versions.in_use(version.purpose)
    if sentence := why_not_on(version, present):
        raise NotAllowedNow(sentence)
    if present is not None:
        present.state, present.switched_at, present.switched_by_id = VersionState.OFF, at, by.id
        db.session.flush()
    version.state, version.switched_at, version.switched_by_id = VersionState.ON, at, by.id
    instead = f"，代替版本 {present.id}" if present else ""
    note(version, "router.switch_on", f"启用分派模型版本 {version.id}{instead}", by=by, at=at)


def why_not_on(version: RouterVersion, present: RouterVersion | None) -> str:
    """Say why the version may not be switched on: it is not at that point, or not found better than the present one."""
    if version.state is VersionState.OFF:
        return ""
    if version.state is not VersionState.READY:
        return f"版本 {version.id} 当前为“{version.state.label}”，不能启用。"
    if present is not None and version.compared.get("present_id") != present.id:
        return "训练之后现用模型已更换，或留出集太小无法比较；请重新训练后再启用。"
    outcome = outcome_of(version)
    return "" if outcome.is_better else outcome.sentence


def switch_off(version: RouterVersion, *, by: User, at: datetime) -> None:
    """Let no router suggest for its purpose."""
    if version.state is not VersionState.ON:
        raise NotAllowedNow(f"版本 {version.id} 当前为“{version.state.label}”，不能停用。")
    version.state, version.switched_at, version.switched_by_id = VersionState.OFF, at, by.id
    note(version, "router.switch_off", f"停用分派模型版本 {version.id}", by=by, at=at)


def note(version: RouterVersion, kind: str, summary: str, *, by: User | None, at: datetime) -> None:
    """Write the audit log."""
    audit.write(kind, at=at, by=by, object_type="router", object_id=version.id, summary=summary)
