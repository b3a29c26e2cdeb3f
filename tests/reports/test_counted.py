"""Calls and versions of knowledge are counted as a plain walk counts them, and stand for what was entered before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from flask import Flask

from hotline.jobs import figure_jobs
from models.article import VersionState
from models.base import db
from models.call_day import CallDay, StaleCallDay
from models.queries import article_lists, call_days, counted_since
from models.queries.tallies import local_day
from models.telephone import CallState, CallStep, Direction, Exchange, PhoneCall
from models.transaction import unit_of_work
from models.vocabulary import EntryGrain, EntrySubject
from reports import counted, entered_rows, told_by_hand
from reports.figures.registry import REGISTRY
from reports.lines import ask, line
from reports.periods import parse
from tests.support.articles import make_article
from tests.support.calls import make_exchange
from tests.support.case_rows import make_town
from tests.support.clock import MONDAY_9, local
from tests.support.entries import make_entries, told
from tests.support.exports import export, lines
from tests.support.factories import make_rules, make_user
from tests.support.hand_counted import make_march
from tests.support.page_checks import text_of
from tests.support.pages import Visitor
from tests.support.report_templates import make_shipped, make_template
from workflows import telephone
from workflows.administration.exchanges import change_exchange
from workflows.entered_figures import enter
from workflows.errors import BadInput
from workflows.telephone_events import Report

Visit = Callable[..., Visitor]
# The telephone is connected on 10 March 2026.
FIRST = local("2026-03-10 00:00")
DAYS = 30
IN_APRIL = "period=month&on=2026-04"


def make_calls(exchange: Exchange, training: Exchange, number: int = 160) -> None:
    """Make calls by chance: early, late, past midnight, unanswered, to and from citizens, and played ones."""
    rng = Random(7)
    for place in range(number):
        rang = FIRST + timedelta(seconds=rng.randrange(60 if place == 0 else DAYS * 86_400))
        wait = rng.choice([0, 14.999, 15, 15.001, rng.random() * 40, None])
        talk = rng.choice([None, 0.4, rng.random() * 900, 7200])
        answered = None if wait is None else rang + timedelta(seconds=wait)
        ended = None if talk is None else (answered or rang) + timedelta(seconds=talk)
        db.session.add(
            PhoneCall(
                exchange_id=(training if place and rng.random() < 0.2 else exchange).id,
                external_id=f"c-{place}",
                direction=Direction.OUT if place and rng.random() < 0.2 else Direction.IN,
                state=CallState.ENDED if ended else CallState.RINGING,
                rang_at=rang,
                answered_at=answered,
                ended_at=ended,
            )
        )
    db.session.flush()
    call_days.mark_all_stale(exchange.id)


@pytest.fixture
def exchanges(app: Flask) -> tuple[Exchange, Exchange]:
    made = make_exchange(), make_exchange("played", name="演练", is_training=True)
    with unit_of_work():
        make_calls(*made)
    return made


def count() -> None:
    at = MONDAY_9
    for ordinal in figure_jobs.find_stale_call_days(at):
        assert figure_jobs.count_call_day(ordinal, at=at)


def walked() -> dict[date, list[int]]:
    """Count every day of calls, one by one."""
    found: dict[date, list[int]] = {}
    for call in db.session.scalars(db.select(PhoneCall)).all():
        if call.exchange.is_training:
            continue
        row = found.setdefault(local_day(call.rang_at), [0] * 6)
        if call.direction is Direction.OUT:
            continue
        row[0] += 1
        if call.answered_at is None:
            continue
        wait = (call.answered_at - call.rang_at) / timedelta(seconds=1)
        talk = int((call.ended_at - call.answered_at) / timedelta(seconds=1)) if call.ended_at else 0
        row[1:] = row[1] + 1, row[2] + (wait <= 15), row[3] + int(wait), row[4] + talk, max(row[5], talk)
    return found


def kept() -> dict[date, list[int]]:
    return {
        row.day: [getattr(row, name) for name in call_days.NAMES]
        for row in db.session.scalars(db.select(CallDay)).all()
    }


def told_now() -> dict[date, list[int]]:
    return {
        day: list(row.values()) for day, row in call_days.counts(date(2026, 1, 1), date(2026, 12, 31)).items()
    }


def report(exchange: Exchange, step: CallStep, call_id: str, at: datetime) -> None:
    with unit_of_work():
        there = db.session.get_one(Exchange, exchange.id)
        telephone.take_report(there, Report(step, call_id, Direction.IN), at=at)


def test_the_days_equal_a_plain_recount_while_calls_change(exchanges: tuple[Exchange, Exchange]) -> None:
    exchange, training = exchanges
    before = told_now()
    count()
    assert before == told_now() == kept() == walked()
    assert sum(row[0] for row in kept().values()) > 60

    # A call of an earlier day ends late, a new one is answered, one is played: only what is real counts.
    ringing = db.session.scalars(
        db.select(PhoneCall).filter_by(exchange_id=exchange.id, ended_at=None).order_by(PhoneCall.id)
    ).first()
    assert ringing is not None
    report(exchange, CallStep.HANGUP, ringing.external_id, ringing.rang_at + timedelta(hours=1))
    for step, seconds in ((CallStep.NEW_CALL, 0), (CallStep.ANSWER, 15), (CallStep.HANGUP, 75)):
        for each in (exchange, training):
            report(each, step, "late", local("2026-05-02 23:59:30") + timedelta(seconds=seconds))
    assert kept() != walked() == told_now()
    count()
    assert kept() == walked()
    assert kept()[date(2026, 5, 2)] == [1, 1, 1, 15, 60, 60]
    assert not db.session.scalars(db.select(StaleCallDay)).all()

    with unit_of_work():
        by, there = make_user("administrator"), db.session.get_one(Exchange, training.id)
        change_exchange(there, {"name": "演练", "is_training": False}, by=by, at=MONDAY_9)
    count()
    assert kept() == walked()


def test_what_was_entered_before_holds_for_its_time_and_later_days_are_counted(
    exchanges: tuple[Exchange, Exchange],
) -> None:
    make_town()
    make_rules()
    days, march, spring = walked(), parse("2026-03"), parse("2026-03-01..2026-04-30")
    of_march = sum(row[0] for day, row in days.items() if day.month == 3)
    of_april = sum(row[0] for day, row in days.items() if day.month == 4)
    since = counted_since.since("calls_in")
    assert since is not None
    assert since.on == since.counted_from == date(2026, 3, 10)

    def calls_in(period: str) -> object:
        asked = ask(parse(period), MONDAY_9)
        whole = line(asked)
        assert whole is not None
        return told_by_hand.line(whole, ["calls_in", "connect_rate"])["calls_in"]

    assert calls_in("2026-03") == of_march
    assert told_by_hand.how_told("calls_in", march) == "2026年3月10日起为系统统计"
    # A month that begins before the telephone was connected was entered: it holds to its end.
    make_entries(told("calls_in", 1000, key="人工接听"), told("calls_answered", 900, key="人工接听"))
    assert calls_in("2026-03") == 1000
    assert told_by_hand.how_told("calls_in", march) == "人工填报"
    assert calls_in("2026-03-20") is None
    assert calls_in("2026-03-01..2026-04-30") == 1000 + of_april
    assert told_by_hand.how_told("calls_in", spring).endswith("起为系统统计，此前为人工填报")
    with pytest.raises(BadInput, match="已填报的数管到 2026-03-31，2026-04-01 起的话务由系统按通话记录统计"):
        enter(
            [told("calls_in", 5, key="人工接听", grain=EntryGrain.MONTH, on=date(2026, 4, 1))],
            by=make_user("supervisor", "late"),
            at=MONDAY_9,
        )
    # Behind each figure stand as many calls as it says.
    april = parse("2026-04")
    for place, name in enumerate(("calls_in", "calls_answered", "calls_in_15s")):
        rows = entered_rows.entries([name], EntrySubject.CALL_CLASS, april)
        behind = counted.behind(REGISTRY[name], rows)
        assert isinstance(behind, counted.CallsBehind)
        number = sum(row[place] for day, row in days.items() if day.month == 4)
        assert len(behind.page(after=None, limit=1000)) == number > 0
        first, *_, last = behind.page(after=None, limit=3)
        assert first not in behind.page(after=(last.rang_at, last.id), limit=1000)
        assert len(behind.page(after=(last.rang_at, last.id), limit=1000)) == number - 3


@pytest.mark.one_database
def test_each_number_opens_its_calls_and_the_sheet_says_who_counts(
    visit: Visit, exchanges: tuple[Exchange, Exchange]
) -> None:
    make_town()
    make_rules()
    make_shipped("call-classes")
    of_april = [
        call for call in db.session.scalars(db.select(PhoneCall)) if local_day(call.rang_at).month == 4
    ]
    real = [c for c in of_april if not c.exchange.is_training and c.direction is Direction.IN]
    longest = max(c.ended_at - c.answered_at for c in real if c.answered_at and c.ended_at)

    page = visit("leader").get(f"/reports/templates/call-classes?{IN_APRIL}")
    sheet = visit("supervisor").get("/reports/entered?sheet=话务&on=2026-04-01")

    links = {a.get("data-figure"): a for a in page.all("a") if a.get("data-figure")}
    behind = {name: visit("leader").get(a.get("href", "")) for name, a in links.items()}
    assert text_of(links["calls_in"]) == str(len(real)) == str(len(behind["calls_in"].rows()))
    assert text_of(links["calls_answered"]) == str(len(behind["calls_answered"].rows()))
    assert text_of(links["longest_talk_seconds"]) == str(int(longest.total_seconds()))
    assert {row[4] for row in behind["longest_talk_seconds"].rows()} == {
        text_of(links["longest_talk_seconds"])
    }
    waits = [int(row[2]) for row in behind["mean_wait"].rows()]
    assert text_of(links["mean_wait"]) == f"{sum(waits) / len(waits):.2f}"
    assert f"话务量 {len(real)} 次" in behind["connect_rate"].text
    taken = lines(export(visit("head").get(links["calls_in"].get("href", ""))))
    assert {line["填报人"] for line in taken} == {"系统统计"}
    assert sum(int(line["数值"].split()[0]) for line in taken) == len(real), "the days, and not each call"
    assert "电话已于 2026-03-10 接入系统，2026-03-10 起的话务由系统按通话记录统计" in sheet.text


def test_published_versions_are_counted_for_their_department_and_open(visit: Visit, app: Flask) -> None:
    make_march()
    make_template("knowledge_updates", code="updates")
    make_entries(told("knowledge_updates", 9, key="2"))
    for unit, on in (
        (1, "2026-03-20"),
        (1, "2026-04-02"),
        (1, "2026-04-30"),
        (2, "2026-04-30"),
        (2, "2026-05-01"),
    ):
        article = make_article(department_id=unit)
        version = article_lists.versions(article.id)[0]
        version.reviewed_at = local(f"{on} 23:30")
    article_lists.versions(article.id)[0].state = VersionState.REPLACED
    db.session.commit()

    def shown(month: str) -> dict[str, str]:
        page = visit("leader").get(f"/reports/templates/updates?period=month&on={month}")
        links = [a for a in page.all("a") if a.get("data-figure") == "knowledge_updates"]
        for link in links if month != "2026-03" else ():
            behind = visit("leader").get(link.get("href", ""))
            assert len(behind.rows()) == int(text_of(link))
        return {row[1]: row[2] for row in page.rows()}

    march, april = shown("2026-03"), shown("2026-04")
    assert {name: told for name, told in march.items() if told != "—"} == {"市水务局": "9", "合计": "9"}
    # A unit without a case has no row, and is in the total and its list.
    assert {name: told for name, told in april.items() if told != "—"} == {"市水务局": "1", "合计": "3"}
