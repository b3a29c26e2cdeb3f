"""Calls, notes, flags, the simulator and the exchanges."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.dictionary import Ground
from models.telephone import CallerNoteKind, CallStep, Direction
from models.transaction import unit_of_work
from models.vocabulary import CaseState
from tests.browser.places.place import Place
from tests.support.calls import CALLER, make_exchange, sit_down
from tests.support.factories import saved
from tests.support.office import Office
from workflows import caller_flags, caller_notes
from workflows import telephone as telephone_steps
from workflows.telephone_events import Report


def telephone(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the calls, one with all it can show, notes, the simulator, and the exchanges with a seat."""
    at = datetime.now(UTC)
    exchange = make_exchange(recording_hosts=["pbx.example.cn"])
    make_exchange("played", name="演练", is_training=True)
    sit_down(office.agent)
    open_case = office.case_in(CaseState.HANDLING, at=at)
    office.case_in(CaseState.CLOSED, at=at)
    told = {"external_id": "c-1", "direction": Direction.IN, "number": CALLER, "names": (office.agent.name,)}
    with unit_of_work():
        for step in (CallStep.NEW_CALL, CallStep.ANSWER):
            call = telephone_steps.take_report(exchange, Report(step=step, **told), at=at)
        call.recording_url = "https://pbx.example.cn/1.wav"
        ends_on = at.date() + timedelta(days=9)
        caller_notes.set_note(CALLER, CallerNoteKind.CARE, "听力不便", ends_on, by=office.agent, at=at)
        saved(Ground(kind="call_end", code="silent", name="无声来电"))
        told["external_id"] = "c-2"
        for step in CallStep:
            telephone_steps.take_report(exchange, Report(step=step, **told), at=at)
    with unit_of_work():
        flag = caller_flags.propose(call, "反复辱骂。", [], [open_case], by=office.agent, at=at)
    yield Place(f"/reports/entered/list?figure=connect_rate&period=year&on={at:%Y}-01-01", office.supervisor)
    yield Place(f"/caller-flags/{flag.id}/approval", office.supervisor)
    yield Place(f"/caller-flags/{flag.id}/refusal", office.supervisor)
    with unit_of_work():
        caller_flags.approve(flag, ends_on, "属实", by=office.supervisor, at=at)
        caller_flags.appeal(flag, "那天喝多了。", by=office.agent, at=at)
    for place in ("", f"/{flag.id}", f"/{flag.id}/end", f"/{flag.id}/appeal", f"/{flag.id}/appeal-answer"):
        yield Place(f"/caller-flags{place}", office.supervisor)
    yield Place(f"/calls/{call.id}/flag", office.agent)
    places = f"calls calls?state=missed calls/{call.id} calls/{call.id}/note caller-notes telephone/simulator"
    yield Place("/calls/board", office.supervisor)
    yield Place(f"/calls/{call.id}/live", office.supervisor)
    places += f" calls/endings calls/{call.id + 1}"
    for place in places.split():
        yield Place(f"/{place}", office.agent)
    yield Place("/calls", office.supervisor)
    yield Place(f"/calls/{call.id}", office.supervisor)
    yield Place(f"/intake?call={call.id}&related={open_case.id}", office.agent)
    for place in ("", "/new", f"/{exchange.id}"):
        yield Place(f"/administration/telephone{place}", office.administrator)
