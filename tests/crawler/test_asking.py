"""Does a request go where its address says, and name the host as it should?"""

from __future__ import annotations

import pytest

from scraper.crawler.asking import apart
from scraper.crawler.line import Origin, WireError
from scraper.model import Fault


@pytest.mark.parametrize(
    ("url", "origin", "host", "target"),
    [
        ("http://News.test/", Origin("http", "news.test", 80), b"news.test", b"/"),
        ("https://news.test:443", Origin("https", "news.test", 443), b"news.test", b"/"),
        ("https://news.test:80/a//b?c=d/e#f", Origin("https", "news.test", 80), b"news.test:80", b"/a//b?c=d/e"),
        ("http://me:word@news.test/%7Ea", Origin("http", "news.test", 80), b"news.test", b"/%7Ea"),
        ("http://[2001:db8::80]:8080/", Origin("http", "2001:db8::80", 8080), b"[2001:db8::80]:8080", b"/"),
        ("http://[2001:db8::80]/", Origin("http", "2001:db8::80", 80), b"[2001:db8::80]", b"/"),
    ],
)
def test_an_address_in_its_pieces(url: str, origin: Origin, host: bytes, target: bytes) -> None:
    assert apart(url) == (origin, host, target)


@pytest.mark.parametrize("url", ["ftp://news.test/", "news.test/a", "http://news.test:99999/", "http://[::1/"])
def test_what_cannot_be_asked_for(url: str) -> None:
    with pytest.raises(WireError) as told:
        apart(url)
    assert told.value.fault is Fault.PROTOCOL
    assert not told.value.again


@pytest.mark.parametrize("url", ["http://ñews.test/", "http://news.test/ñ"])
def test_an_address_beyond_ascii_is_none_yet(url: str) -> None:
    with pytest.raises(UnicodeError):
        apart(url)
