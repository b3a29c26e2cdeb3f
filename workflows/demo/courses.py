"""The courses that demo cases take through the real steps, so that every worklist has something in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.queries import departments, reference
from models.vocabulary import ContactOutcome, FollowUpOutcome, Rating, RequestKind, Solved, SupervisionLevel
from workflows import deadline_extension, deferral, dispatch, follow_up, handling, returns, supervision
from workflows.follow_up import Asked
from workflows.handling import Answer
from workflows.limit import Limit
from workflows.requests import RULES, Wish

if TYPE_CHECKING:
    from models.case import Case
    from models.user import User
    from workflows.demo.crew import Crew

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Scene:
    """A case on its way: who acts, and the officer whose department has it."""

    case: Case
    crew: Crew
    officer: User


Step = Callable[[Scene, datetime], object]


def send(scene: Scene, at: datetime) -> None:
    """Send the case to the officer's department, as the dispatcher."""
    dispatch.dispatch(scene.case, by=scene.crew.dispatcher, at=at, lead_id=scene.officer.department_id)


def ask_agent(scene: Scene, at: datetime) -> None:
    """Ask the agent for what is lacking, as the dispatcher."""
    dispatch.send_back_to_agent(
        scene.case, by=scene.crew.dispatcher, at=at, note="请补充具体楼栋和联系时间。"
    )


def sign(scene: Scene, at: datetime) -> None:
    """Sign for it, as the officer."""
    handling.sign_for(scene.case, by=scene.officer, at=at)


def ring(scene: Scene, at: datetime) -> None:
    """Ring the caller, as the officer."""
    handling.record_contact(
        scene.case,
        by=scene.officer,
        at=at,
        outcome=ContactOutcome.REACHED,
        contacted_at=at - timedelta(minutes=5),
        note="已向诉求人了解详细情况，约定上门查看时间。",
    )


def work(scene: Scene, at: datetime) -> None:
    """Write how it stands, as the officer."""
    handling.note_progress(
        scene.case, by=scene.officer, at=at, note="已安排人员到现场查看，正在联系施工单位。"
    )


def hand_down(scene: Scene, at: datetime) -> None:
    """Give it to a unit below, where there is one, as the officer."""
    below = departments.children(scene.officer.department_id or 0)
    if below:
        handling.pass_down(
            scene.case, below[0].id, by=scene.officer, at=at, limit=Limit.parse("1wd"), note="请现场核实。"
        )


def give_back(scene: Scene, at: datetime) -> None:
    """Say that it belongs to another department, as the officer."""
    other = next(unit for unit in scene.crew.officers if unit.id != scene.officer.id)
    wish = Wish(
        reason="经核实，该处设施产权和管养不属于本单位。",
        ground_code=first_ground(RequestKind.RETURN),
        basis="单位职责清单",
        evidence="产权登记资料",
        proposed_department_id=other.department_id,
    )
    returns.send_back(scene.case, wish, by=scene.officer, at=at)


def first_ground(kind: RequestKind) -> str:
    """Return the first ground of the kind in the city's dictionary, empty where it names none."""
    return next((ground.code for ground in reference.grounds(RULES[kind].ground_kind)), "")


def want_time(scene: Scene, at: datetime) -> None:
    """Ask for more time, as the officer."""
    wish = Wish(
        reason="需更换配件，厂家到货需要时间。",
        ground_code=first_ground(RequestKind.EXTENSION),
        limit="2wd",
    )
    deadline_extension.request_extension(scene.case, wish, by=scene.officer, at=at)


def want_books(scene: Scene, at: datetime) -> None:
    """Ask to keep it on the books, with a plan, as the officer."""
    wish = Wish(
        reason="已列入年度改造计划，年内暂不具备施工条件。",
        ground_code=first_ground(RequestKind.DEFERRAL),
        plan="完成设计后分段施工，改造前加强巡查。",
        review_on=at.astimezone(LOCAL_TIMEZONE).date() + 20 * DAY,
    )
    deferral.request_deferral(scene.case, wish, by=scene.officer, at=at)


def answer(scene: Scene, at: datetime) -> None:
    """Answer it, as the officer."""
    told = Answer(
        is_true=True,
        is_ours=True,
        contact=ContactOutcome.REACHED,
        contacted_at=at - timedelta(hours=1),
        solved=Solved.YES,
        internal_record="现场核查属实，已组织维修并复查，问题消除。",
        public_answer="您反映的问题已处理完毕，感谢您的监督，如再次发生请随时拨打12345。",
        handled_by="值班员",
        approved_by="科长",
    )
    handling.reply(scene.case, told, by=scene.officer, at=at)


def poor(scene: Scene, at: datetime) -> None:
    """Send a poor answer back, as the dispatcher."""
    handling.return_reply(scene.case, by=scene.crew.dispatcher, at=at, note="未说明处理措施，请补充。")


def accept(scene: Scene, at: datetime) -> None:
    """Accept the answer, as the dispatcher."""
    follow_up.approve_reply(scene.case, by=scene.crew.dispatcher, at=at)


