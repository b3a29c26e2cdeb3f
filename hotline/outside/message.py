"""What is sent outside, and the three ways in which it may not arrive."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Message:
    """One message on its way; `key` is the same at every attempt, so that a gateway can tell a repetition."""

    key: str
    address: str
    title: str
    body: str
    is_urgent: bool
    created_at: datetime
    case_number: str | None = None
    case_url: str | None = None
    # Name and content of a calendar file that goes with a mail.
    calendar: tuple[str, bytes] | None = None


class NotSent(Exception):
    """The message did not arrive, as far as we know; str() is the reason for people."""


class RefusedForGood(NotSent):
    """The gateway will never take this message: trying again is useless."""


class NotNow(NotSent):
    """The gateway did not take this message now."""


class GatewayAway(NotSent):
    """The gateway itself cannot be used now: every other message would fare the same."""
