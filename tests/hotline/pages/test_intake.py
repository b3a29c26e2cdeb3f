"""The intake screen over HTTP: what it takes, what it refuses and says, its drafts and its receipt."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from models.area import Area
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.category import Category
from models.citizen import Citizen
from models.dictionary import Ground, QuickReply
from models.intake_draft import IntakeDraft
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import (
    AreaLevel,
    CaseState,
    Channel,
    Confidentiality,
    CoordinateSystem,
    Desk,
    Kind,
    Urgency,
)
from tests.support.factories import (
    make_area,
    make_assignment,
    make_case,
    make_category,
    make_city,
    make_department,
    make_rule,
    make_rules,
    make_user,
    saved,
)
from tests.support.pages import Page, Visitor
from tests.support.sessions import session_cookie
from tests.support.statements import statements
from workflows import dispatch, intake_draft

pytestmark = pytest.mark.one_database

TOKEN = "a-token-of-sixteen-or-more"


@pytest.fixture
def city(app: Flask) -> Category:
    """Make a city with rules, one category and one street; the category is what tests need of it."""
    make_city()
    make_rules()
    district = make_area(name="河东区")
    make_area(name="长丰街道", level=AreaLevel.STREET, parent=district)
    for kind, code, name in (
        ("transfer", "fire", "转119消防"),
        ("not_accepted", "in_petition", "已进入信访程序"),
    ):
        saved(Ground(kind=kind, code=code, name=name))
    return make_category(name="路灯故障", path="城市管理/照明/路灯故障", initials="ldgz", keywords="路灯")


@pytest.fixture
def agent(city: Category) -> User:
    return make_user("agent")


@pytest.fixture
def form(visit: Callable[..., Visitor], agent: User) -> Page:
    return visit(user=agent).get("/intake")


def filled(form: Page, **fields: Any) -> Page:
    """Fill what a case needs at least."""
    category = db.session.scalars(db.select(Category)).first()
    assert category is not None
    given = {
        "phone": "138 1234 5678",
        "content": "小区门口的路灯三天不亮，希望尽快修好。",
        "category_id": category.id,
        "kind": "help",
    }
    return form.fill(**{**given, **fields})


def only_case() -> Case:
    return db.session.scalars(db.select(Case)).one()


def count(table: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(table)) or 0


def test_a_call_becomes_a_case_with_number_and_code(form: Page) -> None:
    receipt = filled(form).press("提交派单")

    case = only_case()
    assert case.number in receipt.text
    assert receipt.heading == "受理回执"
    (code,) = receipt.all("dd", id="receipt-code")
    assert len("".join(code.itertext()).split()) == 4
    assert (case.state, case.channel, case.kind) == (CaseState.PENDING_REVIEW, Channel.PHONE, Kind.HELP)
    assert case.title == "小区门口的路灯三天不亮，希望尽快修好"
    assert "受理下一件" in receipt.links()


@pytest.mark.both_databases
def test_every_field_arrives(form: Page) -> None:
    street = db.session.scalars(db.select(Area).filter_by(level=AreaLevel.STREET)).one()
    filled(form, district_id=street.parent_id).press("载入下级区划")
    form = filled(form, district_id=street.parent_id).press("载入下级区划")
    assert "转119消防" in form.texts("option")

    form.fill(
        name="王小明", gender="男", channel="wechat", confidentiality="confidential", title="路灯不亮",
        kind="complaint", wish="修好", street_id=street.id, address="中山路１２号", place_name="长丰小区",
        occurred_at="2026-03-01T20:30", is_ongoing="y", urgency="urgent", risk_tags=["群体", "舆情"],
        people_affected="３０", reply_by="短信", call_window="晚上", other_phone="8461234", identity="企业",
        organisation="长丰商店", id_number="E12345678", home_address="中山路", care=["老年人", "未成年人"], call_id="c-1",
        is_repeat="y", amount_fen="３.５万元", coordinates="36.061380，103.834170", coordinate_system="wgs84",
        transfer_code="fire", transfer_note="9 时转 119",
    ).press("提交派单")  # fmt: skip

    case = only_case()
    citizen = db.session.scalars(db.select(Citizen)).one()
    assert (case.kind, case.channel, case.urgency) == (Kind.COMPLAINT, Channel.WECHAT, Urgency.URGENT)
    assert (case.area_id, case.district_id) == (street.id, street.parent_id)
    assert case.confidentiality is Confidentiality.CONFIDENTIAL
    assert (case.title, case.address, case.place_name) == ("路灯不亮", "中山路１２号", "长丰小区")
    assert (case.wish, case.people_affected, case.risk_tags) == ("修好", 30, ["群体", "舆情"])
    assert case.occurred_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert case.is_ongoing
    assert (citizen.name, citizen.phone, citizen.other_phone) == ("王小明", "13812345678", "09908461234")
    assert (citizen.gender, citizen.identity, citizen.organisation) == ("男", "企业", "长丰商店")
    assert (citizen.care, citizen.reply_by, citizen.call_window) == ("老年人、未成年人", "短信", "晚上")
    assert (citizen.id_number, citizen.home_address, case.call_id) == ("E12345678", "中山路", "c-1")
    assert (case.is_repeat, case.amount_fen) == (True, 3_500_000)
    assert (case.longitude, case.latitude) == (103.83417, 36.06138)
    assert case.coordinate_system is CoordinateSystem.WGS84
    assert (case.transfer_code, case.transfer_note) == ("fire", "9 时转 119")
    raw = db.session.execute(db.text("SELECT id_number FROM citizen")).scalar_one()
    assert "12345678" not in raw
    page = form.visitor.get(f"/cases/{case.id}")
    for told in (
        "35,000 元",
        "103.834170,36.061380",
        "WGS-84",
        "转119消防：9 时转 119",
        "以前反映过",
        "长丰商店",
    ):
        assert told in page.text
    event = db.session.scalars(db.select(CaseEvent)).one()
    assert event.note == "转接：转119消防。9 时转 119"


@pytest.mark.parametrize(
    "channel", [channel for channel in Channel if channel not in (Channel.PHONE, Channel.SMS)]
)
def test_other_channels_need_no_number(form: Page, channel: Channel) -> None:
    filled(form, channel=channel.value, phone="").press("提交派单")

    assert only_case().channel is channel


def test_an_answer_on_the_spot_closes_the_case(form: Page) -> None:
    receipt = filled(form, answer="路灯由市照明所维修，电话见官网。").press("直接答复并办结")

    assert only_case().state is CaseState.CLOSED
    assert "已直接答复" in receipt.text


def test_a_hazard_is_told_its_department_at_once(form: Page) -> None:
    category = make_category(is_hazard=True)
    unit = make_department(name="市燃气公司")
    make_rule(unit, category=category)

    receipt = filled(form, category_id=category.id).press("提交派单")

    assert "已派至市燃气公司" in receipt.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phone": "1381234567"}, "号码不正确"),
        ({"phone": ""}, "请填写联系电话；诉求人不愿留电话的，请选择“匿名”。"),
        ({"id_number": "123456789012345678"}, "证件号码不正确"),
        ({"occurred_at": "2099-01-01T10:00"}, "发生时间不能晚于现在。"),
        ({"occurred_at": "昨天"}, "请按 2026-03-02 09:00 的格式填写日期和时间。"),
        ({"content": ""}, "请填写诉求内容。"),
        ({"content": "字" * 40_000}, "最多 10000 个字，已超出 30000 个字，请精简。"),
        ({"title": "题" * 101}, "最多 100 个字，已超出 1 个字，请精简。"),
        ({"category_id": ""}, "请选择诉求分类。"),
        ({"category_id": "999999"}, "请选择诉求分类的末级事项。"),
        ({"category_id": "1;drop"}, "请选择诉求分类。"),
        ({"kind": "nonsense"}, "请选择诉求类型。"),
        ({"channel": "nonsense"}, "请选择来源渠道。"),
        ({"people_affected": "很多"}, "请填写整数。"),
        ({"district_id": "999999"}, "请重新选择事发地的区划。"),
        ({"related_case_id": "999999"}, "没有找到要关联的工单"),
        ({"answer": "已答复。"}, "已写了直接答复"),
        ({"answer_basis": "某办法第三条"}, "已写了答复依据：请同时填写直接答复内容"),
        ({"amount_fen": "很多"}, "涉及金额不正确：请填以元为单位的数字"),
        ({"amount_fen": "-5"}, "涉及金额不能是负数。"),
        ({"amount_fen": "0.001"}, "涉及金额最多精确到分"),
        ({"coordinates": "黄河边"}, "地图坐标不正确：请按“经度,纬度”填写"),
        ({"coordinates": "2.35,48.85"}, "地图坐标不在国内"),
        ({"transfer_code": "nonsense"}, "请重新选择转接去向。"),
        ({"transfer_note": "转了"}, "已写了转接情况：请选择转接去向"),
        ({"refusal_code": "nonsense", "refusal_note": "理由"}, "请重新选择建议不予受理的事由。"),
        ({"refusal_code": "in_petition"}, "请填写不予受理的理由"),
        ({"refusal_note": "理由"}, "已写了不予受理的理由：请选择事由"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    form: Page, fields: dict[str, str], sentence: str
) -> None:
    page = filled(form, **{"name": "王小明", **fields}).press("提交派单", status=422)

    assert sentence in page.text
    assert page.all("input", name="name", value="王小明")
    assert count(Case) == 0


def test_a_wrong_amount_and_point_stay_as_they_were_typed(form: Page) -> None:
    page = filled(form, amount_fen="三百", coordinates="中山桥").press("提交派单", status=422)

    assert page.all("input", name="amount_fen", value="三百")
    assert page.all("input", name="coordinates", value="中山桥")


@pytest.mark.both_databases
def test_an_agent_advises_against_taking_in_and_the_reviewer_finds_it_written(
    form: Page, visit: Callable[..., Visitor]
) -> None:
    advice = {"refusal_code": "in_petition", "refusal_note": "已有信访受理告知书。"}
    page = filled(form, answer="不予受理。", **advice).press("直接答复并办结", status=422)
    assert "不能同时直接答复办结" in page.text
    page.fill(answer="").press("提交派单")

    case = only_case()
    assert case.state is CaseState.PENDING_REVIEW
    page = visit("dispatcher").get(f"/cases/{case.id}")
    assert "接线员建议不予受理" in page.text
    assert "已进入信访程序：已有信访受理告知书。" in page.text
    page = page.follow("不予受理")
    assert page.texts("textarea", name="reason") == ["已有信访受理告知书。"]
    page.press("不予受理")
    db.session.expire_all()
    assert db.session.scalars(db.select(CaseRequest.ground_code)).all() == ["in_petition"]


def test_departments_do_not_read_the_advice_against(visit: Callable[..., Visitor], city: Category) -> None:
    unit = make_department(name="市照明所")
    case = make_case(
        department=unit, state=CaseState.HANDLING, refusal_code="in_petition", refusal_note="建议不收"
    )
    make_assignment(case, unit)

    page = visit("officer", department=unit).get(f"/cases/{only_case().id}")

    assert "建议不收" not in page.text


@pytest.mark.parametrize(
    ("confidentiality", "seen"), [(Confidentiality.OPEN, True), (Confidentiality.CONFIDENTIAL, False)]
)
def test_the_point_on_the_map_is_for_whom_the_address_is(
    visit: Callable[..., Visitor], city: Category, confidentiality: Confidentiality, seen: bool
) -> None:
    unit = make_department(name="市照明所")
    place = {"longitude": 103.83417, "latitude": 36.06138, "coordinate_system": CoordinateSystem.GCJ02}
    case = make_case(department=unit, state=CaseState.HANDLING, confidentiality=confidentiality, **place)
    make_assignment(case, unit)

    page = visit("officer", department=unit).get(f"/cases/{case.id}")

    assert ("103.834170,36.061380" in page.text) is seen


def test_an_answer_names_what_it_rests_on(form: Page) -> None:
    page = filled(form, answer="可以。", answer_basis="某市供热条例第九条").press("直接答复并办结")

    assert only_case().answer_basis == "某市供热条例第九条"
    assert "依据：某市供热条例第九条" in page.follow("查看工单").text


def test_answering_on_the_spot_needs_an_answer(form: Page) -> None:
    page = filled(form).press("直接答复并办结", status=422)

    assert "请填写直接答复内容" in page.text


def test_emoji_stay_and_marks_of_direction_go(form: Page) -> None:
    filled(form, content="路灯😀不亮\u202e了\u200f\x07", title="灯👨\u200d👩\u200d👧").press("提交派单")

    case = only_case()
    assert (case.content, case.title) == ("路灯😀不亮了", "灯👨\u200d👩\u200d👧")


def test_a_second_press_shows_the_same_receipt(form: Page) -> None:
    first = filled(form).press("提交派单")
    second = filled(form).press("提交派单")

    assert count(Case) == 1
    assert first.text == second.text


@pytest.mark.both_databases
def test_two_presses_at_once_make_one_case(app: Flask, agent: User, city: Category) -> None:
    data = {
        "token": TOKEN, "phone": "13812345678", "content": "路灯不亮", "category_id": city.id, "kind": "help",
        "channel": "phone", "confidentiality": "open", "step": "submit",
    }  # fmt: skip
    app.config["WTF_CSRF_ENABLED"] = False
    cookie = session_cookie(app, agent)
    answers: list[str] = []
    db.session.remove()

    def press() -> None:
        client = app.test_client()
        client.set_cookie(cookie["name"], cookie["value"])
        answer = client.post("/intake", data=data)
        answers.append(answer.headers.get("Location", f"{answer.status_code}: {answer.text[-2500:]}"))

    presses = [threading.Thread(target=press) for _ in range(6)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()

    assert answers == [f"/intake/receipts/{TOKEN}"] * 6
    assert count(Case) == 1
    assert count(CaseEvent) == 1


def save(visitor: Visitor, **fields: str) -> None:
    page = visitor.get("/intake")
    (csrf,) = [e.get("value") for e in page.all("input", name="csrf_token")][:1]
    data = {"csrf_token": csrf, "token": TOKEN, **fields}
    visitor.post("/intake/draft", MultiDict(data), status=204)


@pytest.mark.both_databases
def test_a_draft_survives_and_is_gone_on_with(visit: Callable[..., Visitor], agent: User) -> None:
    visitor = visit(user=agent)
    save(visitor, phone="13812345678", content="路灯不亮", kind="help", risk_tags="群体")
    save(visitor, phone="13812345678", content="路灯不亮，三天了", kind="help", risk_tags="群体")

    raw = db.session.execute(db.text("SELECT fields FROM intake_draft")).scalar_one()
    assert "138" not in raw
    page = visit(user=agent).get("/intake")
    assert "未完成的草稿 1" in page.text
    page = page.follow("继续")
    assert page.texts("textarea", name="content") == ["路灯不亮，三天了"]
    assert page.all("input", name="phone", value="13812345678")
    receipt = filled(page).press("提交派单")
    assert only_case().number in receipt.text
    assert "未完成的草稿" not in visitor.get("/intake").text


def test_two_windows_do_not_overwrite_one_another(visit: Callable[..., Visitor], agent: User) -> None:
    visitor = visit(user=agent)
    client, page = visitor.client, visitor.get("/intake")
    (csrf, *_) = [e.get("value") for e in page.all("input", name="csrf_token")]

    def put(window: str, content: str, version: str = "") -> tuple[int, str]:
        fields = {"csrf_token": csrf, "token": TOKEN, "draft_window": window, "draft_version": version}
        headers = {"HX-Request": "true"}
        answer = client.post("/intake/draft", data=fields | {"content": content}, headers=headers)
        return answer.status_code, answer.headers.get("X-Draft-Version", answer.text)

    status, first = put("one", "路灯不亮")
    assert status == 204
    assert put("one", "路灯不亮，三天", "")[0] == 204  # the same window never waits for its own answer
    refused = put("two", "井盖缺失", first)
    assert refused[0] == 409
    assert "草稿已在其他窗口更新，请核对两处内容。" in refused[1]
    opened = visit(user=agent).get(f"/intake?draft={TOKEN}")
    (version,) = [e.get("value") or "" for e in opened.all("input", name="draft_version")]
    (window,) = [e.get("value") or "" for e in opened.all("input", name="draft_window")]
    assert window not in ("", "one")
    assert put(window, "路灯不亮，三天了", version)[0] == 204
    assert put("one", "旧内容", first)[0] == 409
    assert opened.visitor.get(f"/intake?draft={TOKEN}").texts("textarea", name="content") == [
        "路灯不亮，三天了"
    ]


def test_a_draft_is_thrown_away(visit: Callable[..., Visitor], agent: User) -> None:
    visitor = visit(user=agent)
    save(visitor, content="路灯不亮")

    page = visitor.get("/intake").press("丢弃草稿")

    assert "未完成的草稿" not in page.text
    assert count(IntakeDraft) == 0


def test_what_comes_late_does_not_bring_a_spent_draft_back(
    visit: Callable[..., Visitor], agent: User
) -> None:
    visitor = visit(user=agent)
    save(visitor, content="路灯不亮")
    filled(visitor.get("/intake").follow("继续")).press("提交派单")

    save(visitor, content="路灯不亮，晚到的草稿")

    draft = db.session.scalars(db.select(IntakeDraft)).one()
    assert draft.case_id is not None
    assert "晚到" not in (draft.fields or "")


def test_drafts_and_receipts_are_each_agents_own(visit: Callable[..., Visitor], agent: User) -> None:
    mine = visit(user=agent)
    save(mine, content="路灯不亮")
    other = visit("agent")

    assert "未完成的草稿" not in other.get("/intake").text
    other.get(f"/intake?draft={TOKEN}", status=404)
    filled(mine.get("/intake").follow("继续")).press("提交派单")
    other.get(f"/intake/receipts/{TOKEN}", status=404)
    other.get("/intake/receipts/unknown", status=404)


def test_the_code_is_shown_for_a_while_only(form: Page, agent: User) -> None:
    filled(form).press("提交派单")
    draft = db.session.scalars(db.select(IntakeDraft)).one()
    assert draft.case_id is not None
    draft.saved_at -= timedelta(minutes=16)
    db.session.commit()

    page = form.visitor.get(f"/intake/receipts/{draft.token}")

    assert "查询码已过显示时间" in page.text
    assert not page.all("dd", id="receipt-code")


@pytest.mark.both_databases
def test_what_nobody_needs_is_cleared_out(app: Flask, agent: User) -> None:
    now = datetime.now(UTC)
    case = make_case()
    for days, case_id in ((0.5, case.id), (2, case.id), (2, None), (31, None)):
        saved_at = now - timedelta(days=days)
        saved(
            IntakeDraft(user_id=agent.id, token=f"token{days}{case_id}", saved_at=saved_at, case_id=case_id)
        )

    with unit_of_work():
        assert intake_draft.clear_out(at=now) == 2

    assert count(IntakeDraft) == 2


def test_a_case_is_added_to_an_earlier_one(visit: Callable[..., Visitor], agent: User) -> None:
    earlier = make_case()
    page = visit(user=agent).get(f"/intake?related={earlier.id}")

    assert earlier.number in page.text
    filled(page).press("提交派单")

    newest = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first()
    assert newest is not None
    assert newest.related_case_id == earlier.id


def test_a_case_of_a_desk_cannot_be_added_to_from_outside(visit: Callable[..., Visitor], agent: User) -> None:
    hidden = make_case(desk=Desk.PSYCH)

    page = filled(visit(user=agent).get("/intake"), related_case_id=hidden.id).press("提交派单", status=422)

    assert hidden.number not in page.text


def sent_back(agent: User) -> Case:
    case = make_case(
        title="路灯不亮",
        content="路灯不亮。",
        received_by_id=agent.id,
        amount_fen=1_250,
        longitude=103.83417,
        latitude=36.06138,
        coordinate_system=CoordinateSystem.WGS84,
        citizen={"name": "王小明", "phone": "13812345678"},
    )
    with unit_of_work():
        case = db.session.get_one(Case, case.id)
        db.session.refresh(case, ["category"])
        dispatch.send_back_to_agent(
            case, by=make_user("dispatcher"), at=datetime.now(UTC), note="请补充门牌号"
        )
    return case


@pytest.mark.both_databases
def test_a_case_sent_back_is_completed_and_masks_left_alone_keep_what_is_behind(
    visit: Callable[..., Visitor], agent: User
) -> None:
    case = sent_back(agent)
    page = visit(user=agent).get(f"/intake/{case.id}")

    assert page.all("input", name="phone", value="138****5678")
    assert page.all("input", name="name", value="王**")
    assert page.all("input", name="amount_fen", value="12.50")
    assert page.all("input", name="coordinates", value="103.834170,36.061380")
    assert page.all("option", value="wgs84", selected="selected") or page.all(
        "option", value="wgs84", selected=""
    )
    page.fill(content="中山路12号门口的路灯不亮。").press("提交派单")

    case = only_case()
    citizen = db.session.scalars(db.select(Citizen)).one()
    assert (case.state, case.content) == (CaseState.PENDING_REVIEW, "中山路12号门口的路灯不亮。")
    assert (citizen.name, citizen.phone) == ("王小明", "13812345678")
    assert (case.amount_fen, case.point) == (1_250, (103.83417, 36.06138))
    assert case.coordinate_system is CoordinateSystem.WGS84


@pytest.mark.both_databases
def test_a_mask_that_was_changed_is_read_as_a_new_number(visit: Callable[..., Visitor], agent: User) -> None:
    page = visit(user=agent).get(f"/intake/{sent_back(agent).id}")

    refused = page.fill(phone="138****5679").press("提交派单", status=422)
    assert "号码不正确" in refused.text
    refused.fill(phone="13900001111").press("提交派单")

    assert db.session.scalars(db.select(Citizen)).one().phone == "13900001111"


def test_only_a_case_that_waits_for_it_is_completed(visit: Callable[..., Visitor], agent: User) -> None:
    page = visit(user=agent).get(f"/intake/{make_case().id}", status=409)

    assert "工单当前为“待审核”，不需要补充。" in page.text


def test_a_completion_that_comes_too_late_is_told_so(visit: Callable[..., Visitor], agent: User) -> None:
    case = sent_back(agent)
    page = visit(user=agent).get(f"/intake/{case.id}")
    case = only_case()
    case.address = "别人改了"
    db.session.commit()

    answer = page.press("提交派单", status=409)

    assert "刚被他人更新" in answer.text


def test_quick_replies_can_be_inserted(form: Page) -> None:
    saved(QuickReply(code="q1", kind="intake", title="告知查询方式", body="编号和查询码会发到您的手机。"))

    page = form.visitor.get("/intake")

    assert "告知查询方式" in page.texts("option")


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "有中文的令牌有中文的令牌有中文的令牌"])
def test_a_form_without_its_token_is_not_ours(form: Page, token: str) -> None:
    filled(form, token=token).press("提交派单", status=400)

    assert count(Case) == 0


@pytest.mark.parametrize("role", ["officer", "administrator", "auditor", "leader"])
def test_who_does_not_take_in_cases_does_not_come_in(
    visit: Callable[..., Visitor], city: Category, role: str
) -> None:
    visit(role).get("/intake", status=403)


def test_taking_in_needs_few_statements(app: Flask, agent: User, city: Category) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    cookie = session_cookie(app, agent)
    client.set_cookie(cookie["name"], cookie["value"])
    area = make_area(level=AreaLevel.STREET)
    data: dict[str, Any] = {
        "phone": "13812345678", "content": "路灯不亮", "category_id": city.id, "kind": "help", "street_id": area.id,
        "channel": "phone", "confidentiality": "open", "step": "submit",
    }  # fmt: skip
    client.post("/intake", data=data | {"token": TOKEN})

    with statements() as opening:
        client.get("/intake")
    with statements() as handing_in:
        assert client.post("/intake", data=data | {"token": f"{TOKEN}2"}).status_code == 303

    assert len(opening) <= 12, "\n".join(opening)
    assert len(handing_in) <= 25, "\n".join(handing_in)
