"""Which of this page is the story?

``read`` is a pure function of the bytes, the address and what is known: decode, blocks, labels, metadata, assemble,
judge. No network, disk or clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scraper import urls
from scraper.cleaner import dom, judge, limits, metadata, results, story
from scraper.cleaner.classifier import Classifier, default
from scraper.cleaner.decode import decode, is_binary
from scraper.errors import UrlError
from scraper.model import Article, Reading, Reason, Rejection, Terms

__all__ = ["UNKNOWN_URL", "Known", "clean", "read"]

UNKNOWN_URL = "http://unknown.invalid/"  # RFC 2606: for a page whose address nobody gave


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page besides its bytes."""

    content_type: str | None = None
    fetched_at: datetime | None = None
    terms: tuple[Terms, ...] = ()


def clean(html: bytes | str, url: str | None = None, known: Known = Known()) -> Article | Rejection:
    """The article of a page, or why there is none.

    ``html`` is the page as served (bytes) or as text; ``url`` its address, needed for links and attribution. Without
    one the page's own canonical link is taken; a page that has none gives a Rejection with reason ``scheme``.
    Never raises for what a page may contain.
    """
    return read(html, url, known).result


def read(html: bytes | str, url: str | None = None, known: Known = Known(), model: Classifier | None = None) -> Reading:
    """Everything one look at a page gives: ``clean``'s result, the links, the feeds, the robots directives.

    ``model`` judges in the place of the one that comes with us. Raises ModelError when there is none that fits.
    """
    classifier = model or default()
    try:
        return _read(html, url, known, classifier)
    except Exception as error:  # whatever a page made of us, it costs that page only
        detail = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        return Reading(Rejection(_address(url), Reason.BROKEN, detail))


def _read(html: bytes | str, url: str | None, known: Known, classifier: Classifier) -> Reading:
    address = _address(url)
    if isinstance(html, bytes) and is_binary(html, known.content_type):
        return Reading(Rejection(address, Reason.NOT_HTML, "the bytes are no text"))
    if not html.strip():
        return Reading(Rejection(address, Reason.EMPTY, "the page is empty"))
    try:
        page = dom.parse(decode(html, known.content_type).text, address)
    except limits.TooComplexError as error:
        return Reading(Rejection(address, Reason.TOO_LARGE, str(error)))
    address = _canonical_when_unknown(address, page)
    found = story.find(page, address, classifier)
    facts = metadata.collect(page, address, found.labelling)
    verdict = judge.judge(address, facts, found.labelling, judge.measure(found, page))
    if verdict.reason is None and address == UNKNOWN_URL:
        verdict = judge.UNADDRESSED
    whole = results.Found(address, facts, found.labelling.blocks, verdict)
    result = whole.rejection() if verdict.reason else whole.article(html, known.fetched_at, known.terms, found.images)
    return Reading(result, dom.links(page), page.feeds, _directives(page))


def _directives(page: dom.Dom) -> frozenset[str]:
    """Directives of meta robots, lower case."""
    return frozenset(word for value in page.meta.get("robots", []) for word in value.lower().replace(",", " ").split())


def _address(url: str | None) -> str:
    if not url:
        return UNKNOWN_URL
    try:
        return urls.parse(url)
    except UrlError:
        return UNKNOWN_URL


def _canonical_when_unknown(address: str, page: dom.Dom) -> str:
    if address != UNKNOWN_URL:
        return address
    declared = page.rels.get("canonical", []) + page.meta.get("og:url", [])
    return next((found for value in declared if (found := dom.absolute(value, address))), UNKNOWN_URL)
