"""Administrators name the types of the city's papers; what they leave empty is the standard's."""

from collections.abc import Callable

import pytest

from models.audit_entry import AuditEntry
from models.base import db
from models.city import City
from reports.catalogue import types
from reports.documents import typesetting
from reports.documents.fonts import PaperFonts
from tests.support.factories import make_city
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]
PLACE = "/administration/paper-format"


def test_named_types_are_used_and_written_down(visit: Visit) -> None:
    make_city(settings={"seasons": []})

    page = visit("administrator").get(PLACE).fill(body="仿宋", level1="方正黑体简体").press("保存")

    assert "已保存，此后生成的文件使用新的字体。" in page.text
    assert types() == PaperFonts(body="仿宋", level1="方正黑体简体")
    assert db.session.scalars(db.select(City)).one().settings["seasons"] == [], "the rest stays"
    entry = db.session.scalars(db.select(AuditEntry).filter_by(kind="change", object_type="city")).one()
    assert entry.changes == {"body": [None, "仿宋"], "level1": [None, "方正黑体简体"]}
    cleared = page.fill(body="", level1="").press("保存")
    assert types() == PaperFonts()
    assert "仿宋_GB2312" in cleared.text


def test_the_page_says_which_types_the_server_has(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    make_city()
    have = frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC"})
    monkeypatch.setattr(typesetting, "families", lambda: have)

    page = visit("administrator").get(PLACE)

    assert page.rows()[:2] == [
        ["标题和发文机关标志", "方正小标宋简体", "Noto Serif CJK SC"],
        ["正文", "仿宋_GB2312", "Noto Serif CJK SC"],
    ]
    monkeypatch.setattr(typesetting, "families", frozenset)
    bare = visit("administrator").get(PLACE)
    assert "（没有可用的中文字体）" in bare.text
    assert "不能生成 PDF" in bare.text


@pytest.mark.parametrize("name", ["宋体,黑体", "a'b", 'a"b', "<b>", "a;b", "a\\b"])
def test_a_name_that_would_end_a_list_is_refused(visit: Visit, name: str) -> None:
    make_city()

    page = visit("administrator").get(PLACE).fill(body=name).press("保存", status=422)

    assert "字体名称中不能有逗号" in page.text
    assert types() == PaperFonts()


def test_before_a_city_is_loaded_there_is_nothing_to_set(visit: Visit) -> None:
    visit("administrator").get(PLACE, status=404)


@pytest.mark.parametrize("role", ["agent", "leader", "officer"])
def test_the_format_is_the_administrators(visit: Visit, role: str) -> None:
    make_city()

    visit(role, department_id=None).get(PLACE, status=403)
