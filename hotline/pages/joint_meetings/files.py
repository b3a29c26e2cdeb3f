"""The joint meeting's papers as files (会议材料、纪要、台账): Word, PDF, Excel; who took one is written down."""

from datetime import UTC, datetime
from io import BytesIO

from flask import Blueprint, abort, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.errors import answer
from hotline.guards import requires
from hotline.meeting_file import meeting_for
from hotline.pages.joint_meetings.decisions import minutes_for, opening_of
from models.queries import cities, meeting_actions
from models.queries.meeting_actions import Wanted
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports.catalogue import MIME_TYPES, FileForm, types
from reports.documents import joint_meeting as papers
from reports.documents import pdf, word
from reports.documents.paper import Paper
from reports.documents.typesetting import CannotTypeset
from reports.workbooks import joint_meeting as workbooks
from workflows import audit
from workflows.joint_meeting import deciding

blueprint = Blueprint("meeting_files", __name__, url_prefix="/joint-meetings")
MOST_ITEMS = 10_000
WRITERS = {FileForm.DOCX: word.write, FileForm.PDF: pdf.write}


@blueprint.errorhandler(CannotTypeset)
def cannot_typeset(error: CannotTypeset) -> ResponseReturnValue:
    """Answer a file that cannot be made here with the sentence that says why."""
    return answer(409, str(error))


@blueprint.get("/<int:meeting_id>/agenda/file")
@requires(Permission.CONVENE_MEETING)
def download_agenda(meeting_id: int) -> ResponseReturnValue:
    """Send the pack for the table."""
    meeting, at, form = meeting_for(current_user, meeting_id), datetime.now(UTC), form_asked()
    if form is FileForm.XLSX:
        content = workbooks.agenda(meeting, at=at, made_by=current_user.full_name)
    else:
        content = written(papers.agenda(meeting, organ=organ(), at=at), form)
    return sent(content, f"联席会议材料_{meeting.number or meeting.title}", form, at=at)


@blueprint.get("/<int:meeting_id>/minutes/file")
@requires(Permission.VIEW_MEETINGS)
def download_minutes(meeting_id: int) -> ResponseReturnValue:
    """Send the minutes, a draft of them before they are issued."""
    meeting, at, form = minutes_for(meeting_id), datetime.now(UTC), form_asked()
    if form is FileForm.XLSX:
        abort(404)
    opening = meeting.minutes_opening or opening_of(meeting)
    content = written(papers.minutes(meeting, organ=organ(), opening=opening, at=at), form)
    return sent(content, f"联席会议纪要_{meeting.minutes_number or '草稿'}", form, at=at)


@blueprint.get("/actions/file")
@requires(Permission.CONVENE_MEETING)
def download_ledger() -> ResponseReturnValue:
    """Send the whole ledger."""
    at = datetime.now(UTC)
    items = meeting_actions.page(Wanted(), None, at, at, limit=MOST_ITEMS)
    content = workbooks.ledger(items, at=at, made_by=current_user.full_name)
    return sent(content, f"联席会议议定事项台账_{deciding.local_day(at):%Y%m%d}", FileForm.XLSX, at=at)


def form_asked() -> FileForm:
    """Return the kind of file that the address asks for, Word by default; 404 for one that is none."""
    form = request.args.get("format", FileForm.DOCX.value)
    return FileForm(form) if form in set(FileForm) else abort(404)


def organ() -> str:
    """Return who issues the papers."""
    city = cities.find()
    return city.hotline_name if city else "12345热线"


def written(paper: Paper, form: FileForm) -> bytes:
    """Return the paper as Word or PDF, in the city's types. Raises CannotTypeset."""
    return WRITERS[form](paper, types())


def sent(content: bytes, name: str, form: FileForm, *, at: datetime) -> ResponseReturnValue:
    """Send the file and write into the audit log who took it."""
    file_name = f"{name}.{form.value}"
    with unit_of_work():
        audit.write(
            "export_report",
            by=current_user,
            at=at,
            address=request.remote_addr or "",
            object_type="joint_meeting",
            summary=file_name,
        )
    return send_file(BytesIO(content), mimetype=MIME_TYPES[form], as_attachment=True, download_name=file_name)
