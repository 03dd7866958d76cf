"""What does this licence permit?

Really Simple Licensing (rslstandard.org): XML that gives pages by their address licences with permitted and prohibited
usages. Without ``permits`` everything is permitted that is not prohibited; with it, only what it lists; ``prohibits``
goes before ``permits``. A licence that is for money permits nothing to who has not paid. Of several licences for a page
one that lets us is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from scraper.crawler.discover.safe_xml import UnsafeXmlError, check, explain, local, strict_parser
from scraper.crawler.robots import absolute
from scraper.crawler.robots_match import Rule, path_of, rule
from scraper.crawler.signal_table import RSL_FREE, RSL_USAGES, Source
from scraper.crawler.signals import MAX_CHARS
from scraper.model import Purpose, Signal
from scraper.urls import host_of

MEDIA_TYPE = "application/rsl+xml"
MAX_CONTENTS = 10_000
MAX_WORDS = 100  # usages in one element

PERMITS, PROHIBITS, PAYMENT = "permits", "prohibits", "payment"


class Licence(NamedTuple):
    """One licence: usages in lower case; ``permits`` None is everything; ``payment`` as the type it gives."""

    permits: tuple[str, ...] | None = None
    prohibits: tuple[str, ...] = ()
    payment: str = ""

    def signals(self) -> Iterator[Signal]:
        """What it says."""
        yield from (Signal(Source.RSL, PROHIBITS, usage) for usage in self.prohibits)
        yield from (Signal(Source.RSL, PERMITS, usage) for usage in self.permits or ())
        if self.payment:
            yield Signal(Source.RSL, PAYMENT, self.payment)

    def against(self, purpose: Purpose) -> Signal | None:
        """What of it speaks against a use; None if it permits that."""
        for usage in self.prohibits:
            if purpose in RSL_USAGES.get(usage, ()):
                return Signal(Source.RSL, PROHIBITS, usage)
        if self.permits is not None and not any(purpose in RSL_USAGES.get(usage, ()) for usage in self.permits):
            return Signal(Source.RSL, PERMITS, ",".join(self.permits)[:MAX_CHARS] or "nothing")
        if self.payment not in RSL_FREE:
            return Signal(Source.RSL, PAYMENT, self.payment)
        return None


@dataclass(frozen=True, slots=True)
class Content:
    """Which pages licences are for: ``host`` empty is that of whoever names the file, ``where`` None every page."""

    host: str
    where: Rule | None
    licences: tuple[Licence, ...]

    def fits(self, host: str, path: str) -> bool:
        """Whether a page is meant; ``host`` is empty when the content's own does not matter."""
        return self.host in ("", host) and (self.where is None or self.where.matches(path))


@dataclass(frozen=True, slots=True)
class Rsl:
    """An RSL file as read. ``problem`` says in one line what stood in the way of more."""

    contents: tuple[Content, ...] = ()
    problem: str = ""

    def licences(self, url: str) -> tuple[Licence, ...]:
        """The licences for a URL: those of the most specific pattern that matches."""
        host, path = host_of(url), path_of(url)
        fitting = [(one.where.length if one.where else 0, one) for one in self.contents if one.fits(host, path)]
        longest = max((length for length, _ in fitting), default=0)
        return tuple(licence for length, one in fitting if length == longest for licence in one.licences)


def signals(licences: Iterable[Licence]) -> tuple[Signal, ...]:
    """What licences say, each thing once."""
    return tuple(dict.fromkeys(signal for licence in licences for signal in licence.signals()))


def against(licences: Sequence[Licence], purpose: Purpose) -> tuple[Signal, ...]:
    """What speaks against a use, if none of the licences permits it."""
    found = [licence.against(purpose) for licence in licences]
    return tuple(dict.fromkeys(signal for signal in found if signal)) if all(found) else ()


def parse(body: bytes) -> Rsl:
    """Read a file. Never fails: one that is no RSL (an error page, as a rule) says nothing, and why."""
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except expat.ExpatError as error:
        return Rsl(problem=explain(error))
    except (UnsafeXmlError, LookupError, ValueError) as error:  # the last two: encodings that nobody knows
        return Rsl(problem=str(error))
    if reader.root != "rsl":
        return Rsl(problem=f"not RSL but <{reader.root[:40]}>")
    return Rsl(tuple(reader.contents))


def in_link_headers(headers: Iterable[tuple[str, str]], base: str) -> tuple[str, ...]:
    """The licences that ``Link: <...>; rel="license"; type="application/rsl+xml"`` names (RFC 8288), absolute."""
    found = []
    for value in (value for name, value in headers if name == "link"):
        for part in value.split("<")[1:]:
            target, _, parameters = part.partition(">")
            words = parameters.lower().replace('"', " ").replace("=", " ").replace(";", " ").replace(",", " ").split()
            if MEDIA_TYPE in words and "license" in words:
                found.append(target.strip())
    return absolute(found, base)


@dataclass(slots=True)
class _Draft:
    """A licence while it is read."""

    permits: list[str] | None = None
    prohibits: list[str] = field(default_factory=list)
    payment: str = ""

    def done(self) -> Licence:
        return Licence(None if self.permits is None else tuple(self.permits), tuple(self.prohibits), self.payment)


class _Reader:
    """Collects licences from expat's events."""

    def __init__(self) -> None:
        self.root = ""
        self.contents: list[Content] = []
        self.parser = strict_parser()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._depth = 0
        self._url = ""
        self._licences: list[Licence] = []
        self._draft: _Draft | None = None
        self._words: list[str] | None = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        self.root = self.root or name
        self._depth += 1
        check(self._depth, len(attributes))
        self._words = None
        if name == "content":
            self._url, self._licences = attributes.get("url", "").strip(), []
        elif name == "license":
            self._draft = _Draft()
        elif self._draft is not None and attributes.get("type", "usage").lower() == "usage" and name in _LISTS:
            self._words = []
        elif self._draft is not None and name == PAYMENT:
            self._draft.payment = attributes.get("type", "").strip().lower()[:MAX_CHARS]

    def _characters(self, text: str) -> None:
        if self._words is not None and len(self._words) < MAX_WORDS:
            self._words.append(text[: MAX_CHARS * MAX_WORDS])

    def _end(self, name: str) -> None:
        name = local(name)
        self._depth -= 1
        if self._words is not None and self._draft is not None:
            usages = "".join(self._words).lower().replace(",", " ").split()[:MAX_WORDS]
            if name == PERMITS:
                self._draft.permits = [*(self._draft.permits or []), *usages]
            else:
                self._draft.prohibits += usages
        self._words = None
        if name == "license" and self._draft is not None:
            self._licences.append(self._draft.done())
            self._draft = None
        elif name == "content" and len(self.contents) < MAX_CONTENTS:
            self._keep()

    def _keep(self) -> None:
        host, url = "", self._url
        if url.startswith(("http://", "https://")):
            host, slash, path = url.partition("://")[2].partition("/")
            host, url = host.lower(), slash + path
        elif url and not url.startswith(("/", "*")):
            url = "/" + url
        where = rule(url, False, url) if url else None
        self.contents.append(Content(host, where, tuple(self._licences)))


_LISTS = frozenset({PERMITS, PROHIBITS})


def _refuse_doctype(name: str, *_: object) -> None:
    raise UnsafeXmlError(f"declares the document type {name[:40]!r}")
