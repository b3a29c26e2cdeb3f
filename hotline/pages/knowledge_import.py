"""A file of articles (知识导入): all its rows, each waiting for review, or none with each bad one named."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.knowledge import ArticleFileForm
from hotline.guards import requires
from hotline.knowledge_file import import_articles
from hotline.uploads import clean_name
from models.vocabulary import Permission
from workflows.errors import Refused
from workflows.knowledge_files import COLUMNS, MOST_ROWS, Report

blueprint = Blueprint("knowledge_import", __name__, url_prefix="/knowledge-import")
MOST_FAULTS_SHOWN = 100


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.WRITE_KNOWLEDGE)
def import_file() -> ResponseReturnValue:
    """Show the form, or bring a file in."""
    form, report, status = ArticleFileForm(), None, 200
    if form.is_submitted():
        report = brought_in(form) if form.validate() else None
        status = 200 if report and not report.bad_rows else 422
    return render_template(
        "knowledge/import.html",
        form=form,
        report=report,
        faults=report.faults[:MOST_FAULTS_SHOWN] if report else [],
        columns=COLUMNS,
        most_rows=MOST_ROWS,
    ), status


def brought_in(form: ArticleFileForm) -> Report | None:
    """Bring the form's file in; None where it cannot be read, with the reason at the field."""
    name = clean_name(form.file.data.filename) or "未命名"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "articles"
        form.file.data.save(file)
        try:
            return import_articles(file, name, by=current_user, at=datetime.now(UTC))
        except Refused as error:
            form.file.errors = [*form.file.errors, str(error)]
            return None
