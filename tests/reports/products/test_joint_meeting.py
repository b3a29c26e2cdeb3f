"""The joint-meeting report counts what a plain walk over the rows counts, and each number opens just those."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from openpyxl import load_workbook

from hotline import report_making
from models.base import db
from models.meeting_action import ActionItem
from models.meeting_topic import MeetingTopic
from models.report_issue import ReportIssue
from models.vocabulary import ActionState, Dimension, MeetingState, TopicState
from reports import issues, lines, meetings
from reports.catalogue import REPORTS
from reports.figures.asked import Asked
from reports.figures.meetings import MEETING_FIGURES
from reports.figures.values import value_of
from reports.periods import BadPeriod, Period, parse
from reports.products.gathering import Order
from tests.support.clock import local
from tests.support.exports import assert_taken_away_as_seen
from tests.support.factories import make_user
from tests.support.issues import blank_files, the_issue
from tests.support.meeting_rows import DONE, World, make_meetings
from tests.support.page_checks import text_of
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]
REPORT = REPORTS["joint-meeting"]
AT = local("2026-05-20 10:00")
MONTH = timedelta(days=30)
RICH = 7
PERIODS = ("2026-01", "2026-02", "2026-Q1", "2026-H1", "2026", "2025")


@pytest.fixture
def world(app: Flask) -> World:
    return make_meetings()


def recounted(
    world: World, period: Period, *, field: str = "", unit: str = "", topic: int = 0
) -> dict[str, int | None]:
    """Count by walking over every row; of one field, one unit or one topic where asked."""
    held = [
        m
        for m in world.meetings
        if m.state in (MeetingState.HELD, MeetingState.MINUTED) and period.start <= m.starts_at < period.end
    ]
    ids = {meeting.id for meeting in held}
    earlier = {m.id for m in world.meetings if m.starts_at < period.end}

    def fits(each: MeetingTopic) -> bool:
        return (
            (not field or str(each.branch_id or 0) == field)
            and (not unit or str(each.lead_id or 0) == unit)
            and topic in (0, each.id)
        )

    known = {each.id: each for each in world.topics}
    topics = [each for each in world.topics if each.meeting_id in ids]

    def is_theirs(action: ActionItem) -> bool:
        return str(action.lead_id) == unit if unit else fits(known[action.topic_id])

    own = {each.id for each in topics}
    actions = [each for each in world.actions if each.topic_id in own and is_theirs(each)]
    told = Counter(
        name
        for each in actions
        for name, is_so in {
            "actions_made": True,
            "actions_done": each.state in DONE,
            "actions_struck_off": each.state is ActionState.STRUCK_OFF,
            "actions_due": each.due_at <= AT,
            "actions_due_on_time": each.due_at <= AT
            and each.done_at is not None
            and each.done_at <= each.due_at,
            "actions_late": each.due_at <= AT and each.done_at is not None and each.done_at > each.due_at,
            "actions_overdue": each.due_at <= AT and each.done_at is None,
        }.items()
        if is_so
    )
    told["meetings_held"] = len(held)
    told["topics_raised"] = sum(fits(each) for each in topics)
    for state in (TopicState.DECIDED, TopicState.PUT_OFF):
        told[f"topics_{state}"] = sum(fits(each) for each in topics if each.state is state)
    told["actions_left"] = sum(
        is_theirs(each)
        for each in world.actions
        if each.state is not ActionState.STRUCK_OFF and known[each.topic_id].meeting_id in earlier
    )
    return dict(told) | calls(world, [each for each in topics if fits(each)])


def calls(world: World, topics: list[MeetingTopic]) -> dict[str, int | None]:
    """Count the calls about the topics that can be compared, by walking over all cases."""
    before, after, settled = set(), set(), 0
    for topic in topics:
        actions = [each for each in world.actions if each.topic_id == topic.id]
        main = world.main[topic.id]
        street = world.streets[main.area_id]
        done = [each.done_at for each in actions if each.done_at is not None]
        if topic.state is not TopicState.DECIDED or not street or not actions or len(done) < len(actions):
            continue
        if main.desk or max(done) + MONTH > AT or topic.decided_at is None:
            continue
        settled += 1
        for case in world.cases:
            if (
                case.category_id == main.category_id
                and world.streets[case.area_id] == street
                and not case.desk
            ):
                if topic.decided_at - MONTH <= case.received_at < topic.decided_at:
                    before.add(case.id)
                if max(done) <= case.received_at < max(done) + MONTH:
                    after.add(case.id)
    sides = (len(before), len(after)) if settled else (None, None)
    return {"topics_settled": settled, "matter_calls_before": sides[0], "matter_calls_after": sides[1]}


def asked_of(period: str) -> Asked:
    return lines.ask(parse(period), AT)


@pytest.mark.parametrize("seed", [RICH, 11])
def test_every_count_is_what_a_plain_walk_counts(app: Flask, seed: int) -> None:
    world, seen = make_meetings(seed), Counter[str]()
    for name in PERIODS:
        asked = asked_of(name)
        facts = meetings.gather(asked)
        wanted = [(asked, {})]
        wanted += [(asked.of(Dimension.BRANCH, key), {"field": key}) for key in ("0", "1", "2")]
        wanted += [(asked.of(Dimension.DEPARTMENT, key), {"unit": key}) for key in ("0", "1", "2", "3")]
        wanted += [(asked.of(Dimension.ALL, str(each.id)), {"topic": each.id}) for each in world.topics[:6]]
        for question, member in wanted:
            line = meetings.line("", facts, question)
            plain = recounted(world, parse(name), **member)
            told = {
                figure: line[figure] for figure in MEETING_FIGURES if figure in line and "rate" not in figure
            }
            assert told == {figure: plain.get(figure, 0) for figure in told}, (name, member)
            seen.update({figure: number for figure, number in told.items() if number})
    # By chance, this town has something of everything.
    assert seed != RICH or set(seen) == set(told)


def some_of_each_sort(links: set[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return one link of each figure, by what its address names besides."""
    sorts: dict[tuple[object, ...], tuple[str, str, str]] = {}
    for link in sorted(links):
        sorts.setdefault((link[1], *parse_qs(urlsplit(link[0]).query)), link)
    return list(sorts.values())


