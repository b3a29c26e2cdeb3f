"""Files that come with the intake form: kept whatever becomes of the rest, seen by who may see the case."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from hotline.jobs import housekeeping
from models.attachment import Attachment
from models.base import db
from models.case import Case
from models.category import Category
from models.draft_file import DraftFile
from models.intake_draft import IntakeDraft
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import AreaLevel, Desk
from tests.support.factories import (
    make_area,
    make_case,
    make_category,
    make_city,
    make_department,
    make_rule,
    make_rules,
    make_user,
)
from tests.support.pages import Page, Visitor
from workflows import attachments, dispatch, intake_draft

pytestmark = pytest.mark.one_database

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0...."
MP3 = b"ID3\x03...."
MP4 = b"\0\0\0\x18ftypmp42"


@pytest.fixture
def agent(app: Flask) -> User:
    """Make a city with a lamp matter that goes to the lamps' office, and an agent."""
    make_city()
    make_rules()
    district = make_area(name="河东区")
    make_area(name="长丰街道", level=AreaLevel.STREET, parent=district)
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障")
    make_rule(make_department(name="市照明所"), category=lamp)
    return make_user("agent")


@pytest.fixture
def form(visit: Callable[..., Visitor], agent: User) -> Page:
    return visit(user=agent).get("/intake")


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def filled(form: Page, **fields: Any) -> Page:
    category = db.session.scalars(db.select(Category)).first()
    assert category is not None
    given = {"phone": "13812345678", "content": "路灯三天不亮。", "category_id": category.id, "kind": "help"}
    return form.fill(**{**given, **fields})


def names(table: type[Attachment | DraftFile]) -> list[str]:
    return [row.original_name for row in db.session.scalars(db.select(table).order_by(table.id))]


def on_disk(app: Flask) -> set[str]:
    return {path.name for path in app.config["SETTINGS"].uploads_dir.rglob("*") if path.is_file()}


@pytest.mark.both_databases
def test_pictures_and_voices_come_with_the_case(form: Page, app: Flask) -> None:
    files = [file(PNG, "路灯.png"), file(MP4, "现场.mp4"), file(MP3, "来电录音.mp3")]
    receipt = filled(form, files=files).press("提交派单")

    assert names(Attachment) == ["路灯.png", "现场.mp4", "来电录音.mp3"]
    assert names(DraftFile) == []
    rows = db.session.scalars(db.select(Attachment)).all()
    assert on_disk(app) == {row.stored_name for row in rows}
    assert all(row.event_id for row in rows)
    page = receipt.follow("查看工单")
    answer = form.visitor.client.get(page.links()["路灯.png"], buffered=True)
    assert (answer.data, answer.mimetype) == (PNG, "image/png")


def test_who_may_not_see_the_case_may_not_see_its_files(visit: Callable[..., Visitor], agent: User) -> None:
    files = [file(PNG, "路灯.png"), file(MP3, "来电录音.mp3")]
    page = filled(visit(user=agent).get("/intake"), files=files).press("提交派单").follow("查看工单")
    picture, voice = page.links()["路灯.png"], page.links()["来电录音.mp3"]

    visit("officer", department=make_department(name="市水务局")).get(picture, status=404)
    visit().client.get(picture)
    assert visit().client.get(picture).status_code == 303
    assert visit("dispatcher").client.get(voice, buffered=True).status_code == 200
    case = db.session.scalars(db.select(Case)).one()
    with unit_of_work():
        db.session.get_one(Case, case.id).desk = Desk.PSYCH
    visit("dispatcher").get(picture, status=404)


@pytest.mark.both_databases
def test_files_are_uploaded_before_the_form_is_ready(form: Page, app: Flask) -> None:
    page = form.fill(content="路灯三天", files=[file(PNG, "一.png")]).press("上传所选附件")
    assert page.texts("textarea", name="content") == ["路灯三天"]
    page = page.fill(files=[file(JPEG, "二.jpg")]).press("上传所选附件")

    assert "附件：图片、视频、录音（2 个）" in page.text
    assert names(DraftFile) == ["一.png", "二.jpg"]
    filled(page).press("提交派单")
    assert names(Attachment) == ["一.png", "二.jpg"]
    assert len(on_disk(app)) == 2


def test_a_form_that_is_refused_loses_no_file(form: Page) -> None:
    page = filled(form, phone="1381234567", files=[file(PNG, "路灯.png")]).press("提交派单", status=422)

    assert "号码不正确" in page.text
    assert "路灯.png" in page.text
    assert db.session.scalars(db.select(Case)).all() == []
    filled(page).press("提交派单")
    assert names(Attachment) == ["路灯.png"]


def test_a_file_that_is_refused_loses_no_word_and_no_other_file(form: Page, app: Flask) -> None:
    page = form.fill(files=[file(PNG, "路灯.png")]).press("上传所选附件")
    page = filled(page, files=[file(b"MZ\x90\0", "程序.exe")]).press("提交派单", status=422)

    assert "附件“程序.exe”不能上传" in page.text
    assert page.texts("textarea", name="content") == ["路灯三天不亮。"]
    assert names(DraftFile) == ["路灯.png"]
    assert len(on_disk(app)) == 1
    assert db.session.scalars(db.select(Case)).all() == []


def test_all_that_is_wrong_is_said_at_once(form: Page) -> None:
    files = [file(PNG, f"{number}.png") for number in range(11)]
    page = filled(form, phone="12", amount_fen="很多", files=files).press("提交派单", status=422)

    for sentence in ("号码不正确", "涉及金额不正确", "一次最多上传 10 个附件。"):
        assert sentence in page.text


