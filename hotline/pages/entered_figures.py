"""Figures entered by hand (指标填报): a form for a sheet, a file of many lines, and what is behind a number."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline import entry_sheet
from hotline.asked import entries_asked
from hotline.cursors import read_cursor, write_cursor
from hotline.errors import answer
from hotline.forms.entered_figures import EntriesForm, EntryFileForm, SheetForm
from hotline.guards import requires
from hotline.list_arguments import kept
from hotline.pages.administration.users import author
from models.queries import counted_since, departments, entered_figures
from models.queries.knowledge_updates import Update
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports.counted import UpdatesBehind, behind
from reports.periods import BadPeriod
from workflows import entered_files
from workflows.entered_figures import enter
from workflows.errors import BadInput
from workflows.permissions import may

blueprint = Blueprint("entered_figures", __name__, url_prefix="/reports/entered")
NEWEST = 20
PAGE = 50
MOST_BYTES = 4 * 2**20


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


def sheet_asked() -> entry_sheet.EntrySheet:
    """Return the sheet and time of the address."""
    today = datetime.now(LOCAL_TIMEZONE).date()
    return entry_sheet.opened(*SheetForm(request.args).chosen(today))


def sheet_url(sheet: entry_sheet.EntrySheet) -> str:
    """Return the address of the sheet."""
    values: dict[str, Any] = sheet.arguments
    return url_for("entered_figures.show_sheet", **values)


@blueprint.get("")
@requires(Permission.ENTER_FIGURES)
def show_sheet() -> ResponseReturnValue:
    """Show a sheet with what was entered, ready to be filled in."""
    return sheet_page(sheet_asked(), EntryFileForm())


def sheet_page(
    sheet: entry_sheet.EntrySheet,
    file_form: EntryFileForm,
    *,
    faults: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Answer with the sheet; faults stand over it."""
    page = render_template(
        "reports/entered.html",
        sheet=sheet,
        choice=SheetForm(data={**sheet.arguments, "on": sheet.on}),
        form=EntriesForm(),
        file_form=file_form,
        faults=faults or sheet.faults,
        since=counted_since.since(sheet.entries[0].id),
        newest=entry_sheet.told(entered_figures.newest(NEWEST)),
    )
    return page, status


@blueprint.post("")
@requires(Permission.ENTER_FIGURES)
def save_sheet() -> ResponseReturnValue:
    """Keep what was filled in; all of it or nothing."""
    sheet, form = sheet_asked(), EntriesForm()
    told = sheet.fill(request.form)
    if not form.validate() or sheet.faults:
        return sheet_page(
            sheet, EntryFileForm(formdata=None), faults=form.errors.get("csrf_token"), status=422
        )
    try:
        with unit_of_work():
            kept = enter(told, by=author(), at=datetime.now(UTC))
    except BadInput as refusal:
        return sheet_page(sheet, EntryFileForm(formdata=None), faults=[str(refusal)], status=422)
    flash(f"已保存：{kept.words}。", "success")
    return redirect(sheet_url(sheet), code=303)


@blueprint.post("/file")
@requires(Permission.ENTER_FIGURES)
def bring_in_file() -> ResponseReturnValue:
    """Keep what a CSV file tells; all of it or nothing, bad lines named."""
    form = EntryFileForm()
    if not form.validate():
        return sheet_page(sheet_asked(), form, status=422)
    content = form.file.data.stream.read(MOST_BYTES + 1)
    try:
        if len(content) > MOST_BYTES:
            raise entered_files.BadFile([f"文件不能超过 {MOST_BYTES // 2**20} MB。"])
        told = entered_files.read_file(content, entry_sheet.members())
        with unit_of_work():
            kept = enter(told, by=author(), at=datetime.now(UTC))
    except entered_files.BadFile as refusal:
        return sheet_page(sheet_asked(), form, faults=refusal.faults, status=422)
    except BadInput as refusal:
        return sheet_page(sheet_asked(), form, faults=[str(refusal)], status=422)
    flash(f"已导入：{kept.words}。", "success")
    return redirect(url_for("entered_figures.show_sheet"), code=303)


@blueprint.get("/sample")
@requires(Permission.ENTER_FIGURES)
def download_sample() -> ResponseReturnValue:
    """Send a file of lines to fill in."""
    sheet = sheet_asked()
    names = [line.name for line in sheet.lines if line.name] or ["（类别名称）"]
    content = entered_files.sample(sheet.entries, names, sheet.time)
    name = f"指标填报_{sheet.name}_{sheet.time}.csv"
    return send_file(BytesIO(content), mimetype="text/csv", as_attachment=True, download_name=name)


@blueprint.get("/list")
@requires(Permission.VIEW_REPORTS)
def list_entries() -> ResponseReturnValue:
    """Show what is behind a number: what was entered, for which time, by whom; and what the system counted."""
    asked = entries_asked(request.args)
    counted = behind(asked.figure, asked.entries)
    rows = counted.page(after=read_cursor(request.args.get("after")), limit=PAGE + 1) if counted else []
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    here: dict[str, Any] = kept(request.args)
    return render_template(
        "reports/entries.html",
        figure=asked.figure,
        period=asked.period,
        member=asked.member,
        entries=entry_sheet.told([entry for entry in asked.entries if not entry.is_counted]),
        counted=counted,
        units=departments.names_of(row.department_id for row in rows if isinstance(row, Update)),
        rows=rows[:PAGE],
        opens=may(
            current_user,
            Permission.VIEW_CASES if isinstance(counted, UpdatesBehind) else Permission.WATCH_CALLS,
        ),
        first=url_for("entered_figures.list_entries", **here) if request.args.get("after") else None,
        further=url_for("entered_figures.list_entries", **here, after=write_cursor(last.at, last.id))
        if last
        else None,
    )
