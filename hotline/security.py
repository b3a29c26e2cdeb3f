"""CSRF, security headers with a strict CSP, rate limits, trusted proxies."""

from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FOR_GOOD = "public, max-age=31536000, immutable"


def add_headers(response: Response) -> Response:
    """Put the security headers on every answer; pages are not kept by caches, static files are.

    A static file whose address names its version (`templating.asset`) is not even asked for again.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    elif "v" in request.args and response.status_code < 400:
        response.headers["Cache-Control"] = FOR_GOOD
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def refuse_unstorable() -> None:
    """Answer 400 to a NUL in an address or a form: PostgreSQL cannot keep it, and nobody types it."""
    given = [*request.view_args.values()] if request.view_args else []
    for _, values in request.args.lists():
        given += values
    if request.mimetype == "application/x-www-form-urlencoded":
        for _, values in request.form.lists():
            given += values
    if any("\x00" in value for value in given if isinstance(value, str)):
        abort(400)


def init_app(app: Flask) -> None:
    """Put all of it on the app."""
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(add_headers)
    app.before_request(refuse_unstorable)
    proxies = app.config["SETTINGS"].trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
