"""The units' score sheet (考核评分): points for rates by the rule pack, places by tier, and where points were lost."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from hotline.asked import asked, choice_of
from hotline.errors import answer
from hotline.guards import requires
from models.vocabulary import Permission
from reports import scorecard
from reports.periods import BadPeriod

blueprint = Blueprint("scorecard", __name__, url_prefix="/reports/scorecard")


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS)
def show_scorecard() -> ResponseReturnValue:
    """Show every unit's score, its place, and how each line's points came about."""
    wanted, by_rank = asked(), request.args.get("order") == "rank"
    return render_template(
        "reports/scorecard.html",
        period=wanted.period,
        at=wanted.at,
        by_rank=by_rank,
        choice=choice_of(wanted),
        card=scorecard.gather(wanted, by_rank=by_rank),
    )
