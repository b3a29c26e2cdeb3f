"""What telephone exchanges report of their calls (话务事件), in the generic form of Zammad's CTI.

`POST /telephone/events/TOKEN`, or without it in the address and `Authorization: Bearer TOKEN`; a form or JSON
with event, from, to, direction, callId, user, queue, answeringNumber, cause, and our recordingUrl. Always
answered in JSON: `{}` where the report was taken. The token is never logged (scripts/gunicorn_settings.py).
"""

import logging
from datetime import UTC, datetime

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from hotline.forms.fields import UNSTORABLE, tidy
from hotline.guards import public
from hotline.security import limiter
from models.base import db
from models.queries import cities, telephone
from models.transaction import unit_of_work
from workflows.errors import BadInput
from workflows.telephone import hash_of, keeps_recording, take_report
from workflows.telephone_events import Fields, read_report

logger = logging.getLogger(__name__)
blueprint = Blueprint("telephone_api", __name__, url_prefix="/telephone/events")
MOST_BYTES = 65_536
WRONG_TOKEN = "话机口令无效。"  # noqa: S105 - the sentence, not a token
SENTENCES = {
    400: "请求有误，无法处理。",
    404: WRONG_TOKEN,
    405: "只接受 POST。",
    413: "内容太大。",
    429: "请求太频繁，请稍后再试。",
}
BROKEN = "系统出错了，已记录，请稍后重试。"


@blueprint.post("")
@blueprint.post("/<string:token>")
@public
@limiter.limit("100 per second")
def take_event(token: str = "") -> ResponseReturnValue:
    """Take one report; 404 for a wrong token, 422 with a sentence for what is no report."""
    if (request.content_length or 0) > MOST_BYTES:
        abort(413)
    token_hash, at = hash_of(token or bearer()), datetime.now(UTC)
    if telephone.exchange_of(token_hash) is None:
        abort(404)
    city = cities.find()
    try:
        report = read_report(fields(), city.area_code if city else "")
        with unit_of_work():
            exchange = telephone.exchange_of(token_hash) or abort(404)
            take_report(exchange, report, at=at)
            is_lost = bool(report.recording_url) and not keeps_recording(exchange, report)
    except BadInput as error:
        return {"error": str(error)}, 422
    # The call counts, its link does not: an exchange must not lose calls for a server nobody has allowed.
    return ({"ignored": ["recordingUrl"]} if is_lost else {}), 200


def bearer() -> str:
    """Return the token of the request's header."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def fields() -> Fields:
    """Return what was sent, as a form or as JSON, without what cannot be stored."""
    if request.mimetype == "application/json":
        sent = request.get_json()
        if not isinstance(sent, dict):
            raise BadInput("JSON 应为一个对象。")
        given = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    else:
        given = dict(request.form.lists())
    return {name: [text_of(value) for value in values] for name, values in given.items()}


def text_of(value: object) -> str:
    """Return a value as one line of text; what is neither text nor a number reads as nothing."""
    text = str(value) if isinstance(value, str | int) else ""
    return " ".join(tidy(UNSTORABLE.sub("", text)).split())


@blueprint.errorhandler(HTTPException)
def refuse(error: HTTPException) -> ResponseReturnValue:
    """Answer an HTTP error in JSON: exchanges read nothing else."""
    code = error.code or 500
    return {"error": SENTENCES.get(code, BROKEN)}, code


@blueprint.errorhandler(Exception)
def break_down(error: Exception) -> ResponseReturnValue:
    """Log what nobody foresaw, without the address, and ask for another try."""
    logger.error("a report of a call was not taken", exc_info=error)
    db.session.rollback()
    return {"error": BROKEN}, 503
