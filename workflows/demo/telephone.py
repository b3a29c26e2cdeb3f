"""Calls of the last days for the demo: an exchange, answered and missed calls, notes on two callers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.queries import callers, reference
from models.telephone import CallerNoteKind, CallStep, Direction, HangupCause
from workflows import call_endings, caller_flags, caller_notes, telephone
from workflows.administration.exchanges import open_exchange
from workflows.demo.live import EVERYTHING, PHONE_OF_NOBODY
from workflows.standard_texts import offered
from workflows.telephone_events import Report

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from models.case import Case
    from models.telephone import Exchange, PhoneCall
    from workflows.demo.crew import Crew

ANSWERED = 24
MISSED = 8
WITHOUT_CASE = 30
FLAGGED = (
    "两天内来电六次，接通后不说话或者播放音乐，提醒后仍继续。",
    "一周内夜间来电十一次，每次辱骂接线员，三次提醒后结束通话，次日又来。",
)
# Why calls without a case ended, in turn; of the last the agent has not said it yet.
ENDINGS = (
    "silent", "normal", "abuse", "wrong_number", "normal", "elsewhere", "normal", "cut_off", "police", "silent",
    "normal", "rescue", "",
)  # fmt: skip
# Between one call without a case and the one before, and between two that nobody answered.
APART, MISSED_APART = timedelta(hours=5), timedelta(hours=17)
LINE = "12345"
SERVER = "pbx.example.cn"
NOTES = (
    (CallerNoteKind.CARE, "独居老人，听力不便，请放慢语速"),
    (CallerNoteKind.LANGUAGE, "说临夏方言，必要时请会方言的同事接听"),
)


def ring_some(crew: Crew, rng: Random, *, at: datetime) -> list[PhoneCall]:
    """Let callers of open cases have rung about them, and set notes on two; return the calls.

    A second exchange is there for the simulator. Nobody knows the tokens: who wants to report gets a new one.
    """
    exchange, _ = open_exchange(
        {"name": "中心交换机", "recording_hosts": [SERVER]}, by=crew.supervisor, at=at
    )
    open_exchange({"name": "演练交换机", "is_training": True}, by=crew.supervisor, at=at)
    known = [
        case
        for case in callers.with_open_cases(EVERYTHING, limit=3 * ANSWERED)
        if case.citizen and case.citizen.phone and not case.is_protected and case.received_at < at
    ][:ANSWERED]
    calls = [answered(exchange, case, crew, rng, number) for number, case in enumerate(known)]
    just_now = at - timedelta(hours=1)
    for number in range(MISSED):
        missed(exchange, PHONE_OF_NOBODY.format(9_000 + number), number, just_now - number * MISSED_APART)
    for number in range(WITHOUT_CASE):
        code = ENDINGS[number % len(ENDINGS)]
        unregistered(exchange, code, crew, number, just_now - number * APART)
    flag_one(calls, crew, at=at)
    today = at.astimezone(LOCAL_TIMEZONE).date()
    for call, (kind, text) in zip(calls, NOTES, strict=False):
        ends_on = today + timedelta(days=90)
        caller_notes.set_note(call.number or "", kind, text, ends_on, by=crew.supervisor, at=at)
    return calls


def answered(exchange: Exchange, case: Case, crew: Crew, rng: Random, number: int) -> PhoneCall:
    """Let the case's caller have rung just before it was taken in, and the recording lie on the exchange."""
    ring = Report(
        step=CallStep.NEW_CALL,
        external_id=f"demo-{number}",
        direction=Direction.IN,
        number=(case.citizen.phone if case.citizen else "") or "",
        line=LINE,
        queue="市民热线",
        names=(crew.agent.name,),
    )
    end = case.received_at + timedelta(seconds=rng.randint(5, 60))
    begin = end - timedelta(seconds=rng.randint(150, 420))
    telephone.take_report(exchange, ring, at=begin)
    taken = replace(ring, step=CallStep.ANSWER)
    telephone.take_report(exchange, taken, at=begin + timedelta(seconds=rng.randint(3, 15)))
    recording = f"https://{SERVER}/recordings/demo-{number}.wav"
    over = replace(ring, step=CallStep.HANGUP, cause=HangupCause.NORMAL, recording_url=recording)
    call = telephone.take_report(exchange, over, at=end)
    telephone.link(call, case, by=crew.agent)
    return call


def unregistered(exchange: Exchange, code: str, crew: Crew, number: int, at: datetime) -> None:
    """Let somebody have rung whose call led to no case; who abused was asked for decent language first."""
    phone = PHONE_OF_NOBODY.format(9_100 + number)
    ring = Report(
        CallStep.NEW_CALL,
        f"demo-ended-{number}",
        Direction.IN,
        number=phone,
        line=LINE,
        names=(crew.agent.name,),
    )
    telephone.take_report(exchange, ring, at=at)
    call = telephone.take_report(
        exchange, replace(ring, step=CallStep.ANSWER), at=at + timedelta(seconds=6 + number % 9)
    )
    steps = offered(call_endings.WARNING, None, crew.agent, at=at)
    for said in range(len(steps) if code == "abuse" else 0):
        call_endings.warn(call, said, steps, by=crew.agent, at=at + timedelta(seconds=20 * said + 30))
    over = replace(ring, step=CallStep.HANGUP, cause=HangupCause.NORMAL)
    telephone.take_report(exchange, over, at=at + timedelta(seconds=95))
    if code and reference.find_ground(call_endings.CALL_END, code) is not None:
        call_endings.say_end(call, code, by=crew.agent, at=at + timedelta(seconds=110))


def flag_one(calls: list[PhoneCall], crew: Crew, *, at: datetime) -> None:
    """Flag the caller of the last call, and propose it for the one before."""
    proposed = [
        caller_flags.propose(call, reason, [], [], by=crew.agent, at=at - timedelta(days=2))
        for call, reason in zip(calls[-2:], FLAGGED, strict=False)
    ]
    if proposed:
        ends_on = at.astimezone(LOCAL_TIMEZONE).date() + timedelta(days=60)
        caller_flags.approve(
            proposed[-1], ends_on, "录音属实，同意。", by=crew.supervisor, at=at - timedelta(days=1)
        )


def missed(exchange: Exchange, phone: str, number: int, at: datetime) -> None:
    """Let somebody have rung whom nobody answered."""
    ring = Report(CallStep.NEW_CALL, f"demo-missed-{number}", Direction.IN, number=phone, line=LINE)
    telephone.take_report(exchange, ring, at=at)
    gone = replace(ring, step=CallStep.HANGUP, cause=HangupCause.CANCEL)
    telephone.take_report(exchange, gone, at=at + timedelta(seconds=25))
