"""Flask-Login: who is signed in; passwords, lock-out after misses, and the session's end."""

from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import Flask, current_app, flash, redirect, request, session, url_for
from flask_login import LoginManager, current_user, logout_user
from werkzeug.wrappers import Response

from models.queries import people
from models.user import User

# OWASP's second choice: 19 MiB a sign-in, so that a shift change does not take the memory.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified against where there is no such user, so that both answers take the same time.
NOBODY = hasher.hash("nobody has this password")

MOST_MESSAGES = 5
# All that a session kept open for a wall may ask for.
WALL = frozenset({"dashboard.show_dashboard", "dashboard.show_board", "dashboard.keep_on_wall"})
# What pages ask for again and again on their own.
POLLS = frozenset(
    {
        "alarms.show_alarms",
        "events.stream_events",
        "calls.show_current",
        "presence.note_presence",
        "dashboard.show_board",
        "inbox.show_bell",
    }
)

login_manager = LoginManager()


def load_user(session_id: str) -> User | None:
    """Return the signed-in user, or None where the session was ended by a changed password or a lock."""
    user_id, _, stamp = session_id.partition(":")
    user = people.find_user(int(user_id)) if user_id.isdigit() else None
    return user if user and user.is_active and user.session_stamp == stamp else None


def password_fits(user: User | None, password: str) -> bool:
    """Say whether the password is the user's; takes as long for a user that does not exist."""
    try:
        return hasher.verify(user.password_hash if user else NOBODY, password) and user is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def ask_to_sign_in() -> Response:
    """Send a visitor to the sign-in page, and back afterwards; tell a script that the session is over.

    A script that followed the way would put the sign-in page where a bell or a field belongs.
    """
    if is_poll() or request.headers.get("HX-Request"):
        return Response(status=401)
    flash("请先登录。", "info")
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.sign_in", next=here), code=303)


def is_poll() -> bool:
    """Say whether the page asks by itself, without anybody having touched it: that keeps no session alive."""
    return bool(request.headers.get("X-Poll")) or request.endpoint in POLLS


def leaves_wall() -> bool:
    """Say whether a session kept open for a wall asks for anything else: whoever stands there is nobody known."""
    on_wall = request.endpoint in WALL and request.args.get("wall") == "1"
    return bool(session.get("is_wall")) and not on_wall


def end_idle_session() -> Response | None:
    """End a session that has lain idle, or is older than a shift, or leaves the wall it was kept open for."""
    if request.endpoint == "static" or not current_user.is_authenticated:
        return None
    now = datetime.now(UTC)
    settings = current_app.config["SETTINGS"]
    seen, began = session.get("seen_at", 0.0), session.get("began_at", 0.0)
    untouched = now - datetime.fromtimestamp(seen, UTC) > timedelta(minutes=settings.idle_minutes)
    idle = untouched and not session.get("is_wall")
    old = now - datetime.fromtimestamp(began, UTC) > timedelta(hours=settings.session_hours)
    if idle or old or leaves_wall():
        logout_user()
        session.clear()
        return ask_to_sign_in()
    if not is_poll() and now.timestamp() - seen > 60:
        session["seen_at"] = now.timestamp()
    return None


def must_change_password() -> Response | None:
    """Send someone with a handed-out password to change it first."""
    allowed = ("sign_in.change_password", "sign_in.sign_out", "static")
    if (
        request.endpoint not in allowed
        and current_user.is_authenticated
        and current_user.must_change_password
    ):
        return redirect(url_for("sign_in.change_password"), code=303)
    return None


def drop_old_messages(response: Response) -> Response:
    """Keep the newest of what no page has shown yet: a cookie above 4 KB is thrown away, and the session with it."""
    waiting = session.get("_flashes", ()) if session.modified else ()
    if len(waiting) > MOST_MESSAGES:
        session["_flashes"] = waiting[-MOST_MESSAGES:]
    return response


def begin_session(**values: Any) -> None:
    """Start a fresh session for who just signed in: nothing of the visitor's session is carried over."""
    session.clear()
    now = datetime.now(UTC).timestamp()
    session.permanent = True
    session.update(seen_at=now, began_at=now, **values)


def init_app(app: Flask) -> None:
    """Put the login manager and the session's rules on the app."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(load_user)
    login_manager.unauthorized_handler(ask_to_sign_in)
    app.before_request(end_idle_session)
    app.before_request(must_change_password)
    app.after_request(drop_old_messages)