def no_answer(scene: Scene, at: datetime) -> None:
    """Ring without anybody picking up."""
    follow_up.attempt(scene.case, Asked(outcome=FollowUpOutcome.NO_ANSWER), by=scene.crew.follow_up, at=at)


def please(scene: Scene, at: datetime) -> None:
    """Hear from a citizen who is satisfied."""
    asked = Asked(
        outcome=FollowUpOutcome.RATED,
        was_contacted=True,
        solved=Solved.YES,
        result_rating=Rating.SATISFIED,
        hotline_rating=Rating.VERY_SATISFIED,
    )
    follow_up.attempt(scene.case, asked, by=scene.crew.follow_up, at=at)


def displease(scene: Scene, at: datetime) -> None:
    """Hear from one who is not, and have it done again."""
    asked = Asked(
        outcome=FollowUpOutcome.RATED,
        was_contacted=True,
        solved=Solved.NO,
        result_rating=Rating.DISSATISFIED,
        hotline_rating=Rating.SATISFIED,
        reason="问题反复出现，没有彻底解决。",
        wants_redo=True,
    )
    follow_up.attempt(scene.case, asked, by=scene.crew.follow_up, at=at)


def urge(scene: Scene, at: datetime) -> None:
    """Urge the department on, as the dispatcher."""
    supervision.remind(scene.case, by=scene.crew.dispatcher, at=at, note="请尽快办理并反馈进展。")


def order(scene: Scene, at: datetime) -> None:
    """Issue an order, as the supervisor."""
    supervision.order(
        scene.case,
        by=scene.crew.supervisor,
        at=at,
        level=SupervisionLevel.ORDER,
        reason="超期未办结，群众多次来电。",
        requirement="请单位负责人牵头，三个工作日内办结并书面说明原因。",
        limit=Limit.parse("3wd"),
    )


@dataclass(frozen=True)
class Course:
    """So many cases that go through these steps, each so long after receipt; the last was taken `ago`."""

    cases: int
    steps: tuple[tuple[timedelta, Step], ...] = ()
    ago: tuple[timedelta, timedelta] = (timedelta(minutes=10), 3 * HOUR)
    is_direct: bool = False
    is_hazard: bool = False


BEGUN = ((0.4 * HOUR, send), (1.2 * HOUR, sign), (2 * HOUR, ring))
UNDER_WAY = (*BEGUN, (6 * HOUR, work))
ANSWERED = (*UNDER_WAY, (26 * HOUR, answer))
ACCEPTED = (*ANSWERED, (29 * HOUR, accept))
FEW_DAYS, LATE = (4 * HOUR, 3 * DAY), (9 * DAY, 14 * DAY)
# Stuck for weeks: what a joint meeting is for.
STUCK = Course(6, UNDER_WAY, ago=(45 * DAY, 55 * DAY))

COURSES: tuple[Course, ...] = (
    Course(24, is_direct=True, ago=(timedelta(minutes=5), 4 * DAY)),
    Course(12),
    Course(1, is_hazard=True, ago=(timedelta(minutes=2), timedelta(minutes=6))),
    Course(2, ((0.5 * HOUR, ask_agent),)),
    Course(14, ((0.4 * HOUR, send),)),
    Course(4, ((0.4 * HOUR, send), (2 * HOUR, give_back))),
    Course(6, BEGUN, ago=(timedelta(minutes=20), DAY)),
    Course(18, UNDER_WAY, ago=FEW_DAYS),
    Course(4, (*BEGUN, (3 * HOUR, hand_down)), ago=(1 * HOUR, 6 * HOUR)),
    Course(3, (*UNDER_WAY, (20 * HOUR, want_time)), ago=(1 * HOUR, 8 * HOUR)),
    Course(2, (*UNDER_WAY, (20 * HOUR, want_books)), ago=(1 * HOUR, 8 * HOUR)),
    Course(5, (*UNDER_WAY, (8 * DAY, urge)), ago=(1 * DAY, 4 * DAY)),
    Course(3, (*UNDER_WAY, (8 * DAY, urge), (9 * DAY, order)), ago=(2 * HOUR, 2 * DAY)),
    Course(4, UNDER_WAY, ago=LATE),
    STUCK,
    Course(8, ANSWERED, ago=(timedelta(minutes=10), DAY)),
    Course(2, (*ANSWERED, (28 * HOUR, poor)), ago=(1 * HOUR, DAY)),
    Course(8, ACCEPTED, ago=(timedelta(minutes=10), DAY)),
    Course(4, (*ACCEPTED, (31 * HOUR, no_answer)), ago=(1 * HOUR, 12 * HOUR)),
    Course(5, (*ACCEPTED, (31 * HOUR, displease)), ago=(1 * HOUR, 2 * DAY)),
    Course(28, (*ACCEPTED, (31 * HOUR, please)), ago=(1 * HOUR, 12 * DAY)),
)
