"""Which cases may go out without the review queue (免审派单), and why others may not (pure).

A person decides each time: the agent who presses (Personal Information Protection Law, article 24). The rules say
where that press is enough. Each refusal is the sentence that the agent reads and the record keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from models.vocabulary import Confidentiality, Kind

if TYPE_CHECKING:
    from models.vocabulary import Desk
    from workflows.learning.curve import Reached

# What a kept-out set must show before a threshold or a category is trusted, and what use must go on to show.
LEAST_PRECISION = 0.95
LEAST_THRESHOLD = 9_000
FEWEST_REACHED = 50
FEWEST_OF_CATEGORY = 20
# A release ends where use shows less: of the last so many, with at least so many wrong.
WATCHED = 200
FEWEST_WRONG = 3
SAMPLED = 0.05


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What the rules look at in a case. `is_new`: it was never reviewed, sent out or sent back before."""

    category_id: int
    kind: Kind = Kind.HELP
    confidentiality: Confidentiality = Confidentiality.OPEN
    desk: Desk | None = None
    is_hazard: bool = False
    risk_tags: tuple[str, ...] = ()
    redo_count: int = 0
    is_new: bool = True
    is_advised_against: bool = False


@dataclass(frozen=True)
class Terms:
    """What the supervisor set: the threshold found on a version's kept-out set, the categories released."""

    threshold: int
    version_id: int
    released: frozenset[int]


@dataclass(frozen=True)
class Proposal:
    """What the router says: the unit, how sure (0 to 10,000), by which version; what the catalogue says, if anything."""

    unit_id: int
    confidence: int
    version_id: int
    catalogue_id: int | None = None


def why_protected(case: Matter) -> str:
    """Say why a case is always reviewed, whatever was released; "" where nothing speaks against it."""
    if case.confidentiality is not Confidentiality.OPEN:
        return f"{case.confidentiality.label}诉求须经审核派单。"
    if case.kind is Kind.REPORT:
        return "举报须经审核派单。"
    if case.desk is not None:
        return f"{case.desk.label}工单由专席审核派单。"
    if case.is_hazard:
        return "险情按险情流程派出。"
    if case.risk_tags:
        return f"带有风险标签“{'、'.join(case.risk_tags)}”，须经审核派单。"
    if case.redo_count or not case.is_new:
        return "退回补充、重办或重启的工单须经审核派单。"
    if case.is_advised_against:
        return "建议不予受理的，须经审核。"
    return ""


def why_reviewed(case: Matter, terms: Terms | None, proposal: Proposal | None) -> str:
    """Say why the case goes to review; "" where the agent's press may send it out."""
    protected = why_protected(case)
    if protected:
        return protected
    if terms is None or case.category_id not in terms.released:
        return "该分类未免审，转审核派单。"
    if proposal is None:
        return "模型没有给出承办单位，转审核派单。"
    if proposal.version_id != terms.version_id:
        return "模型已更换，免审门限尚未重新确认，转审核派单。"
    if proposal.confidence < terms.threshold:
        return "模型把握未达到免审门限，转审核派单。"
    if proposal.catalogue_id not in (None, proposal.unit_id):
        return "派单目录与模型建议的单位不一致，转审核派单。"
    return ""


def is_sampled(case_number: str) -> bool:
    """Say whether the case is one of about 5 % that are reviewed all the same; by its number, so it can be checked."""
    return int.from_bytes(sha256(case_number.encode()).digest()[:8]) < SAMPLED * 2**64


def why_no_threshold(shown: Reached) -> str:
    """Say why a threshold may not be set from what the kept-out set shows; "" where it may."""
    if shown.threshold < LEAST_THRESHOLD:
        return "免审门限不得低于 90%。"
    if not shown.total:
        return "该版本没有留出集上的逐件判断，精确率无从得知；请重新训练并启用后再设定。"
    if shown.count < FEWEST_REACHED:
        return (
            f"留出集中把握达到该门限的工单只有 {shown.count} 件，不足 {FEWEST_REACHED} 件，"
            "精确率无从得知；请改用较低的门限。"
        )
    return too_low(shown, "该门限在留出集上")


def why_not_released(shown: Reached) -> str:
    """Say why a category may not be released at the threshold; `shown` is of its own kept-out cases."""
    if shown.count < FEWEST_OF_CATEGORY:
        return (
            f"留出集中该分类把握达到门限的工单只有 {shown.count} 件，不足 {FEWEST_OF_CATEGORY} 件，"
            "精确率无从得知，不能免审。"
        )
    return too_low(shown, "该分类在留出集上达到门限的工单")


def too_low(shown: Reached, what: str) -> str:
    """Say that the precision is below what is asked; "" where it is not."""
    if shown.right >= LEAST_PRECISION * shown.count:
        return ""
    return (
        f"{what}精确率为 {shown.precision_percent}%（{shown.right}/{shown.count} 件），低于 95%，不能免审。"
    )


def has_failed(right: int, wrong: int) -> bool:
    """Say whether use shows that a category is sent wrongly too often."""
    return wrong >= FEWEST_WRONG and right < LEAST_PRECISION * (right + wrong)
