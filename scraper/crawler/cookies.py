"""What does a site want to be told again?

Only asked where the user wants cookies at all. They live in memory as long as the run does, and each host gets back
what it set itself: a ``Domain`` that speaks for other hosts, too, is taken for the host's own. Path, Secure and expiry
are kept to as RFC 6265 has them, by the standard library. On disk they are only where all of a request is: in the heads
that the archive keeps as they were sent.
"""

from __future__ import annotations

import re
import urllib.request
from collections import OrderedDict
from collections.abc import Iterable
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import cast

HOSTS = 1_000  # whose cookies are kept; of more than that those unused for longest go
PER_HOST = 50  # RFC 6265, 6.1: what a browser has to keep at least
COOKIE_CHARS = 4_096  # of one Set-Cookie header; the same
CHARS_PER_HOST = 8_000  # in a request; servers refuse heads of more than 8 to 16 KiB
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")  # no request could say them


class Cookies:
    """The cookies of a run, by host (``host[:port]``)."""

    def __init__(self) -> None:
        self._jars: OrderedDict[str, CookieJar] = OrderedDict()

    def header(self, host: str, url: str) -> str | None:
        """The Cookie header for a request, if there is something to say."""
        jar = self._jars.get(host)
        if jar is None:
            return None
        self._jars.move_to_end(host)
        request = urllib.request.Request(url)
        jar.add_cookie_header(request)
        return request.get_header("Cookie")

    def keep(self, host: str, url: str, set_cookies: Iterable[str]) -> None:
        """Remembers what the headers Set-Cookie of a response say; those that are too long or too many are left out."""
        wanted = [value for value in set_cookies if len(value) <= COOKIE_CHARS and not _CONTROLS.search(value)]
        if not wanted:
            return
        jar = self._jars.setdefault(host, CookieJar(DefaultCookiePolicy(rfc2965=False)))
        self._jars.move_to_end(host)
        jar.extract_cookies(cast("HTTPResponse", _Answer(wanted[:PER_HOST])), urllib.request.Request(url))
        _make_room(jar)
        if len(self._jars) > HOSTS:
            self._jars.popitem(last=False)


def _make_room(jar: CookieJar) -> None:
    """Lets the oldest go until the rest is few enough and short enough."""
    kept = list(jar)
    while len(kept) > PER_HOST or sum(len(one.name) + len(one.value or "") + 3 for one in kept) > CHARS_PER_HOST:
        oldest = kept.pop(0)
        jar.clear(oldest.domain, oldest.path, oldest.name)


class _Answer:
    """As much of a response as the standard library's cookie jar looks at."""

    def __init__(self, set_cookies: Iterable[str]) -> None:
        self._headers = Message()
        for value in set_cookies:
            self._headers["Set-Cookie"] = value

    def info(self) -> Message:
        """The headers."""
        return self._headers
