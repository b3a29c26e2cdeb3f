"""Signed-in sessions without the way through the sign-in page, for tests that are not about signing in."""

import time
from typing import Any

from flask import Flask

from models.user import User


def session_of(user: User) -> dict[str, Any]:
    """Return what the session of someone who has just signed in holds."""
    now = time.time()
    return {"_user_id": user.get_id(), "_fresh": True, "_permanent": True, "seen_at": now, "began_at": now}


def session_cookie(app: Flask, user: User) -> dict[str, str]:
    """Return name and value of the cookie that a browser would hold."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": serializer.dumps(session_of(user))}
