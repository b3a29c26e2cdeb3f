"""Every act of the lifecycle as a person would try it: with all it needs, on whatever case, at whatever moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from models.base import db
from models.case import Case
from models.queries import requests
from models.queries import supervisions as supervision_queries
from models.user import User
from models.vocabulary import (
    Action,
    Channel,
    ContactOutcome,
    FollowUpOutcome,
    Kind,
    RequestKind,
    SupervisionLevel,
    SupervisionState,
)
from tests.support.office import GROUND, Office, again, answer, dissatisfied, satisfied
from workflows import (
    correction,
    deadline_extension,
    deferral,
    dispatch,
    ending,
    exclusion,
    follow_up,
    handling,
    intake,
    merging,
    recall,
    returns,
    supervision,
)
from workflows.correction import Whereabouts
from workflows.errors import NotAllowedNow
from workflows.joint_meeting.cases_follow import follow
from workflows.limit import Limit
from workflows.requests import Wish

Act = Callable[[Office, Case, User, datetime], object]
A, K = Action, RequestKind


def wish(**given: object) -> Wish:
    """Return a request that leaves nothing out."""
    return Wish(**{"reason": "理由", "ground_code": GROUND, "basis": "条例", "evidence": "照片", **given})  # type: ignore[arg-type]


def deciding(kind: RequestKind, decide: Callable[..., None], *, approves: bool) -> Act:
    """Make the act of deciding the undecided request of the kind, which may not be there."""

    def act(_office: Office, case: Case, by: User, at: datetime) -> None:
        row = requests.undecided(case.id, kind)
        if row is None:
            raise NotAllowedNow("没有待审的申请。")
        decide(case, row, approves=approves, by=by, at=at, note="意见")

    return act


def on_order(state: SupervisionState, step: Callable[..., None]) -> Act:
    """Make the act on the case's newest order in the state, which may not be there."""

    def act(_office: Office, case: Case, by: User, at: datetime) -> None:
        rows = [r for r in supervision_queries.of_case(case.id) if r.number and r.state is state]
        if not rows:
            raise NotAllowedNow("没有督办单。")
        step(case, rows[-1], by=by, at=at, note="意见")

    return act


def given_again(case: Case) -> intake.Request:
    """Return what the agent hands in anew."""
    return intake.Request(
        channel=Channel.PHONE, kind=Kind.HELP, title=case.title, content="补充后的内容",
        category_id=case.category_id, name="王建国", phone="13893112345",
    )  # fmt: skip


def no_answer() -> follow_up.Asked:
    """Return that nobody took the telephone."""
    return follow_up.Asked(outcome=FollowUpOutcome.NO_ANSWER)


def reach_the_caller(_office: Office, case: Case, by: User, at: datetime) -> None:
    """Ring the caller, who answers."""
    handling.record_contact(case, by=by, at=at, outcome=ContactOutcome.REACHED, contacted_at=at)


def issue_an_order(_office: Office, case: Case, by: User, at: datetime) -> None:
    """Issue a supervision order."""
    supervision.order(
        case,
        by=by,
        at=at,
        level=SupervisionLevel.ORDER,
        reason="群众反复反映",
        requirement="限期办结",
        limit=Limit.parse("3wd"),
    )


def decide_at_a_table(office: Office, case: Case, by: User, at: datetime) -> None:
    """Let a meeting give the case to the helper, or leave it with whoever has it."""
    lead_id = case.department_id if case.id % 2 and case.department_id else office.helper.id
    others = [office.other.id] if lead_id != office.other.id else []
    due_at = at + timedelta(days=30)
    follow(case, lead_id=lead_id, supporting_ids=others, due_at=due_at, note="会议决定", by=by, at=at)


def merge_into_another(office: Office, case: Case, by: User, at: datetime) -> None:
    """Merge the case into the town's other one, which its department is at work on."""
    merging.merge(case, again(db.session.get_one(Case, office.master_id)), by=by, at=at)


