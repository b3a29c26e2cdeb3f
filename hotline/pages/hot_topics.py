"""Hot topics (热点事项): the board by speed, a topic with its cases, and people's corrections."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import district_map
from hotline.guards import requires
from hotline.lamps import Lamps
from models.hot_topic import HotTopic
from models.queries import area_outlines, incidents, reference
from models.queries import hot_topics as rows
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import hot_topics
from workflows.errors import Refused
from workflows.hot_topic_rules import WINDOW, common_words
from workflows.permissions import may, scope_of

blueprint = Blueprint("hot_topics", __name__, url_prefix="/topics")
PAGE, MOST_SHOWN = 50, 100
LIVE = timedelta(days=7)


def topic_for(topic_id: int) -> HotTopic:
    """Return the topic, if the user may see one of its cases, else 404."""
    topic = rows.find(topic_id) or abort(404)
    if not rows.cases_of(topic.id, scope_of(current_user), limit=1):
        abort(404)
    return topic


@blueprint.get("")
@requires(Permission.VIEW_TOPICS)
def list_topics() -> ResponseReturnValue:
    """Show the open topics of the last days, those with the most callers in 24 hours first.

    The piece alone where the page asks again.
    """
    at, scope = datetime.now(UTC), scope_of(current_user)
    quiet, district_id = "quiet" in request.args, request.args.get("district", type=int)
    since = at - (WINDOW if quiet else LIVE)
    lines = rows.board(scope, at, since, district_id=district_id, limit=MOST_SHOWN + 1)
    titles = rows.titles_of([line.topic.id for line in lines], scope)
    counts = rows.by_district(scope, since)
    shown = {
        "lines": lines[:MOST_SHOWN],
        "words": {topic_id: common_words(said) for topic_id, said in titles.items()},
        "districts": counts,
        "map": map_of(counts, at) if counts else None,
        "district_id": district_id,
        "quiet": quiet,
        "more": len(lines) > MOST_SHOWN,
        "most": MOST_SHOWN,
    }
    if request.headers.get("HX-Request"):
        piece = current_app.jinja_env.get_template("hot_topics/_board.html").render(**shown)
        return piece, 200, {"Vary": "HX-Request"}
    return render_template("hot_topics/board.html", **shown)


def map_of(counts: Sequence[tuple[int, str, int, int]], at: datetime) -> district_map.DistrictMap:
    """Draw the districts, the darker the more people called about the topics of each."""
    callers, today = {key: people for key, _, _, people in counts}, at.date()
    places = [
        place
        for place in reference.districts()
        if place.id in callers or district_map.is_in_force(place, today)
    ]
    lines = [
        {"key": str(place.id), "name": place.name, "received": callers.get(place.id, 0)} for place in places
    ]
    return district_map.drawn(lines, {str(place.id): place for place in places}, area_outlines.by_area())


@blueprint.get("/<int:topic_id>")
@requires(Permission.VIEW_TOPICS)
def show_topic(topic_id: int) -> ResponseReturnValue:
    """Show a topic: its numbers, alarms, words and the cases that the user may see."""
    topic, at, scope = topic_for(topic_id), datetime.now(UTC), scope_of(current_user)
    before = request.args.get("before", type=int)
    cases = rows.cases_of(topic.id, scope, before_id=before, limit=PAGE + 1)
    here = "hot_topics.show_topic"
    return render_template(
        "hot_topics/topic.html",
        line=rows.line(topic, scope, at),
        topic=topic,
        alerts=rows.alerts_of(topic.id),
        words=common_words(rows.titles_of([topic.id], scope)[topic.id]),
        cases=cases[:PAGE],
        lamps=Lamps(at),
        corrects=may(current_user, Permission.SUPERVISE),
        makes_incidents=may(current_user, Permission.MAKE_INCIDENT),
        incident=incidents.of_topic(topic.id),
        first=url_for(here, topic_id=topic.id) if before else None,
        further=url_for(here, topic_id=topic.id, before=cases[PAGE - 1].id) if len(cases) > PAGE else None,
    )


def corrected(topic_id: int, correct: Callable[[HotTopic], None], said: str) -> ResponseReturnValue:
    """Correct the topic, and go back to what is left to see of it."""
    scope = scope_of(current_user)
    try:
        with unit_of_work():
            correct(topic_for(topic_id))
    except Refused as refused:
        flash(str(refused), "error")
    else:
        flash(said, "success")
    if rows.cases_of(topic_id, scope, limit=1):
        return redirect(url_for("hot_topics.show_topic", topic_id=topic_id), code=303)
    return redirect(url_for("hot_topics.list_topics"), code=303)


@blueprint.post("/<int:topic_id>/close")
@requires(Permission.SUPERVISE)
def close_topic(topic_id: int) -> ResponseReturnValue:
    """Close the topic."""
    at = datetime.now(UTC)
    return corrected(topic_id, lambda topic: hot_topics.close(topic, by=current_user, at=at), "热点已关闭。")


@blueprint.post("/<int:topic_id>/reopen")
@requires(Permission.SUPERVISE)
def reopen_topic(topic_id: int) -> ResponseReturnValue:
    """Open the closed topic again."""
    at = datetime.now(UTC)
    return corrected(
        topic_id, lambda topic: hot_topics.reopen(topic, by=current_user, at=at), "热点已重新打开。"
    )


@blueprint.post("/<int:topic_id>/cases/<int:case_id>/take-out")
@requires(Permission.SUPERVISE)
def take_out_case(topic_id: int, case_id: int) -> ResponseReturnValue:
    """Take a case out of the topic."""
    at = datetime.now(UTC)
    return corrected(
        topic_id,
        lambda topic: hot_topics.take_out(topic, case_id, by=current_user, at=at),
        "工单已移出热点。",
    )
