"""The templates that ship with the project, as rows, and templates of which a test names only what it is about."""

import tomllib
from functools import cache
from typing import Any

from config import ROOT
from models.report_template import ReportTemplate
from models.vocabulary import RowsBy
from tests.support.factories import saved
from workflows.administration.report_templates import TemplateDocument, TemplateFile
from workflows.rule_document import read_document

SHIPPED = ROOT / "cities" / "lanzhou" / "report_templates.toml"


@cache
def shipped() -> dict[str, TemplateDocument]:
    """Return the templates of Lanzhou's pack by code."""
    document = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return {each.code: each for each in read_document(TemplateFile, document).template}


def make_shipped(*codes: str) -> list[ReportTemplate]:
    """Add these templates of the pack, or all."""
    chosen = [each for code, each in shipped().items() if not codes or code in codes]
    return [saved(ReportTemplate(**each.values(), position=place)) for place, each in enumerate(chosen)]


def make_template(*figures: str | dict[str, Any], **given: Any) -> ReportTemplate:
    """Add a template with these columns."""
    columns = [figure if isinstance(figure, dict) else {"figure": figure} for figure in figures]
    values = {"code": "own", "name": "自编表", "title": "自编表", "rows_by": RowsBy.DEPARTMENT}
    return saved(ReportTemplate(**values | given, columns=columns))
