"""All rows or none; twice adds nothing; what the old system does not know stays unknown."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hotline.history_import import Order, import_file
from models.assignment import Assignment
from models.base import Row, db
from models.case import Case
from models.case_event import CaseEvent
from models.category import Category
from models.citizen import Citizen
from models.clock import Clock
from models.day_figure import StaleDay
from models.department import Department
from models.follow_up import FollowUp
from models.queries import search
from models.vocabulary import (
    Action,
    AssignmentRole,
    AssignmentState,
    CaseScope,
    CaseState,
    ClockKind,
    Confidentiality,
    FollowUpOutcome,
    Handling,
    Rating,
    Solved,
)
from tests.support.factories import make_case
from tests.support.history_files import OPEN, make_reference, row, write
from tests.support.real_data import DATA, needs_real_data
from workflows.history import importing
from workflows.history.importing import Report
from workflows.history.mapping import read_mapping
from workflows.history.readers import BadFile

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
EVERYTHING = CaseScope()


def bring(file: Path, mapping: str = "", **given: Any) -> Report:
    """Import a file as an operator would."""
    db.session.commit()
    report = import_file(Order(file, file.name, read_mapping(mapping), **given), by=None, at=AT)
    db.session.expire_all()
    return report


def count(table: type[Row]) -> int:
    return db.session.query(table).count()


def only(table: type[Any]) -> Any:
    return db.session.query(table).one()


@pytest.fixture(autouse=True)
def reference(app: Flask) -> None:
    make_reference()


def test_a_closed_case_comes_in_whole(tmp_path: Path) -> None:
    report = bring(write(tmp_path, row()))

    case = only(Case)
    assert (report.added, report.skipped, report.bad_rows) == (1, 0, 0)
    assert (case.number, case.source, case.external_id) == (
        "LS201601010000001", "history", "LS201601010000001",
    )  # fmt: skip
    assert (case.state, case.handling, case.confidentiality) == (
        CaseState.CLOSED, Handling.DISPATCHED, Confidentiality.OPEN,
    )  # fmt: skip
    assert case.received_at == datetime(2015, 12, 31, 17, 45, 51, tzinfo=UTC)
    assert case.finished_at == case.closed_at == datetime(2016, 1, 5, 1, 10, 51, tzinfo=UTC)
    assert case.original_due_at == case.due_at
    assert (case.result_rating, case.hotline_rating) == (Rating.SATISFIED, Rating.VERY_SATISFIED)
    assert (case.was_contacted, case.solved, case.extension_count) == (True, Solved.YES, 1)
    assert (case.next_clock, case.next_due_at, case.is_hazard) == (None, None, False)
    assert (case.risk_tags, case.version) == ([], 1)


def test_a_closed_case_brings_its_other_rows(tmp_path: Path) -> None:
    bring(write(tmp_path, row()))

    citizen, event, attempt = only(Citizen), only(CaseEvent), only(FollowUp)
    assert (citizen.name, citizen.phone) == ("张先生", "13912345678")
    assert (event.action, event.to_state) == (Action.IMPORT, CaseState.CLOSED)
    assert "history.csv" in event.note
    assert (attempt.outcome, attempt.result_rating) == (FollowUpOutcome.RATED, Rating.SATISFIED)
    parts = db.session.query(Assignment).order_by(Assignment.id).all()
    assert [(part.role, part.state) for part in parts] == [
        (AssignmentRole.LEAD, AssignmentState.REPLIED),
        (AssignmentRole.SUPPORTING, AssignmentState.REPLIED),
    ]
    assert {day.day for day in db.session.query(StaleDay)} == {date(2016, 1, 1), date(2016, 1, 8)}
    assert count(Clock) == 0


def test_what_came_in_is_found_by_words_number_and_caller(tmp_path: Path) -> None:
    bring(write(tmp_path, row()))

    case_id = only(Case).id
    assert search.find_case_ids("油烟", EVERYTHING) == [case_id]
    assert search.find_case_ids("河边街道26号", EVERYTHING) == [case_id]
    assert search.find_case_ids("LS20160101", EVERYTHING) == [case_id]
    assert search.find_case_ids_by_phone("5678", EVERYTHING) == [case_id]


@pytest.mark.parametrize(
    ("changes", "state", "kind"),
    [
        ({}, CaseState.HANDLING, ClockKind.FEEDBACK),
        ({"签收时间": "", "首次联系时间": ""}, CaseState.DISPATCHED, ClockKind.FEEDBACK),
        ({"办理方式": "", "承办单位": "", "协办单位": ""}, CaseState.PENDING_REVIEW, ClockKind.REVIEW),
        ({"办结时限": ""}, CaseState.HANDLING, None),
        ({"办理方式": "不予受理", "承办单位": "", "协办单位": ""}, CaseState.NOT_ACCEPTED, None),
    ],
)
def test_an_open_case_stands_where_its_times_say(
    tmp_path: Path, changes: dict[str, str], state: CaseState, kind: ClockKind | None
) -> None:
    bring(write(tmp_path, row(**{**OPEN, **changes})))

    case = only(Case)
    assert (case.state, case.next_clock, case.next_due_at) == (state, kind, case.due_at if kind else None)
    assert count(Clock) == (1 if kind else 0)
    assert case.closed_at is None


def test_an_open_case_has_a_running_clock_with_the_given_due_time(tmp_path: Path) -> None:
    bring(write(tmp_path, row(**OPEN)))

    clock, case = only(Clock), only(Case)
    lead = db.session.query(Assignment).filter_by(role=AssignmentRole.LEAD).one()
    assert (clock.due_at, clock.original_due_at, clock.stopped_at) == (case.due_at, case.due_at, None)
    assert (clock.assignment_id, clock.department_id) == (lead.id, case.department_id)
    assert clock.started_at < clock.soon_at < clock.due_at
    assert (lead.next_clock, lead.next_due_at) == (ClockKind.FEEDBACK, case.due_at)


def test_what_the_old_system_does_not_know_stays_unknown(tmp_path: Path) -> None:
    known = ("工单编号", "受理时间", "来源渠道", "诉求类型", "诉求内容", "诉求分类")
    bring(write(tmp_path, {header: row()[header] for header in known}))

    case = only(Case)
    unknown = (
        "due_at", "closed_at", "dispatched_at", "signed_at", "department_id", "district_id", "area_id",
        "followed_up_at", "was_contacted", "solved", "result_rating", "hotline_rating", "next_due_at",
    )  # fmt: skip
    assert [getattr(case, name) for name in unknown] == [None] * len(unknown)
    assert (case.handling, case.confidentiality) == (Handling.PENDING, Confidentiality.OPEN)
    assert case.title == "来电人反映楼下饭店油烟扰民，希望尽快处理"
    assert (count(Citizen), count(Assignment), count(Clock), count(FollowUp)) == (0, 0, 0, 0)


def test_a_caller_who_gave_nothing_is_anonymous_and_one_who_asked_is_confidential(tmp_path: Path) -> None:
    bring(
        write(tmp_path, row(诉求人="", 联系电话=""), row(工单编号="LS2", 是否保密="是"))
    )  # fmt: skip

    ways = [case.confidentiality for case in db.session.query(Case).order_by(Case.id)]
    assert ways == [Confidentiality.ANONYMOUS, Confidentiality.CONFIDENTIAL]
    assert count(Citizen) == 1


def test_one_bad_row_keeps_every_row_out(tmp_path: Path) -> None:
    report = bring(
        write(
            tmp_path, row(), row(工单编号="LS2", 联系电话="123-abc"), row(工单编号="LS3", 诉求分类="无/此/类")
        )
    )

    assert [str(fault) for fault in report.faults] == [
        "第 3 行，联系电话：不是有效的电话号码",
        "第 4 行，诉求分类：没有“无/此/类”，请核对名称，或选择自动新建",
    ]
    assert report.bad_rows == 2
    assert (count(Case), count(CaseEvent), count(StaleDay)) == (0, 0, 0)


def test_a_number_that_stands_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    report = bring(write(tmp_path, row(), row(标题="别的")))

    assert [str(fault) for fault in report.faults] == ["第 3 行，工单编号：与第 2 行重复"]


def test_a_file_that_breaks_off_is_refused_as_a_whole(tmp_path: Path) -> None:
    file = write(tmp_path, row(), row(工单编号="LS2"))
    file.write_text(file.read_text() + 'LS3,"broken', encoding="utf-8")

    report = bring(file)

    assert "引号没有成对" in str(report.faults[0])
    assert count(Case) == 0


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, row(), row(工单编号="LS2"))
    bring(file)

    report = bring(file)

    assert (report.added, report.skipped, report.differing) == (0, 2, 0)
    assert (count(Case), count(CaseEvent), count(Citizen)) == (2, 2, 2)


def test_a_row_that_differs_from_its_case_is_reported_and_left_out(tmp_path: Path) -> None:
    bring(write(tmp_path, row()))

    report = bring(write(tmp_path, row(标题="改过的标题"), row(工单编号="LS2")))

    assert (report.added, report.skipped, report.differing_lines) == (1, 1, [2])
    assert db.session.query(Case).order_by(Case.id).first().title == "饭店油烟扰民"


def test_another_source_may_have_the_same_number(tmp_path: Path) -> None:
    make_case(number="LS201601010000001")

    bring(write(tmp_path, row()), 'source = "旧系统"')

    numbers = [case.number for case in db.session.query(Case).order_by(Case.id)]
    assert numbers == ["LS201601010000001", "旧系统-LS201601010000001"]


def test_a_dry_run_writes_nothing_and_says_what_would_come(tmp_path: Path) -> None:
    report = bring(write(tmp_path, row()), is_dry_run=True)

    assert report.added == 1
    assert (count(Case), count(CaseEvent)) == (0, 0)


def test_missing_things_are_made_where_that_is_asked_for(tmp_path: Path) -> None:
    changes = {"诉求分类": "公用/供水/漏水", "承办单位": "水务局", "区县": "西区", "街道": "山前街道"}

    report = bring(write(tmp_path, row(**changes)), creates_missing=True)

    assert report.made == {
        "诉求分类": ["公用/供水/漏水"], "承办单位": ["水务局"], "区县": ["西区"], "街道": ["西区/山前街道"],
    }  # fmt: skip
    leaf = db.session.query(Category).filter_by(path="公用/供水/漏水").one()
    branch = db.session.query(Category).filter_by(path="公用").one()
    assert (leaf.level, leaf.is_leaf, leaf.branch_id, branch.is_leaf) == (3, True, branch.id, False)
    assert db.session.query(Department).filter_by(name="水务局").one().level == 2
    case = only(Case)
    assert (case.category_id, case.branch_id) == (leaf.id, branch.id)


def test_a_file_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="缺少必需的列：受理时间、来源渠道、诉求类型、诉求分类、标题或诉求内容"):
        bring(write(tmp_path, {"工单编号": "LS1"}))


def test_a_file_of_several_portions_comes_in_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 3)
    steps: list[tuple[str, int, int]] = []
    file = write(tmp_path, *(row(工单编号=f"LS{i}") for i in range(8)))

    import_file(
        Order(file, file.name, read_mapping("")), by=None, at=AT, progress=lambda *step: steps.append(step)
    )

    assert count(Case) == 8
    assert [done for phase, done, _ in steps if phase == importing.WRITING] == [3, 6, 8]


@pytest.mark.one_database
@needs_real_data
@pytest.mark.slow
def test_the_real_cases_of_another_city_come_in_by_a_mapping(app: Flask) -> None:
    mapping = (Path(__file__).parents[2] / "data" / "haikou_mapping.toml").read_text(encoding="utf-8")

    report = bring(DATA / "hotline_cases.csv", mapping, creates_missing=True)
    again = bring(DATA / "hotline_cases.csv", mapping)

    assert (report.added, report.bad_rows) == (11_851, 0)
    assert (again.added, again.skipped, again.differing) == (0, 11_851, 0)
    assert db.session.query(Case).filter(Case.closed_at.is_not(None)).count() == 0
    assert db.session.query(Case).filter(Case.due_at.is_not(None)).count() == 0
    assert count(Citizen) == 0
    assert len(search.find_case_ids("漏水", EVERYTHING)) == 50
