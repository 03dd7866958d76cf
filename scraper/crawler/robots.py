"""May we fetch it?

A parser and matcher of robots.txt by RFC 9309: bytes in, questions out. Of what crawlers add to the standard it
reads Crawl-delay, Request-rate and Sitemap lines, and the misspellings that Google's parser forgives.

Choices where the authorities differ: a UTF-16 file with its mark is read (others see noise and take all as allowed);
a rule whose value is an absolute URL, or has no leading slash, matches nothing; ``Allow: /x/index.html`` does not
speak of ``/x/``.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scraper.crawler.robots_match import Rule, path_of, rule
from scraper.errors import UrlError
from scraper.urls import request_url

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much must be read; nobody honest needs more
_SHOWN_CHARS = 200  # of a rule's line, in a verdict

_AGENT, _ALLOW, _DISALLOW = "user-agent", "allow", "disallow"
_DELAY, _RATE, _SITEMAP = "crawl-delay", "request-rate", "sitemap"

# Field names as people write them; the misspellings are those of google/robotstxt (robots.cc, Apache-2.0).
_FIELDS = {name: name for name in (_AGENT, _ALLOW, _DISALLOW, _DELAY, _RATE, _SITEMAP)}
_FIELDS |= dict.fromkeys(("useragent", "user agent"), _AGENT)
_FIELDS |= dict.fromkeys(("dissallow", "dissalow", "disalow", "diasllow", "disallaw"), _DISALLOW)
_FIELDS |= {"site-map": _SITEMAP, "crawldelay": _DELAY, "requestrate": _RATE}

_TOKEN = re.compile(r"[\w-]+")
_TOKEN_IN_HEADER = re.compile(r"compatible;\s*([\w-]+)", re.IGNORECASE)
_REQUEST_RATE = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})\s*([smh]?)", re.IGNORECASE)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}
_AROUND = " \t\r\n\f\v\0\ufeff"  # what may stand around names and values


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a URL may be fetched, and the line that decided (None: no rule speaks of it)."""

    allowed: bool
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says to one agent. Delays in seconds between two requests; None: it does not say.

    ``rules`` are in the order of their weight: longest first, Allow before Disallow (RFC 9309, 2.2.2).
    """

    rules: tuple[Rule, ...] = ()
    crawl_delay: float | None = None
    request_rate: float | None = None
    visit_time: tuple[int, int] | None = None  # minutes of the day in UTC; past midnight if the end comes first

    def allows(self, url: str) -> Verdict:
        """Whether an absolute URL may be fetched."""
        path = path_of(url)
        if path == "/robots.txt":
            return Verdict(True)
        for candidate in self.rules:
            if candidate.matches(path):
                return Verdict(candidate.allow, candidate.line)
        return Verdict(True)


@dataclass(slots=True)
class _Group:
    """User-agent lines with the rules below them; written while parsing, then left alone.

    A token's number is its place among the agent lines.
    """

    agents: dict[str, int] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    delays: list[tuple[int, float]] = field(default_factory=list)  # (agents named before it, seconds)
    rates: list[tuple[int, float]] = field(default_factory=list)
    closed: bool = False  # a rule has come: the next User-agent line opens another group


@dataclass(frozen=True, slots=True)
class Robots:
    """A robots.txt as parsed. Every ``agent`` is a product token or a whole User-Agent header."""

    groups: tuple[_Group, ...] = ()
    sitemap_lines: tuple[str, ...] = ()

    def rules_for(self, agent: str) -> Rules:
        """The merged groups that name the agent, else those of ``*`` (RFC 9309, 2.2.1)."""
        token = product_token(agent).lower()
        named = [group for group in self.groups if token in group.agents]
        if not named:
            token = "*"
            named = [group for group in self.groups if token in group.agents]
        rules = (one for group in named for one in group.rules)
        return Rules(
            rules=tuple(sorted(rules, key=lambda one: (-one.length, not one.allow))),
            crawl_delay=max(_meant_for(token, ((g, g.delays) for g in named)), default=None),
            request_rate=max(_meant_for(token, ((g, g.rates) for g in named)), default=None),
        )

    def allows(self, agent: str, url: str) -> Verdict:
        """Whether the agent may fetch an absolute URL. For many URLs ask ``rules_for`` once."""
        return self.rules_for(agent).allows(url)

    def crawl_delay(self, agent: str) -> float | None:
        """Seconds between two requests as asked by Crawl-delay; no matter how many, so cap it."""
        return self.rules_for(agent).crawl_delay

    def request_rate(self, agent: str) -> float | None:
        """Seconds between two requests as asked by Request-rate."""
        return self.rules_for(agent).request_rate

    def sitemaps(self, base: str) -> tuple[str, ...]:
        """The sitemaps as absolute request URLs, each once; ``base`` is where the robots.txt was found."""
        found: dict[str, None] = {}
        for line in self.sitemap_lines:
            try:
                found[request_url(line, base)] = None
            except UrlError:
                continue
        return tuple(found)


def parse(body: bytes | str) -> Robots:
    """Read a robots.txt, at most its first 500 KiB. Never fails: a line that says nothing is passed over."""
    groups: list[_Group] = []
    sitemaps: list[str] = []
    group = _Group()  # rules before the first User-agent line are meant for nobody
    for name, value, line in _lines(_text(body)):
        if name == _SITEMAP:
            sitemaps.append(value)
        elif name == _AGENT:
            # Only a rule ends the agent lines: blank, unknown and Crawl-delay lines between them do not.
            if not groups or group.closed:
                group = _Group()
                groups.append(group)
            group.agents.setdefault(_agent_named(value), len(group.agents))
        else:
            _add_to(group, name, value, line)
    return Robots(tuple(groups), tuple(sitemaps))


def from_response(status: int, body: bytes = b"") -> Robots:
    """What an answer to the request for robots.txt means (RFC 9309, 2.3.1).

    2xx: what the file says. 3xx (redirected too often) and 4xx: all is allowed. 429, 5xx and no answer at all
    (``status`` 0): all is disallowed.
    """
    if 200 <= status < 300:
        return parse(body)
    return DISALLOW_ALL if is_unreachable(status) else ALLOW_ALL


def is_unreachable(status: int) -> bool:
    """Whether the answer leaves unknown what the site wants, which means no."""
    return status < 200 or status == 429 or status >= 500


def product_token(agent: str) -> str:
    """The name that robots.txt knows an agent by.

    >>> product_token("Mozilla/5.0 (compatible; NewsBot/1.0; +https://news.test)"), product_token("NewsBot/1.0")
    ('NewsBot', 'NewsBot')
    """
    found = _TOKEN_IN_HEADER.search(agent)
    if found:
        return found[1]
    start = _TOKEN.match(agent.strip(_AROUND))
    return start[0] if start else ""


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


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """The lines that mean something to us: field name in its one spelling, value, and the line as shown."""
    for line in text.split("\n"):
        content = line.partition("#")[0].strip(_AROUND)
        name, colon, value = content.partition(":")
        if not colon:  # "disallow /x/": forgiven when it is exactly two words
            words = content.split()
            if len(words) != 2:
                continue
            name, value = words
        known = _FIELDS.get(name.strip(_AROUND).lower())
        if known:
            yield known, value.strip(_AROUND), content[:_SHOWN_CHARS]


def _agent_named(value: str) -> str:
    """The token of a User-agent line: ``NewsBot/2.1`` and ``NewsBot Images`` are NewsBot."""
    if value.split()[:1] == ["*"]:
        return "*"
    return product_token(value).lower()


def _add_to(group: _Group, name: str, value: str, line: str) -> None:
    if name == _DELAY:
        delay = _crawl_delay(value)
        if delay is not None:
            group.delays.append((len(group.agents), delay))
    elif name == _RATE:
        rate = _request_rate(value)
        if rate is not None:
            group.rates.append((len(group.agents), rate))
    else:
        group.closed = True
        made = rule(line, name == _ALLOW, value)
        if made:
            group.rules.append(made)


def _meant_for(token: str, said: Iterator[tuple[_Group, list[tuple[int, float]]]]) -> Iterator[float]:
    """Delays apply to the agents named above them, though the group may go on with more."""
    for group, delays in said:
        yield from (seconds for named_before, seconds in delays if group.agents[token] < named_before)


def _crawl_delay(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _request_rate(value: str) -> float | None:
    """``1/5`` is one request in five seconds, ``30/1m`` thirty in a minute; hours of the day are passed over."""
    found = _REQUEST_RATE.match(value)
    if not found or int(found[1]) == 0:
        return None
    return int(found[2]) * _SECONDS[found[3].lower()] / int(found[1])


ALLOW_ALL = Robots()
DISALLOW_ALL = parse("User-agent: *\nDisallow: /")
