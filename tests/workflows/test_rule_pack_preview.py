"""Before a pack is changed, its effect on open clocks can be seen."""

from dataclasses import replace
from datetime import datetime

import pytest

from config import LOCAL_TIMEZONE
from models.vocabulary import ClockKind, CountFrom, Kind, LimitClass, Urgency
from tests.support.rule_packs import pack
from workflows.rule_pack import RulePack
from workflows.rule_pack_preview import Effect, Sample, preview
from workflows.working_time import Calendar

SAMPLE = Sample(
    case_number="兰20260306000001",
    clock=ClockKind.FEEDBACK,
    kind=Kind.HELP,
    urgency=Urgency.NORMAL,
    limit_class=LimitClass.NORMAL,
    started_at=datetime(2026, 3, 6, 10, tzinfo=LOCAL_TIMEZONE),
)


def effect(new: RulePack, sample: Sample = SAMPLE) -> Effect:
    (only,) = preview(pack("lanzhou"), new, [sample], calendar=Calendar())
    return only


@pytest.mark.parametrize(
    ("new", "limits", "new_due", "words"),
    [
        ("lanzhou", ("5wd", "5wd"), "03-13 18:00", "不变"),
        ("sichuan", ("5wd", "7wd"), "03-17 18:00", "推后"),
        ("shandong", ("5wd", "5wd"), "03-12 18:00", "提前"),
        ("beijing", ("5wd", "7d"), "03-13 23:59", "推后"),
    ],
)
def test_the_preview_shows_old_and_new_due_moments(
    new: str, limits: tuple[str, str], new_due: str, words: str
) -> None:
    shown = effect(pack(new))

    assert (str(shown.old_limit), str(shown.new_limit)) == limits
    assert shown.old_due_at == datetime(2026, 3, 13, 18, tzinfo=LOCAL_TIMEZONE)
    assert shown.new_due_at is not None
    assert f"{shown.new_due_at.astimezone(LOCAL_TIMEZONE):%m-%d %H:%M}" == new_due
    assert shown.words == words


def test_a_clock_that_a_pack_does_not_start_comes_or_goes() -> None:
    contact = replace(SAMPLE, clock=ClockKind.CONTACT)
    lanzhou = pack("lanzhou")
    without = replace(lanzhou, limits=tuple(replace(rule, contact=None) for rule in lanzhou.limits))

    assert effect(without, contact).words == "取消"
    (back,) = preview(without, lanzhou, [contact], calendar=Calendar())
    assert back.words == "新增"


def test_counting_from_receipt_brings_the_due_moment_forward() -> None:
    receipt = replace(pack("lanzhou"), count_from=CountFrom.RECEIPT)

    assert effect(receipt).words == "提前"