@pytest.mark.one_database
def test_every_number_on_the_page_opens_as_many_lines(world: World, visit: Visit) -> None:
    visitor = visit("head")
    page = visitor.get("/reports/products/joint-meeting?period=2026-H1")

    links = {
        (a.get("href", ""), a.get("data-figure", ""), a.get("data-against") or text_of(a))
        for a in page.all("a")
        if a.get("data-figure") or a.get("data-against")
    }
    assert {name for _, name, _ in links} >= {
        "meetings_held", "topics_raised", "topics_share", "topics_decided", "topics_decided_rate", "actions_made",
        "actions_done", "actions_done_rate", "actions_on_time_rate", "actions_left", "matter_calls_before",
    }  # fmt: skip
    taken_away = set()
    for href, name, text in some_of_each_sort(links):
        behind, sort = visitor.get(href), name.partition("_")[0]
        if behind.rows() and sort not in taken_away:
            assert_taken_away_as_seen(behind)
            taken_away.add(sort)
        if "÷" in behind.heading:
            above, below = (int(part.strip(" （）")) for part in behind.heading.partition("（")[2].split("÷"))
            assert behind.heading.split()[1].startswith(text), href
            assert len(behind.rows()) == below, href
            counted = visitor.get(f"{href}&part=counted")
            rest = visitor.get(f"{href}&part=rest")
            assert (len(counted.rows()), len(rest.rows())) == (above, below - above), href
        elif name == "topics_share":
            assert behind.rows(), href
        else:
            assert len(behind.rows()) == int(text), href
    assert taken_away >= {"meetings", "topics", "actions", "matter"}
    visitor.get("/exports/new?list=behind-topics&figure=meetings_held&period=half&on=2026-01-01", status=409)


@pytest.mark.one_database
def test_the_list_goes_on_over_pages_and_keeps_to_what_the_reader_may_see(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.pages.joint_meetings.figures.PAGE", 3)
    visitor = visit("leader")

    page, found = visitor.get("/joint-meetings/figures?figure=topics_raised&period=half&on=2026-01-01"), []
    heading = page.heading
    for _ in range(9):
        found += [row[0] for row in page.rows()]
        if "下一页" not in page.links():
            break
        page = page.follow("下一页")

    assert len(found) == len(set(found)) == int(heading.split("：")[1].split()[0]) > 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("figure=received&period=month&on=2026-03", 404),
        ("figure=topics_raised&period=month&on=2026-13", 400),
        ("figure=topics_raised&period=month&on=2026-03&branch=99", 404),
        ("figure=topics_raised&period=month&on=2026-03&part=some", 404),
    ],
)
@pytest.mark.one_database
def test_what_the_list_does_not_know_is_answered(app: Flask, visit: Visit, query: str, status: int) -> None:
    visit("leader").get(f"/joint-meetings/figures?{query}", status=status)