ELSEWHERE = Whereabouts(address="新址")
ACTS: list[tuple[Action, Act]] = [
    (A.SUBMIT, lambda _o, c, u, at: intake.complete(c, given_again(c), by=u, at=at)),
    (A.ANSWER_DIRECTLY, lambda _o, c, u, at: intake.complete(c, given_again(c), by=u, at=at, answer="答复")),
    (A.SEND_BACK_TO_AGENT, lambda _o, c, u, at: dispatch.send_back_to_agent(c, by=u, at=at, note="缺地址")),
    (A.CORRECT, lambda _o, c, u, at: correction.correct(c, category_id=c.category_id, place=ELSEWHERE, by=u, at=at)),
    (A.NOT_ACCEPT, lambda _o, c, u, at: ending.propose_non_acceptance(c, wish(), by=u, at=at)),
    (A.DECIDE_NON_ACCEPTANCE, deciding(K.NON_ACCEPTANCE, ending.decide_non_acceptance, approves=True)),
    (A.DECIDE_NON_ACCEPTANCE, deciding(K.NON_ACCEPTANCE, ending.decide_non_acceptance, approves=False)),
    (A.DISPATCH, lambda o, c, u, at: dispatch.dispatch(c, by=u, at=at, lead_id=o.bureau.id, supporting_ids=[o.helper.id])),
    (A.DISPATCH, lambda o, c, u, at: dispatch.dispatch(c, by=u, at=at, lead_id=o.bureau.id)),
    (A.RECALL_DISPATCH, lambda _o, c, u, at: recall.recall_dispatch(c, by=u, at=at, note="派错单位")),
    (A.ADD_SUPPORTING, lambda o, c, u, at: dispatch.add_supporting(c, o.helper.id, by=u, at=at)),
    (A.MERGE, merge_into_another),
    (A.UNMERGE, lambda _o, c, u, at: merging.unmerge(c, by=u, at=at, note="并错了")),
    (A.SIGN_FOR, lambda _o, c, u, at: handling.sign_for(c, by=u, at=at)),
    (A.RESPOND, lambda _o, c, u, at: handling.respond(c, by=u, at=at)),
    (A.RECORD_CONTACT, reach_the_caller),
    (A.NOTE_PROGRESS, lambda _o, c, u, at: handling.note_progress(c, by=u, at=at, note="进展")),
    (A.PASS_DOWN, lambda o, c, u, at: handling.pass_down(c, o.street.id, by=u, at=at, limit=Limit.parse("1wd"))),
    (A.SUPPORT_REPLY, lambda _o, c, u, at: handling.support_reply(c, by=u, at=at, note="已办")),
    (A.REPLY, lambda _o, c, u, at: handling.reply(c, answer(contacted_at=at), by=u, at=at)),
    (A.SEND_BACK, lambda o, c, u, at: returns.send_back(c, wish(proposed_department_id=o.other.id), by=u, at=at)),
    (A.ACCEPT_RETURN, lambda o, c, u, at: returns.accept(c, by=u, at=at, lead_id=o.other.id)),
    (A.REJECT_RETURN, lambda _o, c, u, at: returns.reject(c, by=u, at=at, note="应由你单位办理")),
    (A.RULE_BY_PANEL, lambda o, c, u, at: returns.rule_by_panel(c, o.bureau.id, by=u, at=at, note="裁定")),
    (A.RETURN_REPLY, lambda _o, c, u, at: handling.return_reply(c, by=u, at=at, note="答非所问")),
    (A.APPROVE_REPLY, lambda _o, c, u, at: follow_up.approve_reply(c, by=u, at=at)),
    (A.ATTEMPT_FOLLOW_UP, lambda _o, c, u, at: follow_up.attempt(c, satisfied(), by=u, at=at)),
    (A.ATTEMPT_FOLLOW_UP, lambda _o, c, u, at: follow_up.attempt(c, dissatisfied(), by=u, at=at)),
    (A.ATTEMPT_FOLLOW_UP, lambda _o, c, u, at: follow_up.attempt(c, no_answer(), by=u, at=at)),
    (A.REOPEN, lambda _o, c, u, at: follow_up.reopen(c, by=u, at=at, note="又坏了")),
    (A.REQUEST_EXTENSION, lambda _o, c, u, at: deadline_extension.request_extension(c, wish(limit="2wd"), by=u, at=at)),
    (A.DECIDE_EXTENSION, deciding(K.EXTENSION, deadline_extension.decide_extension, approves=True)),
    (A.REQUEST_DEFERRAL, lambda o, c, u, at: deferral.request_deferral(c, o.deferral_wish(at), by=u, at=at)),
    (A.DECIDE_DEFERRAL, deciding(K.DEFERRAL, deferral.decide_deferral, approves=True)),
    (A.DECIDE_DEFERRAL, deciding(K.DEFERRAL, deferral.decide_deferral, approves=False)),
    (A.RESUME, lambda _o, c, u, at: deferral.resume(c, by=u, at=at, note="开工")),
    (A.REQUEST_TERMINATION, lambda _o, c, u, at: ending.request_termination(c, wish(), by=u, at=at)),
    (A.DECIDE_TERMINATION, deciding(K.TERMINATION, ending.decide_termination, approves=True)),
    (A.DECIDE_TERMINATION, deciding(K.TERMINATION, ending.decide_termination, approves=False)),
    (A.REQUEST_EXCLUSION, lambda _o, c, u, at: exclusion.request_exclusion(c, wish(), by=u, at=at)),
    (A.DECIDE_EXCLUSION, deciding(K.EXCLUSION, exclusion.decide_exclusion, approves=True)),
    (A.REMIND, lambda _o, c, u, at: supervision.remind(c, by=u, at=at)),
    (A.ORDER_SUPERVISION, issue_an_order),
    (A.REPLY_SUPERVISION, on_order(SupervisionState.OPEN, supervision.reply)),
    (A.CONFIRM_SUPERVISION, on_order(SupervisionState.REPLIED, supervision.confirm)),
    (A.DECIDE_BY_MEETING, decide_at_a_table),
    (A.RETURN_SUPERVISION, on_order(SupervisionState.REPLIED, supervision.another_round)),
]  # fmt: skip
