"""Any list of cases is taken away as it is seen: its lines, its columns, masked alike; with reason, mark and log."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hotline.case_exports import making
from hotline.case_exports.columns import COLUMNS, TAGS
from hotline.case_exports.lists import BEHIND, FROZEN, LISTS
from hotline.jobs import export_jobs
from hotline.sole_worker import sole_worker
from models.audit_entry import AuditEntry
from models.base import db
from models.export_order import ExportOrder
from models.hot_topic import HotTopic, HotTopicCase
from models.queries import search
from models.tag import Tag
from models.transaction import unit_of_work
from models.vocabulary import CaseState, Confidentiality, ExportState, Kind, Permission, SupervisionLevel
from tests.support.exports import REASON, export, lines, sheets
from tests.support.factories import make_case, make_user, saved
from tests.support.issues import drafted, late_cases
from tests.support.meetings import make_candidate_rules
from tests.support.office import GROUND, make_office
from tests.support.pages import Page, Visitor
from tests.support.requests import HouseRunner
from workflows import deadline_extension, exports, incidents, supervision, tagging
from workflows.limit import Limit
from workflows.requests import Wish

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]


def folder_of(app: Flask) -> Path:
    return making.folder_of(app.config["SETTINGS"].uploads_dir)


def only_order() -> ExportOrder:
    db.session.rollback()
    return db.session.query(ExportOrder).one()


@pytest.mark.both_databases
def test_the_list_of_cases_is_taken_away_as_it_is_filtered_and_ordered(app: Flask, visit: Visit) -> None:
    make_office()
    now = datetime.now(UTC)
    for number in range(4):
        due = {"next_due_at": now + timedelta(days=9 - number), "next_soon_at": now, "next_clock": "feedback"}
        make_case(title=f"路灯{number}", **(due if number else {}))
    thanks = make_case(title="感谢修路", kind=Kind.THANKS)
    search.index_case(thanks.id, thanks.title)
    visitor = visit("supervisor")

    for address in (
        "/cases",
        "/cases?kind=help",
        "/cases?order=due",
        "/cases?light=due_soon",
        "/cases?q=修路",
    ):
        page = visitor.get(address)
        shown = [cells[1] for cells in page.rows()]
        assert [line["编号"] for line in lines(export(page))] == shown, address
        assert shown


def test_a_line_says_what_the_screen_says(app: Flask, visit: Visit) -> None:
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    page = visit("supervisor").get("/cases")
    # The first cell is the box to pick the line with.
    shown = page.rows()[0][1:]

    [line] = lines(export(page))

    assert list(line) == [
        "编号",
        "标题",
        "标记",
        "类型",
        "分类",
        "区县",
        "主办单位",
        "状态",
        "时限",
        "时限至",
        "受理时间",
    ]
    assert [line[name] or "—" for name in ("编号", "标题", "类型", "分类", "区县", "主办单位", "状态", "时限")] == [
        *shown[:7], shown[7],
    ]  # fmt: skip
    assert f"{line['受理时间']:%Y-%m-%d %H:%M}" == shown[8]
    assert case.number == line["编号"]


def test_columns_may_be_left_out_and_added(app: Flask, visit: Visit) -> None:
    office = make_office()
    office.case_in(CaseState.CLOSED)
    taker = make_user("supervisor")
    page = visit(user=taker).get("/cases")

    [line] = lines(export(page, columns=["number", "state"], more=LISTS["cases"].more_for(taker)))

    assert list(line)[:2] == ["编号", "状态"]
    assert (line["渠道"], line["对办理结果评价"], line["剔除考核"], line["退单次数"]) == (
        "电话",
        "满意",
        "否",
        0,
    )
    assert line["办结时间"] is not None
    assert len(line) >= 20


def test_tags_are_a_column_for_the_hotline_s_own_people_alone(app: Flask, visit: Visit) -> None:
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    for place, name in enumerate(("历史遗留", "媒体关注")):
        tagging.put_on(
            case, saved(Tag(name=name, position=place)).id, by=office.supervisor, at=datetime.now(UTC)
        )
    db.session.commit()
    theirs = visit(
        user=make_user("officer", department=office.bureau, permissions=[Permission.EXPORT_CASES])
    ).get("/cases")

    [line] = lines(export(visit(user=office.supervisor).get("/cases"), more=[TAGS]))
    assert line["标签"] == "历史遗留、媒体关注"

    form = theirs.follow("导出")
    assert TAGS not in [box.get("value") for box in form.all("input", name="more")]
    form.fill(reason=REASON, more=[TAGS]).press("导出", status=422)
    [line] = lines(export(theirs))
    assert "标签" not in line


@pytest.mark.both_databases
def test_every_list_is_taken_away_line_by_line(app: Flask, visit: Visit) -> None:
    office = make_office()
    at = datetime.now(UTC)
    tag = saved(Tag(name="历史遗留"))
    for number in range(2):
        late = office.case_in(CaseState.HANDLING, at=at - timedelta(days=40 + number))
        supervision.order(
            late, by=office.supervisor, at=at, level=SupervisionLevel.ORDER, reason="超期", requirement="速办",
            limit=Limit.parse("3wd"),
        )  # fmt: skip
        tagging.put_on(late, tag.id, by=office.supervisor, at=at)
        asked = Wish(reason="需采购灯杆", ground_code=GROUND, limit="2wd")
        case = office.case_in(CaseState.HANDLING, at=at)
        deadline_extension.request_extension(case, asked, by=office.officer, at=at)
        office.case_in(CaseState.PENDING_REVIEW, at=at).is_hazard = True
    db.session.commit()
    topic = saved(HotTopic(category_id=office.category.id, opened_at=at, last_at=at))
    for each in (late, case):
        alike = {"category_id": each.category_id, "received_at": each.received_at}
        saved(HotTopicCase(case_id=each.id, topic_id=topic.id, **alike))
    incident = incidents.make("路灯成片不亮", [late, case], None, by=office.dispatcher, at=at)
    db.session.commit()
    every = make_user(permissions=list(Permission), department=office.bureau)
    visitor = visit(user=every)
    late_cases(office)
    make_candidate_rules(overdue_working_days=15, times_returned=1)
    issue = drafted(every)
    cell = next(
        n for n, cell in enumerate(issue.figures["cells"]) if cell["figure"] == "due" and cell["opens"]
    )
    addresses = {
        "cases": "/cases?state=handling",
        "worklist": f"/worklists/handle?tag={tag.id}",
        "figure": f"/reports/cases?figure=received&period=year&on={at:%Y}",
        "frozen": f"/reports/issues/{issue.id}/cases?cell={cell}",
        "happened": f"/reports/happened?figure=orders_issued&period=year&on={at:%Y}",
        "hot-topic": f"/topics/{topic.id}",
        "incident": f"/incidents/{incident.id}",
        "overdue": "/supervision/overdue",
        "tasks": "/dashboard/tasks",
        "hazards": "/dashboard/hazards?show=untaken",
        "orders": "/supervision/orders?level=3",
        "orders-to-confirm": "",
        "orders-to-answer": "/supervision/to-answer",
        "candidates": "/joint-meetings/candidates?criterion=overdue_working_days",
        "requests": "/requests/pending",
        "own-requests": "/requests/ours",
    }
    elsewhere = (f"{FROZEN}-", f"{BEHIND}-", "grid-")
    assert set(addresses) == {name for name in LISTS if not name.startswith(elsewhere)}
    for name, address in addresses.items():
        if not address:
            continue
        page = visitor.get(address)
        done = export(page, more=[TAGS] if name == "worklist" else [])
        told = lines(done)
        assert len(told) == len(page.rows()) >= 2, name
        for line, shown in zip(told, page.rows(), strict=True):
            assert line["编号"] in " ".join(shown), name
            assert str(line.get("状态")) in " ".join(shown), name
        assert done.links()["返回列表"].startswith(address.split("?")[0])
        if name == "incident":
            assert [(line["归入方式"], line["回访"]) for line in told] == [("仅关联", None)] * 2
        if name == "worklist":
            order = db.session.query(ExportOrder).filter_by(list_name=name).one()
            assert (len(told), order.conditions) == (2, {"标签": "历史遗留"})
            assert [line["标签"] for line in told] == ["历史遗留"] * 2


@pytest.mark.one_database
def test_candidates_are_taken_away_with_their_reasons(app: Flask, visit: Visit) -> None:
    office = make_office()
    make_candidate_rules(times_returned=1, overdue_working_days=15)
    office.case_in(CaseState.RETURN_PENDING, at=datetime.now(UTC))
    office.case_in(CaseState.RETURN_PENDING, at=datetime.now(UTC) - timedelta(days=60))
    visitor = visit(user=office.supervisor)

    every = lines(export(visitor.get("/joint-meetings/candidates")))
    late = export(visitor.get("/joint-meetings/candidates?criterion=overdue_working_days&first=0"))

    assert len(every) == 2
    assert every[0]["候选原因"].startswith("退单 1 次；超期 ")
    assert every[1]["候选原因"] == "退单 1 次"
    assert [line["编号"] for line in lines(late)] == [every[0]["编号"]]
    assert db.session.query(ExportOrder).order_by(ExportOrder.id.desc()).first().conditions == {
        "候选原因": "超期工作日"
    }


def test_a_worklist_says_whose_part_a_line_is_and_its_clock(app: Flask, visit: Visit) -> None:
    office = make_office()
    office.case_in(CaseState.HANDLING)
    boss = make_user("officer", department=office.bureau, permissions=[Permission.EXPORT_CASES])
    page = visit(user=boss).get("/worklists/handle")

    [line] = lines(export(page))

    assert line["承办单位"] == f"{office.bureau.name}（主办）" == page.rows()[0][7]
    assert page.rows()[0][1].startswith(line["时限"])
    assert line["时限"].startswith("正常 还剩")
    assert line["时限至"] is not None


def test_a_protected_case_and_what_leads_to_callers_stay_as_on_the_screen(app: Flask, visit: Visit) -> None:
    office = make_office()
    office.register(
        title="王五举报加油站短斤少两", kind=Kind.REPORT, confidentiality=Confidentiality.CONFIDENTIAL
    )
    office.register(title="我叫王建国，电话13893112345，请回电")
    page = visit("head").get("/cases")

    told = sheets(export(page))

    everything = str(told)
    assert "保密举报：" in everything
    assert "王五" not in everything
    assert "13893112345" not in everything
    assert "庆阳路12号" not in everything


@pytest.mark.both_databases
def test_the_mark_and_the_second_sheet_say_who_took_it_when_and_what_for(app: Flask, visit: Visit) -> None:
    make_case()
    taker = make_user("supervisor", full_name="赵主管")
    page = export(visit(user=taker).get("/cases?state=pending_review"))

    told = sheets(page)

    order = only_order()
    mark = told["工单查询"][1][0]
    assert mark.startswith(f"导出人：赵主管（{taker.name}）")
    assert mark.endswith(f"导出编号：{order.id}　用途：{REASON}")
    said = dict(told["导出说明"][3:])
    assert (said["状态"], said["行数"], said["用途"]) == ("待审核", "1", REASON)


@pytest.mark.both_databases
def test_each_order_and_each_download_is_in_the_log(app: Flask, visit: Visit) -> None:
    make_case()
    page = export(visit("supervisor").get("/cases"))
    sheets(page)
    sheets(page)

    entries = db.session.query(AuditEntry).filter_by(object_type="export").order_by(AuditEntry.id).all()
    assert [entry.kind for entry in entries] == [
        "export_cases",
        "export_made",
        "download_export",
        "download_export",
    ]
    assert entries[0].summary == f"导出“工单查询”（全部），用途：{REASON}"
    assert "1 行" in entries[1].summary
    assert page.visitor.get("/exports").rows()[0][7] == "2 次"


@pytest.mark.both_databases
def test_without_a_reason_or_a_column_nothing_is_made(app: Flask, visit: Visit) -> None:
    make_case()
    page = visit("supervisor").get("/cases")

    assert "请写明导出用途。" in export(page, reason="", status=422).text
    assert "不少于 5 个字" in export(page, reason="看看", status=422).text
    assert "请至少选择一列。" in export(page, columns=[], status=422).text
    assert db.session.query(ExportOrder).count() == 0


def test_who_may_not_export_finds_no_button_and_no_door(app: Flask, visit: Visit) -> None:
    make_case()
    agent = visit("agent")

    assert "导出" not in agent.get("/cases").links()
    agent.get("/exports/new?list=cases", status=403)
    # Who may export, but not see this list.
    narrow = visit(user=make_user(permissions=[Permission.EXPORT_CASES, Permission.VIEW_CASES]))
    assert "没有导出这个列表的权限" in narrow.get("/exports/new?list=overdue", status=403).text
    narrow.get("/exports/new?list=nothing", status=404)


def test_what_a_telephone_number_finds_cannot_be_taken_away(app: Flask, visit: Visit) -> None:
    make_case(citizen={"name": "丁一", "phone": "13800001111"})
    visitor = visit("supervisor")

    assert "导出" not in visitor.get("/cases?phone=13800001111").links()
    assert (
        "名单本身会说出谁打过电话"
        in visitor.get("/exports/new?list=cases&phone=13800001111", status=409).text
    )


def test_an_address_cannot_smuggle_in_what_builds_links(app: Flask, visit: Visit) -> None:
    make_case()
    page = visit("supervisor").get("/exports/new?list=cases&_scheme=javascript&endpoint=x&values=1&_anchor=y")

    assert page.links()["返回列表"] == "/cases"


@pytest.fixture
def long_list(app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Make a list that is too long to be taken away at once, and ask for it."""
    monkeypatch.setattr(making, "AT_ONCE", 1)
    make_case()
    make_case()
    return export(visit("supervisor").get("/cases"))


