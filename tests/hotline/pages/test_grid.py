"""Grid workers register events and see their own; a number of the statistics opens its events; a file is brought in."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from hotline import report_making
from models.base import db
from models.grid import GridEvent
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports import issues
from reports.catalogue import REPORTS
from reports.periods import parse
from tests.support.case_rows import make_town
from tests.support.clock import local
from tests.support.exports import REASON, assert_taken_away_as_seen, export, lines
from tests.support.factories import make_case, make_rules, make_user
from tests.support.grid_rows import event, make_classes, make_events
from tests.support.issues import blank_files
from tests.support.page_checks import text_of
from tests.support.pages import Visitor
from tests.support.requests import HouseRunner

pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]
BEHIND = "/grid/behind?period=month&on=2026-03"


@pytest.fixture(autouse=True)
def town(app: Flask) -> None:
    """Make a small town with classes of events."""
    make_town()
    make_classes()


def test_an_event_is_registered_passed_up_dealt_with_and_named_a_case(visit: Visit) -> None:
    visitor = visit(user=make_user("grid", "agent"))
    case = make_case(number="LZ20260302000009")

    empty = visitor.get("/grid/events")
    assert "还没有网格事件。" in empty.text
    given = {"title": "人行道地砖破损", "grid_class_id": "1", "district_id": "2", "place": "长街12号"}
    page = empty.follow("登记事件").fill(**given).press("登记")
    assert page.heading == "人行道地砖破损"
    page = page.follow("上报").press("上报")
    assert "已上报" in page.text
    page = page.follow("处置").fill(outcome="").press("提交", status=422)
    assert "请填写处置情况。" in page.text
    page = page.fill(outcome="已修复").press("提交")
    assert "已处置" in page.text
    page = page.follow("关联工单").fill(case_number="没有").press("保存", status=422)
    page = page.fill(case_number=case.number).press("保存")
    assert page.links()[case.number] == f"/cases/{case.id}"
    assert [row[1:4] for row in visitor.get("/grid/events").rows()] == [
        ["人行道地砖破损 长街12号", "城市管理类", "东岸区"]
    ]


def test_a_worker_sees_their_own_events_and_a_supervisor_all(visit: Visit) -> None:
    own, other = make_user("grid"), make_user("grid")
    make_events(
        event(1, registered_by_id=own.id), event(2, registered_by_id=other.id), event(3, is_escalated=True)
    )
    worker = visit(user=own)

    assert [row[0] for row in worker.get("/grid/events").rows()] == ["W1"]
    theirs = db.session.query(GridEvent).filter_by(external_id="W2").one().id
    worker.get(f"/grid/events/{theirs}", status=404)
    worker.get(f"/grid/events/{theirs}/processing", status=404)
    supervisor = visit("supervisor")
    assert len(supervisor.get("/grid/events").rows()) == 3
    assert [row[0] for row in supervisor.get("/grid/events?standing=escalated").rows()] == ["W3"]
    assert_taken_away_as_seen(supervisor.get("/grid/events"))
    assert_taken_away_as_seen(supervisor.get("/grid/events?standing=escalated"))
    supervisor.get("/exports/new?list=grid-events&standing=nonsense", status=409)
    own.roles[0].permissions = [Permission.RECORD_GRID.value, Permission.EXPORT_CASES.value]
    db.session.commit()
    assert_taken_away_as_seen(worker.get("/grid/events"))
    assert "没有这样的网格事件。" in supervisor.get("/grid/events?grid_class=2").text
    supervisor.get("/grid/events?standing=nonsense", status=422)


@pytest.mark.parametrize("role", ["agent", "officer"])
def test_events_are_for_who_records_or_reads_them(visit: Visit, role: str) -> None:
    visitor = visit(role)
    for address in ("/grid/events", "/grid/events/new", BEHIND, "/grid/import"):
        visitor.get(address, status=403)


def test_two_who_step_at_once_are_told(visit: Visit) -> None:
    own = make_user("grid")
    make_events(event(1, registered_by_id=own.id, source=""))
    row = db.session.query(GridEvent).one()
    form = visit(user=own).get(f"/grid/events/{row.id}/processing")
    row.place = "又一处"
    db.session.commit()

    page = form.fill(outcome="已修复").press("提交", status=409)

    assert "刚被他人更新" in page.text
    assert not db.session.query(GridEvent).one().is_processed


def test_a_number_opens_its_events_page_after_page(visit: Visit) -> None:
    make_rules()
    make_events(
        *(event(number, is_processed=number < 40, district_id=2) for number in range(60)),
        event(99, registered_at=local("2026-02-01 08:00")),
    )
    visitor = visit("head")

    paper = visitor.get("/reports/products/grid?period=2026-03")
    assert "与群众诉求分开统计" in paper.text
    behind = visitor.get(paper.links()["60"])
    assert behind.heading == "网格采集数：60 件"
    assert [len(behind.rows()), len(behind.follow("下一页").rows())] == [50, 10]
    rate = visitor.get(f"{BEHIND}&figure=grid_processed_rate&district=2")
    assert rate.heading == "网格处置率 66.67%（40 ÷ 60）"
    rest = visitor.get(f"{BEHIND}&figure=grid_processed_rate&part=rest")
    assert len(rest.rows()) == 20
    assert_taken_away_as_seen(rest)
    assert len(lines(export(behind))) == 60
    for nonsense in ("&figure=received", "&part=x", "&grid_class=99", "&district=77"):
        visitor.get(f"{BEHIND}{nonsense}", status=404)
    visitor.get("/grid/behind?period=month&on=2026-99", status=400)


def test_values_of_the_grid_are_told_as_json(visit: Visit) -> None:
    make_events(event(1, is_escalated=True, grid_class_id=2), event(2))
    client = visit("leader").client

    asked = "/reports/figures.json?period=month&on=2026-03&figure=grid_registered&figure=grid_escalated_rate"
    whole, one = client.get(asked).json, client.get(f"{asked}&grid_class=2").json

    assert [figure["shown"] for figure in whole["figures"]] == ["2", "50.00%"]
    assert [figure["shown"] for figure in one["figures"]] == ["1", "100.00%"]
    assert one["member"] == {"dimension": "grid_class", "key": "2", "name": "居民事务代办类"}
    assert client.get(f"{asked}&figure=received").status_code == 404


def test_a_file_is_brought_in_on_the_page_or_each_bad_row_named(visit: Visit) -> None:
    visitor = visit("administrator")

    def hand_in(*rows: str) -> BytesIO:
        return BytesIO("\n".join(("事件编号,标题,类别,采集时间", *rows)).encode())

    page = visitor.get("/grid/import").press("校验并导入", status=422)
    assert "请选择文件。" in page.text
    for rows, status, sentence in (
        (("W1,井盖松动,城市管理类,2026-03-01", "W2,x,天文类,2026-03-01"), 422, "没有“天文类”这一类别"),
        (("W1,井盖松动,城市管理类,2026-03-01",), 200, "新增 1 件，更新 0 件，无变化 0 件。"),
        (("W1,井盖松动,城市管理类,2026-03-01",), 200, "新增 0 件，更新 0 件，无变化 1 件。"),
    ):
        page = visitor.get("/grid/import").fill(file=(hand_in(*rows), "events.csv"))
        assert sentence in page.press("校验并导入", status=status).text
    assert db.session.query(GridEvent).count() == 1


def test_the_command_imports_a_file(app: Flask, tmp_path: object) -> None:
    file = f"{tmp_path}/events.csv"
    with open(file, "w", encoding="gb18030") as text:
        text.write("事件编号,标题,类别,采集时间,附注\nW1,井盖松动,城市管理类,2026-03-01,无\n")
    runner: HouseRunner = app.test_cli_runner()  # type: ignore[assignment]

    first = runner.invoke(args=["grid", "import", file])
    with open(file, "a", encoding="gb18030") as text:
        text.write("W2,井盖松动,天文类,2026-03-01,无\n")
    second = runner.invoke(args=["grid", "import", file, "--source", "另一平台"])
    third = runner.invoke(args=["grid", "import", file, "--source", " "])

    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 1, 1)
    assert "新增 1 件" in first.output
    assert "忽略了不认识的列：附注" in first.output
    assert "第 3 行，类别：没有“天文类”这一类别" in second.output
    assert "请写明来源平台的名称" in third.output


@pytest.mark.both_databases
def test_published_statistics_stay_as_they_were_and_tell_what_would_differ(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issues, "written", blank_files)
    make_rules()
    make_events(
        *(event(number, is_escalated=number < 7, grid_class_id=number % 2 + 1) for number in range(23))
    )
    head, at = make_user("head"), local("2026-04-01 09:00")
    issue_id = report_making.make(REPORTS["grid"], parse("2026-03"), by=head, at=at)
    report_making.publish(issue_id, by=head, at=at)
    make_events(event(99))
    with unit_of_work():
        changed = {GridEvent.is_processed: True, GridEvent.is_escalated: False, GridEvent.district_id: None}
        db.session.query(GridEvent).update(changed)

    visitor = visit(user=head)
    kept = visitor.get(f"/reports/issues/{issue_id}")

    assert "2026年3月，网格共采集事件23件" in "".join(kept.text.split())
    numbers = {
        (a.get("data-figure"), text_of(a)): a.get("href", "") for a in kept.all("a") if a.get("data-figure")
    }
    assert len(visitor.get(numbers["grid_registered", "23"]).rows()) == 23
    rows = visitor.get(numbers["grid_escalated", "7"]).rows()
    assert (len(rows), {row[4] for row in rows}) == (7, {"未处置 已上报"}), "as it was then"
    assert_taken_away_as_seen(visitor.get(numbers["grid_escalated", "7"]))
    assert {row[2] for row in visitor.get(numbers["grid_registered", "12"]).rows()} == {"城市管理类"}
    cell = numbers["grid_escalated", "7"].partition("cell=")[2]
    asked = f"/exports/new?list=frozen-meetings&issue_id={issue_id}&cell={cell}"
    assert "没有这个清单，不能导出。" in visitor.get(asked).fill(reason=REASON).press("导出", status=409).text
    rate = visitor.get(numbers["grid_escalated_rate", "30.43%"])
    assert (len(rate.rows()), len(visitor.get(f"{rate.url}&part=rest").rows())) == (23, 16)
    differences = "".join(visitor.get(f"/reports/issues/{issue_id}/differences").text.split())
    assert "网格采集数全部2026年3月23240" in differences
