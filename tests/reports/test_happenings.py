"""Returns, extensions, orders and cards are counted when and with whom they happened, as a plain walk counts them."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask

from hotline import report_making
from models.base import db
from models.case_request import CaseRequest
from models.queries import figures
from models.queries.tallies import local_day
from models.supervision import Supervision
from models.transaction import unit_of_work
from models.vocabulary import (
    CaseState,
    Handling,
    RequestKind,
    RequestState,
    SupervisionKind,
    SupervisionLevel,
    SupervisionState,
    Trigger,
)
from reports import catalogue, happenings, issues
from reports.figures.happenings import HAPPENED, TROUBLES
from reports.periods import parse
from tests.support.case_rows import make_town
from tests.support.clock import MONDAY_9, local
from tests.support.exports import assert_taken_away_as_seen
from tests.support.factories import make_case, make_rules, make_user
from tests.support.issues import blank_files
from tests.support.office import make_office
from tests.support.page_checks import text_of
from tests.support.pages import Visitor
from tests.support.report_templates import make_template
from workflows import requests, supervision
from workflows.limit import Limit

Visit = Callable[..., Visitor]
MARCH = parse("2026-03")
AT = local("2026-04-01 09:30")
IN_MARCH = "period=month&on=2026-03-01"


@pytest.fixture
def rows(app: Flask) -> list[CaseRequest | Supervision]:
    """Make a town with much that happened from February to April, by chance."""
    make_town()
    make_rules()
    rng, by = Random(3), make_user("supervisor", "asker")
    sent = {"handling": Handling.DISPATCHED, "received_at": local("2026-03-05 09:00"), "category_id": 2}
    cases = [make_case(department_id=rng.choice([1, 2, 3]), **sent) for _ in range(12)]
    made: list[CaseRequest | Supervision] = []
    for _ in range(90):
        at = local("2026-02-25 00:00") + timedelta(minutes=rng.randrange(40 * 24 * 60))
        case_id, unit = rng.choice(cases).id, rng.choice([1, 1, 2, 3, None])
        if rng.random() < 0.5:
            state = rng.choice([RequestState.APPROVED, RequestState.REJECTED, RequestState.PENDING])
            made.append(
                CaseRequest(
                    case_id=case_id,
                    department_id=unit,
                    kind=rng.choice([RequestKind.RETURN, RequestKind.EXTENSION, RequestKind.DEFERRAL]),
                    state=state,
                    reason="非本单位职责",
                    requested_by_id=by.id,
                    requested_at=at,
                    decided_at=None
                    if state is RequestState.PENDING
                    else at + timedelta(hours=rng.randrange(60)),
                )
            )
        else:
            made.append(
                Supervision(
                    case_id=case_id,
                    department_id=unit,
                    kind=rng.choice(list(SupervisionKind)),
                    level=SupervisionLevel.ORDER,
                    trigger=Trigger.MANUAL,
                    state=SupervisionState.OPEN,
                    issued_at=at,
                )
            )
    db.session.add_all(made)
    db.session.commit()
    with unit_of_work():
        figures.mark_stale(*(date(2026, 2, 25) + timedelta(days=n) for n in range(50)))
    return made


def recounted(rows: list[CaseRequest | Supervision], name: str, unit: int | None = None) -> int:
    """Count by walking over every row."""
    kinds = {
        "orders_issued": SupervisionKind.ORDER,
        "yellow_cards": SupervisionKind.YELLOW_CARD,
        "red_cards": SupervisionKind.RED_CARD,
    }
    found = 0
    for row in rows:
        if unit is not None and (row.department_id or 0) != unit:
            continue
        if isinstance(row, Supervision):
            moment = row.issued_at if row.kind is kinds.get(name) else None
        elif name == "returns_asked":
            moment = row.requested_at if row.kind is RequestKind.RETURN else None
        else:
            wanted = {"returns_agreed": RequestKind.RETURN, "extensions_agreed": RequestKind.EXTENSION}
            is_meant = row.kind is wanted.get(name) and row.state is RequestState.APPROVED
            moment = row.decided_at if is_meant else None
        found += moment is not None and MARCH.first_on <= local_day(moment) <= MARCH.last_on
    return found


@pytest.mark.one_database
def test_each_count_equals_a_recount_and_opens_as_many_lines(
    rows: list[CaseRequest | Supervision], visit: Visit
) -> None:
    visitor = visit("leader")
    page = visitor.get(f"/reports/completion?{IN_MARCH}&by=department")

    links = {
        (a.get("data-figure"), a.get("href", "")): text_of(a)
        for a in page.all("a")
        if a.get("data-figure") in HAPPENED
    }
    told = {name: text for (name, href), text in links.items() if "department=" not in href}
    assert told == {name: str(recounted(rows, name)) for name in TROUBLES}, "the sum of all units"
    for (name, href), text in links.items():
        unit = int(href.partition("department=")[2]) if "department=" in href else None
        assert int(text) == recounted(rows, str(name), unit), href
        if unit in (None, 1):
            assert int(text) == len(visitor.get(href).rows()), href
    of_bureau = {name: number for name, number in told_of(visitor, "department=1").items() if number}
    assert of_bureau == {name: n for name in HAPPENED if (n := recounted(rows, name, 1))}
    grouped = told_of(visitor, "department=any")
    assert grouped == {name: sum(recounted(rows, name, unit) for unit in (1, 2, 3)) for name in HAPPENED}
    assert set(told_of(visitor, "channel=phone").values()) == {None}, "they are told of units"
    visitor.get(f"/reports/happened?figure=red_cards&{IN_MARCH}&channel=phone", status=404)
    visitor.get(f"/reports/happened?figure=received&{IN_MARCH}", status=404)
    visitor.get("/reports/happened?figure=red_cards&period=month&on=2026-13", status=400)


def told_of(visitor: Visitor, member: str) -> dict[str, int | None]:
    wanted = "&".join(f"figure={name}" for name in HAPPENED)
    told = visitor.client.get(f"/reports/figures.json?{wanted}&{IN_MARCH}&{member}").json["figures"]
    return {figure["id"]: figure["number"] for figure in told}


@pytest.mark.one_database
def test_templates_and_bulletins_tell_them_and_issues_keep_them(
    rows: list[CaseRequest | Supervision], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issues, "written", blank_files)
    template = make_template("dispatched", "orders_issued", "red_cards")
    visitor, by = visit("head"), make_user("head", "maker")
    cards = recounted(rows, "red_cards")
    made = [
        report_making.make(report, MARCH, by=by, at=AT)
        for report in (catalogue.REPORTS["monthly"], catalogue.of_template(template))
    ]
    report_making.publish(made[1], by=by, at=AT)

    for row in rows:
        row.department_id = 4
    db.session.commit()

    for issue_id in made:
        page = visitor.get(f"/reports/issues/{issue_id}")
        links = {a.get("href", ""): text_of(a) for a in page.all("a") if a.get("data-figure") == "red_cards"}
        lines = {href: visitor.get(href).rows() for href in links}
        assert lines
        assert all(len(found) == int(links[href]) for href, found in lines.items())
        assert "市水务局" in {row[1] for found in lines.values() for row in found}, "whose they were then"
        assert max(map(int, links.values())) <= cards
        assert_taken_away_as_seen(visitor.get(next(iter(links))))


def test_the_steps_are_counted_as_they_are_taken(app: Flask) -> None:
    office = make_office()
    today = parse(str(local_day(MONDAY_9)))
    case, other = (office.case_in(CaseState.HANDLING, at=MONDAY_9) for _ in range(2))
    office.return_it(case, MONDAY_9)
    ordered = supervision.order(
        other,
        by=office.supervisor,
        at=MONDAY_9,
        level=SupervisionLevel.ORDER,
        reason="久拖不决",
        requirement="请限期办结。",
        limit=Limit.parse("2个工作日"),
    )
    db.session.commit()

    own = happenings.counts(today)[office.bureau.id]
    assert (own["returns_asked"], own["returns_agreed"], own["orders_issued"]) == (1, 0, 1)

    asked = office.pending(case, RequestKind.RETURN)
    requests.settle(asked, approves=True, by=office.supervisor, at=MONDAY_9, note="")
    other.department_id = office.other.id
    supervision.hand_on(other, office.bureau.id, at=MONDAY_9)
    db.session.commit()

    now = happenings.counts(today)
    assert (now[office.bureau.id]["returns_agreed"], now[office.bureau.id]["orders_issued"]) == (1, 0)
    assert now[office.other.id]["orders_issued"] == 1, "the order went on with the case"
    assert ordered.department_id == office.other.id
