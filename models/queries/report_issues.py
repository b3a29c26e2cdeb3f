"""Issues of reports: one, the library of what was published, drafts, files, and the numbers drawn so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.orm import joinedload, undefer_group

from models.base import db
from models.number_series import NumberSeries
from models.queries import report_schedules
from models.report_issue import OPEN_STATES, PUBLISHED_STATES, IssueFile, IssueText, ReportIssue
from models.user import User
from models.vocabulary import IssueFileKind

ESCAPE = "\\"
NAMES_AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which published issues are looked for: of a year, of a product, with words in title or number."""

    year: int | None = None
    product: str = ""
    words: str = ""


def find(issue_id: int) -> ReportIssue | None:
    """Return this issue with its rules, its paper left aside."""
    return db.session.scalar(
        select(ReportIssue).where(ReportIssue.id == issue_id).options(joinedload(ReportIssue.rule_pack))
    )


def whole(issue_id: int) -> ReportIssue | None:
    """Return this issue with its paper and figures."""
    return db.session.scalar(
        select(ReportIssue)
        .where(ReportIssue.id == issue_id)
        .options(joinedload(ReportIssue.rule_pack), undefer_group("frozen"))
        .execution_options(populate_existing=True)
    )


def standing(product: str, period: str) -> Sequence[ReportIssue]:
    """Return the issues of a product and period that are being made or stand published, the oldest first."""
    rows = select(ReportIssue).where(
        ReportIssue.product == product,
        ReportIssue.period == period,
        ReportIssue.state.in_([*OPEN_STATES, PUBLISHED_STATES[0]]),
    )
    return db.session.scalars(rows.order_by(ReportIssue.id)).all()


def open_ones(*, limit: int) -> Sequence[ReportIssue]:
    """Return the issues being made, the newest first."""
    rows = select(ReportIssue).where(ReportIssue.state.in_(OPEN_STATES))
    return db.session.scalars(rows.order_by(ReportIssue.id.desc()).limit(limit)).all()


def library(
    wanted: Wanted, *, reader: User | None = None, before_id: int | None, limit: int
) -> Sequence[ReportIssue]:
    """Return a page of what was published, the newest period first, below the issue `before_id`.

    With a reader only what is for them.
    """
    rows = select(ReportIssue).where(*_matching(wanted, reader))
    if before_id is not None and (last := db.session.get(ReportIssue, before_id)) is not None:
        earlier = ReportIssue.last_on < last.last_on
        rows = rows.where(or_(earlier, (ReportIssue.last_on == last.last_on) & (ReportIssue.id < last.id)))
    return db.session.scalars(
        rows.order_by(ReportIssue.last_on.desc(), ReportIssue.id.desc()).limit(limit)
    ).all()


def count(wanted: Wanted, *, reader: User | None = None) -> int:
    """Count what was published and is looked for; with a reader only what is for them."""
    rows = select(func.count()).select_from(ReportIssue).where(*_matching(wanted, reader))
    return db.session.scalar(rows) or 0


def is_for(issue_id: int, reader: User) -> bool:
    """Say whether the issue is for the reader."""
    own = select(ReportIssue.id).where(ReportIssue.id == issue_id, report_schedules.is_for(reader))
    return db.session.scalar(own) is not None


def _matching(wanted: Wanted, reader: User | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [ReportIssue.state.in_(PUBLISHED_STATES)]
    if reader is not None:
        found.append(report_schedules.is_for(reader))
    if wanted.year is not None:
        found.append(ReportIssue.year == wanted.year)
    if wanted.product:
        found.append(ReportIssue.product == wanted.product)
    year, place, whole = (
        func.coalesce(cast(column, Text), "")
        for column in (ReportIssue.year, ReportIssue.number, ReportIssue.running_number)
    )
    number = year + "年第" + place + "期（总第" + whole + "期）"
    for word in wanted.words.split():
        like = "%" + word.replace(ESCAPE, ESCAPE * 2).replace("%", r"\%").replace("_", r"\_") + "%"
        said = (ReportIssue.title, ReportIssue.product_title, ReportIssue.period_label, number)
        found.append(or_(*(text.ilike(like, escape=ESCAPE) for text in said)))
    return found


def years(*, reader: User | None = None) -> Sequence[int]:
    """Return the years that anything was published of, the newest first; with a reader only of what is for them."""
    rows = select(ReportIssue.year).where(*_matching(Wanted(), reader)).distinct()
    return db.session.scalars(rows.order_by(ReportIssue.year.desc())).all()


def corrections_of(issue_id: int) -> Sequence[ReportIssue]:
    """Return the issues that correct this one, drafts included, the oldest first."""
    rows = select(ReportIssue).where(
        ReportIssue.corrects_id == issue_id, ReportIssue.state.in_([*OPEN_STATES, *PUBLISHED_STATES])
    )
    return db.session.scalars(rows.order_by(ReportIssue.id)).all()


def files_of(issue_ids: Sequence[int]) -> Mapping[int, Sequence[IssueFile]]:
    """Return the papers of each issue in the order of their forms; what it counted is left out."""
    rows = select(IssueFile).where(IssueFile.issue_id.in_(issue_ids), IssueFile.kind != IssueFileKind.CASES)
    found: dict[int, list[IssueFile]] = {issue_id: [] for issue_id in issue_ids}
    for file in db.session.scalars(rows.order_by(IssueFile.id)):
        found[file.issue_id].append(file)
    order = list(IssueFileKind)
    return {key: sorted(files, key=lambda file: order.index(file.kind)) for key, files in found.items()}


def file(issue_id: int, kind: IssueFileKind) -> IssueFile | None:
    """Return the issue's file of this kind."""
    return db.session.scalar(select(IssueFile).where(IssueFile.issue_id == issue_id, IssueFile.kind == kind))


def stored_names(names: set[str]) -> set[str]:
    """Return which of these files belong to an issue."""
    ordered, found = sorted(names), set[str]()
    for start in range(0, len(ordered), NAMES_AT_ONCE):
        some = ordered[start : start + NAMES_AT_ONCE]
        found.update(db.session.scalars(select(IssueFile.stored_name).where(IssueFile.stored_name.in_(some))))
    return found


def texts_of(issue_id: int) -> dict[str, str]:
    """Return what people wrote into the issue, by slot."""
    rows = select(IssueText.slot, IssueText.text).where(IssueText.issue_id == issue_id)
    return dict(db.session.execute(rows).tuples().all())


def text_rows(issue_id: int) -> dict[str, IssueText]:
    """Return the rows of the issue's texts by slot."""
    rows = select(IssueText).where(IssueText.issue_id == issue_id)
    return {row.slot: row for row in db.session.scalars(rows)}


def last_number(series: str) -> int | None:
    """Return the last number drawn in a series, None where it has not begun."""
    return db.session.scalar(select(NumberSeries.last).where(NumberSeries.series == series))
