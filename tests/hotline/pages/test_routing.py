"""The page of routers: ask for one, have it trained from closed cases, switch it on, and see it suggest."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from hotline.jobs import routing_jobs
from hotline.router_training import train_version
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.queries import router_versions
from models.queries.learning_set import lessons
from models.router_version import Purpose, RouterVersion, VersionState
from models.vocabulary import Action, CaseState, Confidentiality, Desk, Kind
from tests.support.case_rows import make_cases, make_town
from tests.support.clock import MONDAY_9
from tests.support.factories import make_case, make_rules, make_user, saved
from tests.support.labelled_texts import made_up
from tests.support.pages import Visitor
from tests.support.routers import make_version
from workflows import routing_advice, routing_versions
from workflows.errors import NotAllowedNow
from workflows.learning.current import Suggested, suggest

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("app")]
Visit = Callable[..., Visitor]
UNITS = {"供热": 4, "公交": 2, "市容": 1}
NOTHING = "派单目录中没有适用的条目"


def closed(number: int, text: str, label: str, **given: object) -> dict[str, object]:
    return {
        "title": text,
        "content": "请核实处理。",
        "department_id": UNITS[label],
        "received_at": MONDAY_9 - timedelta(hours=number),
        "closed_at": MONDAY_9,
        "state": CaseState.CLOSED,
        **given,
    }


@pytest.fixture
def folder(app: Flask) -> Path:
    path = Path(app.instance_path) / "routers"
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.both_databases
def test_from_the_button_to_the_suggestion(app: Flask, visit: Visit, folder: Path) -> None:
    make_town()
    make_rules()
    make_cases(*(closed(n, *pair) for n, pair in enumerate(made_up(330))))
    supervisor = visit("supervisor")
    assert "尚未训练" in supervisor.get("/routing").text

    supervisor.get("/routing").press("训练承办单位模型")
    (version_id,) = routing_jobs.find_waiting(datetime.now(UTC))
    assert train_version(version_id, folder)
    assert not train_version(version_id, folder)

    page = supervisor.get(f"/routing/{version_id}")
    assert "已训练" in page.text
    assert "热力公司" in page.text
    version = router_versions.find(version_id)
    assert len(version.judgements) == version.scores["count"]
    assert {matter for matter, _, _ in version.judgements} == {3}
    assert page.all("figure", id="curve-chart")
    assert suggest(Purpose.DEPARTMENT, "暖气不热，室温很低") is None
    page = page.press("启用")
    assert "使用中" in page.text

    found = suggest(Purpose.DEPARTMENT, "幸福小区暖气不热")
    assert found is not None
    assert found.label_id == UNITS["供热"]
    assert found.words[0] == "暖气"
    assert found.confidence > 0.6
    assert {kind for (kind,) in db.session.query(AuditEntry.kind)} >= {"router.train", "router.switch_on"}

    case = make_case(category_id=3, district_id=2, title="幸福小区暖气不热", content="请核实处理。")
    page = visit("dispatcher").get(f"/cases/{case.id}/dispatch")
    assert "模型建议主办：热力公司" in page.text
    assert NOTHING in page.text
    page.press("派单")
    db.session.expire_all()
    reason = db.session.get(Case, case.id).dispatch_reason
    assert reason.startswith(f"模型建议（版本 {version_id}，把握 ")
    assert "人工确认" in reason


@pytest.mark.both_databases
def test_what_is_never_learnt() -> None:
    make_town()
    usual = closed(1, "暖气不热", "供热")
    make_cases(
        usual,
        closed(2, "保密", "供热", confidentiality=Confidentiality.CONFIDENTIAL),
        closed(3, "举报", "供热", kind=Kind.REPORT),
        closed(4, "专席", "供热", desk=Desk.PSYCH),
        closed(5, "还没办完", "供热", closed_at=None),
        closed(6, "改派过", "供热", return_count=1),
    )

    found = lessons(Purpose.DEPARTMENT)

    assert [(each.title, each.is_corrected) for each in found] == [("暖气不热", False), ("改派过", True)]
    assert {each.label for each in lessons(Purpose.CATEGORY)} == {3}


@pytest.mark.both_databases
def test_a_matter_set_right_counts_more_and_a_place_does_not() -> None:
    make_town()
    make_cases(closed(1, "暖气不热", "供热"), closed(2, "公交晚点", "公交"))
    first, second = db.session.scalars(db.select(Case).order_by(Case.id)).all()
    for case, told in ((first, {"诉求分类": ["甲", "乙"]}), (second, {"详细地址": ["甲", "乙"]})):
        event = {"case_id": case.id, "happened_at": MONDAY_9, "action": Action.CORRECT, "changes": told}
        saved(CaseEvent(**event))

    found = {each.title: each.is_corrected for each in lessons(Purpose.CATEGORY)}
    assert found == {"暖气不热": True, "公交晚点": False}


@pytest.mark.both_databases
def test_too_little_is_said_on_the_page(visit: Visit, folder: Path) -> None:
    supervisor = visit("supervisor")
    supervisor.get("/routing").press("训练事项分类模型")
    assert train_version(router_versions.open_ids()[0], folder)

    page = supervisor.get("/routing")
    assert "未训练成" in page.text
    assert (
        "可用于训练的工单 0 件"
        in supervisor.get(f"/routing/{router_versions.newest(Purpose.CATEGORY)[0].id}").text
    )
    assert list(folder.glob("*.lock")) == []


def test_one_is_trained_at_a_time_and_the_weekly_job_asks_only_for_what_is_used() -> None:
    at = datetime.now(UTC)
    assert routing_jobs.find_purposes(at) == []
    make_version(state=VersionState.ON)
    assert [routing_jobs.PURPOSES[n] for n in routing_jobs.find_purposes(at)] == [Purpose.DEPARTMENT]

    routing_versions.ask_training(Purpose.DEPARTMENT, by=None, at=at)
    db.session.commit()

    assert routing_jobs.find_purposes(at) == []
    with pytest.raises(NotAllowedNow, match="“承办单位”的新模型正在等待或训练中"):
        routing_versions.ask_training(Purpose.DEPARTMENT, by=None, at=at)


@pytest.mark.both_databases
def test_a_worse_one_is_refused_and_a_better_one_takes_the_place(visit: Visit) -> None:
    present = make_version(state=VersionState.ON)
    beside = present.compared | {
        "present_id": present.id,
        "present": 0.91,
        "present_coverage": 0.8,
        "high": 0.0,
    }
    worse = make_version(compared=beside | {"low": -0.02})
    better = make_version(compared=beside | {"low": 0.002, "present": 0.88})
    unknown = make_version()
    visitor = visit("administrator")

    for version, sentence in (
        (worse, "新模型在留出集上不优于现用模型，不能启用（宏平均F1 0.900，现用 0.910"),
        (unknown, "请重新训练后再启用"),
    ):
        page = visitor.get(f"/routing/{version.id}")
        assert sentence in page.text
        assert "启用" not in [button.text for button in page.all("button")]
        with pytest.raises(NotAllowedNow, match=sentence.split("（")[0]):
            routing_versions.switch_on(version, by=make_user("administrator"), at=MONDAY_9)

    visitor.get(f"/routing/{better.id}").press("启用")
    db.session.expire_all()
    assert router_versions.in_use(Purpose.DEPARTMENT).id == better.id
    assert db.session.get(RouterVersion, present.id).state is VersionState.OFF
    visitor.get(f"/routing/{present.id}").press("启用")
    assert router_versions.in_use(Purpose.DEPARTMENT).id == present.id


def test_a_training_says_how_long_it_takes_and_has_the_page_drawn_anew(visit: Visit) -> None:
    begun = datetime.now(UTC) - timedelta(minutes=3)
    version = make_version(state=VersionState.TRAINING, started_at=begun, stored_name="")
    supervisor = visit("supervisor")
    address, asks = f"/routing/{version.id}", {"HX-Request": "true"}

    assert "已用 3 分钟" in supervisor.get(address).text
    said = supervisor.client.get(address, headers=asks)
    assert "已用 3 分钟" in said.text
    assert "HX-Refresh" not in said.headers
    routing_versions.fail(version, "数据太少。", at=MONDAY_9)
    db.session.commit()
    assert supervisor.client.get(address, headers=asks).headers["HX-Refresh"] == "true"


def test_a_trainer_that_keeps_dying_is_given_up() -> None:
    version = make_version(state=VersionState.TRAINING, attempts=3, stored_name="")

    assert not routing_versions.begin(version, at=MONDAY_9)
    assert version.state is VersionState.FAILED
    assert "已尝试 3 次均中断" in version.sentence


def test_the_curve_stands_on_the_page_as_chart_and_as_table(visit: Visit) -> None:
    before = make_version(judgements=[])
    version = make_version(state=VersionState.ON)
    supervisor = visit("supervisor")

    page = supervisor.get(f"/routing/{version.id}")
    rows = page.rows()
    assert ["90%", "97.8", "90.0"] in rows
    assert ["92%", "100.0", "88.0"] in rows
    assert "没有曲线" in supervisor.get(f"/routing/{before.id}").text


def test_a_file_that_was_changed_makes_no_suggestion_and_no_error(visit: Visit, folder: Path) -> None:
    (folder / "department-9.router").write_bytes(b"nothing")
    version = make_version(state=VersionState.ON, stored_name="department-9.router")

    assert suggest(Purpose.DEPARTMENT, "暖气不热，室温很低") is None
    said = f"版本 {version.id} 的模型文件缺失、被改动或由旧版程序训练，暂无模型建议"
    assert said in visit("supervisor").get("/routing").text


def test_only_who_manages_routing_sees_it(visit: Visit) -> None:
    assert make_user("agent").permissions.isdisjoint({"manage_routing"})
    visit("agent").get("/routing", status=403)


def test_the_agent_sees_the_routers_matter_before_those_of_the_tree(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_town()
    make_rules()
    said = Suggested(6, 0.97, ("室温很低",), ((5, 0.02), (999, 0.5)), 4)
    monkeypatch.setattr(routing_advice, "suggest", lambda _purpose, _text: said)
    form = visit("agent").get("/intake")

    page = form.visitor.post(
        "/intake/aids",
        {
            "csrf_token": form.all("input", name="csrf_token")[0].get("value"),
            "title": "停水",
            "content": "家里停水",
        },
    )

    offers = [button.get("data-take-category") for button in page.all("button")]
    assert [each for each in offers if each][:2] == ["6", "5"]
    assert "把握 97%，依据“室温很低”" in page.text
