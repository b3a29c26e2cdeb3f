"""The administrators' places, in the order of the menu."""

from hotline.pages.administration import (
    addresses,
    areas,
    audit_log,
    catalogue,
    categories,
    departments,
    dictionaries,
    exchanges,
    outlines,
    paper_format,
    report_schedules,
    roles,
    rules,
    users,
    work_calendar,
)

PLACES = (
    users,
    roles,
    departments,
    categories,
    areas,
    addresses,
    outlines,
    catalogue,
    dictionaries,
    rules,
    exchanges,
    work_calendar,
    paper_format,
    report_schedules,
    audit_log,
)