def work(runner: HouseRunner) -> str:
    """Do what the scheduler has done: a worker for the export that waits."""
    return str(runner.invoke(args=["exports", "make", str(only_order().id)]).output)


@pytest.mark.both_databases
def test_a_long_list_is_made_in_the_background(app: Flask, long_list: Page, runner: HouseRunner) -> None:
    assert "排队中" in long_list.text
    assert "HX-Refresh" not in long_list.visitor.get(f"{long_list.url}/progress").headers
    assert "文件还没有生成" in long_list.visitor.get(f"{long_list.url}/file", status=409).text

    with unit_of_work():
        order = db.session.query(ExportOrder).one()
        order.state, order.rows_total, order.rows_done = ExportState.RUNNING, 20_000, 5_000
    assert "5000 / 20000（25%）" in long_list.visitor.get(f"{long_list.url}/progress").text

    assert "处理完毕" in work(runner)
    done = long_list.visitor.get(long_list.url)
    assert "共 2 行" in done.text
    assert len(lines(done)) == 2
    assert long_list.visitor.get(f"{long_list.url}/progress").headers["HX-Refresh"] == "true"
    file = folder_of(app) / only_order().stored_name
    assert file.stat().st_mode & 0o777 == 0o600
    assert "无需处理" in work(runner)


