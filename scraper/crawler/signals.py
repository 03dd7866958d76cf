"""What does this site say of the use of this page, and does our use conflict with it?

Pure: headers, meta tags and lines of robots.txt become signals, and signals are weighed against the purpose that the
crawl declares. What speaks against which purpose is data (``signal_table``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scraper.crawler.robots_lines import preferences
from scraper.crawler.signal_table import (
    CONFLICTS,
    DIRECTIVES,
    POLICY,
    RESERVATION,
    UNAVAILABLE_AFTER,
    WIDE,
    Source,
)
from scraper.model import Override, Purpose, Signal

MAX_SIGNALS = 64  # of one page and source; there are a dozen words to say
MAX_CHARS = 300  # of one value
_AGENT = re.compile(r"\s*([A-Za-z][\w-]*|\*)\s*")
_TAKES_A_VALUE = frozenset({UNAVAILABLE_AFTER, "max-snippet", "max-image-preview", "max-video-preview"})
_TDM = frozenset({RESERVATION, POLICY})

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Stance:
    """Who we are to a site: the name it knows us by, what the pages are for, and which opt-outs do not hold for us."""

    agent: str  # product token
    purpose: Purpose = Purpose.ARCHIVE
    overrides: tuple[Override, ...] = ()

    def override(self, host: str, signal: Signal) -> Override | None:
        """The permission by which a signal of a host does not hold for us: named by its name, value or source."""
        names = {signal.name, signal.value, signal.source}
        return next((one for one in self.overrides if one.host == host and one.signal in names), None)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What signals come to. ``signals`` are as found, with the overrides that were made use of; ``conflicts`` speak
    against the purpose and hold; ``stands`` are the directives that hold.
    """

    signals: tuple[Signal, ...] = ()
    conflicts: tuple[Signal, ...] = ()
    stands: frozenset[str] = frozenset()

    def refusal(self, purpose: Purpose) -> str:
        """Why the page is not for us, naming where that stands; empty if it is."""
        if not self.conflicts:
            return ""
        said = "; ".join(dict.fromkeys(map(worded, self.conflicts)))
        return f"{said[:MAX_CHARS]} (purpose {purpose})"


NOTHING = Weighed()


def worded(signal: Signal) -> str:
    """A signal in words.

    >>> worded(Signal("content-signal", "ai-train", "no"))
    'content-signal: ai-train=no'
    """
    return f"{signal.source}: {signal.name}" + (f"={signal.value}" if signal.value else "")


def weigh(signals: Sequence[Signal], host: str, stance: Stance, against: Sequence[Signal] = ()) -> Weighed:
    """Weigh the signals of a page on ``host``; ``against`` are those already known to speak against the purpose."""
    used: dict[Override, None] = {}
    conflicts = []
    for signal in (*conflicting(signals, stance.purpose), *against):
        override = stance.override(host, signal)
        if override is None:
            conflicts.append(signal)
        else:
            used[override] = None
    stands = set()
    for signal in signals:
        if signal.source in (Source.X_ROBOTS_TAG, Source.META):
            override = stance.override(host, signal)
            if override is None:
                stands.add(signal.name)
            else:
                used[override] = None
    permissions = (Signal(Source.OVERRIDE, one.signal, one.reason) for one in used)
    return Weighed((*signals, *permissions), tuple(conflicts), frozenset(stands))


def conflicting(signals: Sequence[Signal], purpose: Purpose) -> Iterator[Signal]:
    """The signals that speak against a purpose."""
    for signal in signals:
        against = CONFLICTS.get(signal.source, {}).get((signal.name, signal.value), frozenset())
        if purpose in against and not _narrowed(signal, signals, purpose):
            yield signal


def _narrowed(signal: Signal, signals: Sequence[Signal], purpose: Purpose) -> bool:
    """Whether a label that takes in others has one beside it that allows this purpose in particular."""
    width = WIDE.get(signal.name, 0)
    if not width or signal.value != "n":
        return False
    table = CONFLICTS[signal.source]
    return any(
        other.source == signal.source
        and other.value == "y"
        and WIDE.get(other.name, 0) < width
        and purpose in table.get((other.name, "n"), frozenset())
        for other in signals
    )


# ---------------------------------------------------------------- where they stand


def in_headers(headers: Headers, agent: str) -> tuple[Signal, ...]:
    """The signals of a response's headers; names in lower case. Never fails: what cannot be read says nothing."""
    found: dict[Signal, None] = {}
    for name, value in headers:
        if name == "x-robots-tag":
            found |= dict.fromkeys(_directives(Source.X_ROBOTS_TAG, value, agent))
        elif name in _TDM:
            found |= dict.fromkeys(_tdm(Source.TDM_HEADER, name, value))
    found |= dict.fromkeys(_preferences(Source.USAGE_HEADER, "content-usage", headers))
    found |= dict.fromkeys(_preferences(Source.SIGNAL_HEADER, "content-signal", headers))
    return tuple(found)[:MAX_SIGNALS]


def in_metas(metas: Iterable[tuple[str, str]], agent: str) -> tuple[Signal, ...]:
    """The signals of a page's meta tags: of name ``robots``, of our agent's name, and those of TDMRep."""
    found: dict[Signal, None] = {}
    for name, value in metas:
        if name in ("robots", agent.lower()):
            found |= dict.fromkeys(_directives(Source.META, value, agent))
        elif name in _TDM:
            found |= dict.fromkeys(_tdm(Source.TDM_META, name, value))
    return tuple(found)[:MAX_SIGNALS]


def stated(source: Source, said: Iterable[tuple[str, str]]) -> Iterator[Signal]:
    """The preferences of a list as signals of a source."""
    return (Signal(source, label[:MAX_CHARS], value[:MAX_CHARS]) for label, value in said)


def _preferences(source: Source, header: str, headers: Headers) -> Iterator[Signal]:
    values = [value for name, value in headers if name == header]
    return stated(source, preferences(",".join(values))) if values else iter(())


def _tdm(source: Source, name: str, value: str) -> Iterator[Signal]:
    value = value.strip()[:MAX_CHARS]
    if value:
        yield Signal(source, name, value)


def _directives(source: Source, value: str, agent: str) -> Iterator[Signal]:
    """``noindex, otherbot: nofollow, noai``: after a name the directives are for that agent, up to the next name."""
    mine = True
    date: list[str] | None = None
    for part in value[: 20 * MAX_CHARS].split(","):
        head, colon, rest = part.partition(":")
        name = _AGENT.fullmatch(head)
        word = name[1].lower() if colon and name else ""
        if word == UNAVAILABLE_AFTER:
            yield from _until(source, date)
            date = [rest] if mine else None
            continue
        if word in _TAKES_A_VALUE:
            continue
        if word:
            mine = word in ("*", agent.lower())
        words = [known for each in (rest if word else part).lower().split() for known in DIRECTIVES.get(each, ())]
        if mine:
            yield from (Signal(source, known) for known in words)
        if date is not None and not words and not word:
            date.append(part)
    yield from _until(source, date)


def _until(source: Source, date: list[str] | None) -> Iterator[Signal]:
    if date is not None:
        yield Signal(source, UNAVAILABLE_AFTER, ",".join(date).strip()[:MAX_CHARS])
