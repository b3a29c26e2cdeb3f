"""Figures are entered by hand: kept, changed, taken back, refused where they would count twice or make no sense."""

from datetime import date

import pytest
from flask import Flask

from models.audit_entry import AuditEntry
from models.base import db
from models.entered_figure import EnteredFigure
from models.vocabulary import EntryGrain, EntrySubject
from tests.support.clock import MONDAY_9
from tests.support.entries import MARCH, told
from tests.support.factories import make_user
from workflows.entered_figures import Kept, Told, enter, read_number, read_time
from workflows.entered_files import MOST_LINES, BadFile, read_file
from workflows.errors import BadInput

DAY, MONTH, YEAR = EntryGrain.DAY, EntryGrain.MONTH, EntryGrain.YEAR
MEMBERS = {
    EntrySubject.DEPARTMENT: {"市城管局": "1", "市水务局": "2"},
    EntrySubject.DISTRICT: {"东岸区": "2"},
}
HEAD = "指标,时间,对象,数值,说明\n"


def file(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines)).encode()


def test_what_is_entered_is_kept_changed_and_taken_back_with_one_line_in_the_log(app: Flask) -> None:
    by = make_user("supervisor")
    calls = [told("calls_in", 1000, key="人工"), told("calls_answered", 950, key="人工")]

    first = enter(calls, by=by, at=MONDAY_9)
    second = enter(
        [told("calls_in", 1200, key="人工"), told("calls_answered", None, key="人工"), told("calls_in", None, key="智能")],
        by=by,
        at=MONDAY_9,
    )  # fmt: skip
    third = enter([told("calls_in", 1200, key="人工")], by=by, at=MONDAY_9)
    db.session.commit()

    assert (first, second, third) == (Kept(new=2), Kept(changed=1, removed=1), Kept(same=1))
    (row,) = db.session.scalars(db.select(EnteredFigure)).all()
    assert (row.figure, row.key, row.grain, row.on, row.hundredths) == (
        "calls_in",
        "人工",
        MONTH,
        MARCH,
        120_000,
    )
    entries = db.session.scalars(db.select(AuditEntry).filter_by(kind="enter_figures")).all()
    assert [entry.changes for entry in entries] == [
        {"话务量 2026-03-01 人工": [None, "1000"], "接通数 2026-03-01 人工": [None, "950"]},
        {"话务量 2026-03-01 人工": ["1000", "1200"], "接通数 2026-03-01 人工": ["950", None]},
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (told("calls_in", 5, key="人工", grain=DAY, on=date(2026, 3, 31)), "已按月填报（2026-03-01）"),
        (told("calls_in", 5, key="人工", grain=YEAR), "再按年填报会重复计算"),
        (told("calls_in", "-1", key="智能"), "须在 0 至"),
        (told("calls_in", "1.5", key="智能"), "须为整数"),
        (told("quality_timely", "1.555", key="2"), "须为最多两位小数的数"),
        (told("quality_timely", 1001, key="2"), "须在 0 至 1000 之间"),
        (told("calls_in", 5, key="1", subject=EntrySubject.DEPARTMENT), "“话务量”不按承办单位填报。"),
    ],
)
def test_what_makes_no_sense_or_would_count_twice_is_refused(app: Flask, given: Told, sentence: str) -> None:
    by = make_user("supervisor")
    enter([told("calls_in", 1000, key="人工")], by=by, at=MONDAY_9)

    with pytest.raises(BadInput, match=sentence.replace("（", ".")[:6]) as refusal:
        enter([given], by=by, at=MONDAY_9)

    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("grain", "on"), [(DAY, date(2026, 4, 1)), (DAY, date(2026, 2, 28)), (YEAR, date(2025, 5, 1))]
)
def test_times_that_only_touch_do_not_count_twice(app: Flask, grain: EntryGrain, on: date) -> None:
    by = make_user("supervisor")
    enter([told("calls_in", 1000, key="人工")], by=by, at=MONDAY_9)

    assert enter([told("calls_in", 5, key="人工", grain=grain, on=on)], by=by, at=MONDAY_9) == Kept(new=1)


def test_a_file_is_read_whatever_it_was_saved_by(app: Flask) -> None:
    lines = (
        '话务量,2026-03,人工接听,"1,000",补报',
        "residents,2025,,4400000,",
        "",
        "知识库更新数,2026/3/5,市城管局,3",
    )

    utf, gb = read_file(file(*lines), MEMBERS), read_file(file(*lines).decode().encode("gb18030"), MEMBERS)

    assert utf == gb
    assert [(t.entry.id, t.subject, t.key, t.grain, t.on, t.number, t.note) for t in utf] == [
        ("calls_in", EntrySubject.CALL_CLASS, "人工接听", MONTH, MARCH, 1000, "补报"),
        ("residents", EntrySubject.ALL, "", YEAR, date(2025, 1, 1), 4_400_000, ""),
        ("knowledge_updates", EntrySubject.DEPARTMENT, "1", DAY, date(2026, 3, 5), 3, ""),
    ]


def test_every_bad_line_of_a_file_is_named_and_nothing_is_taken(app: Flask) -> None:
    with pytest.raises(BadFile) as refusal:
        read_file(
            file(
                "心情,2026-03,,3", "话务量,2026-13,人工,3", "话务量,2026-03,,3", "话务量,2026-03,人工,三",
                "知识库更新数,2026-03,不存在的局,3", "话务量,2026-03,人工,3", "话务量,2026-03,人工,4", "话务量,2026-03,12,4",
            ),
            MEMBERS,
        )  # fmt: skip

    assert refusal.value.faults == [
        "第 2 行：没有“心情”这个填报指标。",
        "第 3 行：“2026-13”不是时间，请写成 2026-07-01、2026-07 或 2026。",
        "第 4 行：“话务量”须写明话务类别。",
        "第 5 行：“话务量”的数值“三”不是数字。",
        "第 6 行：没有“不存在的局”这个承办单位。",
        "第 8 行：与第 7 行重复。",
        "第 9 行：类别名称最多 40 个字，不能有控制字符，不能只是数字。",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "表头应为"),
        (b"\xff\xfe\x00\x00\xff", "须为 UTF-8 或 GB 18030"),
        ("名称,数\n".encode(), "表头应为"),
        (HEAD.encode(), "文件中没有数据。"),
        (file("话务量,2026-03,人工,3," + "长" * 200_000), "有一格过长"),
        (file(*["话务量,2026-03,人工,3"] * MOST_LINES), "一次最多导入"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read_file(content, MEMBERS)

    assert sentence in refusal.value.faults[0]


@pytest.mark.parametrize("text", ["2026-02-30", "1889", "26-3", "２０２６", "2026-3-5-7", "", "2026年3月"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="不是时间"):
        read_time(text)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e3x", "9" * 21, "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="不是数字"):
        read_number(text, told("calls_in", 1).entry)
