"""The rules are read, changed with a preview, saved as a new version; running cases keep theirs."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from models.audit_entry import AuditEntry
from models.base import db
from models.clock import Clock
from models.queries import rule_packs
from models.rule_pack import RulePackVersion
from models.vocabulary import ClockKind, Kind, Permission
from tests.support.clock import MONDAY_9, local
from tests.support.factories import make_case, make_rules, make_user, saved
from tests.support.pages import Page, Visitor
from tests.support.rule_packs import pack

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
PLACE = "/administration/rules"


def make_clock() -> Clock:
    case = make_case(kind=Kind.HELP, number="LS20260302000099")
    due_at = local("2026-03-09 18:00")
    moments = {"started_at": MONDAY_9, "due_at": due_at, "soon_at": due_at, "original_due_at": due_at}
    return saved(Clock(case_id=case.id, kind=ClockKind.FEEDBACK, limit="5wd", extensions=[], **moments))


def change_limit(visitor: Visitor, limit: str, status: int = 200) -> Page:
    page = visitor.get(f"{PLACE}/new").fill(**{"limits.0.feedback": limit})
    return page.press("预览效果", status=status)


@pytest.mark.parametrize("address", ["", "/new", "/1"])
def test_only_who_manages_rules_comes_here(visit: Visit, address: str) -> None:
    others = [permission for permission in Permission if permission is not Permission.MANAGE_RULES]
    visitor = visit(user=make_user(permissions=others))

    visitor.get(PLACE + address, status=403)


def test_the_rules_in_force_are_shown_in_words(visit: Visit) -> None:
    saved(RulePackVersion(title="规则", document=pack("lanzhou").to_dict(), valid_from=local("2020-01-01")))

    page = visit("administrator").get(PLACE)

    assert ["1", "不限", "特急", "不限", "15分钟"] in [row[:5] for row in page.rows()]
    assert "现行" in page.text
    assert "北京式规则" in page.links()


@pytest.mark.both_databases
def test_no_rules_yet_is_said_loudly(visit: Visit) -> None:
    page = visit("administrator").get(PLACE)

    assert "还没有现行规则" in page.text
    assert page.all("div", role="alert")


def test_the_preview_shows_what_moves_and_saves_nothing(visit: Visit) -> None:
    make_rules()
    make_clock()

    page = change_limit(visit("administrator"), "3wd")

    assert ["时限规则第 1 行·办结时限", "5个工作日", "3个工作日"] in page.rows()
    row = next(row for row in page.rows() if row[0] == "LS20260302000099")
    assert row[3:] == ["5个工作日 2026-03-09 18:00", "3个工作日 2026-03-05 18:00", "提前"]
    assert "在办工单一直按受理时的规则，不受影响" in page.text
    assert db.session.query(RulePackVersion).count() == 1


def test_without_running_clocks_examples_are_shown(visit: Visit) -> None:
    make_rules()

    page = change_limit(visit("administrator"), "3wd")

    assert "示例：一般求助" in page.text


@pytest.mark.both_databases
def test_a_saved_version_is_valid_from_now_and_running_clocks_stay(visit: Visit) -> None:
    old = make_rules()
    clock = make_clock()
    visitor = visit("administrator")

    page = change_limit(visitor, "3wd").fill(note="市政府办公室通知").press("保存为新版本")

    new = rule_packs.valid_at(datetime.now(UTC))
    assert new is not None
    assert (new.id > old.id, new.document["limits"][0]["feedback"], new.note) == (
        True,
        "3wd",
        "市政府办公室通知",
    )
    assert db.session.get_one(Clock, clock.id).due_at == local("2026-03-09 18:00")
    assert f"第 {new.id} 版 现行" in page.text
    entry = db.session.scalars(db.select(AuditEntry).filter_by(object_type="rule_pack_version")).one()
    assert entry.changes == {"时限规则第 1 行·办结时限": ["5个工作日", "3个工作日"]}
    assert ["时限规则第 1 行·办结时限", "5个工作日", "3个工作日"] in page.follow(f"第 {new.id} 版").rows()


def test_a_version_may_begin_later_but_not_earlier(visit: Visit) -> None:
    old = make_rules()
    visitor = visit("administrator")
    preview = change_limit(visitor, "3wd")

    refused = preview.fill(valid_from="2020-01-01T00:00").press("保存为新版本", status=422)
    assert "生效时间不能早于现在。" in refused.text
    later = (datetime.now(UTC) + timedelta(days=400)).strftime("%Y-%m-%dT00:00")
    page = refused.fill(valid_from=later).press("保存为新版本")

    assert rule_packs.valid_at(datetime.now(UTC)) == old
    assert "未生效" in page.text
    assert "生效时间格式不正确。" in preview.fill(valid_from="bald").press("保存为新版本", status=422).text


def test_every_fault_stands_at_its_field_and_in_the_summary(visit: Visit) -> None:
    make_rules()
    page = visit("administrator").get(f"{PLACE}/new")

    page = page.fill(**{"limits.0.feedback": "三天", "day_end": "25:00", "redo.max_times": "-1"})
    page = page.press("预览效果", status=422)

    assert "时限规则第 1 行·办结时限：看不懂时限“三天”" in page.text
    wrong = [field.get("id") for field in page.all("input", aria_invalid="true")]
    assert wrong == ["day_end", "limits-0-feedback", "redo-max_times"]
    assert page.all("input", id="limits-0-feedback")[0].get("value") == "三天"
    page.fill(**{"limits.0.feedback": "3wd", "day_end": "18:00", "redo.max_times": "2"}).press("预览效果")


def test_rows_are_added_and_removed_on_the_form(visit: Visit) -> None:
    make_rules()
    visitor = visit("administrator")
    page = visitor.get(f"{PLACE}/new").fill(**{"limits.1.feedback": "7wd", "limits.1.kinds": ["inquiry"]})

    page = page.press("预览效果", status=422)
    assert "时限规则第 2 行：永远用不到" in page.text
    page = page.fill(**{"limits.0.remove": "1", "limits.1.kinds": []}).press("预览效果")

    assert ["时限规则第 1 行·办结时限", "5个工作日", "7个工作日"] in page.rows()


def test_from_the_preview_one_goes_back_with_what_was_filled_in(visit: Visit) -> None:
    make_rules()

    page = change_limit(visit("administrator"), "3wd").press("返回修改")

    assert page.heading == "修改规则"
    assert page.all("input", id="limits-0-feedback")[0].get("value") == "3wd"


def test_another_citys_pack_is_a_proposal(visit: Visit) -> None:
    make_rules()
    visitor = visit("administrator")

    page = visitor.get(PLACE).follow("北京式规则").press("预览效果")
    assert ["名称", "测试规则", "北京式规则"] in page.rows()
    page.press("保存为新版本")

    assert rule_packs.newest().title == "北京式规则"  # type: ignore[union-attr]
    visitor.get(f"{PLACE}/new?proposal=atlantis", status=404)


def test_who_was_slower_hears_of_it(visit: Visit) -> None:
    make_rules()
    visitor = visit("administrator")
    mine = change_limit(visitor, "3wd")
    change_limit(visitor, "4wd").press("保存为新版本")

    page = mine.press("保存为新版本", status=409)

    assert "规则包刚被他人保存了新版本，您的修改未保存。" in page.text
    assert db.session.query(RulePackVersion).count() == 2


def test_the_same_rules_are_not_saved_again(visit: Visit) -> None:
    make_rules()
    visitor = visit("administrator")

    page = change_limit(visitor, "5wd").press("保存为新版本", status=422)

    assert "与最新版本相同，没有改动。" in page.text


@pytest.mark.parametrize("document", ["", "[]", "{", json.dumps({"limits": 5})])
def test_rules_that_did_not_come_from_the_preview_are_refused(visit: Visit, document: str) -> None:
    make_rules()
    visitor = visit("administrator")
    token = visitor.get(f"{PLACE}/new").all("input", name="csrf_token")[0].get("value")

    answer = visitor.client.post(PLACE, data={"csrf_token": token, "document": document})

    assert answer.status_code == 400
    assert db.session.query(RulePackVersion).count() == 1
