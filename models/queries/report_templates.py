"""The templates of reports (报表模板) that the city keeps."""

from collections.abc import Sequence

from sqlalchemy import func, select

from models.base import db
from models.report_template import ReportTemplate


def in_order(*, active_only: bool = False) -> Sequence[ReportTemplate]:
    """Return the templates as they are listed."""
    found = select(ReportTemplate).order_by(ReportTemplate.position, ReportTemplate.id)
    return db.session.scalars(found.where(ReportTemplate.is_active) if active_only else found).all()


def find(code: str) -> ReportTemplate | None:
    """Return the template of this code."""
    return db.session.scalar(select(ReportTemplate).where(ReportTemplate.code == code))


def next_position() -> int:
    """Return the place behind the last one."""
    return (db.session.scalar(select(func.max(ReportTemplate.position))) or 0) + 1
