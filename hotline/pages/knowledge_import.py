"""A file of articles (知识导入): all its rows, each waiting for review, or none with each bad one named."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import file_page
from hotline.forms.knowledge import ArticleFileForm
from hotline.guards import requires
from hotline.knowledge_file import import_articles
from models.vocabulary import Permission
from workflows.knowledge_files import COLUMNS, MOST_ROWS, Report

blueprint = Blueprint("knowledge_import", __name__, url_prefix="/knowledge-import")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.WRITE_KNOWLEDGE)
def import_file() -> ResponseReturnValue:
    """Show the form, or bring a file in."""

    def bring_in(file: Path, name: str) -> Report:
        return import_articles(file, name, by=current_user, at=datetime.now(UTC))

    form = ArticleFileForm()
    return file_page.ask(form, "knowledge/import.html", bring_in, columns=COLUMNS, most_rows=MOST_ROWS)
