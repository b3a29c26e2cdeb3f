"""Two people on one case: whoever comes second sees what the other did beside their own words, and loses none."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.base import db
from models.vocabulary import Action, CaseState
from tests.support.factories import make_category
from tests.support.office import Office, again, make_office
from tests.support.pages import Page, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def note(visitor: Visitor, case_id: int) -> Page:
    return visitor.get(f"/cases/{case_id}/progress")


def test_both_texts_are_shown_and_mine_is_taken_only_by_pressing_again(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    colleague = office.person("officer", department=office.bureau, full_name="李同事")
    mine = note(visit(user=office.officer), case.id).fill(note="我写的进展")
    note(visit(user=colleague), case.id).fill(note="同事写的进展").press("办理进展")

    refused = mine.press("办理进展", status=409)

    assert "您填写期间，他人已处理本单" in refused.text
    assert "李同事" in refused.text
    assert "同事写的进展" in refused.text
    assert refused.texts("textarea", name="note") == ["我写的进展"]
    assert refused.links()["以对方为准，返回工单"] == f"/cases/{case.id}"
    done = refused.press("办理进展")
    assert "我写的进展" in done.text
    assert "同事写的进展" in done.text


def test_a_third_change_in_between_is_shown_again(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    colleague = visit(user=office.person("officer", department=office.bureau))
    mine = note(visit(user=office.officer), case.id).fill(note="我写的进展")
    note(colleague, case.id).fill(note="同事写的第一条").press("办理进展")
    refused = mine.press("办理进展", status=409)
    note(colleague, case.id).fill(note="同事写的第二条").press("办理进展")

    again_refused = refused.press("办理进展", status=409)

    assert "同事写的第二条" in again_refused.text
    assert "同事写的第一条" not in again_refused.text
    assert again_refused.texts("textarea", name="note") == ["我写的进展"]


def test_changed_fields_are_told_with_before_and_after(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.PENDING_REVIEW)
    other = make_category(name="井盖缺失")
    mine = visit(user=office.dispatcher).get(f"/cases/{case.id}/dispatch").fill(lead_id=str(office.bureau.id))
    corrected = visit(user=office.person("dispatcher")).get(f"/cases/{case.id}/correction")
    corrected.fill(category_id=str(other.id)).press(Action.CORRECT.label)

    refused = mine.press(Action.DISPATCH.label, status=409)

    assert "井盖缺失" in refused.text
    assert again(case).state is CaseState.PENDING_REVIEW


def test_a_case_that_is_completed_twice_keeps_the_second_persons_words(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.AWAITING_COMPLETION)
    form = visit(user=office.agent).get(f"/intake/{case.id}").fill(content="我补充的内容，路灯编号 12")
    row = again(case)
    row.title = "别人改过的标题"
    db.session.commit()

    refused = form.press("提交派单", status=409)

    assert refused.texts("textarea", name="content") == ["我补充的内容，路灯编号 12"]
    assert "刚被他人更新" in refused.text
    assert "刷新页面" not in refused.text
    assert again(case).state is CaseState.AWAITING_COMPLETION
