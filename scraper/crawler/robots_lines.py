"""What does this line of a robots.txt say?

Bytes become lines, lines become field names in their one spelling with values, and values are read: delays, rates,
hours, and what is allowed of the use of pages (Content-Usage, Content-Signal).
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from scraper.crawler.robots_match import Rule, rule

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much must be read; nobody honest needs more
MAX_PREFERENCES = 32  # on one line; the vocabularies have a handful
_SHOWN_CHARS = 200  # of a rule's line, in a verdict

AGENT, ALLOW, DISALLOW = "user-agent", "allow", "disallow"
DELAY, RATE, VISIT_TIME = "crawl-delay", "request-rate", "visit-time"
USAGE, SIGNAL = "content-usage", "content-signal"
SITEMAP, LICENCE = "sitemap", "license"

# Field names as people write them; the misspellings are those of google/robotstxt (robots.cc, Apache-2.0).
_FIELDS = {name: name for name in (AGENT, ALLOW, DISALLOW, DELAY, RATE, VISIT_TIME, USAGE, SIGNAL, SITEMAP, LICENCE)}
_FIELDS |= dict.fromkeys(("useragent", "user agent"), AGENT)
_FIELDS |= dict.fromkeys(("dissallow", "dissalow", "disalow", "diasllow", "disallaw"), DISALLOW)
_FIELDS |= {"site-map": SITEMAP, "crawldelay": DELAY, "requestrate": RATE, "visittime": VISIT_TIME}
_FIELDS |= {"content-signals": SIGNAL}  # as the text that Cloudflare puts above the line calls them

_REQUEST_RATE = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})\s*([smh]?)", re.IGNORECASE)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}
_VISIT_TIME = re.compile(r"(\d{2}):?(\d{2})\s*-\s*(\d{2}):?(\d{2})(?!\d)")
_AROUND = " \t\r\n\f\v\0\ufeff"  # what may stand around names and values


class Line(NamedTuple):
    """A line that means something to us: its field's name in the one spelling, its value, and the line as shown."""

    name: str
    value: str
    shown: str


class Statement(NamedTuple):
    """What a Content-Usage or a Content-Signal line says: of which paths (None: all), and which preferences."""

    name: str  # USAGE or SIGNAL
    rule: Rule | None
    preferences: tuple[tuple[str, str], ...]  # label and value, lower case: ("ai-train", "no")


def lines_of(body: bytes | str) -> Iterator[Line]:
    """The lines that mean something to us, of the first 500 KiB."""
    for line in _text(body).split("\n"):
        content = line.partition("#")[0].strip(_AROUND)
        name, colon, value = content.partition(":")
        if not colon:  # "disallow /x/": forgiven when it is exactly two words
            words = content.split()
            if len(words) != 2:
                continue
            name, value = words
        known = _FIELDS.get(name.strip(_AROUND).lower())
        if known:
            yield Line(known, value.strip(_AROUND), content[:_SHOWN_CHARS])


def strip(text: str) -> str:
    """Without what may stand around names and values."""
    return text.strip(_AROUND)


def crawl_delay(value: str) -> float | None:
    """Seconds between two requests; None when it is no number of seconds."""
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def request_rate(value: str) -> float | None:
    """``1/5`` is one request in five seconds, ``30/1m`` thirty in a minute; hours of the day are passed over."""
    found = _REQUEST_RATE.match(value)
    if not found or int(found[1]) == 0:
        return None
    return int(found[2]) * _SECONDS[found[3].lower()] / int(found[1])


def visit_time(value: str) -> tuple[int, int] | None:
    """``0600-0845`` (UTC) in minutes of the day, the last one not included; past midnight if the end comes first.

    >>> visit_time("0600-0845")
    (360, 525)
    """
    found = _VISIT_TIME.match(value)
    if not found:
        return None
    hours = [int(number) for number in found.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    sound = max(hours[1], hours[3]) < 60 and max(start, end) <= 24 * 60
    return (start, end) if sound and start != end else None


def statement(name: str, value: str) -> Statement | None:
    """A path, which may be left out, and a list of preferences; None when it states none."""
    made = None
    if value.startswith(("/", "*")):
        path, _, value = value.partition(" ") if "\t" not in value else value.replace("\t", " ").partition(" ")
        made = rule("", False, path)
    found = preferences(value)
    return Statement(name, made, found) if found else None


def preferences(text: str) -> tuple[tuple[str, str], ...]:
    """A list such as ``train-ai=n, search=y``, in lower case; what has no value or none that is a word is passed over.

    Parameters (RFC 9651) are left out, of which the vocabularies have none.
    """
    found = []
    for part in text.split(",", MAX_PREFERENCES)[:MAX_PREFERENCES]:
        label, equals, value = part.partition("=")
        label, value = label.strip().lower(), value.partition(";")[0].strip().strip('"').lower()
        if equals and label and value:
            found.append((label, value))
    return tuple(found)


def _text(body: bytes | str) -> str:
    """At most 500 KiB of whole lines, with line ends as newlines. Bytes that are no UTF-8 become lone surrogates."""
    raw = body[: MAX_BYTES + 1].encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    if len(raw) > MAX_BYTES:
        raw = raw[: MAX_BYTES + 1]
        raw = raw[: max(raw.rfind(b"\n"), raw.rfind(b"\r"), 0)]  # half a rule would be another rule
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = raw.decode("utf-16", "replace")
    else:
        text = raw.decode("utf-8", "surrogateescape")
    return text.replace("\r", "\n")
