"""Counts: the columns that every table of kept figures has, declared once; whose they are, each table says itself."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class Counts(Row):
    """Counts of one member of one dimension; what each counts: reports/figures/definitions.py.

    `key` is the member's id (0 = none, or the whole for the dimension `all`), an enum's value or an hour.
    The first block counts cases received in the time, the second those that fall due in it.
    """

    __abstract__ = True
    dimension: Mapped[str]
    key: Mapped[str]
    received: Mapped[int] = mapped_column(default=0)
    direct: Mapped[int] = mapped_column(default=0)
    dispatched: Mapped[int] = mapped_column(default=0)
    not_accepted: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    extended: Mapped[int] = mapped_column(default=0)
    redone: Mapped[int] = mapped_column(default=0)
    followed_up: Mapped[int] = mapped_column(default=0)
    follow_up_tried: Mapped[int] = mapped_column(default=0)
    result_rated: Mapped[int] = mapped_column(default=0)
    result_satisfied: Mapped[int] = mapped_column(default=0)
    hotline_rated: Mapped[int] = mapped_column(default=0)
    hotline_satisfied: Mapped[int] = mapped_column(default=0)
    solved_asked: Mapped[int] = mapped_column(default=0)
    solved: Mapped[int] = mapped_column(default=0)
    result_rated_excluded: Mapped[int] = mapped_column(default=0)
    result_satisfied_excluded: Mapped[int] = mapped_column(default=0)
    solved_asked_excluded: Mapped[int] = mapped_column(default=0)
    solved_excluded: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    merged: Mapped[int] = mapped_column(default=0)
    merged_rated: Mapped[int] = mapped_column(default=0)
    merged_satisfied: Mapped[int] = mapped_column(default=0)
    dispatched_closed: Mapped[int] = mapped_column(default=0)
    dispatched_right: Mapped[int] = mapped_column(default=0)
    to_follow_up: Mapped[int] = mapped_column(default=0)
    to_follow_up_done: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    due_closed: Mapped[int] = mapped_column(default=0)
    due_on_time: Mapped[int] = mapped_column(default=0)
    due_on_time_originally: Mapped[int] = mapped_column(default=0)
    due_overdue: Mapped[int] = mapped_column(default=0)
    due_once: Mapped[int] = mapped_column(default=0)
    due_extended: Mapped[int] = mapped_column(default=0)
    due_early: Mapped[int] = mapped_column(default=0)
    due_to_sign: Mapped[int] = mapped_column(default=0)
    due_signed_in_time: Mapped[int] = mapped_column(default=0)
    due_to_contact: Mapped[int] = mapped_column(default=0)
    due_contacted_in_time: Mapped[int] = mapped_column(default=0)
    due_excluded: Mapped[int] = mapped_column(default=0)
    due_excluded_closed: Mapped[int] = mapped_column(default=0)
    due_excluded_on_time: Mapped[int] = mapped_column(default=0)
    # Minutes, not cases: a large city's month may take more than two thousand million.
    due_minutes: Mapped[int] = mapped_column(BigInteger, default=0)
