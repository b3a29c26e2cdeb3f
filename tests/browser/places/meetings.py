"""The pages of the joint meeting."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from config import LOCAL_TIMEZONE
from models.base import db
from models.queries import joint_meetings
from models.vocabulary import CaseState
from tests.browser.places.place import Place
from tests.support.meetings import decision, held, invited, make_candidate_rules, topic_of
from tests.support.office import Office
from workflows.joint_meeting import deciding
from workflows.joint_meeting import topics as meeting_topics


def meetings(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the pages of the joint meeting: what is a candidate, one prepared, one invited, one held, one minuted."""
    at = datetime.now(LOCAL_TIMEZONE)
    make_candidate_rules(times_returned=1)
    candidate = office.case_in(CaseState.RETURN_PENDING, at=at)
    pooled, waiting, tabled, settled = (
        topic_of(office, office.case_in(CaseState.HANDLING, at=at), at=at) for _ in range(4)
    )
    meeting_topics.ask_opinions(
        waiting, [office.bureau.id], due_at=at + timedelta(days=1), by=office.supervisor, at=at
    )
    called = invited(office, waiting, at=at)
    done = held(office, settled, at=at)
    (item,) = deciding.decide(settled, decision(office, at=at), by=office.supervisor, at=done.ends_at)
    deciding.issue_minutes(done, "会议概况。", "抓紧落实。", by=office.supervisor, at=done.ends_at)
    there = held(office, tabled, at=at)
    db.session.commit()
    opinion = joint_meetings.opinions_of([waiting.id])[waiting.id][0]
    seat = next(row for row in joint_meetings.seats_of(called.id) if row.department_id == office.bureau.id)
    places = f"""candidates candidates/{candidate.id}/dismissal new {called.id} {called.id}/plan {called.id}/agenda
        {called.id}/invitation {called.id}/cancellation {called.id}/attendance {there.id} {there.id}/minutes/issue
        {done.id} {done.id}/minutes topics/{pooled.id} topics/{pooled.id}/words topics/{pooled.id}/opinions
        topics/{pooled.id}/withdrawal topics/{tabled.id}/decision topics/{tabled.id}/postponement
        topics/{settled.id} actions actions/{item.id} actions/{item.id}/strike-off actions/{item.id}/another-round
        actions/{item.id}/due"""
    yield Place("/joint-meetings", office.supervisor)
    for place in places.split():
        yield Place(f"/joint-meetings/{place}", office.supervisor)
    helper = office.person("officer", department=office.helper)
    for place in (f"actions/{item.id}/report", f"actions/{item.id}/strike-off-request", f"{done.id}"):
        yield Place(f"/joint-meetings/{place}", helper)
    for place in (
        "opinions",
        f"opinions/{opinion.id}",
        f"{called.id}/seats/{seat.id}",
        f"topics/{waiting.id}",
    ):
        yield Place(f"/joint-meetings/{place}", office.officer)
    yield Place(f"/cases/{joint_meetings.case_ids(settled.id)[0]}", office.supervisor)
    year = f"period=year&on={done.starts_at:%Y}-01-01"
    yield Place(f"/reports/products/joint-meeting?period={done.starts_at:%Y}", office.leader)
    for figure in ("meetings_held", "topics_decided_rate", "actions_made"):
        yield Place(f"/joint-meetings/figures?figure={figure}&{year}", office.leader)
