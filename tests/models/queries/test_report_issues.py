"""What was published cannot be changed, not even past the house: the database refuses."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.base import db
from models.report_issue import IssueFile, IssueText, ReportIssue
from models.transaction import unit_of_work
from models.vocabulary import IssueFileKind, IssueState
from tests.support.clock import MONDAY_9
from tests.support.factories import saved

FILE = {
    "kind": IssueFileKind.DOCX,
    "stored_name": "a" * 32,
    "file_name": "a.docx",
    "size": 1,
    "sha256": "b" * 64,
}


def make_issue(state: IssueState) -> ReportIssue:
    issue = saved(
        ReportIssue(
            product="daily", product_title="日报", period="2026-03-02", period_label="2026年3月2日", title="日报",
            first_on=date(2026, 3, 2), last_on=date(2026, 3, 2), year=2026, counted_at=MONDAY_9, paper={"a": 1},
            figures={"cells": []}, made_by_name="马小兰", made_at=MONDAY_9, state=state,
        )
    )  # fmt: skip
    saved(IssueFile(issue_id=issue.id, kept_at=MONDAY_9, **FILE))
    saved(IssueText(issue_id=issue.id, slot="remarks", text="注意", edited_at=MONDAY_9))
    return issue


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report_issue SET paper = '{}'",
        "UPDATE report_issue SET number = 9",
        "UPDATE report_issue SET state = 'draft'",
        "UPDATE issue_file SET sha256 = 'c'",
        "DELETE FROM issue_file",
        "UPDATE issue_text SET text = '改'",
    ],
)
def test_what_was_published_is_refused_to_be_changed_and_a_draft_is_not(app: Flask, statement: str) -> None:
    issue = make_issue(IssueState.PUBLISHED)

    with pytest.raises(DBAPIError, match="a published issue is never changed"), unit_of_work():
        db.session.execute(text(statement))
    with unit_of_work():
        db.session.execute(text("UPDATE report_issue SET state = 'corrected', version = 2"))
        db.session.execute(text("UPDATE report_issue SET published_by_name = '主任'"))

    assert db.session.get(ReportIssue, issue.id, populate_existing=True).state is IssueState.CORRECTED  # type: ignore[union-attr]


def test_a_draft_is_free(app: Flask) -> None:
    make_issue(IssueState.DRAFT)

    with unit_of_work():
        for table in ("issue_file", "issue_text", "report_issue"):
            db.session.execute(text(f"DELETE FROM {table}"))
