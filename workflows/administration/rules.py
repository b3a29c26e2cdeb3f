"""The city's rules (规则包): proposed, tried out, saved as a new version; none is ever changed in place."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import administration, rule_packs
from models.rule_pack import RulePackVersion
from models.vocabulary import ClockKind, Kind, LimitClass, Urgency
from workflows import audit, clocks
from workflows.errors import BadInput, NotAllowedNow
from workflows.rule_pack import RulePack
from workflows.rule_pack_preview import Effect, Sample, preview
from workflows.rule_pack_words import differences

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from models.user import User

MOST_SAMPLES = 50
EXAMPLES = tuple(product((Kind.INQUIRY, Kind.HELP, Kind.COMPLAINT), Urgency))


def proposals(folder: Path) -> dict[str, RulePack]:
    """Return the packs of other cities that lie in a folder, by file name."""
    files = sorted(folder.glob("*.toml"))
    return {file.stem: RulePack.from_dict(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files}


def effects(old: RulePack, new: RulePack, *, at: datetime) -> list[Effect]:
    """Return what the new pack would have made of the newest running clocks; of examples where none runs."""
    rows = rule_packs.newest_clocks(MOST_SAMPLES)
    samples = [
        Sample(
            case_number=number, clock=clock, kind=kind, urgency=urgency, limit_class=rank, started_at=started
        )
        for number, clock, kind, urgency, rank, started in rows
    ]
    return list(preview(old, new, samples or examples(at), calendar=clocks.read_calendar()))


def examples(at: datetime) -> list[Sample]:
    """Return made-up cases, dispatched at this moment, for a house in which nothing runs yet."""
    return [
        Sample(
            case_number=f"示例：{urgency.label}{kind.label}",
            clock=ClockKind.FEEDBACK,
            kind=kind,
            urgency=urgency,
            limit_class=LimitClass.NORMAL,
            started_at=at,
        )
        for kind, urgency in EXAMPLES
    ]


def save_version(
    document: Mapping[str, Any],
    *,
    base_id: int | None,
    valid_from: datetime | None,
    note: str,
    by: User,
    at: datetime,
) -> RulePackVersion:
    """Make a new version of the rules, valid from now or a later moment; running cases keep theirs.

    Raises BadDocument for rules that cannot be, BadInput for a moment past, NotAllowedNow where another
    version was made since the person began.
    """
    rules = RulePack.from_dict(document)
    if base_id is not None:
        administration.hold(RulePackVersion, base_id)
    newest = rule_packs.newest()
    if valid_from is not None and valid_from < at - timedelta(minutes=1):
        raise BadInput("生效时间不能早于现在。", "valid_from")
    if (newest.id if newest else None) != base_id:
        raise NotAllowedNow("规则包刚被他人保存了新版本，您的修改未保存。请从最新版本重新修改。")
    changed = differences(RulePack.from_dict(newest.document), rules) if newest else []
    if newest is not None and not changed:
        raise BadInput("与最新版本相同，没有改动。")
    version = RulePackVersion(
        title=rules.title,
        document=rules.to_dict(),
        valid_from=valid_from or at,
        note=note,
        created_by_id=by.id,
    )
    db.session.add(version)
    db.session.flush()
    audit.write(
        "create",
        by=by,
        at=at,
        object_type="rule_pack_version",
        object_id=version.id,
        summary=f"第 {version.id} 版 {rules.title}",
        changes={place: [before, after] for place, before, after in changed},
    )
    return version