@pytest.mark.one_database
def test_the_paper_says_what_came_of_the_meetings(world: World) -> None:
    asked = asked_of("2026-H1")
    whole = meetings.whole(meetings.gather(asked))

    paper = REPORT.read(Order(parse("2026-H1"), AT, "赵主任", texts={"next": "下月召开第二次会议。"}))

    said = [getattr(block, "text", "") for block in paper.blocks]
    assert said[0] == "总体情况"
    assert said[1].startswith(
        f"2026年上半年，共召开联席会议{whole['meetings_held']}次，研究议题{whole['topics_raised']}个，"
    )
    shown = value_of("actions_done_rate", whole, asked).shown
    assert f"已落实{whole['actions_done']}项，落实率{shown}" in said[2]
    assert "下月召开第二次会议。" in said
    tables = {block.title: block for block in paper.blocks if hasattr(block, "columns")}
    assert [line.cells[1].text for line in tables["各月会议情况"].lines] == [
        "1月",
        "2月",
        "3月",
        "4月",
        "5月",
    ]
    shares = [line.cells[3].number for line in tables["各领域议题和议定事项"].lines]
    assert sum(shares[:-1]) == shares[-1] == 100
    assert len(tables["历次会议未销号的议定事项"].lines) == whole["actions_left"]
    assert len(tables["会议和议题清单"].lines) == whole["topics_raised"]


@pytest.mark.one_database
def test_a_month_without_meetings_says_so_and_other_periods_are_refused(app: Flask) -> None:
    paper = REPORT.read(Order(parse("2019-05"), AT, "赵主任"))

    said = [getattr(block, "text", "") for block in paper.blocks]
    assert said[1] == "2019年5月没有召开联席会议。截至统计时点，历次会议尚有0项议定事项未销号。"
    assert "本期没有上会议题。" in said
    with pytest.raises(BadPeriod, match="按月、季、半年、年编制"):
        REPORT.read(Order(parse("2016-03-01..2016-03-15"), AT, "赵主任"))


@pytest.mark.one_database
def test_the_workbook_tells_numbers_as_numbers_and_explains_them(world: World) -> None:
    made = REPORT.build(parse("2026-Q1"), AT, "赵主任")

    book = load_workbook(BytesIO(made.content))
    rows = book["各牵头单位落实情况"].iter_rows(min_row=4, values_only=True)
    units = [row for row in rows if isinstance(row[2], int)]
    assert units[-1][1] == "合计"
    assert sum(row[2] for row in units[:-1]) == units[-1][2]
    explained = [row[0] for row in book["口径说明"].iter_rows(values_only=True)]
    assert {"上会议题数", "落实率", "未销号事项数"} <= set(explained)


def test_an_issue_keeps_what_each_number_counts_whatever_becomes_of_it(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issues, "written", blank_files)
    head = make_user("head")
    issue_id = report_making.make(REPORT, parse("2026-Q1"), by=head, at=AT)
    before = numbers_of(the_issue(issue_id))

    for topic in world.topics:
        topic.state, topic.title, topic.lead_id = TopicState.PUT_OFF, "另一个议题", 4
    for action in world.actions:
        action.state, action.due_at = ActionState.UNDER_WAY, AT + MONTH
    for case in world.cases:
        case.received_at = AT
    db.session.commit()
    report_making.write(issue_id, {"next": "下月再议。"}, by=head, at=AT, version=1)
    report_making.publish(issue_id, by=head, at=AT)

    assert numbers_of(the_issue(issue_id)) == before, "a text changes no number"
    visitor = visit(user=head)
    page = visitor.get(f"/reports/issues/{issue_id}")
    links = {
        (a.get("href", ""), a.get("data-figure", ""), text_of(a))
        for a in page.all("a")
        if a.get("data-figure")
    }
    links = {link for link in links if "/cases?cell=" in link[0]}
    told = {name: (href, text) for href, name, text in sorted(links)}
    assert {name.partition("_")[0] for name in told} == {"meetings", "topics", "actions", "matter"}
    for name, (href, text) in told.items():
        behind = visitor.get(href)
        if "÷" in behind.heading:
            above, below = map(int, re.findall(r"(\d+) ÷ (\d+)", behind.heading)[0])
            assert len(behind.rows()) == below, name
            parts = [len(visitor.get(f"{href}&part={part}").rows()) for part in ("counted", "rest")]
            assert parts == [above, below - above], name
        elif name != "topics_share":
            assert len(behind.rows()) == int(text), name
    decided = visitor.get(told["topics_decided"][0])
    assert {row[3] for row in decided.rows()} == {"已决定"}
    assert "另一个议题" not in decided.text
    for name in ("meetings_held", "topics_decided", "actions_made", "matter_calls_before"):
        assert_taken_away_as_seen(visitor.get(told[name][0]))
    differences = "".join(visitor.get(f"/reports/issues/{issue_id}/differences").text.split())
    assert re.search(r"议决议题数全部2026年\w*季度[1-9]\d?0", differences)


def numbers_of(issue: ReportIssue) -> list[tuple[str, str, int | None]]:
    return [(value.figure.id, value.shown, value.numerator) for value in report_making.paper_of(issue)[1]]
