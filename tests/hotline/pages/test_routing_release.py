"""Release from review: the threshold from the curve, a category, the agent's press, what came of it, and its end."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from hotline.jobs import routing_jobs
from hotline.pages import routing_decisions as routing_decisions_page
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.category import Category
from models.department import Department
from models.notice import Notice
from models.queries import router_policies, routing_decisions
from models.queries.learning_set import lessons
from models.router_policy import RouterPolicy
from models.router_version import Purpose, RouterVersion, VersionState
from models.routing_decision import DecisionOutcome, RoutingDecision, Taken
from models.vocabulary import CaseState, Channel, Confidentiality, Desk, Kind
from tests.support.case_rows import make_town
from tests.support.clock import MONDAY_9
from tests.support.factories import make_rule, make_rules, make_user, saved
from tests.support.pages import Visitor
from tests.support.routers import make_version
from workflows import dispatch, intake, release_rules, routing_decision, routing_release
from workflows.learning.current import Suggested

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("app")]
Visit = Callable[..., Visitor]
HEATING = 4
SOLD = 3


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> RouterVersion:
    """Make a town whose router of departments is sure of the heating company."""
    make_town()
    make_rules()
    version = make_version(state=VersionState.ON)
    said = Suggested(HEATING, 0.973, ("暖气不热",), ((2, 0.01), (1, 0.005)), version.id)
    monkeypatch.setattr(routing_decision, "suggest", lambda _purpose, _text: said)
    monkeypatch.setattr(routing_release, "suggest", lambda _purpose, _text: said)
    monkeypatch.setattr(release_rules, "is_sampled", lambda _number: False)
    return version


def released(*categories: int, threshold: int = 9_000) -> None:
    """Set the threshold and release the categories, as the pages do."""
    version = db.session.query(RouterVersion).filter_by(state=VersionState.ON).one()
    for category_id in (None, *categories):
        facts = {"threshold": threshold, "is_released": True, "count": 90, "right": 88, "total": 100}
        saved(
            RouterPolicy(
                category_id=category_id, version_id=version.id, reason="试行", set_at=MONDAY_9, **facts
            )
        )


def taken_in(**given: Any) -> Case:
    """Take a case in and press 登记并派单, as the agent does."""
    facts: dict[str, Any] = {
        "channel": Channel.PHONE,
        "kind": Kind.HELP,
        "title": "暖气不热",
        "content": "家里暖气不热，室温很低。",
        "category_id": SOLD,
        "area_id": 2,
        "phone": "13893112345",
    }
    at, agent = datetime.now(UTC), make_user("agent")
    case = intake.register(intake.Request(**{**facts, **given}), by=agent, at=at).case
    routing_release.release(case, by=agent, at=at)
    db.session.commit()
    return case


def of(case: Case) -> RoutingDecision:
    """Return what was suggested for the case."""
    decision = routing_decisions.of_case(case.id)
    assert decision is not None
    return decision


@pytest.mark.both_databases
def test_a_supervisor_sets_the_threshold_and_releases_a_category(town: RouterVersion, visit: Visit) -> None:
    supervisor = visit("supervisor")
    page = supervisor.get("/routing/release")
    assert "还没有设定免审门限" in page.text

    form = page.follow("设定门限")
    assert "请填写理由。" in form.fill(threshold="9000").press("设定门限", status=422).text
    low = form.fill(threshold="9100", reason="试行")
    assert low.press("设定门限").text.count("免审门限已设定。") == 1
    assert "把握 ≥ 91%（版本" in supervisor.get("/routing/release").text

    page = supervisor.get("/routing/release").follow("免审")
    page = page.fill(reason="供热季试行").press("免审")
    assert "已免审。" in page.text
    assert router_policies.released()[SOLD].count == 88
    assert (
        "不足 20 件"
        in visit("administrator")
        .get("/routing/release/categories/5")
        .fill(reason="试行")
        .press("免审", status=422)
        .text
    )
    kinds = {kind for (kind,) in db.session.query(AuditEntry.kind)}
    assert kinds >= {"router.threshold", "router.release"}

    page = supervisor.get("/routing/release").follow("停止全部免审")
    page.fill(reason="系统检修").press("停止全部免审")
    assert not routing_release.is_offered()
    history = supervisor.get("/routing/release").text
    assert "停止全部免审" in history
    assert "系统检修" in history
    assert "供热季试行" in history


def test_a_threshold_is_borne_out_by_the_kept_out_set_and_holds_for_its_router_alone(
    town: RouterVersion, visit: Visit
) -> None:
    town.judgements = [[SOLD, 9_900, 1]] * 60 + [[SOLD, 9_200, 0]] * 10
    db.session.commit()
    supervisor = visit("supervisor")
    form = supervisor.get("/routing/release/threshold")

    refused = form.fill(threshold="9200", reason="试行").press("设定门限", status=422)
    assert "精确率为 85.7%（60/70 件），低于 95%，不能免审。" in refused.text
    assert router_policies.newest(None) is None

    released(SOLD)
    town.state = VersionState.OFF
    db.session.commit()
    make_version(state=VersionState.ON)
    assert "免审已暂停" in supervisor.get("/routing/release").text


def test_the_agents_press_sends_it_out_and_says_why(town: RouterVersion, visit: Visit) -> None:
    agent = visit("agent")
    assert "登记并派单" not in agent.get("/intake").buttons()
    released(SOLD)

    typed = {"title": "暖气不热", "content": "家里暖气不热", "category_id": str(SOLD)}
    token = {"csrf_token": agent.get("/intake").all("input", name="csrf_token")[0].get("value")}
    told = "本件可免审：按“登记并派单”直接派至热力公司（模型把握 97%）"
    assert told in agent.post("/intake/aids", MultiDict(token | typed)).text
    reported = agent.post("/intake/aids", MultiDict(token | typed | {"kind": Kind.REPORT.value}))
    assert "本件可免审" not in reported.text

    form = agent.get("/intake").fill(
        title="暖气不热",
        content="家里暖气不热，室温很低。",
        kind="help",
        category_id=str(SOLD),
        phone="13893112345",
        name="王建国",
    )
    receipt = form.press("登记并派单")

    assert "已派至热力公司。免审派单：模型版本" in receipt.text
    assert "建议热力公司，把握 97%，依据“暖气不热”，由" in receipt.text
    case = db.session.query(Case).one()
    assert (case.state, case.department_id) == (CaseState.DISPATCHED, HEATING)
    assert (of(case).is_released, of(case).taken, of(case).outcome) == (True, Taken.FIRST, None)

    supervisor = visit("supervisor")
    page = supervisor.get("/routing/decisions?show=released")
    assert case.number in page.text
    page = page.follow("撤回派单").fill(note="应由供水单位办理").press("撤回派单")
    assert "撤回派单：已完成。" in page.text
    db.session.expire_all()
    assert of(case).outcome is DecisionOutcome.RECALLED
    assert case.number in supervisor.get("/routing/decisions?show=recalled").text
    assert case.number not in supervisor.get("/routing/decisions?show=waiting").text


# Given with a case, what the reason says of it.
NEVER: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": Kind.REPORT}, ""),
    ({"confidentiality": Confidentiality.CONFIDENTIAL}, ""),
    ({"confidentiality": Confidentiality.ANONYMOUS}, "匿名诉求须经审核派单。"),
    ({"risk_tags": ["涉未成年"]}, "带有风险标签“涉未成年”"),
    ({"category_id": 5}, "该分类未免审"),
)


def test_what_is_never_released_goes_to_review(town: RouterVersion) -> None:
    released(SOLD)

    for given, said in NEVER:
        case = taken_in(**given)

        assert case.state is CaseState.PENDING_REVIEW, given
        assert case.dispatch_reason.startswith("未免审："), given
        assert said in case.dispatch_reason
        decision = routing_decisions.of_case(case.id)
        assert (decision is None) == case.is_protected, given
        assert decision is None or not decision.is_released


def test_the_catalogue_comes_first(town: RouterVersion) -> None:
    released(SOLD)
    rule = make_rule(db.session.get(Department, 1), category_id=SOLD)
    assert "派单目录与模型建议的单位不一致" in taken_in().dispatch_reason

    rule.lead_id = HEATING
    db.session.commit()
    case = taken_in()
    assert case.state is CaseState.DISPATCHED
    assert "与派单目录：" in case.dispatch_reason


def test_one_in_twenty_is_reviewed_all_the_same_and_measured(
    town: RouterVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(SOLD)
    monkeypatch.setattr(release_rules, "is_sampled", lambda _number: True)

    case = taken_in()

    assert "抽中复核" in case.dispatch_reason
    assert of(case).is_sampled
    dispatch.dispatch(case, by=make_user("dispatcher"), at=datetime.now(UTC), lead_id=3)
    assert (of(case).taken, of(case).outcome) == (Taken.OTHER, DecisionOutcome.CORRECTED)


@pytest.mark.both_databases
def test_a_release_ends_by_itself_and_what_was_wrong_teaches_more(town: RouterVersion, visit: Visit) -> None:
    released(SOLD)
    supervisor = make_user("supervisor")
    wrong = [taken_in(title=f"暖气不热{n}") for n in range(3)]
    right = taken_in(title="暖气很凉")
    right.closed_at, right.state = datetime.now(UTC), CaseState.CLOSED
    for case in wrong:
        case.department_id, case.closed_at, case.state = 2, datetime.now(UTC), CaseState.CLOSED
    db.session.commit()

    at = datetime.now(UTC)
    found = routing_jobs.find_decisions(at)
    assert len(found) == 4
    assert all(routing_jobs.settle_decision(decision_id, at=at) for decision_id in found)
    db.session.commit()

    assert routing_jobs.find_decisions(at) == []
    assert [of(case).outcome for case in (*wrong, right)] == [DecisionOutcome.CORRECTED] * 3 + [
        DecisionOutcome.UPHELD
    ]
    assert router_policies.released() == {}
    last = router_policies.newest(SOLD)
    assert (last.is_released, last.set_by_id) == (False, None)
    assert "件被退单、更正或撤回" in last.reason
    told = db.session.query(Notice).filter_by(user_id=supervisor.id).one()
    assert told.title == f"免审已自动停止：{db.session.get(Category, SOLD).path}"
    assert {each.title: each.is_corrected for each in lessons(Purpose.DEPARTMENT)} == {
        "暖气不热0": True, "暖气不热1": True, "暖气不热2": True, "暖气很凉": False
    }  # fmt: skip
    page = visit(user=supervisor).get("/routing/decisions?show=corrected")
    assert [row[6] for row in page.rows()] == ["更正"] * 3


@pytest.mark.both_databases
def test_the_record_pages_and_shows_each_only_what_they_may_see(
    town: RouterVersion, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(SOLD)
    monkeypatch.setattr(routing_decisions_page, "PAGE", 2)
    cases = [taken_in(title=f"暖气不热{n}") for n in range(3)]
    supervisor = visit("supervisor")

    page = supervisor.get(f"/routing/decisions?show=waiting&category={SOLD}&days=90")
    assert [row[0].split()[0] for row in page.rows()] == [cases[2].number, cases[1].number]
    assert "共 3 条" in page.text
    page = page.follow("下一页")
    assert [row[0].split()[0] for row in page.rows()] == [cases[0].number]
    assert supervisor.get("/routing/decisions?category=5").rows() == []
    supervisor.get("/routing/decisions?show=nothing", status=404)

    assert visit("administrator").get("/routing/decisions").rows() == []
    cases[0].desk = Desk.PSYCH
    db.session.commit()
    assert "共 2 条" in supervisor.get("/routing/decisions").text


def test_only_who_manages_routing_sees_it(visit: Visit) -> None:
    agent = visit("agent")
    for address in ("/routing/release", "/routing/decisions", "/routing/release/threshold"):
        agent.get(address, status=403)
