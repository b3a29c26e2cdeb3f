"""The webhook: a signed JSON POST to the one outside system that wants to hear."""

import hashlib
import hmac
from datetime import datetime

from hotline.outside.message import Message
from hotline.outside.posting import as_json, post


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return HMAC-SHA256 over `timestamp.body` in hexadecimal; the receiver computes it anew.

    The timestamp is signed too, so that a recorded request cannot be played again later.
    """
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def send_webhook(message: Message, *, url: str, secret: str, seconds: int, at: datetime) -> None:
    """Push one message, signed at this moment."""
    body = as_json(
        {
            "id": message.key,
            "title": message.title,
            "body": message.body,
            "is_urgent": message.is_urgent,
            "created_at": message.created_at.isoformat(),
            "case_number": message.case_number,
            "case_url": message.case_url,
        }
    )
    timestamp = str(int(at.timestamp()))
    headers = {
        "Idempotency-Key": message.key,
        "X-Hotline-Timestamp": timestamp,
        "X-Hotline-Signature": "sha256=" + signature(secret, timestamp, body),
    }
    post(url, body, headers, seconds=seconds)
