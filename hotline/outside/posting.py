"""Posting JSON to a gateway over HTTP: with time limits, without following redirects or environment proxies."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from hotline.outside.message import GatewayAway, NotNow, RefusedForGood

# The message itself is at fault; anything else may be better in a while.
FOR_GOOD = frozenset({400, 410, 413, 422})
# The gateway has this key already: the answer to the first attempt was lost on its way.
ALREADY_TAKEN = 409
LONGEST_ANSWER = 65536
SHOWN = 200


def as_json(values: Mapping[str, object]) -> bytes:
    """Return the values as the bytes that are posted, and signed."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: int) -> None:
    """Post the body, waiting so long for each answer; returns once the gateway has taken it, raises NotSent otherwise."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise GatewayAway("网关地址不是 http 或 https 地址")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=seconds)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8", **headers})
        answer = connection.getresponse()
        said = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    except TimeoutError as error:
        raise GatewayAway(f"网关 {seconds} 秒内没有应答") from error
    except (OSError, HTTPException) as error:
        raise GatewayAway(f"连不上网关：{type(error).__name__}") from error
    finally:
        connection.close()
    judge(answer.status, said)


def judge(status: int, said: str) -> None:
    """Return where the answer means that the message was taken; raise what it means otherwise."""
    if 200 <= status < 300 or status == ALREADY_TAKEN:
        return
    reason = f"网关答复 {status}：{' '.join(said.split())[:SHOWN]}"
    if status in FOR_GOOD:
        raise RefusedForGood(reason)
    if status >= 500 or status in (401, 403, 404):
        raise GatewayAway(reason)
    raise NotNow(reason)
