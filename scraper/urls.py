"""What is asked for, and is it the same document?

Each address has three forms: the *parsed* one (as the WHATWG URL standard writes it), the *request URL* (what we ask
for) and the *dedupe key* (equal for two addresses of one document). All functions are pure, raise nothing but UrlError,
and give the same answer when they are applied to their own result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import ada_url

from scraper import url_tables as tables
from scraper.errors import UrlError
from scraper.url_tables import Variant
from scraper.url_variants import plain_host, plain_path, plain_query

MAX_URL_CHARS = 8192  # RFC 9110, 4.1 asks for at least 8000; longer ones met on pages are data or traps

_SCHEME = re.compile(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-]*):")
_PORT = re.compile(r":[0-9]+(?=$|[/?#\\])")
# An escape that is not in order: no two upper-case digits after it, or an unreserved character (RFC 3986, 6.2.2.2).
_UNTIDY = re.compile(r"%(?![0-9A-F]{2})|%(?:2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F|7E)")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SLASHES = re.compile(r"(?<!:)/{2,}")  # not in an address within the path: /web/2020/https://news.test/
_PAGE_NUMBER = re.compile(r"[?&/](?:page|paged|pg)[=/]([0-9]+)(?=[?&/]|$)")
_LINK_VALUE = re.compile(r"<([^<>]*)>([^<]*)")
_LINK_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)


# Addresses that the standard leaves as they are, in characters it never touches: most links of most pages.
_PLAIN_PATH = r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*+/)*+(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*+)?+(?:\?[A-Za-z0-9=&_.~-]++)?+"
_NUMBER = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_PLAIN_HOST = rf"(?:(?:(?!xn--)[a-z0-9-]++\.)++[a-z]{{2,}}+|{_NUMBER}(?:\.{_NUMBER}){{3}})"
_PLAIN_PORT = r"(?::(?!443/)(?:[1-9][0-9]{2,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?"  # none that may be a scheme's own
_PLAIN = re.compile(rf"https?://{_PLAIN_HOST}{_PLAIN_PORT}{_PLAIN_PATH}")
_PLAIN_RELATIVE = re.compile(_PLAIN_PATH)


class _Parts(NamedTuple):
    """A parsed URL in pieces. ``host`` has its port, ``path`` its leading slash, ``query`` no question mark."""

    scheme: str
    host: str
    path: str
    query: str

    def join(self) -> str:
        """The URL again."""
        mark = "?" if self.query else ""
        return f"{self.scheme}://{self.host}{self.path}{mark}{self.query}"


def parse(text: str, base: str | None = None) -> str:
    """The URL as the WHATWG URL standard serialises it, fragment and credentials included.

    ``base`` is the absolute URL that a relative ``text`` is resolved against. Raises UrlError for what is not an
    http(s) URL with a host.
    """
    if _PLAIN.fullmatch(text):
        return text
    if base is not None and _PLAIN_RELATIVE.fullmatch(text) and _PLAIN.fullmatch(base):
        return base[: base.index("/", len("https://"))] + text
    try:
        href = ada_url.normalize_url(text) if base is None else ada_url.join_url(base, text)
    except ValueError:
        raise _refusal(text, base) from None
    if not href.startswith(("https://", "http://")):
        raise UrlError(f"only http and https are fetched, not {_shown(text)}", "scheme")
    return href


def resolver(base: str) -> Callable[[str], str]:
    """``parse`` for the many addresses of a page, relative to ``base``."""
    origin = base[: base.index("/", len("https://"))] if _PLAIN.fullmatch(base) else None

    def resolve(text: str) -> str:
        if origin is not None and _PLAIN_RELATIVE.fullmatch(text):
            return origin + text
        return parse(text, base)

    return resolve


def request_url(text: str, base: str | None = None) -> str:
    """The URL to ask for: absolute, without fragment, credentials, trackers and sessions.

    Percent-encoding is in one form (RFC 3986, 6.2.2), runs of slashes in the path are one, and the parameters are
    sorted by name (those of one name keep their order). Raises UrlError.
    """
    return _request(text, base).join()


def dedupe_key(url: str) -> str:
    """A URL equal for all addresses of one document; not meant to be asked for.

    On top of ``request_url`` it folds the scheme to https and drops ``www.``, the slash at the end, default documents
    (``index.html``), and the marks of AMP and print variants, AMP caches included. Raises UrlError.
    """
    _, host, path, query = _unwrapped(_request(url))
    plain = plain_host(host.removesuffix(":443")), plain_path(path), plain_query(query)
    return _Parts("https", *(text for text, _ in plain)).join()


def variant_of(url: str) -> Variant | None:
    """Whether the URL asks for the AMP or the print variant of a document. Raises UrlError."""
    parts = _request(url)
    if _unwrapped(parts) != parts:
        return "amp"
    return plain_host(parts.host)[1] or plain_path(parts.path)[1] or plain_query(parts.query)[1]


def host_of(url: str) -> str:
    """The authority ``host[:port]`` in lower case, as in the request URL. Raises UrlError."""
    return _request(url).host


def site_of(url: str) -> str:
    """The registrable domain, approximately: ``es.news.co.uk`` is of ``news.co.uk``; an IP address is itself.

    Raises UrlError.
    """
    host = _PORT.sub("", host_of(url))
    labels = host.split(".")
    if host.endswith("]") or labels[-1].isdigit():  # only an IPv4 address ends in a number (WHATWG)
        return host
    size = 3 if len(labels[-1]) == 2 and tables.SECOND_LEVELS.intersection(labels[-2:-1]) else 2
    if host.endswith(tables.SHARED_HOSTS):
        size = next(shared.count(".") + 1 for shared in tables.SHARED_HOSTS if host.endswith(shared))
    return ".".join(labels[-size:])


def canonical_of(page_url: str, declared: Sequence[str]) -> str | None:
    """The canonical URL that a page's ``<link rel=canonical>`` may be believed to have, as a request URL, or None.

    ``declared`` holds the href values as found. RFC 6596 leaves the trust to us: a canonical counts when there is one
    only, it is on the page's own site (or the publisher's, for a page in an AMP cache), and it is none of the usual
    mistakes: the home page, the first page of a series, a host written as a path. Raises UrlError for the page's URL.
    """
    page = _unwrapped(_request(page_url))
    found: dict[str, str] = {}
    for href in declared:
        try:
            url = request_url(href, page_url) if href.strip() else ""
        except UrlError:
            return None
        if url:
            found.setdefault(dedupe_key(url), url)
    if len(found) != 1:
        return None
    canonical = next(iter(found.values()))
    return canonical if _believable(page, _split(canonical)) else None


def canonical_in_header(value: str) -> tuple[str, ...]:
    """The canonical targets of an HTTP ``Link`` header's value (RFC 8288; RFC 6596), to be given to canonical_of."""
    found = []
    for target, parameters in _LINK_VALUE.findall(value):
        rel = _LINK_REL.search(parameters)
        if rel and "canonical" in (rel[1] or rel[2] or "").lower().split():
            found.append(target)
    return tuple(found)


