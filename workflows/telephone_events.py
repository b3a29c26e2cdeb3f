"""Reads what an exchange reports of a call, and says how far the call is by that (pure).

The form is the generic one of Zammad's CTI: newCall, answer, hangup. Reports come late, twice, in any order,
and some never: what is known of a call decides its state, not which report came last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.telephone import CallState, CallStep, Direction, HangupCause
from workflows.caller_details import narrow, read_phone
from workflows.errors import BadInput

Fields = Mapping[str, Sequence[str]]
# What exchanges send where the caller withholds the number.
UNKNOWN = frozenset({"", "anonymous", "unknown", "private", "unavailable", "restricted", "none", "null"})
COUNTRY = "86"
LONGEST_ID = 250
LONGEST_NUMBER = 20
LONGEST_NAME = 100
MOST_NAMES = 50
LONGEST_URL = 2000
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?")


@dataclass(frozen=True)
class Report:
    """One report: `number` is the citizen's, "" where withheld; `names` say whose telephone it is about."""

    step: CallStep
    external_id: str
    direction: Direction
    number: str = ""
    line: str = ""
    queue: str = ""
    names: tuple[str, ...] = ()
    cause: HangupCause | None = None
    recording_url: str = ""


def read_report(fields: Fields, area_code: str = "") -> Report:
    """Read a report; BadInput with a sentence for what is none."""
    step = {step.value: step for step in CallStep}.get(first(fields, "event"))
    if step is None:
        raise BadInput("event 应为 newCall、answer 或 hangup。", "event")
    external_id = first(fields, "callId")
    if not external_id or len(external_id) > LONGEST_ID:
        raise BadInput(f"callId 应为 1 至 {LONGEST_ID} 个字符。", "callId")
    direction = {d.value: d for d in Direction}.get(first(fields, "direction") or Direction.IN.value)
    if direction is None:
        raise BadInput("direction 应为 in 或 out。", "direction")
    numbers = read_number(first(fields, "from"), area_code), read_number(first(fields, "to"), area_code)
    number, line = numbers if direction is Direction.IN else numbers[::-1]
    return Report(
        step=step,
        external_id=external_id,
        direction=direction,
        number=number,
        line=line,
        queue=first(fields, "queue")[:LONGEST_NAME],
        names=names_in(fields),
        cause=cause_in(fields, step),
        recording_url=first(fields, "recordingUrl")[:LONGEST_URL],
    )


def first(fields: Fields, name: str) -> str:
    """Return the field's first value without blanks around it; "" where it is not there."""
    values = fields.get(name) or ("",)
    return values[0].strip()


def names_in(fields: Fields) -> tuple[str, ...]:
    """Return whose telephone it is about: who is named first, the number that answered last."""
    given = [*fields.get("user[]", ()), *fields.get("user", ()), *fields.get("answeringNumber", ())]
    named = dict.fromkeys(name.strip()[:LONGEST_NAME] for name in given[:MOST_NAMES])
    return tuple(name for name in named if name)


def cause_in(fields: Fields, step: CallStep) -> HangupCause | None:
    """Return why the call ended; a cause that is not known counts as an ordinary end."""
    if step is not CallStep.HANGUP:
        return None
    return {cause.value: cause for cause in HangupCause}.get(first(fields, "cause"), HangupCause.NORMAL)


def read_number(text: str, area_code: str = "") -> str:
    """Return a number as it is stored, "" for a withheld one.

    Exchanges write the country's code with or without a plus, and leave out the nought of an area code. A
    number that is none of this country's is kept by its digits: a call is not refused for its number.
    """
    plain = narrow(text)
    if plain.lower() in UNKNOWN:
        return ""
    digits = re.sub(r"[^0-9]", "", plain)
    inland = digits.removeprefix("00").removeprefix(COUNTRY)
    for written in dict.fromkeys((plain, digits, inland, "0" + inland)):
        try:
            return read_phone(written, area_code)
        except BadInput:
            continue
    return digits[:LONGEST_NUMBER]


def state_of(*, answered: bool, ended: bool, cause: HangupCause | None) -> CallState:
    """Say how far a call is by what is known of it, in whatever order it became known."""
    if ended:
        reached = answered or cause is HangupCause.FORWARDED
        return CallState.ENDED if reached else CallState.MISSED
    return CallState.ANSWERED if answered else CallState.RINGING


def leads_to(url: str, hosts: Sequence[str]) -> bool:
    """Say whether the address of a recording leads to one of the servers that are allowed."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not host:
        return False
    return host in hosts or f"{host}:{port}" in hosts


def read_hosts(text: str) -> list[str]:
    """Read the servers of recordings, one a line; BadInput for what is no server's name."""
    hosts = [line.strip().lower() for line in text.splitlines() if line.strip()]
    for host in hosts:
        if not HOST.fullmatch(host):
            raise BadInput(f"“{host}”不是服务器名，请写成 pbx.example.cn 或 10.0.0.8:8080。", "hosts")
    return list(dict.fromkeys(hosts))
