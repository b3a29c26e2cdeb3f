"""What stands on the case page and its sheet, who reads which line, and how many questions it asks the database."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from config import LOCAL_TIMEZONE
from models.base import db
from models.vocabulary import Action, CaseState, Confidentiality, CoordinateSystem
from tests.support.desk import Desk
from tests.support.office import Office, again, make_office
from tests.support.pages import Page, Visitor
from tests.support.statements import statements
from tests.support.step_fields import fields_for
from workflows import dispatch

pytestmark = pytest.mark.one_database

MOST_STATEMENTS = 22


@pytest.fixture
def desk(app: object, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    assert app
    return Desk(make_office(), visit)


def long_story(office: Office, parts: int) -> int:
    case = office.case_in(CaseState.REDO)
    for number in range(parts):
        unit = office.person("officer").department
        dispatch.add_supporting(
            case, unit.id, by=office.dispatcher, at=datetime.now(UTC), note=f"第{number}家"
        )
    db.session.commit()
    return case.id


@pytest.mark.both_databases
def test_a_longer_story_asks_the_database_no_more_questions(desk: Desk) -> None:
    short, long = long_story(desk.office, 1), long_story(desk.office, 6)
    visitor = desk.visitor("supervisor")
    visitor.get(f"/cases/{short}")

    with statements() as of_short:
        visitor.get(f"/cases/{short}")
    with statements() as of_long:
        visitor.get(f"/cases/{long}")

    assert len(of_long) == len(of_short)
    assert len(of_long) <= MOST_STATEMENTS


def test_the_sheet_bears_the_time_limit_and_who_printed_it(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)

    page = desk.visitor("officer").get(f"/cases/{case.id}/print")

    assert f"办结时限：{case.due_at.astimezone(LOCAL_TIMEZONE):%Y年%m月%d日 %H:%M}" in page.text
    assert f"{desk.office.officer.full_name} 20" in page.text
    assert "王先生 138****2345" in page.text


@pytest.mark.both_databases
def test_the_sheet_bears_what_is_known_of_the_matter(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)
    case.amount_fen, case.people_affected, case.is_ongoing = 123_456, 30, True
    case.longitude, case.latitude, case.coordinate_system = 103.83417, 36.06138, CoordinateSystem.GCJ02
    case.address, case.place_name = "", "雁滩路"
    db.session.commit()

    page = desk.visitor("supervisor").get(f"/cases/{case.id}/print").text

    for words in ("雁滩路", "1,234.56", "涉及人数", "仍在持续", "103.83417", "36.06138"):
        assert words in page


def test_who_dispatches_reads_the_named_place_beside_the_form(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.PENDING_REVIEW)
    case.address, case.place_name = "", "雁滩路"
    db.session.commit()

    dispatcher = desk.visitor("dispatcher")
    for page in ("", "/dispatch", "/to-agent"):
        assert "雁滩路" in dispatcher.get(f"/cases/{case.id}{page}").text
    assert "雁滩路" in dispatcher.get(f"/cases/{case.id}/dispatch", headers={"HX-Request": "true"}).text


@pytest.mark.both_databases
def test_a_draft_of_a_reply_survives_a_closed_browser_and_goes_with_the_reply(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)
    form = desk.open("officer", case).follow(Action.REPLY.label)
    (element,) = form.all("form", class_="step-form")
    draft = {
        "internal_record": "现场换灯",
        "solved": "partly",
        "csrf_token": token(form),
        "contact_phone": "0931",
    }

    answer = desk.visitor("officer").client.post(element.get("data-autosave-url"), data=draft)

    assert answer.status_code == 204
    page = desk.open("officer", case).follow(Action.REPLY.label)
    assert "现场换灯" in page.html
    assert "草稿保存于" in page.text
    page.fill(**fields_for(desk.office, Action.REPLY)).press(Action.REPLY.label)
    assert again(case).state is CaseState.REPLIED
    desk.take("dispatcher", case, Action.RETURN_REPLY, note="未写结果")
    assert "现场换灯" not in desk.open("officer", case).follow(Action.REPLY.label).html


def token(page: Page) -> str:
    return page.all("input", name="csrf_token")[0].get("value") or ""


def test_internal_notes_are_for_the_hotline_and_for_who_wrote_them(desk: Desk) -> None:
    office = desk.office
    case = office.case_in(CaseState.HANDLING)
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=datetime.now(UTC))
    db.session.commit()
    helping = office.person("officer", department=office.helper)
    desk.take(helping, case, Action.SUPPORT_REPLY, note="电源正常")
    desk.take("officer", case, Action.REPLY, **fields_for(office, Action.REPLY))

    assert "已换灯。" in desk.open("supervisor", case).text
    assert "已换灯。" in desk.open("officer", case).text
    assert "内部记录不公开" in desk.open(helping, case).text
    assert "已换灯。" not in desk.open(helping, case).text


def test_a_case_leads_to_what_was_merged_into_it_and_back(desk: Desk) -> None:
    child = desk.office.case_in(CaseState.MERGED)
    page = desk.open("dispatcher", child)

    main = page.follow("路灯不亮")

    assert "并入本单" in main.text
    assert child.number in main.text


@pytest.mark.both_databases
def test_earlier_cases_of_the_same_matter_are_offered_for_merging(desk: Desk) -> None:
    earlier = desk.office.register(title="路灯又灭了")
    case = desk.office.register()
    kept = desk.office.register(confidentiality=Confidentiality.CONFIDENTIAL)
    answered = desk.office.case_in(CaseState.FOLLOW_UP)

    page = desk.open("dispatcher", case).follow(Action.MERGE.label)
    assert [box.get("value") for box in page.all("input", name="candidate")] == [earlier.number]
    assert kept.number not in page.text
    assert answered.number not in page.text
    page = page.fill(candidate=earlier.number).press(Action.MERGE.label)
    assert again(case).merged_into_id == earlier.id

    # The way back stands beside the sentence that it was done, with the usual reason written already.
    assert page.texts("div", class_="alert__text") == ["并单：已完成。 撤销并单"]
    page.follow("撤销并单").press("撤销并单")
    assert again(case).state is CaseState.PENDING_REVIEW


def test_the_badges_warn_of_what_needs_care(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.PANEL_PENDING, confidentiality=Confidentiality.CONFIDENTIAL)

    page = desk.open("supervisor", case)

    for words in ("保密", "退单 2 次", "退单待裁定"):
        assert words in page.text


@pytest.mark.both_databases
def test_a_clock_that_is_not_of_the_case_is_not_explained(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)

    desk.visitor("officer").get(f"/cases/{case.id}/clocks/999999/why", status=404)


def test_a_step_s_form_comes_as_a_fragment_for_the_dialog(desk: Desk) -> None:
    case = desk.office.register()

    page = desk.visitor("dispatcher").get(f"/cases/{case.id}/dispatch", headers={"HX-Request": "true"})

    assert page.html.lstrip().startswith('<div class="dialog__head">')
    assert "HX-Request" in page.headers["Vary"]
    assert page.all("form", class_="step-form")[0].get("action") == f"/cases/{case.id}/dispatch"
