"""Is this a puzzle for browsers?

A page that wants a script run or a picture read before it lets anybody in says that the site wants no crawler here, and
none is what it gets: such a page is recognised so that the host can be left alone, never so that it can be solved.

What stands in the tables is what only the puzzle itself has. Who guards a site also leaves traces on every ordinary
page let through (``x-datadome: protected``, Cloudflare's ``challenge-platform/scripts/jsd``, Imperva's script), on the
403 of the site itself, and in articles about all that: none of it counts. Pure.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.model import Page

LEAVE_ALONE_SECONDS = 86_400.0  # a site that wants no crawler may have changed its mind tomorrow
LOOK_BYTES = 65_536  # of a body; puzzles are small, and say what they are at the top
MAX_WORDS = 120  # that a reader sees of a puzzle: "Checking your browser", a reference number, a word to support
MAX_ELEMENTS = 150  # of a page that came with a 2xx; puzzles have some dozens
SMALL_BYTES = 30_000  # of a body that came with a 2xx, to be looked at; the largest such puzzle has 20 KB

_BARRED = frozenset({401, 403, 405, 428, 429, 503})


class _Header(NamedTuple):
    """A header that only a puzzle comes with, whatever the status."""

    name: str
    value: str  # a pattern for the whole of it
    guard: str
    statuses: frozenset[int] | None = None  # None: any


class _Body(NamedTuple):
    """Words of a puzzle's source, in lower case; all of them, and the pattern too, have to be there.

    ``even_in_200``: it comes with a 2xx too, and no other page has this.
    """

    words: tuple[str, ...]
    guard: str
    even_in_200: bool = False
    pattern: str = ""


_HEADERS = (
    _Header("cf-mitigated", r"challenge", "Cloudflare"),
    _Header("x-amzn-waf-action", r"challenge|captcha", "AWS WAF"),
    _Header("x-vercel-mitigated", r"challenge", "Vercel"),
    _Header("sg-captcha", r"challenge", "SiteGround"),
    _Header("x-dd-b", r".+", "DataDome", _BARRED),
    _Header("x-sucuri-block", r".+", "Sucuri", _BARRED),
    _Header("x-kpsdk-ct", r".+", "Kasada", frozenset({429})),
)
_BY_NAME = {header.name: header for header in _HEADERS}

_BODIES = (
    _Body(("_cf_chl_opt",), "Cloudflare"),
    _Body(("/cdn-cgi/challenge-platform/h/", "/orchestrate/"), "Cloudflare"),
    _Body(("<title>just a moment...</title>",), "Cloudflare"),
    _Body(("/cdn-cgi/l/chk_",), "Cloudflare"),
    _Body(("captcha-delivery.com/",), "DataDome"),
    _Body(("px-captcha",), "HUMAN"),
    _Body(("_pxcaptcha",), "HUMAN"),
    _Body(("captcha.px-cdn.net/",), "HUMAN"),
    _Body(("incapsula incident id",), "Imperva", True),
    _Body(("/_incapsula_resource?",), "Imperva", False, r"<(?:iframe|script)[^>]{0,200}/_incapsula_resource\?"),
    _Body(("/_incapsula_resource?",), "Imperva", True, r"<iframe[^>]{0,200}/_incapsula_resource\?"),
    _Body(("/_incapsula_resource?", '<meta name="robots" content="noindex,nofollow">'), "Imperva", True),
    _Body(("sec-if-cpt-container",), "Akamai", True, r"(?:id|class)=[\"']?sec-if-cpt-container"),
    _Body(("/_sec/cp_challenge/",), "Akamai", True, r"<(?:script|iframe)[^>]{0,200}/_sec/cp_challenge/"),
    _Body(("bm-verify=", "/_sec/verify"), "Akamai", True),
    _Body(("<title>ddos-guard</title>",), "DDoS-Guard", True),
    _Body(("check.ddos-guard.net/",), "DDoS-Guard", True, r"<script[^>]{0,200}check\.ddos-guard\.net/"),
    _Body(("/.well-known/ddos-guard/",), "DDoS-Guard", True, r"<(?:script|img)[^>]{0,200}/\.well-known/ddos-guard/"),
    _Body(("anubis_challenge",), "Anubis", True, r"<script[^>]{0,80}id=[\"']?anubis_challenge"),
    _Body((".awswaf.com/",), "AWS WAF", True, r"<script[^>]{0,200}(?:token|captcha)\.awswaf\.com/"),
    _Body(("awswafintegration.",), "AWS WAF", True, r"awswafintegration\.(?:checkforcerefresh|forcerefreshtoken)"),
    _Body(("sucuri_cloudproxy_js",), "Sucuri", True, r"sucuri_cloudproxy_js\s*="),
    _Body(("<title>vercel security checkpoint</title>",), "Vercel", True),
    _Body(("/_fs-ch-",), "Fastly", True, r"<script[^>]{0,200}/_fs-ch-"),
    _Body(("bobcmn", "/tspd/"), "F5", True),
    _Body(("h-captcha",), "hCaptcha", False, r"class=[\"'][^\"'>]{0,80}\bh-captcha\b"),
    _Body(("hcaptcha.com/1/api.js",), "hCaptcha"),
    _Body(("g-recaptcha",), "reCAPTCHA", False, r"class=[\"'][^\"'>]{0,80}\bg-recaptcha\b"),
    _Body(("/recaptcha/",), "reCAPTCHA", False, r"/recaptcha/(?:api|enterprise)\.js"),
    _Body(("cf-turnstile",), "Turnstile", False, r"class=[\"'][^\"'>]{0,80}\bcf-turnstile\b"),
    _Body(("challenges.cloudflare.com/turnstile/",), "Turnstile"),
)

_HIDERS = ("script", "style", "noscript", "svg")
_TAG = re.compile(r"<[^<>]*>")


def challenge(page: Page) -> str | None:
    """Whose puzzle the page is and what says so, or None for a page that is none.

    >>> from datetime import UTC, datetime
    >>> puzzle = Page("https://news.test/", 403, (("cf-mitigated", "challenge"),), b"", datetime.now(UTC))
    >>> challenge(puzzle)
    'Cloudflare (cf-mitigated: challenge)'
    """
    for name, value in page.headers:
        header = _BY_NAME.get(name)
        if header is None or (header.statuses is not None and page.status not in header.statuses):
            continue
        if re.fullmatch(header.value, value.strip(), re.IGNORECASE):
            return f"{header.guard} ({name}: {value.strip()[:40]})"
    barred = page.status in _BARRED
    if not barred and not (200 <= page.status < 300 and _is_bare(page.body)):
        return None
    return _in_body(page.body[:LOOK_BYTES].decode("latin-1").lower(), barred)


def _is_bare(body: bytes) -> bool:
    """Whether so little is on a page that it may be a puzzle; all that most pages cost us."""
    return len(body) <= SMALL_BYTES and body.count(b"</") <= MAX_ELEMENTS


def _in_body(text: str, barred: bool) -> str | None:
    for row in _BODIES:
        if not (barred or row.even_in_200) or not all(word in text for word in row.words):
            continue
        if not row.pattern or re.search(row.pattern, text):
            # With a story or a whole site around it, it is that site's own page with a form on it.
            return f"{row.guard} ({row.words[0]})" if _words(text) <= MAX_WORDS else None
    return None


def _words(text: str) -> int:
    """How many words a reader sees, about."""
    text = _without(text, "<!--", "-->")
    for tag in _HIDERS:
        text = _without(text, f"<{tag}", f"</{tag}")
    return len(_TAG.sub(" ", text).split())


def _without(text: str, start: str, end: str) -> str:
    """The text without what stands from each ``start`` to the next ``end``, or to its own end."""
    kept, at = [], 0
    while (begin := text.find(start, at)) >= 0:
        kept.append(text[at:begin])
        close = text.find(end, begin)
        if close < 0:
            return " ".join(kept)
        at = close + len(end)
    return " ".join((*kept, text[at:]))
