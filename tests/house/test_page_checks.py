"""What the tests check of every page is really seen."""

import pytest

from tests.support.page_checks import faults_of_fragment, faults_of_page

GOOD = """<!doctype html><html lang="zh-CN"><head><title>工单 - 民情通</title></head><body><h1>工单</h1>%s</body></html>"""


def test_a_good_page_has_no_faults() -> None:
    form = (
        '<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t">'
        '<label for="a">标题</label><input id="a" name="a"><button>提交</button></form>'
    )
    assert faults_of_page(GOOD % form) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>又一个</h1>", "h1"),
        ("<p><div></p>", "line"),
        ("<table><div></div></table>", "line"),
        ('<input name="a">', "no label"),
        ('<label for="x">甲</label><input id="y" name="a">', "no label"),
        ('<form method="post"><button>提交</button></form>', "CSRF"),
        ('<p id="a"></p><p id="a"></p>', "stands 2 times"),
        ("<td>None</td>", "line"),
        ("<p>时限：None</p>", "None"),
        ("<p>CaseState.CLOSED</p>", "CaseState.CLOSED"),
        ('<a href="/x"></a>', "says nothing"),
        ('<button><svg aria-hidden="true"></svg></button>', "says nothing"),
        ('<img src="/x.png">', "alt"),
        ('<p style="color:red">甲</p>', "inline style"),
        ('<button onclick="x()">甲</button>', "inline onclick"),
        ("<script>1</script>", "inline script"),
        ('<script src="https://cdn.example.com/x.js"></script>', "another server"),
        ('<p aria-describedby="gone">甲</p>', "points to nothing"),
        ('<a href="#gone">甲</a>', "points to nothing"),
    ],
)
def test_a_fault_is_seen(body: str, fault: str) -> None:
    assert any(fault in found for found in faults_of_page(GOOD % body))


def test_heading_title_and_language_are_looked_at() -> None:
    assert "title" in " ".join(faults_of_page(GOOD.replace("<title>工单", "<title>别的") % ""))
    assert "Chinese" in " ".join(faults_of_page(GOOD.replace('lang="zh-CN"', 'lang="en"') % ""))


def test_a_fragment_may_point_out_of_itself_but_not_lack_a_label() -> None:
    assert faults_of_fragment('<p aria-describedby="elsewhere">甲</p>') == []
    assert faults_of_fragment('<select name="a"><option>甲</option></select>')
