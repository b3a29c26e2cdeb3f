"""Text as it is pasted and typed in earnest, sent through the forms: each kind has one defined answer."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from hotline.forms.steps import LONGEST_NOTE
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.citizen import Citizen
from models.vocabulary import Action, CaseState
from tests.support.desk import Desk
from tests.support.office import make_office
from tests.support.pages import Page, Visitor


@pytest.fixture
def desk(app: Flask, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    assert app
    return Desk(make_office(), visit)


def noted(desk: Desk, note: str, status: int = 200) -> Page:
    case = desk.office.case_in(CaseState.HANDLING)
    return desk.take("officer", case, Action.NOTE_PROGRESS, status=status, note=note)


def test_a_number_in_full_width_is_the_number(desk: Desk) -> None:
    form = desk.visitor("agent").get("/intake")
    form = form.fill(content="路灯不亮", kind="help", category_id=desk.office.category.id)

    form.fill(phone="１３８－１２３４　５６７８", people_affected="１２").press("提交派单")

    assert db.session.scalars(db.select(Citizen)).one().phone == "13812345678"
    assert db.session.scalars(db.select(Case)).one().people_affected == 12


@pytest.mark.parametrize("field", ["content", "title", "phone", "address", "token"])
def test_nul_is_refused_at_the_door(desk: Desk, field: str) -> None:
    visitor = desk.visitor("agent")
    (csrf,) = [e.get("value") for e in visitor.get("/intake").all("input", name="csrf_token")][:1]

    page = visitor.post("/intake", MultiDict({"csrf_token": csrf, field: "路\x00灯"}), status=400)

    assert "请求有误，无法处理。请返回上一页检查后重试。" in page.text
    assert db.session.query(Case).count() == 0


def test_a_step_takes_emoji_and_drops_marks_of_direction(desk: Desk) -> None:
    page = noted(desk, "已到现场😀\u202e，明早修\u200f好")

    assert "已到现场😀，明早修好" in page.text
    event = db.session.scalars(db.select(CaseEvent).filter_by(action=Action.NOTE_PROGRESS)).one()
    assert event.note == "已到现场😀，明早修好"


def test_a_step_of_40_000_characters_says_what_is_too_long_and_keeps_it(desk: Desk) -> None:
    page = noted(desk, "字" * 40_000, status=422)

    assert f"最多 {LONGEST_NOTE} 个字" in page.text
    assert "字" * 40_000 in page.html
    assert db.session.query(CaseEvent).filter_by(action=Action.NOTE_PROGRESS).count() == 0
