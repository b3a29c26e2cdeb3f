"""Steps on several cases at once: previewed, taken one by one, each failure named with its reason."""

from collections.abc import Callable

import pytest
from flask import Flask

from hotline.bulk import BULKS, MOST
from models.base import db
from models.case import Case
from models.vocabulary import CaseState, Confidentiality, Kind
from tests.support.office import Office, again, make_office
from tests.support.pages import Page, Visitor
from tests.support.statements import statements

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.one_database


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def picked(visitor: Visitor, code: str, *cases: Case) -> Page:
    return visitor.get(f"/bulk/{code}", query_string=[("case", case.id) for case in cases])


def states(*cases: Case) -> list[CaseState]:
    db.session.expire_all()
    return [again(case).state for case in cases]


def test_cases_are_dispatched_to_whom_the_catalogue_names_and_failures_are_named(
    office: Office, visit: Visit
) -> None:
    waiting = [office.case_in(CaseState.PENDING_REVIEW) for _ in range(3)]
    closed = office.case_in(CaseState.CLOSED)
    visitor = visit(user=office.dispatcher)
    boxes = visitor.get("/worklists/review").all("input", name="case", form="picked")
    assert {box.get("value") for box in boxes} == {str(case.id) for case in waiting}

    preview = picked(visitor, "dispatch", *waiting, closed)
    assert "所选 4 件，可派单 3 件。" in preview.text
    assert "当前为“已办结”，现在不能执行“派单”。" in preview.text
    assert [row[5] for row in preview.rows()][:3] == [office.bureau.name] * 3
    # Meanwhile somebody else takes a step on the second.
    with_another = visit(user=office.person("dispatcher"))
    picked(with_another, "dispatch", waiting[1]).press("派单 1 件")

    done = preview.fill(note="请尽快办理").press("派单 3 件")

    assert "已完成 2 件，未完成 1 件" in done.text
    results = {row[0]: row[1] for row in done.rows()}
    assert results[waiting[0].number] == "已完成"
    assert results[waiting[1].number].startswith("未完成")
    assert states(*waiting) == [CaseState.DISPATCHED] * 3
    assert [again(case).department_id for case in waiting] == [office.bureau.id] * 3


def test_cases_are_merged_into_one_that_must_be_there(office: Office, visit: Visit) -> None:
    first, second, main = (office.case_in(CaseState.PENDING_REVIEW) for _ in range(3))
    visitor = visit(user=office.dispatcher)

    preview = picked(visitor, "merge", first, second)
    assert preview.press("并单 2 件", status=422).text.count("请填写主单编号。")
    nowhere = preview.fill(number="000000000000").press("并单 2 件")
    assert "没有找到主单，请核对编号。" in nowhere.text
    done = preview.fill(number=main.number).press("并单 2 件")

    assert "已完成 2 件" in done.text
    assert states(first, second) == [CaseState.MERGED] * 2
    assert again(first).merged_into_id == main.id

    undone = done.follow("撤销").fill(note="不是同一件").press("撤销并单 2 件")

    assert "已完成 2 件" in undone.text
    assert states(first, second) == [CaseState.PENDING_REVIEW] * 2


def test_replies_are_accepted_after_they_were_read_and_protected_ones_one_by_one(
    office: Office, visit: Visit
) -> None:
    open_one = office.case_in(CaseState.REPLIED)
    kept = office.case_in(CaseState.REPLIED, confidentiality=Confidentiality.CONFIDENTIAL)

    preview = picked(visit(user=office.dispatcher), "approval", open_one, kept)
    rows = {row[0]: row for row in preview.rows()}
    assert rows[open_one.number][5] not in ("", "—"), "what is accepted stands there"
    assert rows[kept.number][5] == "—"
    assert "请逐件审核" in rows[kept.number][6]
    preview.press("审核通过 1 件")

    assert states(open_one, kept) == [CaseState.FOLLOW_UP, CaseState.REPLIED]


def test_inquiries_alike_get_one_answer_and_what_needs_a_department_does_not(
    office: Office, visit: Visit
) -> None:
    asked = [office.case_in(CaseState.PENDING_REVIEW, kind=Kind.INQUIRY) for _ in range(2)]
    complaint = office.case_in(CaseState.PENDING_REVIEW, kind=Kind.COMPLAINT)

    preview = picked(visit(user=office.dispatcher), "answer", *asked, complaint)
    assert "投诉类须派单办理" in {row[0]: row[5] for row in preview.rows()}[complaint.number]
    assert "请填写答复内容。" in preview.press("直接答复 2 件", status=422).text
    preview.fill(note="供暖期为11月1日至次年3月31日。").press("直接答复 2 件")

    assert states(*asked, complaint) == [CaseState.CLOSED] * 2 + [CaseState.PENDING_REVIEW]
    assert again(asked[0]).public_answer == "供暖期为11月1日至次年3月31日。"


@pytest.mark.both_databases
def test_cases_are_taken_and_given_to_a_colleague(office: Office, visit: Visit) -> None:
    mine, others = (office.case_in(CaseState.PENDING_REVIEW) for _ in range(2))
    colleague, agent = office.person("dispatcher"), office.agent
    visitor = visit(user=office.dispatcher)
    picked(visit(user=colleague), "take", others).press("领取 1 件")

    preview = picked(visitor, "take", mine, others)
    assert f"已由{colleague.full_name}领取" in {row[0]: row[6] for row in preview.rows()}[others.number]
    preview.press("领取 1 件")
    given = picked(visitor, "hand-over", mine, others)
    refused = given.fill(colleague_id=agent.id).press("交办 2 件")
    assert "所选人员不能办理这项工作" in refused.text
    done = picked(visitor, "hand-over", mine, others).fill(colleague_id=colleague.id).press("交办 2 件")

    assert "已完成 1 件，未完成 1 件" in done.text
    db.session.expire_all()
    assert [again(case).assigned_to_id for case in (mine, others)] == [colleague.id] * 2


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("code", "state"),
    [("dispatch", CaseState.PENDING_REVIEW), ("approval", CaseState.REPLIED), ("tag", CaseState.REPLIED)],
)
def test_a_preview_asks_for_many_cases_no_more_than_for_two(
    office: Office, visit: Visit, code: str, state: CaseState
) -> None:
    ids = [office.case_in(state).id for _ in range(5)]
    visitor = visit(user=office.dispatcher if code == "dispatch" else office.supervisor)

    def preview(some: list[int]) -> Page:
        return visitor.get(f"/bulk/{code}", query_string=[("case", case_id) for case_id in some])

    preview(ids)
    with statements() as of_two:
        preview(ids[:2])
    with statements() as of_five:
        page = preview(ids)

    assert len(of_two) == len(of_five)
    assert len(page.rows()) == 5


def test_who_may_not_what_there_is_not_and_too_many_are_refused(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.PENDING_REVIEW)
    for code in BULKS.keys() - {"take", "hand-over"}:
        visit(user=office.officer).get(f"/bulk/{code}?case={case.id}", status=403)
    visitor = visit(user=office.dispatcher)
    visitor.get("/bulk/nothing", status=404)
    many = visitor.get("/bulk/dispatch", query_string=[("case", n) for n in range(1, MOST + 2)], status=422)
    assert "一次最多处理 200 件，所选为 201 件，请分几次处理。" in many.text
    assert "没有选中工单" in visitor.get("/bulk/dispatch?case=999999").text
    office.case_in(CaseState.HANDLING)
    offered = visit(user=office.officer).get("/cases").buttons()
    assert "领取" in offered
    assert "派单" not in offered
