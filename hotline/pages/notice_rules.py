"""Who hears of what (通知规则): THE table of notices, to be read by those who run the hotline."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from hotline.guards import requires
from models.vocabulary import NoticeChannel, Permission
from workflows.audiences import MOST_TOLD
from workflows.notice_rules import RULES
from workflows.ways_out import ways_out

blueprint = Blueprint("notice_rules", __name__, url_prefix="/notice-rules")


@blueprint.get("")
@requires(Permission.VIEW_OUTBOX, Permission.MANAGE_RULES)
def show_rules() -> ResponseReturnValue:
    """Show the table, and which channels this installation has no gateway for."""
    closed = [channel for channel in NoticeChannel if not ways_out.is_open(channel)]
    return render_template("outbox/rules.html", rules=RULES, closed=closed, most_told=MOST_TOLD)
