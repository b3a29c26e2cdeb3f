"""The State Council's holiday notices of three years, typed in by hand from the notices themselves.

2016: 国办发明电〔2015〕18号; 2025: 国办发明电〔2024〕12号; 2026: the notice of November 2025.
Each year holds the days off as (first, last), and the make-up working days.
"""

from datetime import date, timedelta

NOTICES: dict[int, tuple[list[tuple[date, date]], list[date]]] = {
    2016: (
        [
            (date(2016, 1, 1), date(2016, 1, 3)),
            (date(2016, 2, 7), date(2016, 2, 13)),
            (date(2016, 4, 2), date(2016, 4, 4)),
            (date(2016, 4, 30), date(2016, 5, 2)),
            (date(2016, 6, 9), date(2016, 6, 11)),
            (date(2016, 9, 15), date(2016, 9, 17)),
            (date(2016, 10, 1), date(2016, 10, 7)),
        ],
        [
            date(2016, 2, 6),
            date(2016, 2, 14),
            date(2016, 6, 12),
            date(2016, 9, 18),
            date(2016, 10, 8),
            date(2016, 10, 9),
        ],
    ),
    2025: (
        [
            (date(2025, 1, 1), date(2025, 1, 1)),
            (date(2025, 1, 28), date(2025, 2, 4)),
            (date(2025, 4, 4), date(2025, 4, 6)),
            (date(2025, 5, 1), date(2025, 5, 5)),
            (date(2025, 5, 31), date(2025, 6, 2)),
            (date(2025, 10, 1), date(2025, 10, 8)),
        ],
        [
            date(2025, 1, 26),
            date(2025, 2, 8),
            date(2025, 4, 27),
            date(2025, 9, 28),
            date(2025, 10, 11),
        ],
    ),
    2026: (
        [
            (date(2026, 1, 1), date(2026, 1, 3)),
            (date(2026, 2, 15), date(2026, 2, 23)),
            (date(2026, 4, 4), date(2026, 4, 6)),
            (date(2026, 5, 1), date(2026, 5, 5)),
            (date(2026, 6, 19), date(2026, 6, 21)),
            (date(2026, 9, 25), date(2026, 9, 27)),
            (date(2026, 10, 1), date(2026, 10, 7)),
        ],
        [
            date(2026, 1, 4),
            date(2026, 2, 14),
            date(2026, 2, 28),
            date(2026, 5, 9),
            date(2026, 9, 20),
            date(2026, 10, 10),
        ],
    ),
}


def days_of(year: int) -> list[date]:
    """Return every day of the year."""
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def workdays_by_notice(year: int) -> set[date]:
    """Return the working days of a year whose notice is typed in above."""
    off, made_up = NOTICES[year]
    resting = {day for first, last in off for day in days_of(year) if first <= day <= last}
    return ({day for day in days_of(year) if day.weekday() < 5} - resting) | set(made_up)
