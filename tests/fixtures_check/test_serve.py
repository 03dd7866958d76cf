"""Does the demo site serve what it should, alike on every start?"""

from __future__ import annotations

import gzip
import http.client
import importlib.util
import json
import re
import socket
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVE = ROOT / "fixtures" / "serve.py"
INSIGHT, HARBOUR, RIO, ESTUARY = "127.1.0.1", "127.1.0.2", "127.1.0.3", "127.1.0.4"


class Reply(NamedTuple):
    """A response: header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Demo(NamedTuple):
    """The running site and its log file."""

    site: Any
    log: Path

    def get(self, address: str, path: str, method: str = "GET", **headers: str) -> Reply:
        """Ask for a path; ``if_none_match`` becomes If-None-Match."""
        connection = http.client.HTTPConnection(address, self.site.port, timeout=10)
        try:
            connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
            reply = connection.getresponse()
            return Reply(reply.status, {key.lower(): value for key, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()


@cache
def serve() -> ModuleType:
    """fixtures/serve.py, which is a script and no part of a package."""
    spec = importlib.util.spec_from_file_location("demo_serve", SERVE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["demo_serve"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo site on a free port."""
    log = tmp_path_factory.mktemp("demo") / "requests.jsonl"
    site = serve().start(0, log)
    yield Demo(site, log)
    site.stop()


def links(page: Reply, tag: str = "a") -> list[str]:
    """The targets of a page's links, as written."""
    return re.findall(rf'<{tag}\b[^>]*?\shref="([^"#]+)"', page.body.decode("utf-8", "replace"))


def articles(demo: Demo) -> dict[tuple[str, str], Any]:
    """All served pages which say that they are an article, and those of fixture folders expected to be one."""
    folders = [json.loads(file.read_text("utf-8")) for file in (ROOT / "fixtures/pages").glob("*/*/expected.json")]
    paths = {urlsplit(data["url"]).path for data in folders if data["result"] == "article"}
    return {
        (address, path): answer
        for address, answers in demo.site.answers.items()
        for path, answer in answers.items()
        if path.partition("?")[0] in paths or b'"NewsArticle"' in answer.body
    }


def test_there_are_more_than_thirty_distinct_articles(demo: Demo) -> None:
    found = articles(demo)
    assert len({answer.body for answer in found.values()}) >= 34
    assert len({address for address, _ in found}) == 4


@pytest.mark.parametrize("address", [INSIGHT, HARBOUR, RIO, ESTUARY])
def test_every_site_has_robots_feed_and_listings(demo: Demo, address: str) -> None:
    robots = demo.get(address, "/robots.txt")
    assert robots.status == 200
    assert robots.headers["content-type"].startswith("text/plain")
    front = demo.get(address, "/")
    assert front.status == 200
    assert f"http://{address}:{demo.site.port}/page/2/" in links(front)
    feed = demo.get(address, urlsplit(links(front, "link")[1]).path)
    entries = ET.fromstring(feed.body).iter()
    assert sum(entry.tag.endswith(("item", "}entry")) for entry in entries) >= 5


def test_robots_forbids_a_section_that_the_front_page_links(demo: Demo) -> None:
    robots = demo.get(HARBOUR, "/robots.txt").body.decode()
    assert "Disallow: /subscribers/\n" in robots
    assert f"Sitemap: http://{HARBOUR}:{demo.site.port}/sitemap.xml" in robots
    assert any("/subscribers/" in link for link in links(demo.get(HARBOUR, "/")))


@pytest.mark.parametrize("address", [HARBOUR, RIO, ESTUARY])
def test_sitemap_index_leads_to_pages_that_are_there(demo: Demo, address: str) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ET.fromstring(demo.get(address, "/sitemap.xml").body)
    children = [str(loc.text) for loc in index.iter(f"{space}loc")]
    assert len(children) == 2
    pages = [row for url in children for row in ET.fromstring(demo.get(address, urlsplit(url).path).body)]
    assert len(pages) >= 7
    for row in pages:
        target = urlsplit(str(row.findtext(f"{space}loc")))
        assert row.findtext(f"{space}lastmod")
        assert target.hostname == address
        assert demo.get(address, target.path + (f"?{target.query}" if target.query else "")).status == 200


def test_links_of_listings_lead_to_pages_that_are_there(demo: Demo) -> None:
    on_purpose = {"/2018/lost-in-the-move/": 404, "/2019/retracted-harbour-list/": 410, "/2025/sand-contract/": 301}
    asked: dict[tuple[str, str], int] = {}
    for address, answers in demo.site.answers.items():
        listings = [path for path, answer in answers.items() if b'<body class="archive">' in answer.body]
        assert len(listings) >= 5
        for path in listings:
            for link in links(demo.get(address, path)):
                target = urlsplit(link.replace("&amp;", "&"))
                assert target.port == demo.site.port, link
                where = (str(target.hostname), target.path + (f"?{target.query}" if target.query else ""))
                asked[where] = asked.get(where) or demo.get(*where).status
    wrong = {where: status for where, status in asked.items() if status != on_purpose.get(where[1], 200)}
    assert wrong == {(INSIGHT, "/news/brief/convoy-of-quetzal-pass/"): 404}  # a fixture page: a 404 in full dress


