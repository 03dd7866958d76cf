"""Whom does a request go to, and what does it ask for?

Pure: a visit's address in the pieces that a request is made of, and the headers that ask for news only.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from scraper.crawler.line import Origin, WireError
from scraper.model import Fault, Visit

DEFAULT_PORTS = {"http": 80, "https": 443}
ORIGINS = 4_096  # remembered as taken apart, 1 MB


def apart(url: str) -> tuple[Origin, bytes, bytes]:
    """Where an absolute URL leads, its host as the request names it, and its path and query byte for byte.

    Raises WireError for what is not http or https, UnicodeError for what is not ASCII.

    >>> apart("https://news.test:8443/a?b=c#d")[1:]
    (b'news.test:8443', b'/a?b=c')
    """
    start = url.find("/", url.find("//") + 2)
    if start < 0:
        return *_origin(url), b"/"
    return *_origin(url[:start]), url[start:].partition("#")[0].encode("ascii")


@lru_cache(maxsize=ORIGINS)
def _origin(start: str) -> tuple[Origin, bytes]:
    """Of a URL's scheme and authority."""
    try:
        parts = urlsplit(start)
        port = parts.port
    except ValueError as error:
        raise WireError(Fault.PROTOCOL, f"cannot be asked for: {error}") from error
    usual = DEFAULT_PORTS.get(parts.scheme)
    if usual is None:
        raise WireError(Fault.PROTOCOL, f"only http and https are fetched, not {parts.scheme!r}")
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(f":{usual}")
    return Origin(parts.scheme, parts.hostname or "", port or usual), host.encode("ascii")


def validators(visit: Visit) -> dict[str, str]:
    """The headers that ask for news only (RFC 9110, 13.1). Not with a validator that no header can carry back."""
    told = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {name: value for name, value in told.items() if value and value.isascii() and value.isprintable()}
