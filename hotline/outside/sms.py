"""Text messages: a JSON POST to the city's SMS gateway, with a bearer token and a key against sending twice."""

from hotline.outside.message import Message
from hotline.outside.posting import as_json, post


def send_sms(message: Message, *, url: str, token: str, seconds: int) -> None:
    """Hand one text message to the gateway: {"id": ..., "to": "13...", "text": "【...】..."}."""
    body = as_json({"id": message.key, "to": message.address, "text": message.body})
    headers = {"Idempotency-Key": message.key}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    post(url, body, headers, seconds=seconds)
