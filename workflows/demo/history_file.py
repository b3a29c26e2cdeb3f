"""Writes a year of cases as the export of an old system: the columns of a history file, the totals exact.

For 570,227 cases of a year the totals are those of the seed year: 566,039 closed (99.27 %), 93.51 %
satisfied with the result and 98.92 % with the hotline among the valid ratings; other sizes in proportion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

from models.vocabulary import Rating
from workflows.demo import rhythm
from workflows.demo.town import Leaf, Town
from workflows.demo.wording import ANSWERS, DIRECT_ANSWERS, REFUSALS, Wording, phone
from workflows.working_time import Calendar

SEED_CASES, SEED_CLOSED = 570_227, 566_039
RESULT_SATISFIED, HOTLINE_SATISFIED = 0.9351, 0.9892
RATED_SHARE = 0.36
DIRECT_SHARE, NOT_ACCEPTED_SHARE = 0.505, 0.008
# Of the open ones most came in during the last weeks.
LATE_SHARE, LATE_PART = 0.9, 0.05
CALLERS_PER_CASE = 0.6
WORKING_DAYS = 5
CHANNELS = (
    ("电话", 88),
    ("微信", 6),
    ("网站", 2.5),
    ("短信", 1),
    ("信函", 0.5),
    ("来访", 0.5),
    ("网格", 1.5),
)
DIRECT, DISPATCHED, NOT_ACCEPTED = 0, 1, 2
HANDLING = {DIRECT: "直接答复", DISPATCHED: "转办", NOT_ACCEPTED: "不予受理"}
DIRECT_KINDS = (("咨询", 0.93), ("建议", 0.95), ("感谢", 0.975), ("求助", 1.0))
DISPATCHED_KINDS = (("投诉", 0.76), ("举报", 0.885), ("求助", 0.935), ("咨询", 0.98), ("建议", 1.0))
SATISFIED = ((Rating.VERY_SATISFIED, 0.42), (Rating.SATISFIED, 0.9), (Rating.BASICALLY_SATISFIED, 1.0))
DISSATISFIED = ((Rating.DISSATISFIED, 0.8), (Rating.VERY_DISSATISFIED, 1.0))
URGENCIES = (("一般", 0.93), ("紧急", 0.99), ("特急", 1.0))
DAY = timedelta(days=1)
OPEN, CLOSED, RATED = 0, 1, 2
NO_FOLLOW_UP = ("",) * 5

T = TypeVar("T")
Row = list[str | int]


@dataclass(frozen=True)
class Plan:
    """What is decided beforehand about each case, in the order of receipt: one byte each."""

    days: list[date]
    volumes: list[int]
    handling: bytearray
    outcome: bytearray
    result_bad: frozenset[int]
    hotline_bad: frozenset[int]


def plan(days: list[date], cases: int, rng: Random) -> Plan:
    """Decide how many cases come on which day, and which of them stay open, are rated, and how."""
    handling = bytearray(
        rng.choices(
            (DIRECT, DISPATCHED, NOT_ACCEPTED),
            (DIRECT_SHARE, 1 - DIRECT_SHARE - NOT_ACCEPTED_SHARE, NOT_ACCEPTED_SHARE),
            k=cases,
        )
    )
    sent = [i for i, way in enumerate(handling) if way == DISPATCHED]
    still_open = open_ones(sent, cases - round(cases * SEED_CLOSED / SEED_CASES), rng)
    closed = [i for i in sent if i not in still_open]
    rated = rng.sample(closed, min(round(cases * RATED_SHARE), len(closed)))
    outcome = bytearray([CLOSED]) * cases
    for i in still_open:
        outcome[i] = OPEN
    for i in rated:
        outcome[i] = RATED
    return Plan(
        days,
        rhythm.volumes(days, cases, rng),
        handling,
        outcome,
        frozenset(rng.sample(rated, len(rated) - round(len(rated) * RESULT_SATISFIED))),
        frozenset(rng.sample(rated, len(rated) - round(len(rated) * HOTLINE_SATISFIED))),
    )


def open_ones(sent: list[int], count: int, rng: Random) -> set[int]:
    """Choose exactly so many of the dispatched cases to stay open, most from the end of the period."""
    count = min(count, len(sent))
    late = sent[-max(int(len(sent) * LATE_PART), count, 1) :]
    found = set(rng.sample(late, round(count * LATE_SHARE)))
    rest = [i for i in sent if i not in found]
    return found | set(rng.sample(rest, count - len(found)))


def rows(
    town: Town, first: date, last: date, cases: int, *, seed: int, until: datetime, is_under_way: bool = False
) -> Iterator[Row]:
    """Give the rows of the cases received from first to last, in order; no moment lies after `until`.

    Moments are local and naive, as such files have them. The same arguments give the same rows. In a period
    that `is_under_way` whatever would end after `until` is still open, and the totals are not exact.
    """
    rng = Random(seed)  # noqa: S311
    decided = plan(rhythm.days_of(first, last), cases, rng)
    maker = Maker(town, rng, cases, until, is_under_way=is_under_way)
    index = 0
    for day, count in zip(decided.days, decided.volumes, strict=True):
        midnight = datetime.combine(day, time())
        for serial, second in enumerate(rhythm.seconds_of_day(count, rng), start=1):
            received_at = min(midnight + timedelta(seconds=second), until)
            yield maker.row(index, serial, received_at, decided)
            index += 1


class Maker:
    """Makes one row after another from one random generator."""

    def __init__(
        self, town: Town, rng: Random, cases: int, until: datetime, *, is_under_way: bool = False
    ) -> None:
        self._is_under_way = is_under_way
        self._town, self._rng, self._until = town, rng, until
        self._say = Wording(rng)
        self._callers = max(int(cases * CALLERS_PER_CASE), 1)
        self._weights = [list(accumulate(month)) for month in rhythm.weights_of(town.leaves, rng)]
        self._districts = list(accumulate(1.6 / (place + 1.5) for place in range(len(town.districts))))
        self._channels = list(accumulate(weight for _, weight in CHANNELS))
        self._calendar = Calendar()
        self._due_days: dict[date, date] = {}

    def row(self, index: int, serial: int, received_at: datetime, decided: Plan) -> Row:
        """Return the row of one case in the order of the columns."""
        rng, say = self._rng, self._say
        leaf = rng.choices(self._town.leaves, cum_weights=self._weights[received_at.month - 1])[0]
        district = rng.choices(self._town.districts, cum_weights=self._districts)[0]
        street = say.one_of(district.streets)
        spot = say.spot()
        handling = decided.handling[index]
        lead, supporting = self._town.units(leaf, district)
        kind = pick(DISPATCHED_KINDS if handling == DISPATCHED else DIRECT_KINDS, rng.random())
        title, text = self._words(kind, leaf, street, spot)
        caller = int(rng.random() ** 2 * self._callers)
        is_anonymous = rng.random() < 0.05
        return [
            f"{self._town.number_prefix}{received_at:%Y%m%d}{serial:07d}",
            received_at.isoformat(" ", "seconds"),
            CHANNELS[pick_place(self._channels, rng.random())][0],
            kind,
            "" if is_anonymous else say.name(caller),
            "" if is_anonymous else phone(caller, self._town.area_code),
            "是" if kind == "举报" or rng.random() < 0.03 else "否",
            title,
            text,
            leaf.path,
            district.name,
            street if street != district.name else "",
            f"{street}{spot}",
            pick(URGENCIES, rng.random()),
            HANDLING[handling],
            lead if handling == DISPATCHED else "",
            supporting if handling == DISPATCHED and rng.random() < 0.2 else "",
            *self._course(index, received_at, handling, decided),
        ]

    def _words(self, kind: str, leaf: Leaf, street: str, spot: str) -> tuple[str, str]:
        if kind == "咨询":
            return self._say.question(leaf)
        if kind == "建议":
            return self._say.idea(leaf, street)
        if kind == "感谢":
            return self._say.praise(leaf)
        return self._say.complaint(leaf, street, spot)

    def _course(self, index: int, received_at: datetime, handling: int, decided: Plan) -> Row:
        """Return what became of the case: from the time of dispatch to the ratings."""
        rng, minute = self._rng, timedelta(minutes=1)
        if handling != DISPATCHED:
            return self._answered(received_at, handling)
        dispatched_at = received_at + minute * (4 + rng.random() * 40)
        signed_at = dispatched_at + minute * (10 + rng.random() * 200)
        contacted_at = signed_at + minute * (20 + rng.random() * 600)
        due_at = self._due_at(received_at)
        is_extended = rng.random() < 0.03
        due = (due_at + timedelta(days=7 * is_extended)).isoformat(" ", "seconds")
        outcome = decided.outcome[index]
        is_returned = int(rng.random() < 0.04)
        moments = [dispatched_at, signed_at, contacted_at]
        span = (due_at - received_at) * min(rng.lognormvariate(-0.95, 0.5), 3.0)
        closed_at = max(received_at + span, contacted_at + 30 * minute)
        if outcome == OPEN or (self._is_under_way and closed_at > self._until):
            beginning = self._beginning(moments)
            return [*beginning, is_returned, int(is_extended), 0, due, "", "", *NO_FOLLOW_UP]
        beginning = [self._not_later(moment) for moment in moments]
        is_called = outcome == RATED and (not self._is_under_way or closed_at + 2 * DAY < self._until)
        if is_called:
            end = self._rated(index, closed_at, decided)
        elif outcome != RATED and rng.random() < 0.35:
            end = [0, self._not_later(closed_at + DAY), "否", "", "", ""]
        else:
            end = [0, *NO_FOLLOW_UP]
        redone, *ratings = end
        answer = self._say.one_of(ANSWERS)
        return [
            *beginning, is_returned, int(is_extended), redone, due,
            self._not_later(closed_at), answer, *ratings,
        ]  # fmt: skip

    def _beginning(self, moments: list[datetime]) -> Row:
        """Return how far an open case has come: all that has happened, or less where nobody hurried."""
        past = [moment for moment in moments if moment <= self._until]
        if not self._is_under_way:
            how_far = self._rng.random()
            past = past[: 1 if how_far < 0.2 else 2 if how_far < 0.4 else 3]
        written: Row = [self._not_later(moment) for moment in past or moments[:1]]
        return [*written, *[""] * (len(moments) - len(written))]

    def _answered(self, received_at: datetime, handling: int) -> Row:
        closed_at = self._not_later(received_at + timedelta(minutes=2 + self._rng.random() * 12))
        answer = self._say.one_of(DIRECT_ANSWERS if handling == DIRECT else REFUSALS)
        due_at = received_at + timedelta(days=1)
        return ["", "", "", 0, 0, 0, due_at.isoformat(" ", "seconds"), closed_at, answer, *NO_FOLLOW_UP]

    def _rated(self, index: int, closed_at: datetime, decided: Plan) -> Row:
        rng = self._rng
        is_bad = index in decided.result_bad
        result = pick(DISSATISFIED if is_bad else SATISFIED, rng.random())
        hotline = pick(DISSATISFIED if index in decided.hotline_bad else SATISFIED, rng.random())
        called_at = self._not_later(closed_at + timedelta(hours=3 + rng.random() * 45))
        is_solved = rng.random() < (0.12 if is_bad else 0.95)
        redone = int(rng.random() < (0.35 if is_bad else 0.01))
        return [redone, called_at, "是", "是" if is_solved else "否", result.label, hotline.label]

    def _due_at(self, received_at: datetime) -> datetime:
        """Return the end of the fifth working day after the day of receipt."""
        day = received_at.date()
        if day not in self._due_days:
            self._due_days[day] = self._calendar.workday_after(day, WORKING_DAYS)
        return datetime.combine(self._due_days[day], time(18))

    def _not_later(self, moment: datetime) -> str:
        return min(moment, self._until).isoformat(" ", "seconds")


def pick(choices: tuple[tuple[T, float], ...], at: float) -> T:
    """Return the first choice whose upper bound lies above the number."""
    return next((choice for choice, bound in choices if at < bound), choices[-1][0])


def pick_place(bounds: list[float], at: float) -> int:
    """Return the place of the first bound above this share of the last."""
    return next((i for i, bound in enumerate(bounds) if at * bounds[-1] < bound), len(bounds) - 1)
