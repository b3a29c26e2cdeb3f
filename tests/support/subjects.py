"""The subjects of special reports, over the town of tests/support/case_rows.py."""

from models.report_subject import ReportSubject
from tests.support.factories import saved


def make_subjects() -> None:
    """Add water and the environment."""
    signs = "异味：臭、有味"
    saved(ReportSubject(code="water", name="水质", title="水质专报", category_ids=[2], signs=signs))
    saved(ReportSubject(code="environment", name="环境", title="环境保护专报", category_ids=[1, 5]))
