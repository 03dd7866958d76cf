"""How do articles reach whoever wants to be told of them?

By POST, a batch at a time, signed as https://www.standardwebhooks.com has it (symmetric signatures, v1), in the order
of the changes. What was taken is told to the caller before the next batch goes out, so nothing is sent anew that was
taken, and what was not goes out again under the same id, by which the other side knows it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import tenacity

from scraper.errors import DeliveryError, UsageError
from scraper.version import __version__

SECRET_PREFIX = "whsec_"
LEAST_SECRET = 24  # bytes, as the standard asks for
MOST_ITEMS = 50  # a batch: some megabytes at most
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
SECONDS = 30.0  # for one answer


class Item(NamedTuple):
    """A JSON object on one line, and the cursor of the change it tells of."""

    json: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Hook:
    """Where to, and how: ``secret`` is the shared one; ``tries`` of each batch, ``pause`` seconds before the second."""

    url: str
    secret: bytes
    tries: int = 5
    pause: float = 1.0


def secret_of(text: str) -> bytes:
    """The bytes of a secret as they are handed around: ``whsec_`` and base64.

    Raises UsageError for one that is missing, malformed or too short.
    """
    try:
        secret = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) < LEAST_SECRET:
        raise UsageError(
            f"SCRAPER_WEBHOOK_SECRET must be {SECRET_PREFIX} and the base64 of {LEAST_SECRET} bytes or more; "
            "make one with: echo whsec_$(head -c 32 /dev/urandom | base64)"
        )
    return secret


def post(items: Iterable[Item], hook: Hook, taken: Callable[[int], None]) -> int:
    """Send all items; ``taken`` gets the cursor of each batch's last one once that batch was taken. Returns how many.

    Raises UsageError for an address that is none, DeliveryError when a batch was refused or could not be delivered.
    """
    if urlsplit(hook.url).scheme not in ("http", "https"):
        raise UsageError(f"{hook.url}: must be an address that begins with https:// or http://")
    number = 0
    with httpx.Client(timeout=SECONDS, headers={"User-Agent": f"scraper/{__version__}"}) as client:
        for batch in _batches(items):
            _delivered(client, hook, batch)
            number += len(batch)
            taken(batch[-1].cursor)
    return number


def headers(secret: bytes, name: str, body: bytes, at: int) -> dict[str, str]:
    """The signature of a message called ``name``, sent at ``at`` (Unix seconds)."""
    signed = hmac.new(secret, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, MOST_ITEMS)):
        yield batch


def _delivered(client: httpx.Client, hook: Hook, batch: list[Item]) -> None:
    body = ('{"articles": [' + ", ".join(item.json for item in batch) + f'], "cursor": {batch[-1].cursor}}}').encode()
    name = "articles-" + hashlib.sha256(body).hexdigest()[:32]
    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(hook.tries),
        wait=tenacity.wait_exponential(multiplier=hook.pause, max=60.0) + tenacity.wait_random(0, hook.pause),
        retry=tenacity.retry_if_exception_type(_LaterError),
        retry_error_callback=_give_up,
    )
    retrying(_attempt, client, hook, name, body)


class _LaterError(Exception):
    """It was not taken, and may be another time."""


def _attempt(client: httpx.Client, hook: Hook, name: str, body: bytes) -> None:
    try:
        answer = client.post(hook.url, content=body, headers=headers(hook.secret, name, body, int(time.time())))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _LaterError(f"{type(error).__name__}: {error}") from error
    if answer.is_success:
        return
    if answer.status_code in LATER:
        raise _LaterError(f"HTTP {answer.status_code}")
    raise DeliveryError(f"{hook.url}: refused what was posted (HTTP {answer.status_code})")


def _give_up(state: tenacity.RetryCallState) -> None:
    hook, error = state.args[1], state.outcome.exception() if state.outcome else None
    raise DeliveryError(f"{hook.url}: not delivered after {hook.tries} tries ({error}); try later")
