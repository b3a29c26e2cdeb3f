"""Templates of reports are read and taken along by leaders, designed, copied and put out of use by those who may."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from models.audit_entry import AuditEntry
from models.base import db
from models.queries import report_templates
from models.vocabulary import Permission, RowGroups, RowsBy
from tests.support.factories import make_user
from tests.support.hand_counted import make_march
from tests.support.page_checks import text_of
from tests.support.pages import Page, Visitor
from tests.support.report_templates import make_shipped, make_template
from tests.support.requests import HouseRunner

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
LIST = "/reports/templates"


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows() if name in row)


def test_leaders_read_a_template_and_open_its_numbers(visit: Visit) -> None:
    make_shipped("unit-standing")
    visitor = visit("leader")

    page = (
        visitor.get(LIST)
        .follow("承办单位办理情况表")
        .visitor.get(f"{LIST}/unit-standing?period=month&on=2026-03")
    )

    assert row_of(page, "市城管局") == ["1", "市城管局", "5", "4", "1", "1"]
    row = next(row for row in page.all("tr") if "市城管局" in text_of(row))
    links = [(a.get("data-figure"), a.get("href")) for a in row.iter("a")]
    assert ("due_open", "/reports/cases?figure=due_open&period=month&on=2026-03&department=1") in links
    assert "新建模板" not in visitor.get(LIST).links()
    assert "修改列式" not in page.links()


@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf"])
def test_a_template_is_taken_along_and_written_down(visit: Visit, form: str) -> None:
    make_shipped("unit-standing")

    file = visit("leader").client.get(
        f"/reports/products/template:unit-standing/file?period=2026-03&format={form}"
    )

    assert file.status_code == 200
    entry = db.session.scalars(db.select(AuditEntry).filter_by(kind="export_report")).one()
    assert entry.object_id == "template:unit-standing"
    assert entry.summary.startswith("示例12345_承办单位办理情况_2026年03月_")


@pytest.mark.both_databases
def test_totals_of_kinds_and_tiers_open_as_many_cases_as_they_say(visit: Visit) -> None:
    make_template(
        "dispatched", "due", code="kinds", unit_kinds=["bureau", "utility"], grouped_by=RowGroups.TIER
    )
    make_template("dispatched", "due", code="groups", rows_by=RowsBy.UNIT_KIND)
    visitor = visit("leader")

    for code in ("kinds", "groups"):
        page = visitor.get(f"{LIST}/{code}?period=month&on=2026-03")
        links = [a for a in page.all("a") if a.get("data-figure")]
        assert links
        for link in links:
            behind = visitor.get(link.get("href", ""))
            assert len(behind.rows()) == int(text_of(link)), link.get("href")
    assert (
        "第三档：应办结不足20件"
        in visitor.get("/reports/cases?figure=due&period=month&on=2026-03&department=tier-3_kind-bureau").text
    )
    visitor.get("/reports/cases?figure=due&department=kind-circus", status=404)
    visitor.get("/reports/cases?figure=due&district=kind-bureau", status=404)


def test_an_administrator_designs_a_template(visit: Visit) -> None:
    visitor = visit("supervisor")

    form = visitor.get(LIST).follow("新建模板")
    page = form.fill(
        code="our-own", name="本市月报表", rows_by="department", name_label="单位",
        sorted_by="due", top="5", **{
            "columns-0-figure": "dispatched", "columns-0-label": "总量", "columns-0-group": "办件",
            "columns-1-figure": "on_time_rate", "columns-2-figure": "due", "columns-2-group": "办件",
        },
    ).press("第3栏上移")  # fmt: skip
    saved = page.press("保存")

    assert "已保存。" in saved.text
    assert row_of(saved, "本市月报表")[2] == "总量、应办结数、按时办结率"
    shown = visitor.get(f"{LIST}/our-own?period=month&on=2026-03")
    assert [text_of(th) for th in shown.all("th")] == [
        "序号", "单位", "办件", "按时办结率", "总量", "应办结数",
    ]  # fmt: skip
    assert row_of(shown, "市城管局") == ["1", "市城管局", "5", "4", "50.00%"]
    entry = db.session.scalars(db.select(AuditEntry).filter_by(object_type="report_template")).one()
    assert entry.changes["columns"][1] == [
        "总量（dispatched）", "due", "on_time_rate",
    ]  # fmt: skip


def test_the_designer_looks_adds_lines_and_drops_them_without_saving(visit: Visit) -> None:
    visitor = visit("supervisor")
    form = visitor.get(f"{LIST}/new").fill(
        code="our-own", name="本市月报表", **{"columns-0-figure": "received", "columns-1-figure": "due"}
    )

    looked = form.press("预览")
    more = looked.press("再加四栏")
    dropped = more.press("第1栏删除")

    assert "预览：" in looked.text
    assert len(looked.all("li", class_="designer__column")) == 4
    assert len(more.all("li", class_="designer__column")) == 8
    assert len(dropped.all("li", class_="designer__column")) == 7
    assert report_templates.find("our-own") is None
    assert row_of(dropped.press("保存"), "本市月报表")[2] == "应办结数"


def test_who_may_not_read_reports_sees_the_header_alone(visit: Visit) -> None:
    make_template("received", "due")
    visitor = visit("administrator")

    looked = visitor.get(LIST).follow("修改").press("预览")

    assert "预览只显示表头" in looked.text
    assert not looked.rows()
    visitor.get(f"{LIST}/own", status=403)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "Own"}, "代码只能用小写字母、数字和连字符"),
        ({"code": "new"}, "且不能是 new"),
        ({"code": "taken"}, "代码“taken”已被使用。"),
        ({"name": ""}, "请填写名称。"),
        ({"columns-0-figure": ""}, "至少要有一栏。"),
        ({"rows_by": "channel", "grouped_by": "tier"}, "按来源渠道列行时不能按应办结数分档。"),
        ({"rows_by": "channel", "unit_kinds": ["bureau"]}, "才能限定单位类别"),
        ({"has_rank": "y"}, "有名次栏的须选定排序指标。"),
        ({"top": "0"}, "每组行数为 1 至 500"),
        ({"top": "x"}, "每组行数"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    visit: Visit, fields: dict[str, object], sentence: str
) -> None:
    make_template("received", code="taken")
    good = {"code": "our-own", "name": "本市月报表", "columns-0-figure": "received"}

    page = visit("supervisor").get(f"{LIST}/new").fill(**good | fields).press("保存", status=422)

    assert sentence in page.text
    assert report_templates.find("our-own") is None


def test_a_figure_that_the_registry_has_not_is_refused(visit: Visit) -> None:
    page = visit("supervisor").get(f"{LIST}/new")
    filled = page.fill(code="our-own", name="本市月报表", **{"columns-0-figure": "password_hash"})

    filled.press("保存", status=422)

    assert report_templates.find("our-own") is None


@pytest.mark.both_databases
def test_a_template_is_copied_changed_and_put_out_of_use(visit: Visit) -> None:
    make_shipped("unit-standing")
    visitor = visit("supervisor")

    copied = visitor.get(f"{LIST}/new?copy=unit-standing").fill(code="second").press("保存")
    assert row_of(copied, "承办单位办理情况表（副本）")[4] == "启用"
    changed = visitor.get(f"{LIST}/second/design")
    changed.fill(name="停用的表", is_active=[]).press("保存")

    leader = visit("leader")
    assert "停用的表" not in leader.get(LIST).text
    leader.get(f"{LIST}/second", status=404)
    leader.get("/reports/products/template:second?period=2026-03", status=404)
    assert report_templates.find("second").columns == report_templates.find("unit-standing").columns


def test_the_command_line_lists_and_builds_templates(runner: HouseRunner, tmp_path: object) -> None:
    make_shipped("unit-standing")

    listed = runner.invoke(args=["reports", "list"]).output
    out = f"{tmp_path}/t.xlsx"
    built = runner.invoke(
        args=["reports", "build", "template:unit-standing", "--period", "2026-03", "--out", out]
    )

    assert re.search(
        r"^template:unit-standing\t承办单位办理情况\t任意周期\txlsx docx pdf$", listed, re.MULTILINE
    )
    assert built.exit_code == 0, built.output
    with open(out, "rb") as file:
        assert load_workbook(BytesIO(file.read()))["承办单位办理情况"]["B5"].value == "市城管局"


@pytest.mark.parametrize("address", [f"{LIST}/new", f"{LIST}/own/design"])
def test_designing_is_not_for_everyone(visit: Visit, address: str) -> None:
    make_template("received")

    visit("leader").get(address, status=403)


def test_lists_are_for_readers_alone(visit: Visit) -> None:
    visit(user=make_user(permissions=[Permission.VIEW_CASES], department_id=1)).get(LIST, status=403)
