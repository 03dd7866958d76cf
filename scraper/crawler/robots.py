"""May we fetch it?

A parser and matcher of robots.txt by RFC 9309: bytes in, questions out. Of what crawlers and sites add to the standard
it reads Crawl-delay, Request-rate, Visit-time, Sitemap, Content-Usage (IETF aipref), Content-Signal
(contentsignals.org) and License lines (rslstandard.org), and the misspellings that Google's parser forgives. Only
Allow and Disallow close the agent lines of a group.

Choices where the authorities differ: a UTF-16 file with its mark is read (others see noise and take all as allowed);
a rule whose value is an absolute URL, or has no leading slash, matches nothing; ``Allow: /x/index.html`` does not
speak of ``/x/``. A Content-Usage or Content-Signal line above all agents is meant for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from scraper.crawler import robots_lines as lines
from scraper.crawler.heard import is_unreachable
from scraper.crawler.robots_lines import MAX_BYTES, Line, Statement, lines_of
from scraper.crawler.robots_match import Rule, path_of, rule
from scraper.errors import UrlError
from scraper.urls import request_url

__all__ = ["ALLOW_ALL", "DISALLOW_ALL", "MAX_BYTES", "Robots", "Rules", "Verdict", "parse"]

_TOKEN = re.compile(r"[\w-]+")
_TOKEN_IN_HEADER = re.compile(r"compatible;\s*([\w-]+)", re.IGNORECASE)
_NO = frozenset({"n", "no"})  # the more restrictive value, in either vocabulary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a URL may be fetched, and the line that decided (None: no rule speaks of it)."""

    allowed: bool
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says to one agent. Delays in seconds between two requests; None: it does not say.

    ``rules`` are in the order of their weight: longest first, Allow before Disallow (RFC 9309, 2.2.2). ``visit_time``
    is in minutes of the day (UTC), past midnight if the end comes first. ``licences`` are the License lines that are
    meant for this agent, as written.
    """

    rules: tuple[Rule, ...] = ()
    crawl_delay: float | None = None
    request_rate: float | None = None
    visit_time: tuple[int, int] | None = None  # minutes of the day in UTC; past midnight if the end comes first
    statements: tuple[Statement, ...] = ()
    licences: tuple[str, ...] = ()

    def allows(self, url: str) -> Verdict:
        """Whether an absolute URL may be fetched."""
        path = path_of(url)
        if path == "/robots.txt":
            return Verdict(True)
        for candidate in self.rules:
            if candidate.matches(path):
                return Verdict(candidate.allow, candidate.line)
        return Verdict(True)

    def preferences(self, name: str, url: str) -> tuple[tuple[str, str], ...]:
        """What ``content-usage`` or ``content-signal`` lines say of a URL: label and value.

        The longest path that matches counts, and of several equally long ones the most restrictive value.
        """
        path = path_of(url)
        fitting = [
            (one.rule.length if one.rule else 0, one.preferences)
            for one in self.statements
            if one.name == name and (one.rule is None or one.rule.matches(path))
        ]
        longest = max((length for length, _ in fitting), default=0)
        found: dict[str, str] = {}
        for length, said in fitting:
            for label, value in said if length == longest else ():
                if label not in found or value in _NO:
                    found[label] = value
        return tuple(found.items())


class _Said(NamedTuple, Generic[T]):
    """A value of a line that is no rule: it is meant for the agents named before it, though the group may go on."""

    named_before: int
    value: T


@dataclass(slots=True)
class _Group:
    """User-agent lines with the rules below them; written while parsing, then left alone.

    A token's number is its place among the agent lines.
    """

    agents: dict[str, int] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    delays: list[_Said[float]] = field(default_factory=list)
    rates: list[_Said[float]] = field(default_factory=list)
    hours: list[_Said[tuple[int, int]]] = field(default_factory=list)
    statements: list[_Said[Statement]] = field(default_factory=list)
    licences: list[_Said[str]] = field(default_factory=list)
    closed: bool = False  # a rule has come: the next User-agent line opens another group

    def add(self, line: Line) -> None:
        """Take in a line below the agents."""
        name, value, shown = line
        if name in (lines.ALLOW, lines.DISALLOW):
            self.closed = True
            made = rule(shown, name == lines.ALLOW, value)
            if made:
                self.rules.append(made)
        elif name == lines.DELAY:
            self._say(self.delays, lines.crawl_delay(value))
        elif name == lines.RATE:
            self._say(self.rates, lines.request_rate(value))
        elif name == lines.VISIT_TIME:
            self._say(self.hours, lines.visit_time(value))
        elif name == lines.LICENCE:
            self._say(self.licences, value or None)
        else:
            self._say(self.statements, lines.statement(name, value))

    def _say(self, kept: list[_Said[T]], value: T | None) -> None:
        if value is not None:
            kept.append(_Said(len(self.agents), value))


@dataclass(frozen=True, slots=True)
class Robots:
    """A robots.txt as parsed. Every ``agent`` is a product token or a whole User-Agent header."""

    groups: tuple[_Group, ...] = ()
    sitemap_lines: tuple[str, ...] = ()
    outside: _Group = field(default_factory=_Group)  # what stands above the first agent

    def rules_for(self, agent: str) -> Rules:
        """The merged groups that name the agent, else those of ``*`` (RFC 9309, 2.2.1)."""
        token = product_token(agent).lower()
        named = [group for group in self.groups if token in group.agents]
        if not named:
            token = "*"
            named = [group for group in self.groups if token in group.agents]
        rules = {(one.pieces, one.anchored, one.allow): one for group in named for one in reversed(group.rules)}
        general = tuple(said.value for said in self.outside.statements)
        return Rules(
            rules=tuple(sorted(rules.values(), key=lambda one: (-one.length, not one.allow))),
            crawl_delay=max(_meant_for(token, ((g, g.delays) for g in named)), default=None),
            request_rate=max(_meant_for(token, ((g, g.rates) for g in named)), default=None),
            visit_time=min(_meant_for(token, ((g, g.hours) for g in named)), key=_minutes, default=None),
            statements=(*general, *_meant_for(token, ((g, g.statements) for g in named))),
            licences=self._licences(token, named),
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
        return absolute(self.sitemap_lines, base)

    def _licences(self, token: str, named: list[_Group]) -> tuple[str, ...]:
        """The agent's own License lines, else those above all agents, else those anywhere.

        Like Sitemap, the line may stand wherever its author thought of it, at the end of another agent's group too.
        """
        everywhere = (said.value for group in self.groups for said in group.licences)
        own = tuple(_meant_for(token, ((g, g.licences) for g in named)))
        return own or tuple(said.value for said in self.outside.licences) or tuple(everywhere)


def absolute(written: Iterable[str], base: str) -> tuple[str, ...]:
    """Addresses as absolute request URLs, each once; what is none is passed over."""
    found: dict[str, None] = {}
    for line in written:
        try:
            found[request_url(line, base)] = None
        except UrlError:
            continue
    return tuple(found)


def parse(body: bytes | str) -> Robots:
    """Read a robots.txt, at most its first 500 KiB. Never fails: a line that says nothing is passed over."""
    groups: list[_Group] = []
    sitemaps: list[str] = []
    group = outside = _Group()  # rules before the first User-agent line are meant for nobody
    for line in lines_of(body):
        if line.name == lines.SITEMAP:
            sitemaps.append(line.value)
        elif line.name == lines.AGENT:
            # Only a rule ends the agent lines: blank, unknown and Crawl-delay lines between them do not.
            if not groups or group.closed:
                group = _Group()
                groups.append(group)
            group.agents.setdefault(_agent_named(line.value), len(group.agents))
        else:
            group.add(line)
    return Robots(tuple(groups), tuple(sitemaps), outside)


def from_response(status: int, body: bytes = b"") -> Robots:
    """What an answer to the request for robots.txt means (RFC 9309, 2.3.1).

    2xx: what the file says. 3xx (redirected too often) and 4xx: all is allowed. 429, 5xx and no answer at all
    (``status`` 0): all is disallowed.
    """
    if 200 <= status < 300:
        return parse(body)
    return DISALLOW_ALL if is_unreachable(status) else ALLOW_ALL


def product_token(agent: str) -> str:
    """The name that robots.txt knows an agent by.

    >>> product_token("Mozilla/5.0 (compatible; NewsBot/1.0; +https://news.test)"), product_token("NewsBot/1.0")
    ('NewsBot', 'NewsBot')
    """
    found = _TOKEN_IN_HEADER.search(agent)
    if found:
        return found[1]
    start = _TOKEN.match(lines.strip(agent))
    return start[0] if start else ""


def _agent_named(value: str) -> str:
    """The token of a User-agent line: ``NewsBot/2.1`` and ``NewsBot Images`` are NewsBot."""
    if value.split(None, 1)[:1] == ["*"]:
        return "*"
    return product_token(value).lower()


def _meant_for(token: str, said: Iterable[tuple[_Group, list[_Said[T]]]]) -> Iterator[T]:
    for group, values in said:
        yield from (one.value for one in values if group.agents[token] < one.named_before)


def _minutes(window: tuple[int, int]) -> int:
    """How long a window of the day is open."""
    return (window[1] - window[0]) % (24 * 60)


ALLOW_ALL = Robots()
DISALLOW_ALL = parse("User-agent: *\nDisallow: /")
