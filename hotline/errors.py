"""Turns refusals and HTTP errors into pages or fragments, each with a sentence."""

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

from models.base import db
from models.transaction import SomeoneWasFaster
from workflows.errors import NotAllowedForYou, Refused

logger = logging.getLogger(__name__)

SENTENCES = {
    400: "请求有误，无法处理。请返回上一页检查后重试。",
    403: "您没有权限执行此操作。",
    404: "没有找到您要的内容，可能已被移走，或您无权查看。",
    405: "不支持这种操作方式。",
    413: "提交的内容太大，请压缩或分次提交。",
    415: "不支持这种内容格式。",
    429: "操作太频繁，请稍后再试。",
    500: "系统出错了，已记录。请稍后重试；如仍不行，请联系管理员。",
    503: "系统暂时繁忙，您填写的内容请先留存，稍后重试。",
}


def answer(status: int, sentence: str) -> tuple[str, int]:
    """Answer with the sentence: an alert for htmx, else a page."""
    page = "errors/_sentence.html" if request.headers.get("HX-Request") else "errors/error.html"
    case_id = (request.view_args or {}).get("case_id")
    return render_template(page, status=status, sentence=sentence, case_id=case_id), status


def refused(error: Refused) -> ResponseReturnValue:
    """Answer a refusal with its own sentence: 403 for the person, 409 for the moment."""
    db.session.rollback()
    return answer(403 if isinstance(error, NotAllowedForYou) else 409, str(error))


def someone_was_faster(error: SomeoneWasFaster) -> ResponseReturnValue:
    """Answer a lost race."""
    return answer(409, str(error))


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer an HTTP error in Chinese; its headers, such as Retry-After, are kept."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    body, _ = answer(status, SENTENCES.get(status, SENTENCES[400]))
    headers = Headers((k, v) for k, v in error.get_headers() if k not in ("Content-Type", "Content-Length"))
    return body, status, headers


def csrf_error(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001
    """Answer a form whose token is missing or old."""
    return answer(400, "页面已过期，为了您的安全未予提交。请刷新页面后重新提交，填写的内容可先复制留存。")


def database_away(error: OperationalError) -> ResponseReturnValue:
    """Answer 503 where the database cannot be reached or is busy for too long."""
    logger.error("database away: %s", type(error.orig).__name__)
    db.session.rollback()
    body, _ = answer(503, SENTENCES[503])
    return body, 503, Headers({"Retry-After": "5"})


def broken(error: Exception) -> ResponseReturnValue:
    """Log what nobody foresaw, and answer without showing it."""
    logger.error("unforeseen error on %s %s", request.method, request.endpoint, exc_info=error)
    db.session.rollback()
    return answer(500, SENTENCES[500])


def init_app(app: Flask) -> None:
    """Register the answers."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(SomeoneWasFaster, someone_was_faster)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(Exception, broken)
