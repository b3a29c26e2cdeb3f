"""An exchange, an agent at a telephone, and calls as an exchange reports them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from models.base import db
from models.telephone import Exchange, PhoneCall, Seat
from models.user import User
from tests.support.factories import saved
from tests.support.pages import Page
from workflows.telephone import hash_of

TOKEN = "a-token-made-up-for-tests-0123456789"
CALLER = "13893112345"


def make_exchange(token: str = TOKEN, **given: Any) -> Exchange:
    """Make an exchange with the token."""
    facts = {"name": "中心交换机", "token_hash": hash_of(token), "made_at": datetime.now(UTC)}
    return saved(Exchange(**{**facts, **given}))


def sit_down(user: User, extension: str = "8001") -> Seat:
    """Let the user sit at the extension."""
    return saved(Seat(user_id=user.id, extension=extension, since=datetime.now(UTC)))


@dataclass
class Line:
    """Reports calls over HTTP as an exchange does."""

    client: FlaskClient
    token: str = TOKEN

    def report(self, event: str, call_id: str = "c-1", *, status: int = 200, **fields: Any) -> Any:
        """Report one event; return what was answered."""
        facts = {"from": CALLER, "to": "12345", "direction": "in", **fields}
        answer = self.client.post(
            f"/telephone/events/{self.token}", data={"event": event, "callId": call_id, **facts}
        )
        assert answer.status_code == status, answer.get_data(as_text=True)
        assert answer.mimetype == "application/json"
        return answer.get_json()


def talk(line: Line, call_id: str = "c-1") -> int:
    """Let a call ring at the seat 8001 and be answered; return its id."""
    for step in ("newCall", "answer"):
        line.report(step, call_id, user="8001")
    return call_of(call_id).id


def line_of(app: Flask) -> Line:
    """Return an exchange's line to the app."""
    return Line(app.test_client())


def call_of(call_id: str = "c-1") -> PhoneCall:
    """Return the call as it stands in the database."""
    db.session.rollback()
    return db.session.scalars(db.select(PhoneCall).filter_by(external_id=call_id)).one()


def value_of(page: Page, name: str) -> str:
    """Return what the first field of this name holds."""
    return page.all("input", name=name)[0].get("value") or ""
