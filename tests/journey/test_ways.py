"""On which way does a crawl go, and what does it carry, as its configuration says?"""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.model import State
from scraper.settings import Cookies, Proxies
from tests.journey.runs import crawl, urls, write_config
from tests.journey.site import HTML, Answer, Reply, Request, Site, settings_for, stories, story
from tests.writer.warcs import records

SECRET = base64.b64encode(b"desk:hush-hush").decode()


class Relay:
    """A proxy for http: hands each request on to where its absolute address leads, and keeps its head."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://desk:hush-hush@127.0.0.1:{self._ear.getsockname()[1]}"

    @contextmanager
    def running(self) -> Iterator[Relay]:
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self._ear.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._ear.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as reader:
            head = b"".join(iter(reader.readline, b"\r\n"))
            self.heads.append(head)
            method, url, _ = head.split(b" ", 2)
            host, _, path = url.removeprefix(b"http://").partition(b"/")
            name, _, port = host.decode().partition(":")
            with socket.create_connection((name, int(port))) as there:
                there.sendall(b"%b /%b HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n" % (method, path, host))
                while data := there.recv(65_536):
                    connection.sendall(data)


def test_a_crawl_goes_through_the_proxy_of_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Site(stories([1, 2]), stories([3])) as site, Relay().running() as relay:
        monkeypatch.setenv("http_proxy", relay.address)
        monkeypatch.setenv("no_proxy", site.host(1).partition(":")[0])
        settings = replace(settings_for(site, tmp_path / "a", at=(0, 1)), proxies=Proxies.ENVIRONMENT)
        crawl(settings)
        assert len(urls(tmp_path / "a")) == 3
        asked = [head.split(b" ")[1].decode() for head in relay.heads]
        assert asked == [site.url(path) for path in ("/robots.txt", "/", "/story/1", "/story/2")]
        assert all(f"Proxy-Authorization: Basic {SECRET}".encode() in head for head in relay.heads)
        for record in records(tmp_path / "a"):
            assert SECRET not in str(record.http)
            through = record.headers["WARC-Target-URI"] in asked
            if record.kind == "response":
                assert (record.headers["WARC-IP-Address"] is None) is through, "whose address it was nobody knows"


def test_without_being_told_no_proxy_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Site(stories([1])) as site, Relay().running() as relay:
        monkeypatch.setenv("ALL_PROXY", relay.address)
        crawl(settings_for(site, tmp_path / "a"))
        assert len(urls(tmp_path / "a")) == 1
        assert not relay.heads


def test_a_proxy_that_cannot_be_spoken_to_is_told_before_anything_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://desk:hush-hush@127.0.0.1:1080")
    with Site(stories([1])) as site:
        config = write_config(tmp_path, [site.url()], proxies="environment")
        for line in (["crawl", str(config)], ["fetch", site.url(), "--config", str(config)]):
            assert main(line) == 2
            said = capsys.readouterr().err
            assert "ALL_PROXY: only http:// proxies are spoken to, not socks5://" in said
            assert "hush" not in said
        assert not (tmp_path / "archive").exists()
        assert not site.log()


def visitor(request: Request) -> Reply:
    """A page that wants to know its visitors."""
    return Reply(200, story(1).encode(), {"Content-Type": HTML, "Set-Cookie": "visitor=7; Path=/"})


@pytest.mark.parametrize("wanted", Cookies)
def test_cookies_go_back_only_where_they_are_wanted(tmp_path: Path, wanted: Cookies) -> None:
    pages: dict[str, Answer] = {"/": visitor, "/story/2": story(2), "/story/3": story(3)}
    with Site(pages, stories([4])) as site:
        settings = settings_for(site, tmp_path / "a", at=(0, 1))
        more = (site.url("/story/2"), site.url("/story/3"))
        ran = crawl(replace(settings, start=(*settings.start, *more), cookies=wanted))
        assert ran.state(site.url("/story/3")) is State.FETCHED
        told = [request.headers.get("cookie") for request in site.log(0)]
        assert told == [None, None, *(["visitor=7"] * 2 if wanted is Cookies.RUN else [None] * 2)]
        assert not any("cookie" in request.headers for request in site.log(1))
        site.forget()
        crawl(replace(settings, cookies=wanted), everything_due=True)
        assert "cookie" not in site.log(0)[0].headers, "the next run knows nothing of it"