def test_links_stay_on_loopback_or_lead_nowhere(demo: Demo) -> None:
    """No page links to a public host that the demo site plays."""
    origins = tomllib.loads((ROOT / "fixtures/site/site.toml").read_text("utf-8"))["origins"]
    for answers in demo.site.answers.values():
        for path, answer in answers.items():
            found = re.findall(rb"//([\w.-]+)", answer.body.replace(b"\\/", b"/"))
            assert not {host.decode() for host in found} & set(origins), path


def test_links_within_pages_are_served_or_invalid(demo: Demo) -> None:
    for (address, path), _ in articles(demo).items():
        for link in links(demo.get(address, path)):
            target = urlsplit(link.replace("&amp;", "&"))
            if target.hostname and target.hostname.startswith("127.1."):
                assert demo.get(target.hostname, target.path or "/").status != 404, (path, link)


@pytest.mark.parametrize(
    ("address", "path", "status"),
    [
        (HARBOUR, "/no/such/page/", 404),
        (HARBOUR, "/2019/retracted-harbour-list/", 410),
        (HARBOUR, "/2025/sand-contract/", 301),
        (HARBOUR, "/2026/03/port-alden-sand-contract", 301),
        (ESTUARY, "/search/?q=bridge", 200),
        (INSIGHT, "/news/brief/convoy-of-quetzal-pass/", 404),
    ],
)
def test_other_statuses(demo: Demo, address: str, path: str, status: int) -> None:
    reply = demo.get(address, path)
    assert reply.status == status
    if status == 301:
        assert demo.get(address, reply.headers["location"]).status == 200


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/feed/", "/2026/03/port-alden-sand-contract/"])
def test_what_is_unchanged_is_not_sent_again(demo: Demo, path: str) -> None:
    first = demo.get(HARBOUR, path)
    again = demo.get(HARBOUR, path, if_none_match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert demo.get(HARBOUR, path, if_modified_since=first.headers["last-modified"]).status == 304
    assert demo.get(HARBOUR, path, if_none_match='"other"').status == 200
    assert demo.get(HARBOUR, path, if_modified_since="Mon, 01 Jan 1990 00:00:00 GMT").status == 200
    assert demo.get(HARBOUR, path, if_modified_since="yesterday").status == 200


def test_one_page_comes_compressed_to_who_takes_it(demo: Demo) -> None:
    path = "/2026/03/port-alden-sand-contract/"
    plain, zipped = demo.get(HARBOUR, path), demo.get(HARBOUR, path, accept_encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert demo.get(HARBOUR, path, accept_encoding="gzip", if_none_match=zipped.headers["etag"]).status == 304


def test_head_sends_no_body(demo: Demo) -> None:
    reply = demo.get(RIO, "/", method="HEAD")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 1_000


def test_legacy_page_is_declared_as_its_folder_says(demo: Demo) -> None:
    reply = demo.get(RIO, "/region/schrottkaehne-aussenweser-1.884210.html")
    assert reply.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert "Außenweser" in reply.body.decode("windows-1252")


def test_bytes_are_the_same_on_every_start() -> None:
    site = sys.modules[serve().Answer.__module__]
    assert site.build(18765) == site.build(18765)


def test_requests_are_logged(demo: Demo) -> None:
    demo.get(ESTUARY, "/atom.xml?for=the-log")
    lines = [json.loads(line) for line in demo.log.read_text("utf-8").splitlines()]
    line = next(line for line in lines if line["path"] == "/atom.xml?for=the-log")
    assert set(line) == {"time", "host", "path", "status"}
    assert (line["host"], line["status"]) == (f"{ESTUARY}:{demo.site.port}", 200)


def test_ends_with_the_exit_code_of_the_command() -> None:
    ask = "import os, sys, urllib.request as r; "
    ask += f"sys.exit(len(r.urlopen('http://{RIO}:' + os.environ['DEMO_SITE_PORT'] + '/robots.txt').read()) and 7)"
    done = subprocess.run(
        [sys.executable, SERVE, "--port", "0", "--", sys.executable, "-c", ask],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, b"", b"")


def test_a_busy_port_is_one_line_and_exit_2() -> None:
    with socket.create_server((HARBOUR, 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, SERVE, "--port", str(port), "--", "true"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert re.fullmatch(rf"serve\.py: cannot serve the demo site on port {port}: .*\n", done.stderr)


def test_config_names_the_addresses_and_the_port_of_the_site() -> None:
    config = tomllib.loads((ROOT / "config" / "demo.toml").read_text("utf-8"))
    named = {urlsplit(url) for key in ("start", "feeds", "sitemaps") for url in config[key]}
    assert {url.port for url in named} == {serve().PORT}
    answers = sys.modules[serve().Answer.__module__].build(serve().PORT)
    assert {str(url.hostname) for url in named} == set(answers)
    assert all(url.path in answers[str(url.hostname)] for url in named)
