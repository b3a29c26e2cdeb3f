"""The reviewer sets a place right on its form, and sends copies to departments that have no work in a case."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.assignment import Assignment
from models.base import db
from models.notice import Notice
from models.user import User
from models.vocabulary import (
    Action,
    AssignmentRole,
    AssignmentState,
    CaseState,
    Confidentiality,
    CoordinateSystem,
)
from tests.support.desk import Desk
from tests.support.office import again, make_office
from tests.support.pages import Visitor


@pytest.fixture
def desk(app: Flask, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    assert app
    return Desk(make_office(), visit)


@pytest.fixture
def reader(desk: Desk) -> User:
    """Return an officer of a department that only gets a copy."""
    return desk.office.person("officer", department=desk.office.other)


def test_a_point_is_corrected_on_the_form(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)
    right = {"coordinates": "36.061380 103.834170", "coordinate_system": "wgs84", "place_name": "中山桥"}

    page = desk.take("dispatcher", case, Action.CORRECT, **right)

    assert "103.834170,36.061380" in page.text
    assert again(case).coordinate_system is CoordinateSystem.WGS84
    form = page.follow(Action.CORRECT.label)
    assert form.all("input", name="coordinates", value="103.834170,36.061380")
    refused = form.fill(coordinates="河边", note="现场核实").press(Action.CORRECT.label, status=422)
    assert "地图坐标不正确" in refused.text
    assert refused.all("input", name="coordinates", value="河边")
    assert refused.texts("textarea", name="note") == ["现场核实"]


def test_where_the_address_is_hidden_its_changes_are_too(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)
    desk.take("dispatcher", case, Action.CORRECT, coordinates="103.834170,36.061380", address="雁滩路 88 号")
    case = again(case)
    case.confidentiality = Confidentiality.CONFIDENTIAL
    db.session.commit()

    assert "雁滩路 88 号" in desk.open("dispatcher", case).text
    page = desk.open("officer", case)
    assert "〔已隐去〕" in page.text
    assert "88 号" not in page.text
    assert "103.834170" not in page.text


def test_a_copy_lets_read_and_asks_for_nothing(desk: Desk, reader: User) -> None:
    office = desk.office
    case = office.register()
    desk.open(reader, case, status=404)

    page = desk.take("dispatcher", case, Action.DISPATCH, copied_ids=[office.other.id, office.bureau.id])

    parts = db.session.scalars(db.select(Assignment).filter_by(case_id=case.id)).all()
    copies = [part for part in parts if part.role is AssignmentRole.COPIED]
    assert [(part.department_id, part.state) for part in copies] == [(office.other.id, AssignmentState.ENDED)]
    assert f"抄送{office.other.name}。" in page.text
    assert again(case).department_id == office.bureau.id
    seen = desk.open(reader, case)
    assert not {action.label for action in Action} & set(seen.links())
    assert "只告知" in seen.text
    told = db.session.scalars(db.select(Notice.title).filter_by(user_id=reader.id)).all()
    assert told == [f"抄送：{case.number}"]
    assert case.number not in desk.visitor(reader).get("/").text


def test_the_lead_cannot_show_the_caller_to_who_got_a_copy(desk: Desk) -> None:
    office = desk.office
    case = office.register()
    desk.take("dispatcher", case, Action.DISPATCH, copied_ids=[office.other.id])
    copy = db.session.scalars(db.select(Assignment).filter_by(role=AssignmentRole.COPIED)).one()
    page = desk.open("officer", case)
    assert "授权查看诉求人" not in page.text
    (csrf,) = {e.get("value") for e in page.all("input", name="csrf_token")}

    url = f"/cases/{case.id}/parts/{copy.id}/identity"
    desk.visitor("officer").post(url, {"csrf_token": csrf, "granted": "yes"}, status=403)
