"""What the case page shows: everything that was written about one case, as far as this viewer may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.lamps import Lamps
from models.article import Article, ArticleVersion, CaseCitation
from models.assignment import Assignment
from models.attachment import Attachment
from models.case import Case
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.clock import Clock
from models.follow_up import FollowUp
from models.incident import Incident
from models.joint_meeting import JointMeeting
from models.meeting_topic import MeetingTopic
from models.queries import (
    article_lists,
    assignments,
    calls,
    case_records,
    clocks,
    departments,
    incidents,
    joint_meetings,
    people,
    reference,
    related,
    replies,
    requests,
    supervisions,
    tags,
)
from models.queries.related import Around
from models.reply import Reply
from models.supervision import Supervision
from models.tag import Tag
from models.telephone import PhoneCall
from models.user import User
from models.vocabulary import Action, AreaLevel, AssignmentRole, ClockKind, Permission
from workflows.assigning import Task, task_for
from workflows.correction import LEAD_TO_A_DOOR
from workflows.identity import (
    Caller,
    Shown,
    Sight,
    caller_as,
    is_kept_from_departments,
    may_open,
    readable,
    readable_address,
    sight_of,
)
from workflows.lifecycle import available, held
from workflows.permissions import scope_of, works_at_hotline
from workflows.requests import OPEN_STATES
from workflows.standing import stand
from workflows.tagging import may_tag

INCIDENT_READERS = {Permission.VIEW_TOPICS, Permission.MAKE_INCIDENT}


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """One case with all its records, and how much of it one viewer is shown."""

    case: Case
    viewer: User
    at: datetime
    parts: Sequence[Assignment]
    clocks: Sequence[Clock]
    replies: Sequence[Reply]
    follow_ups: Sequence[FollowUp]
    requests: Sequence[CaseRequest]
    orders: Sequence[Supervision]
    topics: Sequence[tuple[MeetingTopic, JointMeeting | None]]
    citations: Sequence[tuple[Article, ArticleVersion, CaseCitation]]
    events: Sequence[CaseEvent]
    attachments: Sequence[Attachment]
    calls: Sequence[PhoneCall]
    tags: Sequence[Tag]
    actions: Sequence[Action]
    sight: Sight
    names: dict[int, str]
    units: dict[int, str]
    place: str
    grounds: dict[tuple[str, str], str]
    around: Around
    incident: Incident | None
    lamps: Lamps

    @property
    def is_hotline(self) -> bool:
        """Say whether the viewer is one of the hotline's own people, who read internal notes."""
        return works_at_hotline(self.viewer)

    @property
    def caller(self) -> Caller | None:
        """The caller as this viewer is shown them."""
        citizen = self.case.citizen
        return caller_as(citizen, self.sight) if citizen else None

    @property
    def running(self) -> list[Clock]:
        """The clocks that have not stopped, the nearest first, paused ones last."""
        going = [clock for clock in self.clocks if clock.stopped_at is None]
        return sorted(going, key=lambda clock: (clock.paused_at is not None, clock.due_at, clock.id))

    @property
    def task(self) -> Task | None:
        """What of the case the viewer could take on now, or has."""
        return task_for(self.case, self.parts, self.viewer)

    @property
    def tags_cases(self) -> bool:
        """Whether the viewer may change the case's tags."""
        return may_tag(self.viewer)

    def owner(self, clock: Clock) -> str:
        """Return the name of the department whose clock it is; nothing for the hotline's own."""
        found = (part.department for part in self.parts if part.id == clock.assignment_id)
        unit = next(found, None)
        return (unit.short_name or unit.name) if unit else ""

    @property
    def due_clock(self) -> Clock | None:
        """The clock that the case's own due moment is taken from."""
        fitting = [
            clock
            for clock in self.clocks
            if clock.kind is ClockKind.FEEDBACK and clock.due_at == self.case.due_at
        ]
        return fitting[-1] if fitting else None

    def clocks_of(self, part: Assignment) -> list[Clock]:
        """Return the running clocks of a department's part."""
        return [clock for clock in self.running if clock.assignment_id == part.id]

    def text(self, text: str) -> str:
        """Return a text of the case as the viewer may read it."""
        return readable(text, self.case, self.sight)

    @property
    def address(self) -> str:
        """The address where it happened as the viewer may read it."""
        return readable_address(self.case, self.sight)

    @property
    def point(self) -> tuple[float, float] | None:
        """The point on the map, for whom the whole address is shown: it leads to the same door."""
        return self.case.point if self.sight.place is Shown.FULL else None

    def reads_change(self, label: str) -> bool:
        """Say whether the viewer reads what a change was: of a place only who is shown the whole address."""
        return label not in LEAD_TO_A_DOOR or self.sight.place is Shown.FULL

    def reads_note(self, event: CaseEvent) -> bool:
        """Say whether the viewer reads the note of an event: internal ones only the house and who wrote them."""
        if not event.is_internal or self.is_hotline or event.department_id in self.viewer.department_ids:
            return True
        return event.action is Action.SUPPORT_REPLY and self.leads

    def reads_record(self, reply: Reply) -> bool:
        """Say whether the viewer reads the internal record of a reply."""
        return self.is_hotline or any(
            part.id == reply.assignment_id and part.department_id in self.viewer.department_ids
            for part in self.parts
        )

    @property
    def leads(self) -> bool:
        """Say whether the viewer's department leads the case."""
        return any(part.role is AssignmentRole.LEAD for part in held(self.parts, self.viewer))

    def sees(self, attachment: Attachment) -> bool:
        """Say whether the viewer may open the attachment."""
        return may_open(attachment, self.viewer, self.sight)

    def grantable(self, part: Assignment) -> bool:
        """Say whether the viewer, as lead, may let this part's department see the caller."""
        return (
            self.leads
            and part.role not in (AssignmentRole.LEAD, AssignmentRole.COPIED)
            and part.department.identity_visible
            and not is_kept_from_departments(self.case)
        )


