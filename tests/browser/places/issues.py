"""The library of published reports, their objections and plans."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from config import LOCAL_TIMEZONE
from hotline import report_making
from models.base import db
from models.case import Case
from models.queries import figures
from models.queries.report_schedules import Readers
from models.transaction import unit_of_work
from tests.browser.places.place import Place
from tests.support.issues import drafted, late_cases, the_issue
from tests.support.office import GROUND, Office
from workflows import report_objections, report_schedules
from workflows.requests import Wish


def issues(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the library, an issue that a correction follows, one open for objections, and every form of theirs."""
    at, maker, head = datetime.now(LOCAL_TIMEZONE), office.supervisor, office.head
    late = late_cases(office, 4)
    published = drafted(head, "scorecard").id
    report_making.publish(published, by=head, at=at)
    draft = drafted(maker)
    with unit_of_work():
        report_objections.open_window(
            db.session.merge(draft), at + timedelta(days=1), {office.bureau.id: 2}, by=maker, at=at
        )
    wish = Wish(reason="责任主体不是本单位", ground_code=GROUND, evidence="会议纪要")
    with unit_of_work():
        case = db.session.get(Case, late[0].id)
        report_objections.dispute(
            db.session.merge(the_issue(draft.id)), case, wish, {late[0].id}, by=office.officer, at=at
        )
        db.session.get(Case, late[1].id).is_excluded = True
        figures.mark_stale(*figures.days_of(db.session.get(Case, late[1].id)))
    here, open_one = f"/reports/issues/{published}", f"/reports/issues/{draft.id}"
    cell = next(n for n, cell in enumerate(the_issue(published).figures["cells"]) if cell["opens"])
    for place in (
        "/reports/issues", "/reports/issues?q=没有这样的", "/reports/issues/new", here, f"{here}/cases?cell={cell}",
        f"{here}/differences", f"{here}/correction", open_one, f"{open_one}/recount", f"{open_one}/withdrawal",
        f"{open_one}/objection-window", f"/reports/issues/{drafted(maker, 'daily').id}/texts",
    ):  # fmt: skip
        yield Place(place, maker)
    yield Place(f"{open_one}/publication", head)
    yield Place(f"{here}/readers", maker)
    with unit_of_work():
        values = {"product": "daily", "period_kind": "day", "offset_days": 0, "at_time": "08:00"}
        readers = Readers([], [office.bureau.id], [])
        report_schedules.add(values | {"is_active": True}, readers, called="日报", by=maker, at=at)
    for place in ("", "/new", "/1"):
        yield Place(f"/administration/report-schedules{place}", office.administrator)
    for place in ("/reports/objections", f"{open_one}/ours", f"{open_one}/objections/{late[2].id}"):
        yield Place(place, office.officer)
