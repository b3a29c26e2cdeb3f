"""Named moments of one ordinary week, one holiday and one make-up working day, as people here say them."""

from datetime import datetime

from config import LOCAL_TIMEZONE


def local(text: str) -> datetime:
    """Return the moment that a clock in the city shows as `2026-03-02 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TIMEZONE)


# An ordinary week without holidays.
MONDAY_9 = local("2026-03-02 09:00")
TUESDAY_9 = local("2026-03-03 09:00")
FRIDAY_15 = local("2026-03-06 15:00")
FRIDAY_17_59 = local("2026-03-06 17:59")
SATURDAY_NOON = local("2026-03-07 12:00")
NEXT_MONDAY_9 = local("2026-03-09 09:00")
# Spring Festival 2026: off from 15 to 23 February, working on Saturdays 14 and 28 February instead.
EVE_OF_HOLIDAY = local("2026-02-14 16:00")
SPRING_FESTIVAL = local("2026-02-17 10:00")
FIRST_DAY_AFTER_HOLIDAY = local("2026-02-24 09:00")
MAKE_UP_SATURDAY = local("2026-02-28 10:00")
