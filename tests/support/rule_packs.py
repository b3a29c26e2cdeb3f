"""The rule packs that ship with the project, and the least document that is a pack."""

import copy
import tomllib
from typing import Any

from config import ROOT
from workflows.rule_pack import RulePack

PACKS = {
    "lanzhou": ROOT / "cities" / "lanzhou" / "rule_pack.toml",
    "beijing": ROOT / "cities" / "rule_packs" / "beijing.toml",
    "shandong": ROOT / "cities" / "rule_packs" / "shandong.toml",
    "sichuan": ROOT / "cities" / "rule_packs" / "sichuan.toml",
}

LEAST: dict[str, Any] = {
    "name": "test",
    "title": "测试规则",
    "count_from": "next_day",
    "day_end": "18:00",
    "office_segments": ["08:30-12:00", "14:30-18:00"],
    "limits": [{"feedback": "5wd"}],
    "desk": {
        "critical": "5min",
        "urgent": "10min",
        "normal": "30min",
        "complex": "30min",
        "completion": "2h",
        "return_decision": "1wd",
        "reply_review": "1wd",
    },
    "return_rule": {"window": "1wd", "max_per_department": 1, "needs": ["reason"]},
    "extension_rule": {"max_times": 1, "longest": [], "before_due": "1wd", "daily_cutoff": "17:00"},
    "redo": {"limit": "3wd", "max_times": 2},
    "follow_up": {"limit": "2wd", "attempts": 3, "spread_days": 3},
    "supervision": {"reply_limit": "3wd", "reminder_interval_minutes": 10},
    "deferral": {"longest": "180d"},
}


def document(name: str) -> dict[str, Any]:
    """Return the document of a pack that ships with the project."""
    return tomllib.loads(PACKS[name].read_text(encoding="utf-8"))


def pack(name: str) -> RulePack:
    """Return a pack that ships with the project."""
    return RulePack.from_dict(document(name))


def least(**changes: Any) -> dict[str, Any]:
    """Return the least document, with some of its parts replaced."""
    return copy.deepcopy(LEAST) | changes
