"""Twelve cases of March 2026 whose figures were counted by hand, for tests of tables and workbooks."""

from models.base import db
from models.city import City
from models.queries import figures
from models.transaction import unit_of_work
from models.vocabulary import CaseState, Channel, Handling, Kind, Rating, Solved
from tests.support.case_rows import make_cases, make_town
from tests.support.clock import local

NOW = local("2026-04-01 09:30")
CLOSED = {"state": CaseState.CLOSED}
DIRECT = {"handling": Handling.DIRECT, "department_id": None, **CLOSED}


def day(number: int, hour: int = 9) -> object:
    return local(f"2026-03-{number:02d} {hour:02d}:00")


def finished(at: object, **rest: object) -> dict[str, object]:
    return {"finished_at": at, "closed_at": at, "followed_up_at": at, **CLOSED, **rest}


CASES = (
    # 市城管局: 4 sent, 4 due, 3 of them closed, 2 in time (one only thanks to its extension), 1 excluded.
    {
        "received_at": day(2),
        "due_at": day(9),
        **finished(day(5), result_rating=Rating.SATISFIED, solved=Solved.YES),
    },
    {
        "received_at": day(2),
        "due_at": day(16),
        "original_due_at": day(9),
        "extension_count": 1,
        **finished(day(12), result_rating=Rating.DISSATISFIED, solved=Solved.NO, redo_count=1),
    },
    {"received_at": day(3), "due_at": day(10), **finished(day(11))},
    {"received_at": day(4), "due_at": day(11)},
    {"received_at": day(4), "due_at": day(11), "is_excluded": True, **finished(day(20))},
    # 市水务局: 2 sent, 1 due and in time, 1 due in April and closed already.
    {
        "received_at": day(5),
        "due_at": day(12),
        "department_id": 2,
        "category_id": 5,
        "branch_id": 2,
        "district_id": 3,
        "channel": Channel.WEB,
        "return_count": 1,
        **finished(day(12), result_rating=Rating.BASICALLY_SATISFIED, hotline_rating=Rating.SATISFIED),
    },
    {
        "received_at": day(31),
        "due_at": local("2026-04-07 09:00"),
        "department_id": 2,
        "category_id": 6,
        "branch_id": 2,
        "district_id": None,
        **finished(day(31, 18)),
    },
    # 东岸区政府: sent on the last day, due in April, nothing due in March.
    {"received_at": day(31), "due_at": local("2026-04-07 09:00"), "department_id": 3},
    # Answered directly, not accepted, and one of February that fell due in March with 市水务局.
    {"received_at": day(6), **DIRECT, "closed_at": day(6), "hotline_rating": Rating.VERY_SATISFIED},
    {"received_at": day(6), **DIRECT, "closed_at": day(6), "kind": Kind.INQUIRY},
    {
        "received_at": day(7),
        "handling": Handling.NOT_ACCEPTED,
        "state": CaseState.NOT_ACCEPTED,
        "department_id": None,
        "closed_at": day(7),
    },
    {
        "received_at": local("2026-02-27 09:00"),
        "due_at": day(6),
        "department_id": 2,
        "category_id": 5,
        "branch_id": 2,
    },
)


def make_march() -> None:
    """Fill the database with the town, its city and the twelve cases."""
    make_town()
    db.session.add(
        City(
            code="000000",
            name="示例市",
            hotline_name="示例市12345政务服务便民热线",
            number_prefix="SL",
            document_prefix="示热线",
        )
    )
    db.session.commit()
    make_cases(*CASES)
    moments = [case[name] for case in CASES for name in ("received_at", "due_at") if name in case]
    with unit_of_work():
        figures.mark_stale(*(figures.local_day(moment) for moment in moments))
