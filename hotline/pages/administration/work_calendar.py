"""The work calendar (工作日历): a year as twelve months, national and local days, entered and imported."""

import calendar as months
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.work_calendar import DayForm, ImportDaysForm
from hotline.guards import requires
from hotline.pages.administration.saving import saved, status_of
from hotline.pages.administration.users import author
from models.queries import administration, recounts, work_days
from models.transaction import unit_of_work
from models.vocabulary import Permission
from models.work_day import WorkDay
from workflows import clocks
from workflows.administration import work_calendar
from workflows.recounting import Recounted
from workflows.working_time import NOTICES, Calendar, holiday_name, local_time

blueprint = Blueprint("work_calendar", __name__, url_prefix="/administration/work-calendar")
YEARS = work_calendar.YEARS
WEEKS = months.Calendar(firstweekday=0)


def today() -> date:
    """Return the day it is in the city."""
    return local_time(datetime.now(UTC)).date()


def year_asked() -> int:
    """Return the year of the address, this year where none is named."""
    year = request.args.get("year", today().year, type=int)
    return year if year in YEARS else abort(404)


def day_asked() -> WorkDay | None:
    """Return what was put down for the day of the address, if one is named."""
    try:
        return work_days.find(date.fromisoformat(request.args.get("day", "")))
    except ValueError:
        return None


def mark_of(day: date, calendar: Calendar) -> dict[str, str]:
    """Return how a day is marked: local days by a star, national ones by their name."""
    works = calendar.is_workday(day)
    if day in calendar.exceptions:
        return {"label": "班＊" if works else "休＊", "tone": "work" if works else "rest"}
    if day in NOTICES:
        return {"label": "班" if works else holiday_name(day), "tone": "work" if works else "rest"}
    return {"tone": "weekend"} if not works else {}


def year_of_months(year: int, calendar: Calendar) -> list[dict[str, Any]]:
    """Return the twelve months with their weeks, marks and number of working days."""
    shown = []
    for month in range(1, 13):
        weeks = WEEKS.monthdatescalendar(year, month)
        days = [day for week in weeks for day in week if day.month == month]
        shown.append(
            {
                "number": month,
                "weeks": weeks,
                "marks": {day: mark for day in days if (mark := mark_of(day, calendar))},
                "workdays": sum(calendar.is_workday(day) for day in days),
            }
        )
    return shown


def shown(year: int, form: DayForm, upload: ImportDaysForm, status: int = 200) -> ResponseReturnValue:
    """Answer with the year."""
    calendar = clocks.read_calendar()
    year_months = year_of_months(year, calendar)
    page = render_template(
        "administration/work_calendar.html",
        year=year,
        months=year_months,
        workdays=sum(month["workdays"] for month in year_months),
        is_known=calendar.is_known(year),
        unknown_year=work_calendar.year_without_notice(datetime.now(UTC)),
        exceptions=work_days.of_year(year),
        today=today(),
        form=form,
        upload=upload,
        progress=progress(),
        first=YEARS[0],
        last=YEARS[-1],
    )
    return page, status


def progress() -> dict[str, int] | None:
    """Return how many cases wait to be counted anew, of how many; None where none waits."""
    left = recounts.waiting()
    return {"left": left, "total": max(left, recounts.open_cases())} if left else None


def say(entered: work_calendar.Entered) -> None:
    """Tell the person what came of a change."""
    if not entered.added and not entered.changed:
        flash("与现有日历相同，没有改动。", "info")
    else:
        days = f"已保存：新增 {entered.added} 天，修改 {entered.changed} 天"
        flash(f"{days}；{effect_of(entered.recounted)}", "success")


def effect_of(recounted: Recounted) -> str:
    """Say what a change did to the open due dates."""
    if recounted.waiting:
        return f"{recounted.waiting} 件在办工单的到期时间正在后台按新日历重算，进度见本页。"
    return f"{recounted.moved} 个在办时限已按新日历重算。"


@blueprint.get("")
@requires(Permission.MANAGE_RULES)
def show_year() -> ResponseReturnValue:
    """Show a year."""
    year, form, row = year_asked(), DayForm(formdata=None), day_asked()
    if row is not None:
        works = "yes" if row.is_workday else "no"
        known = {"day": row.day, "works": works, "name": row.name, "source": row.source}
        form = DayForm(formdata=None, data=known)
    return shown(year, form, ImportDaysForm(formdata=None))


@blueprint.get("/recount")
@requires(Permission.MANAGE_RULES)
def show_recount() -> ResponseReturnValue:
    """Show how far the recount is, for the page that asks every two seconds."""
    return render_template("administration/_recount.html", progress=progress())


@blueprint.post("/days")
@requires(Permission.MANAGE_RULES)
def put_day() -> ResponseReturnValue:
    """Put a day down as worked or off."""
    form, entered = DayForm(), []

    def put() -> None:
        outcome = work_calendar.put_day(
            form.day.data,
            is_workday=form.works.data == "yes",
            name=form.name.data,
            source=form.source.data,
            by=author(),
            at=datetime.now(UTC),
        )
        entered.append(outcome)

    if form.validate_on_submit() and saved(form, put):
        say(entered[0])
        return redirect(url_for("work_calendar.show_year", year=form.day.data.year), code=303)
    year = form.day.data.year if form.day.data and form.day.data.year in YEARS else today().year
    return shown(year, form, ImportDaysForm(formdata=None), status_of(form))


@blueprint.post("/days/<int:day_id>/remove")
@requires(Permission.MANAGE_RULES)
def remove_day(day_id: int) -> ResponseReturnValue:
    """Take an exception back."""
    with unit_of_work():
        row = administration.find(WorkDay, day_id) or abort(404)
        year = row.day.year
        recounted = work_calendar.remove_day(row, by=author(), at=datetime.now(UTC))
    flash(f"已移除，恢复按国家日历；{effect_of(recounted)}", "success")
    return redirect(url_for("work_calendar.show_year", year=year), code=303)


@blueprint.post("/import")
@requires(Permission.MANAGE_RULES)
def import_days() -> ResponseReturnValue:
    """Put down the days of a file, all or none."""
    form, entered = ImportDaysForm(), []

    def take() -> None:
        outcome = work_calendar.import_days(
            form.file.data.read(), source=form.origin.data, by=author(), at=datetime.now(UTC)
        )
        entered.append(outcome)

    if form.validate_on_submit() and saved(form, take):
        say(entered[0])
        return redirect(url_for("work_calendar.show_year", year=request.form.get("year", type=int)), code=303)
    year = request.form.get("year", type=int)
    year = year if year is not None and year in YEARS else today().year
    return shown(year, DayForm(formdata=None), form, status_of(form))
