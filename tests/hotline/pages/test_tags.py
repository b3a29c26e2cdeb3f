"""Tags: put on and taken off by the hotline, one by one and in bulk; found by them; unseen by departments."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import tags
from models.tag import Tag
from models.vocabulary import CaseState
from tests.support.clock import MONDAY_9
from tests.support.factories import make_user, saved
from tests.support.office import Office, make_office
from tests.support.pages import Page, Visitor
from tests.support.statements import statements
from workflows import tagging

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def carried(case: Case) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [tag.name for tag in tags.of_case(case.id)]


def test_a_case_is_tagged_found_by_it_and_the_tag_taken_off(office: Office, visit: Visit) -> None:
    press, old = (
        saved(Tag(name=name, position=place)) for place, name in enumerate(("媒体关注", "历史遗留"))
    )
    case, other = office.case_in(CaseState.HANDLING), office.case_in(CaseState.HANDLING)
    visitor = visit(user=office.dispatcher)

    form = visitor.get(f"/cases/{case.id}").follow("加标签")
    page = form.fill(tag_ids=[press.id, old.id]).press("保存")

    assert carried(case) == ["媒体关注", "历史遗留"]
    assert "媒体关注" in page.text
    found = visitor.get(f"/cases?tag={press.id}")
    assert case.number in found.text
    assert other.number not in found.text
    assert "媒体关注历史遗留" in found.rows()[0][2].replace(" ", "")
    assert (
        found.links()["保存视图"].endswith(f"list=cases&tag={press.id}")
        or "tag=" in found.links()["保存视图"]
    )
    page.follow("改标签").fill(tag_ids=[old.id]).press("保存")
    assert carried(case) == ["历史遗留"]

    # The department works on the case and knows nothing of it.
    theirs = visit(user=office.officer)
    assert "历史遗留" not in theirs.get(f"/cases/{case.id}").text
    assert not theirs.get("/cases").all("select", name="tag")
    theirs.get(f"/cases/{case.id}/tags", status=403)
    handling = theirs.get(f"/worklists/handle?tag={press.id}")
    assert {case.number, other.number} <= set(handling.texts("a", class_="row-link"))
    assert not {"历史遗留", "媒体关注"} & set(handling.links())


def test_a_worklist_shows_its_tags_and_is_narrowed_to_one(office: Office, visit: Visit) -> None:
    press, old = (
        saved(Tag(name=name, position=place)) for place, name in enumerate(("媒体关注", "历史遗留"))
    )
    tagged, other, plain = (office.case_in(CaseState.PENDING_REVIEW) for _ in range(3))
    for case, tag in ((tagged, press), (tagged, old), (other, old)):
        tagging.put_on(case, tag.id, by=office.dispatcher, at=MONDAY_9)
    db.session.commit()
    visitor = visit(user=office.supervisor)

    def listed(page: Page) -> dict[str, str]:
        return {row[2]: row[3].replace(" ", "") for row in page.rows()}

    with statements() as seen:
        page = visitor.get("/worklists/review")
    assert sum("case_tag" in statement for statement in seen) == 1
    shown = listed(page)
    assert shown[tagged.number].endswith("媒体关注历史遗留")
    assert shown[other.number].endswith("历史遗留")
    assert "历史" not in shown[plain.number]

    narrow = page.follow("历史遗留")
    assert set(listed(narrow)) == {tagged.number, other.number}
    assert "全部 2" in narrow.links(), "what is counted is what is listed"
    assert set(listed(narrow.follow("媒体关注"))) == {tagged.number}
    kept = narrow.follow("保存视图").fill(name="历史遗留待派").press("保存")
    assert set(listed(kept)) == {tagged.number, other.number}
    assert "历史遗留待派" in kept.links()

    # Taken up from the narrowed list, the next case is of that list too.
    narrow = visitor.get(f"/worklists/review?tag={old.id}")
    after = visitor.get(f"/cases/{other.id}/to-agent").fill(note="请补充路口。")
    assert after.press("退回补充，办下一件").url.endswith(f"/cases/{tagged.id}")
    after = visitor.get(f"/cases/{tagged.id}/to-agent").fill(note="请补充路口。")
    assert after.press("退回补充，办下一件").url.endswith(f"/worklists/review?tag={old.id}")


def test_several_cases_are_tagged_and_what_could_not_be_is_named(office: Office, visit: Visit) -> None:
    tag = saved(Tag(name="群体诉求"))
    first, second = office.case_in(CaseState.HANDLING), office.case_in(CaseState.CLOSED)
    visitor = visit(user=office.supervisor)
    ids = [("case", case.id) for case in (first, second)]
    visitor.get(f"/bulk/tag?case={first.id}").fill(tag_id=tag.id).press("加标签 1 件")

    preview = visitor.get("/bulk/tag", query_string=ids)
    assert [row[5] for row in preview.rows()] == ["群体诉求", "—"]
    done = preview.fill(tag_id=tag.id).press("加标签 2 件")

    assert "已完成 1 件，未完成 1 件" in done.text
    assert "已有标签“群体诉求”" in {row[0]: row[1] for row in done.rows()}[first.number]
    assert carried(second) == ["群体诉求"]
    gone = visitor.get("/bulk/untag", query_string=ids).fill(tag_id=tag.id).press("去标签 2 件")
    assert "已完成 2 件" in gone.text
    assert carried(first) == carried(second) == []


def test_a_tag_out_of_use_stays_but_is_put_on_no_more(office: Office, visit: Visit) -> None:
    tag = saved(Tag(name="疑难复杂"))
    case = office.case_in(CaseState.HANDLING)
    visitor = visit(user=office.dispatcher)
    visitor.get(f"/cases/{case.id}/tags").fill(tag_ids=[tag.id]).press("保存")
    keeper = visit(user=make_user("administrator"))
    row = keeper.get("/administration/dictionaries/tags").follow("疑难复杂")
    row.fill(is_active=[]).press("保存")

    assert carried(case) == ["疑难复杂"]
    assert "疑难复杂" in visitor.get(f"/cases/{case.id}/tags").text
    assert not visitor.get(f"/bulk/tag?case={case.id}").all("option", value=str(tag.id))
    assert "疑难复杂" in visitor.get("/cases").text, "cases are found by it still"
