"""The dashboard (指挥大屏): one page for leaders and the duty desk, and the lists behind what it counts by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import district_map
from hotline.cursors import read_cursor, write_cursor
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.light_board import LightBoard
from hotline.templating import now
from models.queries import (
    area_outlines,
    departments,
    hazards,
    hot_topics,
    open_tasks,
    reference,
    worklists,
)
from models.vocabulary import Light, Permission
from reports import dashboard
from workflows.permissions import may, scope_of

blueprint = Blueprint("dashboard", __name__, url_prefix="/dashboard")
PAGE = 50
MOST_UNITS = 10
MOST_TOPICS, MOST_ON_WALL = 5, 3


@blueprint.get("")
@requires(Permission.VIEW_DASHBOARD)
def show_dashboard() -> ResponseReturnValue:
    """Show the whole page; `wall=1` for a screen on a wall, large and without the frame."""
    page = "dashboard/wall.html" if is_wall() else "dashboard/dashboard.html"
    return render_template(page, is_kept=session.get("is_wall", False), **board_now())


@blueprint.post("/wall")
@requires(Permission.VIEW_DASHBOARD)
def keep_on_wall() -> ResponseReturnValue:
    """Let the session outlast its idle minutes and show the wall's board, and nothing else any more."""
    session["is_wall"] = True
    return redirect(url_for("dashboard.show_dashboard", wall="1"), code=303)


@blueprint.get("/board")
@requires(Permission.VIEW_DASHBOARD)
def show_board() -> ResponseReturnValue:
    """Show what changes, for every open page to ask for each minute; drawn without the frame, as the bell is."""
    return current_app.jinja_env.get_template("dashboard/_board.html").render(**board_now())


def is_wall() -> bool:
    """Say whether the page is for a wall."""
    return request.args.get("wall") == "1"


def board_now() -> dict[str, Any]:
    """Return what the board shows, at this moment, to who is signed in."""
    at, scope = now(), scope_of(current_user)
    board = dashboard.gather(at)
    places = {str(place.id): place for place in reference.districts()}
    open_hazards, untaken = hazards.count_running(scope)
    sees_topics, most_topics = (
        may(current_user, Permission.VIEW_TOPICS),
        MOST_ON_WALL if is_wall() else MOST_TOPICS,
    )
    return {
        "board": board,
        "map": district_map.drawn(
            district_map.on_map(board.districts, places, board.times.today), places, area_outlines.by_area()
        ),
        "lights": lights(at),
        "most_units": MOST_UNITS,
        "most_matters": most_topics,
        "hot_topics": hot_topics.rising(scope, at, limit=most_topics) if sees_topics else [],
        "open_hazards": open_hazards,
        "untaken_hazards": untaken,
        "reads_reports": may(current_user, Permission.VIEW_REPORTS),
        "wall": is_wall(),
    }


def lights(at: datetime) -> LightBoard:
    """Return the open tasks by department and light."""
    counts = open_tasks.by_department(scope_of(current_user), at)
    return LightBoard.made(counts, departments.both_names_of(counts))


@blueprint.get("/departments")
@requires(Permission.VIEW_DASHBOARD)
def list_departments() -> ResponseReturnValue:
    """Show every department that has open tasks, by light."""
    return render_template("dashboard/departments.html", lights=lights(now()))


@blueprint.get("/tasks")
@requires(Permission.VIEW_DASHBOARD)
def list_tasks() -> ResponseReturnValue:
    """List the open tasks behind the numbers by light, the nearest clock first."""
    at, scope = now(), scope_of(current_user)
    department_id, light = request.args.get("department", type=int), request.args.get("light", type=Light)
    listed, after = open_tasks.tasks(department_id), read_cursor(request.args.get("after"))
    lines = worklists.page(listed, current_user, scope, at, light=light, after=after, limit=PAGE + 1)
    here: dict[str, Any] = {"department": department_id, "light": light}
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return render_template(
        "dashboard/tasks.html",
        department=departments.find(department_id) if department_id else None,
        light=light,
        counts=worklists.count_by_light(listed, current_user, scope, at),
        lines=lines[:PAGE],
        lamps=Lamps(at),
        here=here,
        first=url_for("dashboard.list_tasks", **here) if after else None,
        further=url_for("dashboard.list_tasks", **here, after=write_cursor(last.due_at, last.row_id))
        if last
        else None,
    )


@blueprint.get("/hazards")
@requires(Permission.VIEW_DASHBOARD)
def list_hazards() -> ResponseReturnValue:
    """List the open hazards, the newest first: all, those nobody has taken, or those somebody has."""
    scope, after = scope_of(current_user), request.args.get("after", type=int)
    wanted = hazards.SHOWN.get(request.args.get("show", ""))
    rows = hazards.page_of_running(scope, after=after, limit=PAGE + 1, wanted=wanted)
    every, untaken = hazards.count_running(scope)
    here: dict[str, Any] = {"show": wanted.value} if wanted else {}
    return render_template(
        "dashboard/hazards.html",
        rows=rows[:PAGE],
        here=here,
        wanted=wanted,
        counts={None: every, hazards.Taken.NOBODY: untaken, hazards.Taken.SOMEBODY: every - untaken},
        first=url_for("dashboard.list_hazards", **here) if after else None,
        further=url_for("dashboard.list_hazards", **here, after=rows[PAGE - 1].id)
        if len(rows) > PAGE
        else None,
    )