def open_file(case: Case, viewer: User, *, at: datetime) -> CaseFile:
    """Read everything about the case that the viewer may see."""
    kept = case_records.kept(case.id)
    parts = assignments.of_case(case.id)
    asked = requests.of_case(case.id) if kept.requests else ()
    orders = supervisions.of_case(case.id) if kept.orders else ()
    answers = replies.of_case(case.id) if kept.replies else ()
    called_back = replies.follow_ups(case.id) if kept.follow_ups else ()
    events = case_records.timeline(case.id)
    files = case_records.attachments(case.id) if kept.attachments else ()
    scope = scope_of(viewer)
    undecided = [row for row in asked if row.state in OPEN_STATES]
    standing = stand(case, viewer, parts, undecided, orders)
    return CaseFile(
        case=case,
        viewer=viewer,
        at=at,
        parts=parts,
        clocks=clocks.of_case(case.id),
        replies=answers,
        follow_ups=called_back,
        requests=asked,
        orders=orders,
        topics=joint_meetings.topics_of_case(case.id) if kept.topics else (),
        citations=article_lists.cited_in(case.id) if kept.citations else (),
        events=events,
        attachments=files,
        # Who rang, when, and the recording stay in the house.
        calls=calls.of_case(case.id) if kept.calls and works_at_hotline(viewer) else (),
        tags=tags.of_case(case.id) if kept.tags and works_at_hotline(viewer) else (),
        actions=available(case, viewer, standing),
        sight=sight_of(case, viewer, parts),
        names=people.full_names(
            people_in(parts, asked, orders, answers, called_back, files) | {case.assigned_to_id}
        ),
        units=departments.names_of(event.department_id for event in events),
        place=place_of(case),
        grounds=reference.ground_names(("transfer", case.transfer_code), ("not_accepted", case.refusal_code)),
        around=related.around(case, scope, knows_callers=works_at_hotline(viewer)),
        incident=(
            incidents.of_case(case.id) if kept.incidents and viewer.permissions & INCIDENT_READERS else None
        ),
        lamps=Lamps(at),
    )


def place_of(case: Case) -> str:
    """Return the place as people write it, from the district down."""
    chain = [area for area in reference.area_chain(case.area_id) if area.level is not AreaLevel.CITY]
    return " / ".join(area.name for area in reversed(chain))


def people_in(
    parts: Sequence[Assignment],
    asked: Sequence[CaseRequest],
    orders: Sequence[Supervision],
    answers: Sequence[Reply],
    calls: Sequence[FollowUp],
    files: Sequence[Attachment],
) -> set[int | None]:
    """Collect the ids of everyone the page names."""
    found: set[int | None] = {part.signed_by_id for part in parts} | {part.assigned_to_id for part in parts}
    found |= {
        who for row in asked for who in (row.requested_by_id, row.first_decided_by_id, row.decided_by_id)
    }
    found |= {who for row in orders for who in (row.issued_by_id, row.replied_by_id, row.confirmed_by_id)}
    found |= {who for row in answers for who in (row.replied_by_id, row.reviewed_by_id)}
    found |= {row.attempted_by_id for row in calls}
    return found | {row.uploaded_by_id for row in files}