# ---------------------------------------------------------------- the request URL


def _split(href: str) -> _Parts:
    """The pieces of a parsed URL; credentials and fragment are left out."""
    scheme, _, rest = href.partition("#")[0].partition("://")
    authority, _, tail = rest.partition("/")
    path, _, query = tail.partition("?")
    return _Parts(scheme, authority.rpartition("@")[2], "/" + path, query)


def _request(text: str, base: str | None = None) -> _Parts:
    """The request URL in pieces. Raises UrlError."""
    parts, moved = _tidied(parse(text, base))
    while moved:  # a session taken out of the path may leave dots to resolve; a host without its last dot, an IPv4
        parts, moved = _tidied(parse(parts.join()))
    if len(parts.path) + len(parts.query) > MAX_URL_CHARS:
        raise UrlError(f"URL of more than {MAX_URL_CHARS} characters: {_shown(text)}")
    return parts


def _tidied(href: str) -> tuple[_Parts, bool]:
    """A parsed URL's pieces in order, and whether they have to be parsed again."""
    scheme, host, path, query = _split(href)
    moved = False
    if "%" in path or "%" in query:
        path, query = _escapes_in_order(path), _escapes_in_order(query)
    if ";" in path or "(" in path:
        shorter = tables.SESSION_PATH.sub("", path)
        moved, path = shorter != path, shorter or "/"
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if query:
        query = _query_in_order(query)
    if host.endswith(".") or ".:" in host:
        moved, host = True, _without_last_dot(host)
    return _Parts(scheme, host, path, query), moved