@pytest.mark.both_databases
def test_a_file_is_for_who_asked_for_it_and_for_a_day(
    app: Flask, long_list: Page, visit: Visit, runner: HouseRunner
) -> None:
    work(runner)
    other = visit("supervisor")
    for address in ("", "/file", "/progress"):
        other.get(f"{long_list.url}{address}", status=404)
    assert other.get("/exports").rows() == []

    with unit_of_work():
        db.session.query(ExportOrder).one().expires_at = datetime.now(UTC) - timedelta(seconds=1)
    page = long_list.visitor.get(long_list.url)
    assert "现已过期" in page.text
    assert "下载链接已过期" in long_list.visitor.get(f"{long_list.url}/file", status=410).text
    order = only_order()
    file = folder_of(app) / order.stored_name
    assert file.is_file()

    assert list(export_jobs.find_expired_exports(datetime.now(UTC))) == [order.id]
    assert export_jobs.expire_export(order.id, at=datetime.now(UTC))

    assert list(folder_of(app).iterdir()) == []
    assert only_order().state is ExportState.EXPIRED
    assert "已过期" in long_list.visitor.get("/exports").text


@pytest.mark.both_databases
def test_a_worker_that_died_is_followed_by_another_but_not_for_ever(app: Flask, long_list: Page) -> None:
    begun = []
    for _ in range(4):
        with unit_of_work():
            begun.append(exports.begin(db.session.query(ExportOrder).one(), at=datetime.now(UTC)))

    assert begun == [True, True, True, False]
    assert "已尝试 3 次均中断" in long_list.visitor.get(long_list.url).text


