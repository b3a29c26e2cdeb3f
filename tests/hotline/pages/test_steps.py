"""Each step over HTTP: it succeeds with a whole form, is refused without, and loses no words to a lost race."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hotline.step_links import STEP_LINKS
from models.base import db
from models.case import Case
from models.vocabulary import Action as A
from models.vocabulary import AssignmentRole, CaseState
from tests.support.desk import Desk
from tests.support.office import GROUND, Office, again, make_office
from tests.support.pages import Visitor
from tests.support.step_fields import fields_for
from workflows import deadline_extension, deferral, dispatch, ending, exclusion, handling
from workflows.lifecycle import TRANSITIONS
from workflows.requests import Wish

pytestmark = pytest.mark.one_database

S = CaseState


def ask(office: Office, case: Case, at: datetime) -> Wish:
    assert office
    assert case
    assert at
    return Wish(
        reason="情况属实",
        ground_code=GROUND,
        basis="条例",
        evidence="照片",
        limit="3wd",
        plan="三月施工",
        review_on=office.deferral_wish(at).review_on,
    )


def refusal_proposed(office: Office, case: Case, at: datetime) -> None:
    ending.propose_non_acceptance(case, ask(office, case, at), by=office.dispatcher, at=at)


def extension_asked(office: Office, case: Case, at: datetime) -> None:
    deadline_extension.request_extension(case, ask(office, case, at), by=office.officer, at=at)


def deferral_asked(office: Office, case: Case, at: datetime) -> None:
    deferral.request_deferral(case, ask(office, case, at), by=office.officer, at=at)


def end_asked(office: Office, case: Case, at: datetime) -> None:
    ending.request_termination(case, ask(office, case, at), by=office.officer, at=at)


def exclusion_asked(office: Office, case: Case, at: datetime) -> None:
    exclusion.request_exclusion(case, ask(office, case, at), by=office.officer, at=at)


def passed_down(office: Office, case: Case, at: datetime) -> None:
    handling.pass_down(
        case, office.street.id, by=office.officer, at=at, limit=handling.Limit.parse("2wd"), note=""
    )


# Step -> where the case stands, who takes the step, what must have happened before.
STAGES: dict[A, tuple[CaseState, str, Callable[[Office, Case, datetime], None] | None]] = {
    A.DISPATCH: (S.PENDING_REVIEW, "dispatcher", None),
    A.ADD_SUPPORTING: (S.HANDLING, "dispatcher", None),
    A.RECALL_DISPATCH: (S.HANDLING, "dispatcher", None),
    A.CORRECT: (S.HANDLING, "dispatcher", None),
    A.MERGE: (S.PENDING_REVIEW, "dispatcher", None),
    A.UNMERGE: (S.MERGED, "dispatcher", None),
    A.SEND_BACK_TO_AGENT: (S.PENDING_REVIEW, "dispatcher", None),
    A.NOT_ACCEPT: (S.PENDING_REVIEW, "dispatcher", None),
    A.DECIDE_NON_ACCEPTANCE: (S.PENDING_REVIEW, "supervisor", refusal_proposed),
    A.REOPEN: (S.CLOSED, "follow_up", None),
    A.SIGN_FOR: (S.DISPATCHED, "officer", None),
    A.RESPOND: (S.HANDLING, "officer", None),
    A.RECORD_CONTACT: (S.HANDLING, "officer", None),
    A.NOTE_PROGRESS: (S.HANDLING, "officer", None),
    A.PASS_DOWN: (S.HANDLING, "officer", None),
    A.SUPPORT_REPLY: (S.HANDLING, "officer", passed_down),
    A.REPLY: (S.REDO, "officer", None),
    A.SEND_BACK: (S.HANDLING, "officer", None),
    A.ACCEPT_RETURN: (S.RETURN_PENDING, "dispatcher", None),
    A.REJECT_RETURN: (S.RETURN_PENDING, "supervisor", None),
    A.RULE_BY_PANEL: (S.PANEL_PENDING, "head", None),
    A.APPROVE_REPLY: (S.REPLIED, "dispatcher", None),
    A.RETURN_REPLY: (S.REPLIED, "supervisor", None),
    A.ATTEMPT_FOLLOW_UP: (S.FOLLOW_UP, "follow_up", None),
    A.REQUEST_EXTENSION: (S.HANDLING, "officer", None),
    A.DECIDE_EXTENSION: (S.HANDLING, "supervisor", extension_asked),
    A.REQUEST_DEFERRAL: (S.REDO, "officer", None),
    A.DECIDE_DEFERRAL: (S.HANDLING, "head", deferral_asked),
    A.RESUME: (S.DEFERRED, "officer", None),
    A.REQUEST_TERMINATION: (S.HANDLING, "officer", None),
    A.DECIDE_TERMINATION: (S.HANDLING, "supervisor", end_asked),
    A.REQUEST_EXCLUSION: (S.CLOSED, "officer", None),
    A.DECIDE_EXCLUSION: (S.CLOSED, "dispatcher", exclusion_asked),
    A.WITHDRAW_REQUEST: (S.HANDLING, "officer", extension_asked),
}
WORDY = [
    action
    for action in STAGES
    if action not in (A.CORRECT, A.ACCEPT_RETURN, A.WITHDRAW_REQUEST, A.MERGE, A.RECALL_DISPATCH)
]


@pytest.fixture
def desk(app: object, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    assert app
    return Desk(make_office(), visit)


def staged(desk: Desk, action: A) -> tuple[Case, str, dict[str, object]]:
    """Return a case on which the step is open, who takes it, and the fields of its form."""
    state, role, prepare = STAGES[action]
    office = desk.office
    case = office.case_in(state)
    if prepare is not None:
        prepare(office, case, datetime.now(UTC))
        db.session.commit()
    fields = fields_for(office, action)
    if action is A.WITHDRAW_REQUEST:
        fields = {"request_id": office.pending(case, "extension").id}  # type: ignore[arg-type]
    if action is A.MERGE:
        fields = {"number": office.register().number}
    return case, role, fields


# Tried by their own files: test_intake.py and test_supervision_steps.py.
ELSEWHERE = {
    A.SUBMIT,
    A.TAKE_HAZARD,
    A.REMIND,
    A.ORDER_SUPERVISION,
    A.REPLY_SUPERVISION,
    A.CONFIRM_SUPERVISION,
    A.RETURN_SUPERVISION,
}


def test_every_step_has_its_stage() -> None:
    assert set(STAGES) | ELSEWHERE == set(STEP_LINKS)


@pytest.mark.both_databases
@pytest.mark.parametrize("action", list(STAGES), ids=str)
def test_a_step_taken_with_a_whole_form_leads_where_the_table_says(desk: Desk, action: A) -> None:
    case, role, fields = staged(desk, action)
    before = case.state

    page = desk.take(role, case, action, **fields)

    assert f"{action.label}：已完成。" in page.text
    ends = TRANSITIONS[action].ends or {before}
    assert again(case).state in ends


@pytest.mark.both_databases
@pytest.mark.parametrize("action", WORDY, ids=str)
def test_a_lost_race_says_so_and_keeps_every_word(desk: Desk, action: A) -> None:
    case, role, fields = staged(desk, action)
    form = desk.open(role, case).follow(action.label)
    again(case).title = "同时被他人修改"
    db.session.commit()

    page = form.fill(**fields).press(action.label, status=409)

    assert "这条记录刚被他人更新，您的操作未保存。您填写的内容还在下面，请核对后再提交。" in page.text
    for words in (text for text in fields.values() if isinstance(text, str) and not text.isascii()):
        assert words in page.html
    if action is not A.SIGN_FOR:
        assert page.press(action.label).text.count("：已完成。") == 1


REFUSED = {
    A.DISPATCH: ({"lead_id": ""}, "请选择主办单位。"),
    A.SEND_BACK_TO_AGENT: ({"note": ""}, "请填写说明。"),
    A.NOT_ACCEPT: ({"ground_code": ""}, "请选择不予受理的事由。"),
    A.MERGE: ({"number": "NONE"}, "没有找到这个编号的工单，请核对。"),
    A.UNMERGE: ({"note": ""}, "请填写撤销并单的说明。"),
    A.CORRECT: ({"category_id": ""}, "请选择诉求分类。"),
    A.RECORD_CONTACT: ({"contacted_at": "2099-01-01T00:00"}, "联系时间不能晚于现在。"),
    A.NOTE_PROGRESS: ({"note": "长" * 4001}, "最多 4000 个字。"),
    A.PASS_DOWN: ({"days": "60"}, "下派时限不能晚于本单办结时限。"),
    A.REPLY: ({"solved": "no"}, "未完全解决的，请填写原因。"),
    A.SEND_BACK: ({"basis": ""}, "请填写退单依据（法律法规、三定规定或权责清单）。"),
    A.ACCEPT_RETURN: ({"lead_id": ""}, "请选择改派的承办单位。"),
    A.RULE_BY_PANEL: ({"note": ""}, "请填写裁定意见。"),
    A.RETURN_REPLY: ({"note": ""}, "请填写退回意见。"),
    A.ATTEMPT_FOLLOW_UP: ({"result_rating": "1"}, "请填写不满意的原因。"),
    A.REQUEST_EXTENSION: ({"days": "6"}, "本单每次最多延期5个工作日。"),
    A.DECIDE_EXTENSION: ({"verdict": "no", "note": ""}, "驳回的，请说明理由。"),
    A.REQUEST_DEFERRAL: ({"review_on": "2020-01-01"}, "请填写今天以后的复查日期。"),
    A.REQUEST_TERMINATION: ({"basis": ""}, "请填写终止办理的依据。"),
    A.REQUEST_EXCLUSION: ({"evidence": ""}, "请填写佐证材料说明。"),
}


@pytest.mark.parametrize("action", list(REFUSED), ids=str)
def test_a_form_that_lacks_something_comes_back_with_its_words_and_the_reason(desk: Desk, action: A) -> None:
    case, role, fields = staged(desk, action)
    wrong, sentence = REFUSED[action]
    before = case.version

    page = desk.take(role, case, action, status=422, **{**fields, **wrong})

    assert sentence in page.text
    assert again(case).version == before


def test_merging_without_a_number_asks_for_one(desk: Desk) -> None:
    case, role, _ = staged(desk, A.MERGE)

    page = desk.take(role, case, A.MERGE, status=422, number="")

    assert "请选择或填写要并入的工单。" in page.text
    assert "没有找到这个编号" not in page.text


def test_a_refusal_keeps_the_menu_and_leads_back_to_the_case(desk: Desk) -> None:
    case = desk.office.case_in(S.DISPATCHED)

    page = desk.visitor("officer").get(f"/cases/{case.id}/response", status=409)

    assert "工作台" in page.links()
    assert page.follow("返回工单").heading == case.title


def test_nobody_decides_what_they_asked_for_themselves(desk: Desk) -> None:
    office = desk.office
    case = office.register()
    ending.propose_non_acceptance(
        case, ask(office, case, datetime.now(UTC)), by=office.supervisor, at=datetime.now(UTC)
    )
    db.session.commit()

    page = desk.open("supervisor", case)

    assert A.DECIDE_NON_ACCEPTANCE.label not in page.links()
    assert A.DECIDE_NON_ACCEPTANCE.label in desk.open("head", case).links()


@pytest.mark.both_databases
def test_leaving_a_case_out_takes_two_people_and_shows_what_it_does_to_the_rate(desk: Desk) -> None:
    case, _, _ = staged(desk, A.DECIDE_EXCLUSION)
    row = again(case)
    row.due_at = row.original_due_at = datetime.now(UTC) - timedelta(days=400)
    db.session.commit()

    page = desk.open("dispatcher", case).follow(A.DECIDE_EXCLUSION.label)
    assert "剔除前：0.00%（按时 0 ÷ 应办结 1）" in page.text
    assert "剔除后：—（按时 0 ÷ 应办结 0）" in page.text
    page.fill(verdict="yes").press(A.DECIDE_EXCLUSION.label)
    assert not again(case).is_excluded
    page = desk.take("supervisor", case, A.DECIDE_EXCLUSION, verdict="yes")

    assert again(case).is_excluded
    assert "0.00%（按时 0 ÷ 应办结 1） → —（按时 0 ÷ 应办结 0）" in page.text


def test_a_helper_answers_without_seeing_the_lead_s_record(desk: Desk) -> None:
    office = desk.office
    case = office.case_in(S.HANDLING)
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=datetime.now(UTC))
    db.session.commit()
    helping = office.person("officer", department=office.helper)
    desk.take(helping, case, A.SIGN_FOR)
    desk.take(helping, case, A.SUPPORT_REPLY, note="电源正常")
    desk.take("officer", case, A.REPLY, **fields_for(office, A.REPLY))

    page = desk.open(helping, case)

    assert "已换灯。" not in page.text
    assert "路灯已修复。" in page.text
    assert office.part(again(case), AssignmentRole.SUPPORTING).state.label == "已回复"
