"""Does each change reach the other side once, signed, in its order?"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scraper.errors import DeliveryError, UsageError
from scraper.webhook import MOST_ITEMS, Hook, Item, post, secret_of

SECRET = b"0123456789abcdef0123456789abcdef"
ITEMS = [Item(json.dumps({"id": number, "title": "Ñ"}, ensure_ascii=False), number) for number in range(1, 121)]


class Listener(ThreadingHTTPServer):
    """Answers with the statuses given, then with 204; keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.statuses: list[int] = []
        self.heard: list[tuple[dict[str, str], bytes]] = []


class Ear(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(({key.lower(): value for key, value in self.headers.items()}, body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Listener]:
    """A listener that hears."""
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with running() as server:
        yield server


def hook_to(listener: Listener, tries: int = 3) -> Hook:
    return Hook(f"http://127.0.0.1:{listener.server_port}/hook?a=1", SECRET, tries, pause=0.0)


def test_all_come_in_order_and_signed(listener: Listener) -> None:
    taken: list[int] = []
    assert post(ITEMS, hook_to(listener), taken.append) == 120
    assert taken == [MOST_ITEMS, 2 * MOST_ITEMS, 120]
    told = [json.loads(body) for _, body in listener.heard]
    assert [article["id"] for batch in told for article in batch["articles"]] == list(range(1, 121))
    assert [batch["cursor"] for batch in told] == taken
    for head, body in listener.heard:
        signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
        assert head["webhook-signature"] == f"v1,{expected}"
    assert len({head["webhook-id"] for head, _ in listener.heard}) == 3


def test_what_was_not_taken_goes_out_again_under_its_name(listener: Listener) -> None:
    listener.statuses = [503, 429]
    assert post(ITEMS[:2], hook_to(listener), lambda _: None) == 2
    assert len(listener.heard) == 3
    assert len({(head["webhook-id"], body) for head, body in listener.heard}) == 1


def test_what_was_taken_is_told_before_it_breaks(listener: Listener) -> None:
    listener.statuses = [204, 500, 500, 500]
    taken: list[int] = []
    with pytest.raises(DeliveryError, match="not delivered after 3 tries \\(HTTP 500\\); try later"):
        post(ITEMS, hook_to(listener), taken.append)
    assert taken == [MOST_ITEMS]


def test_a_no_is_not_asked_again(listener: Listener) -> None:
    listener.statuses = [410]
    with pytest.raises(DeliveryError, match="refused what was posted \\(HTTP 410\\)"):
        post(ITEMS, hook_to(listener), lambda _: None)
    assert len(listener.heard) == 1


def test_nobody_there(listener: Listener) -> None:
    listener.server_close()
    with pytest.raises(DeliveryError, match="ConnectError"):
        post(ITEMS, hook_to(listener, tries=2), lambda _: None)


def test_nothing_to_tell(listener: Listener) -> None:
    assert post([], hook_to(listener), lambda _: None) == 0
    assert listener.heard == []


def test_secrets_and_addresses() -> None:
    assert secret_of("whsec_" + base64.b64encode(SECRET).decode()) == SECRET
    for wrong in ("", "whsec_", "whsec_!!", "secret", "whsec_" + base64.b64encode(b"short").decode()):
        with pytest.raises(UsageError, match="SCRAPER_WEBHOOK_SECRET must be whsec_"):
            secret_of(wrong)
    with pytest.raises(UsageError, match="must be an address"):
        post(ITEMS, Hook("file:///etc/passwd", SECRET), lambda _: None)