@pytest.mark.both_databases
def test_half_a_file_is_never_fetched(app: Flask, long_list: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    order = only_order()

    def breaks(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(making.stream.Book, "finish", breaks)
    with pytest.raises(OSError, match="No space"):
        making.make(order.id, folder_of(app))
    assert not (folder_of(app) / order.stored_name).exists()
    assert list(export_jobs.find_waiting_exports(datetime.now(UTC))) == [order.id]

    monkeypatch.undo()
    assert making.make(order.id, folder_of(app))
    assert (only_order().state, only_order().attempts) == (ExportState.DONE, 2)


def test_an_export_that_another_works_on_is_left_alone(
    app: Flask, long_list: Page, runner: HouseRunner
) -> None:
    order = only_order()

    with sole_worker(folder_of(app) / f"{order.stored_name}.lock") as is_sole:
        assert is_sole
        assert making.is_worked_on(order, folder_of(app))
        assert not export_jobs.start_export(order.id, at=datetime.now(UTC))
        assert "无需处理" in work(runner)

    assert only_order().state is ExportState.WAITING


@pytest.mark.both_databases
def test_who_lost_the_permission_meanwhile_gets_no_file(
    app: Flask, long_list: Page, runner: HouseRunner
) -> None:
    with unit_of_work():
        order = db.session.query(ExportOrder).one()
        (role,) = db.session.get(type(make_user()), order.user_id).roles  # type: ignore[union-attr]
        role.permissions = [Permission.VIEW_CASES.value]

    work(runner)

    assert (only_order().state, only_order().sentence) == (ExportState.FAILED, "您没有导出这个列表的权限。")


@pytest.mark.both_databases
def test_too_many_at_once_and_too_much_together_are_refused(
    app: Flask, long_list: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = long_list.visitor.get("/cases")
    for _ in range(exports.MOST_OPEN - 1):
        export(page)
    assert "已有 5 份导出正在排队" in export(page, status=409).text

    with unit_of_work():
        for order in db.session.query(ExportOrder):
            order.state, order.bytes = ExportState.DONE, 1 << 30
            order.expires_at = datetime.now(UTC) + timedelta(hours=1)
    assert "存放空间已满" in export(page, status=409).text


def test_every_column_that_a_list_names_is_there(app: Flask) -> None:
    every = make_user(permissions=list(Permission))
    named = {name for each in LISTS.values() for name in (*each.columns, *each.more_for(every))}
    assert named <= set(COLUMNS)
    assert set(COLUMNS) - named == set()
    labels = {
        each.name: [COLUMNS[name].label for name in (*each.columns, *each.more_for(every))]
        for each in LISTS.values()
    }
    assert not {name for name, told in labels.items() if len(told) != len(set(told))}


def test_the_scheduler_starts_a_process_of_its_own_for_it(
    app: Flask, long_list: Page, runner: HouseRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    class Worker:
        """A process that is still at work."""

        def __init__(self, command: list[str], **_: Any) -> None:
            started.append(command)

        def poll(self) -> int | None:
            return None

    monkeypatch.setattr(export_jobs.subprocess, "Popen", Worker)
    monkeypatch.setattr(export_jobs, "_workers", {})
    order_id, at = only_order().id, datetime.now(UTC)

    assert export_jobs.start_export(order_id, at=at)
    assert not export_jobs.start_export(order_id, at=at)

    [command] = started
    assert command[1:4] == ["-m", "flask", "--app"]
    assert runner.invoke(args=command[5:]).exit_code == 0
    assert only_order().state is ExportState.DONE
