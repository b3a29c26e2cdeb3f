"""What happened with cases (退单、延期、督办、亮牌、引用知识): the list behind a number, a line for each time."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.errors import answer
from hotline.guards import requires
from hotline.happened_list import behind, happened_asked, happened_page
from hotline.list_arguments import kept
from models.vocabulary import Permission
from reports.periods import BadPeriod
from workflows.permissions import scope_of

blueprint = Blueprint("happenings", __name__, url_prefix="/reports/happened")


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS)
def list_happened() -> ResponseReturnValue:
    """Show each time that a number counts, as far as the reader may see its case."""
    value, member = happened_asked(request.args)
    start = max(request.args.get("after", 0, type=int), 0)
    found = behind(value)
    page = happened_page(found, scope_of(current_user), start=start)
    here: dict[str, Any] = kept(request.args)
    return render_template(
        "reports/happened.html",
        value=value,
        member=member,
        number=len(found),
        page=page,
        first=url_for("happenings.list_happened", **here) if start else None,
        further=url_for("happenings.list_happened", **here, after=page.further) if page.further else None,
    )