def _escapes_in_order(text: str) -> str:
    return _ESCAPE.sub(_escape, text) if _UNTIDY.search(text) else text


def _escape(match: re.Match[str]) -> str:
    digits = match[1]
    if digits is None:
        return "%25"  # a bare percent sign
    char = chr(int(digits, 16))
    return char if char in _UNRESERVED else f"%{digits.upper()}"


def _query_in_order(query: str) -> str:
    """The parameters that may decide the content, sorted by name."""
    pairs = query.split("&")
    if any(pair in tables.SHARE_BUTTONS for pair in pairs):
        pairs = [pair for pair in pairs if pair not in tables.SHARE_BUTTONS and pair != tables.SHARE_COMPANION]
    pairs = [pair for pair in pairs if pair and not _says_nothing(pair)]
    pairs.sort(key=_name)
    return "&".join(pairs)


def _name(pair: str) -> str:
    return pair.partition("=")[0]


def _says_nothing(pair: str) -> bool:
    """Whether a parameter is a tracker or a session."""
    name, _, value = pair.partition("=")
    name = name.lower().removeprefix("amp;")  # &amp;amp; in a page's HTML
    if name in tables.MAYBE_SESSIONS:
        return tables.SESSION_VALUE.fullmatch(value) is not None
    if name in tables.KEPT:
        return False
    if name in tables.TRACKERS or name in tables.SESSIONS:
        return True
    return name.startswith(tables.TRACKER_PREFIXES) or name.startswith(tables.SESSION_PREFIXES)


def _without_last_dot(host: str) -> str:
    name, colon, port = host.partition(":")
    name = name.rstrip(".")
    if not name:
        raise UrlError(f"a URL needs a host, not {host!r}", "host")
    return name + colon + port


# ---------------------------------------------------------------- the same document


def _unwrapped(parts: _Parts) -> _Parts:
    """The publisher's own page, for a URL in an AMP cache (``x.cdn.ampproject.org/c/s/news.test/story``)."""
    while _is_amp_cache(parts):
        match = tables.AMP_CACHE_PATH.fullmatch(parts.path)
        if match is None:
            break
        scheme = "https" if match[1] else "http"
        try:
            parts = _request(_Parts(scheme, match[2], "", parts.query).join())
        except UrlError:
            break
    return parts


def _is_amp_cache(parts: _Parts) -> bool:
    if parts.host.endswith(tables.AMP_CACHES):
        return True
    return parts.path.startswith("/amp/s/") and parts.host.startswith(("www.google.", "google."))


# ---------------------------------------------------------------- canonical


def _believable(page: _Parts, canonical: _Parts) -> bool:
    """Whether a declared canonical is on the page's site and none of the usual mistakes."""
    if site_of(page.join()) != site_of(canonical.join()):
        return False
    is_home = canonical.path == "/" and not canonical.query
    if is_home and not (page.path == "/" and not page.query):
        return False
    if canonical.path.split("/", 2)[1] == page.host.removeprefix("www."):
        return False  # href="news.test/a", the scheme forgotten
    return _page_number(page) in {"1", _page_number(canonical)}


def _page_number(parts: _Parts) -> str:
    """Which page of a series it is; the first when the URL names none."""
    match = _PAGE_NUMBER.search(f"{parts.path}?{parts.query}")
    return match[1] if match else "1"


# ---------------------------------------------------------------- refusals


def _refusal(text: str, base: str | None) -> UrlError:
    """What is wrong with a text that does not parse, in one short line."""
    shown = _shown(text)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        return UrlError(f"only http and https are fetched, not {shown}", "scheme")
    if scheme is None and base is None:
        return UrlError(f"not a URL: {shown}; it has to begin with https:// or http://", "syntax")
    without_port = _PORT.sub("", text, count=1)
    if without_port != text and ada_url.URL.can_parse(without_port, base):
        return UrlError(f"the port is not one (0 to 65535): {shown}", "port")
    return UrlError(f"the host is missing or not a host's name: {shown}", "host")


def _shown(text: str) -> str:
    """The text as it stands in a message: one line, not too long."""
    return repr(text if len(text) <= 100 else text[:97] + "...")
