"""Counts figures in plain Python, from the rows of cases alone: what the kept ones are held against."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from config import LOCAL_TIMEZONE
from models.queries.measures import Span
from models.queries.restrictions import Cut, Within
from models.vocabulary import CaseState, Confidentiality, Dimension, Handling, Rating, Solved

GOOD = {Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.BASICALLY_SATISFIED}
COLUMNS = {
    Dimension.DEPARTMENT: "department_id",
    Dimension.BRANCH: "branch_id",
    Dimension.CATEGORY: "category_id",
    Dimension.DISTRICT: "district_id",
    Dimension.CHANNEL: "channel",
    Dimension.KIND: "kind",
    Dimension.URGENCY: "urgency",
}
Case = Mapping[str, Any]
Recounted = dict[tuple[Dimension, str], dict[str, int]]


# Events of the grid have classes, cases have none.
OF_CASES = [dimension for dimension in Dimension if dimension is not Dimension.GRID_CLASS]


def recount(
    cases: Iterable[Case], span: Span, *, within: Within | None = None, cut: Cut | None = None
) -> Recounted:
    """Return of every member that has any the counts that are not 0."""
    found: Recounted = {}
    for case in cases:
        if within and member(case, within.dimension) not in within.keys:
            continue
        if cut and not belongs(case, cut):
            continue
        names: list[str] = []
        if span.start <= case["received_at"] < span.end:
            names += received_measures(case)
        if case["due_at"] and span.start <= case["due_at"] < min(span.end, span.at):
            names += due_measures(case)
        for dimension in OF_CASES if names else ():
            counts = found.setdefault((dimension, member(case, dimension)), {})
            for name in names:
                counts[name] = counts.get(name, 0) + 1
            if "due_closed" in names and (minutes := minutes_of(case)):
                counts["due_minutes"] = counts.get("due_minutes", 0) + minutes
    return found


def minutes_of(case: Case) -> int:
    """Return how many whole minutes the case was handled."""
    began, ended = case.get("dispatched_at") or case["received_at"], case["finished_at"] or case["closed_at"]
    return max((int(ended.timestamp()) - int(began.timestamp())) // 60, 0)


def belongs(case: Case, cut: Cut) -> bool:
    """Tell whether the case is of the cut's categories and has one of its words, where it has any."""
    texts = case["title"] + case["content"]
    return case["category_id"] in cut.category_ids and (
        not cut.words or any(word in texts for word in cut.words)
    )


def member(case: Case, dimension: Dimension) -> str:
    """Return the key of the dimension's member that the case belongs to."""
    if dimension is Dimension.HOUR:
        return f"{case['received_at'].astimezone(LOCAL_TIMEZONE):%H}"
    return str(case[COLUMNS[dimension]] or 0) if dimension in COLUMNS else "0"


def received_measures(case: Case) -> Iterator[str]:
    """Yield what a case received in the period counts for, told without SQL."""
    dispatched, merged = case["handling"] is Handling.DISPATCHED, is_merged(case)
    kept, left_out = not case["is_excluded"] and not merged, case["is_excluded"] and not merged
    told: dict[str, Callable[[], Any]] = {
        "received": lambda: True,
        "direct": lambda: case["handling"] is Handling.DIRECT,
        "dispatched": lambda: dispatched,
        "not_accepted": lambda: case["handling"] is Handling.NOT_ACCEPTED,
        "closed": lambda: case["closed_at"] or merged,
        "returned": lambda: dispatched and case["return_count"],
        "extended": lambda: dispatched and case["extension_count"],
        "redone": lambda: case["redo_count"],
        "followed_up": lambda: case["followed_up_at"] or case["redo_count"],
        "follow_up_tried": lambda: (
            case["followed_up_at"] or case["redo_count"] or case.get("follow_up_attempts")
        ),
        "result_rated": lambda: kept and case["result_rating"],
        "result_satisfied": lambda: kept and case["result_rating"] in GOOD,
        "result_rated_excluded": lambda: left_out and case["result_rating"],
        "result_satisfied_excluded": lambda: left_out and case["result_rating"] in GOOD,
        "repeated": lambda: case["is_repeat"] or case.get("merged_into_id"),
        "merged": lambda: merged,
        "merged_rated": lambda: merged and case["result_rating"],
        "merged_satisfied": lambda: merged and case["result_rating"] in GOOD,
        "dispatched_closed": lambda: dispatched and (case["closed_at"] or merged),
        "dispatched_right": lambda: dispatched and not case["return_count"],
        "to_follow_up": lambda: is_callable(case),
        "to_follow_up_done": lambda: is_callable(case) and (case["followed_up_at"] or case["redo_count"]),
        "hotline_rated": lambda: case["hotline_rating"],
        "hotline_satisfied": lambda: case["hotline_rating"] in GOOD,
        "solved_asked": lambda: kept and case["solved"],
        "solved": lambda: kept and case["solved"] is Solved.YES,
        "solved_asked_excluded": lambda: left_out and case["solved"],
        "solved_excluded": lambda: left_out and case["solved"] is Solved.YES,
    }
    yield from (name for name, holds in told.items() if holds())


def is_merged(case: Case) -> bool:
    return case["state"] is CaseState.MERGED or case.get("merged_into_id") is not None


def is_callable(case: Case) -> bool:
    return (
        (case["handling"] is Handling.DISPATCHED or case.get("merged_into_id") is not None)
        and case["closed_at"] is not None
        and case["state"] is not CaseState.MERGED
        and case["confidentiality"] is not Confidentiality.ANONYMOUS
    )


def due_measures(case: Case) -> Iterator[str]:
    """Yield what a case that fell due in the period counts for, told without SQL."""
    is_deferred = case["state"] is CaseState.DEFERRED
    if case["handling"] is not Handling.DISPATCHED or is_deferred or is_merged(case):
        return
    ended = case["finished_at"] or case["closed_at"]
    on_time = ended is not None and ended <= case["due_at"]
    originally = ended is not None and ended <= (case["original_due_at"] or case["due_at"])
    if case["is_excluded"]:
        yield "due_excluded"
        yield from ["due_excluded_closed"] * bool(ended) + ["due_excluded_on_time"] * on_time
        return
    yield "due"
    yield "due_on_time" if on_time else "due_overdue"
    yield from ["due_closed"] * bool(ended)
    yield from ["due_once"] * bool(ended and not case["redo_count"])
    yield from ["due_early"] * (ended is not None and case["due_at"] - ended >= timedelta(hours=24))
    for step, told in (("sign", "signed"), ("contact", "contacted")):
        yield from [f"due_to_{step}"] * (case[f"is_{told}_in_time"] is not None)
        yield from [f"due_{told}_in_time"] * bool(case[f"is_{told}_in_time"])
    yield from ["due_extended"] * bool(case["extension_count"])
    yield from ["due_on_time_originally"] * originally
