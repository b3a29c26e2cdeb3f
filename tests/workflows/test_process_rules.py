"""Extensions: how far, how often, and until when they may be asked for."""

from datetime import datetime

import pytest

from config import LOCAL_TIMEZONE
from models.vocabulary import Permission
from tests.support.rule_packs import pack
from workflows.limit import Limit
from workflows.working_time import Calendar


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TIMEZONE)


@pytest.mark.parametrize(
    ("name", "feedback", "longest"),
    [
        ("lanzhou", "1wd", "5wd"),
        ("lanzhou", "5wd", "5wd"),
        ("lanzhou", "15wd", "10wd"),
        ("lanzhou", "16wd", "None"),
        ("lanzhou", "24h", "None"),
        ("shandong", "5wd", "10wd"),
        ("shandong", "15wd", "7wd"),
        ("beijing", "7d", "7d"),
    ],
)
def test_how_far_a_limit_may_be_extended(name: str, feedback: str, longest: str) -> None:
    assert str(pack(name).extension_rule.longest_for(Limit.parse(feedback))) == longest


def test_the_second_extension_needs_a_higher_approver_and_there_is_no_third() -> None:
    rule = pack("lanzhou").extension_rule

    assert [rule.approver_after(granted) for granted in range(3)] == [
        Permission.DECIDE_EXTENSION,
        Permission.DECIDE_SECOND_EXTENSION,
        None,
    ]


def test_where_no_second_approver_is_named_there_is_no_second_extension() -> None:
    assert pack("sichuan").extension_rule.approver_after(1) is None


@pytest.mark.parametrize(
    ("name", "due_at", "closes"),
    [
        ("lanzhou", "2026-03-13 18:00", "2026-03-12 17:00"),
        ("lanzhou", "2026-02-24 18:00", "2026-02-14 17:00"),
        ("beijing", "2026-03-13 23:59:59", "2026-03-12 23:59:59"),
    ],
)
def test_an_extension_may_be_asked_for_until_the_cutoff_some_days_before(
    name: str, due_at: str, closes: str
) -> None:
    assert pack(name).extension_rule.closes_at(at(due_at), calendar=Calendar()) == at(closes)