def test_no_more_files_than_a_case_may_have(form: Page, monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setattr("workflows.draft_files.MOST_OF_A_CASE", 2)
    page = form.fill(files=[file(PNG, "一.png"), file(JPEG, "二.jpg")]).press("上传所选附件")
    page = page.fill(files=[file(MP3, "三.mp3")]).press("上传所选附件", status=422)

    assert "每件工单最多 2 个附件。" in page.text
    assert len(on_disk(app)) == 2


@pytest.mark.both_databases
def test_a_file_is_taken_away_again(form: Page, app: Flask) -> None:
    page = form.fill(content="路灯", files=[file(PNG, "一.png"), file(JPEG, "二.jpg")]).press("上传所选附件")
    page = page.press("移除")

    assert names(DraftFile) == ["二.jpg"]
    assert "一.png" not in page.text
    assert page.texts("textarea", name="content") == ["路灯"]
    assert len(on_disk(app)) == 1


@pytest.mark.both_databases
def test_a_file_sent_twice_is_kept_once(form: Page, app: Flask) -> None:
    page = form.fill(files=[file(PNG, "一.png")]).press("上传所选附件")
    filled(page, files=[file(PNG, "一.png")]).press("提交派单")

    assert names(Attachment) == ["一.png"]
    assert len(on_disk(app)) == 1


@pytest.mark.both_databases
def test_a_second_press_with_the_same_files_shows_the_receipt(form: Page, app: Flask) -> None:
    first = filled(form, files=[file(PNG, "一.png")]).press("提交派单")
    second = filled(form, files=[file(PNG, "一.png")]).press("提交派单")

    assert first.text == second.text
    assert names(Attachment) == ["一.png"]
    assert len(on_disk(app)) == 1


def test_a_draft_holds_its_files_until_it_is_gone_on_with(form: Page, agent: User) -> None:
    form.fill(files=[file(PNG, "路灯.png")]).press("上传所选附件")

    page = form.visitor.get("/intake")
    assert "（未填内容）" in page.text
    assert "附件 1 个" in page.text
    page = page.follow("继续")
    assert "路灯.png" in page.text
    filled(page).press("提交派单")
    assert names(Attachment) == ["路灯.png"]


def test_a_draft_that_is_thrown_away_takes_its_files_along(form: Page, app: Flask) -> None:
    form.fill(content="路灯", files=[file(PNG, "路灯.png")]).press("上传所选附件")
    form.visitor.get("/intake").press("丢弃草稿")

    assert names(DraftFile) == []
    assert on_disk(app) == set()


@pytest.mark.both_databases
def test_another_agents_draft_takes_no_file(form: Page, visit: Callable[..., Visitor], app: Flask) -> None:
    form.fill(content="路灯", files=[file(PNG, "路灯.png")]).press("上传所选附件")
    draft = db.session.scalars(db.select(IntakeDraft)).one()
    other = visit("agent")

    page = other.get("/intake").fill(token=draft.token, files=[file(JPEG, "二.jpg")])
    page.press("上传所选附件", status=403)
    page = other.get("/intake").fill(token=draft.token).press("载入下级区划")

    assert "路灯.png" not in page.text
    assert names(DraftFile) == ["路灯.png"]
    assert len(on_disk(app)) == 1


def test_the_autosave_keeps_words_only(form: Page, app: Flask) -> None:
    (csrf,) = [e.get("value") for e in form.all("input", name="csrf_token")][:1]
    data = MultiDict({"csrf_token": csrf, "token": "a-token-of-sixteen-or-more", "content": "路灯"})
    data["files"] = file(PNG, "路灯.png")
    form.visitor.post("/intake/draft", data, status=204)

    assert on_disk(app) == set()


@pytest.mark.both_databases
def test_a_case_sent_back_is_completed_with_files(visit: Callable[..., Visitor], agent: User) -> None:
    case = make_case(content="路灯不亮。", received_by_id=agent.id, citizen={"phone": "13812345678"})
    with unit_of_work():
        case = db.session.get_one(Case, case.id)
        db.session.refresh(case, ["category"])
        by = make_user("dispatcher")
        dispatch.send_back_to_agent(case, by=by, at=datetime.now(UTC), note="请补充照片")
    page = visit(user=agent).get(f"/intake/{case.id}")

    page = page.fill(content="", files=[file(PNG, "路灯.png")]).press("提交派单", status=422)
    assert "路灯.png" in page.text
    assert "未完成的草稿" not in visit(user=agent).get("/intake").text
    page = page.fill(content="中山路的路灯不亮。").press("提交派单")

    assert "路灯.png" in page.links()
    assert names(DraftFile) == []
    assert db.session.scalars(db.select(IntakeDraft)).all() == []


def test_files_of_drafts_are_no_orphans_until_the_draft_is_forgotten(form: Page, app: Flask) -> None:
    form.fill(content="路灯", files=[file(PNG, "路灯.png")]).press("上传所选附件")
    now = datetime.now(UTC)
    later = now + timedelta(days=2)
    db.session.rollback()

    assert housekeeping.sweep_uploads(0, at=later) == 0
    with unit_of_work():
        assert intake_draft.clear_out(at=now + timedelta(days=31)) == 1
    assert names(DraftFile) == []
    assert housekeeping.sweep_uploads(0, at=later) == 1
    (aside,) = Path(app.config["SETTINGS"].uploads_dir / housekeeping.ORPHANS).iterdir()
    assert aside.read_bytes() == PNG


def test_the_form_names_the_types_that_are_taken(form: Page) -> None:
    (field,) = form.all("input", type="file")

    assert ".mp4" in field.get("accept", "")
    assert field.get("multiple") is not None
    assert attachments.MOST_AT_ONCE == 10
    assert "一次最多 10 个" in form.text
