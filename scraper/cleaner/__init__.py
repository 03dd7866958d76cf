"""Which of this page is the story?

``read`` is a pure function of the bytes, the address and what is known: decode, blocks, labels, metadata, assemble,
judge. No network, disk or clock.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from scraper import urls
from scraper.cleaner import directives, dom, judge, limits, metadata, results, story, witnesses
from scraper.cleaner.classifier import Classifier, default
from scraper.cleaner.classifier import version as model_version
from scraper.cleaner.decode import decode, is_binary
from scraper.cleaner.results import fingerprint
from scraper.cleaner.skim import leads
from scraper.errors import UrlError
from scraper.model import Announced, Article, Reading, Reason, Rejection, Source, Terms

__all__ = ["UNKNOWN_URL", "Known", "clean", "fingerprint", "model_version", "read"]

UNKNOWN_URL = "http://unknown.invalid/"  # RFC 2606: for a page whose address nobody gave


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page besides its bytes."""

    content_type: str | None = None
    fetched_at: datetime | None = None
    terms: tuple[Terms, ...] = ()
    languages: tuple[str, ...] = ()  # that are wanted, as ISO 639 codes; none means all
    announced: Announced | None = None
    head: Source | None = None  # whose word the page's head is, where it is not the page's own


def clean(html: bytes | str, url: str | None = None, known: Known = Known()) -> Article | Rejection:
    """The article of a page, or why there is none.

    ``html`` is the page as served (bytes) or as text; ``url`` its address, needed for links and attribution. Without
    one the page's own canonical link is taken; a page that has none gives a Rejection with reason ``scheme``.
    Never raises for what a page may contain.
    """
    with undisturbed():
        return _look(html, url, known, default())[0]


def read(html: bytes | str, url: str | None = None, known: Known = Known(), model: Classifier | None = None) -> Reading:
    """Everything one look at a page gives: ``clean``'s result, links, feeds and APIs, and what it says of its own use.

    ``model`` judges in the place of the one that comes with us. Raises ModelError when there is none that fits.
    """
    with undisturbed():
        result, page = _look(html, url, known, model or default())
    if page is None:
        return Reading(result)
    try:
        apis = tuple(dict.fromkeys(page.rels.get(dom.WORDPRESS, ())))
        return Reading(result, dom.links(page), page.feeds, directives.metas(page.meta), page.terms, apis)
    except Exception as error:
        return Reading(_broken(result.url, error))


def links_of(html: bytes | str, url: str, content_type: str | None = None) -> Reading:
    """Where a page leads, without a look at what it says: all that ``read`` finds but the article.

    The result is a Rejection as a listing: nothing was looked at that could be an article. Never raises for what a page
    may contain, and takes time in proportion to its length.
    """
    address = _address(url)
    if isinstance(html, bytes) and is_binary(html, content_type):
        return Reading(Rejection(address, Reason.NOT_HTML, "the bytes are no text"))
    found = leads(decode(html, content_type).text, address)
    return Reading(Rejection(address, Reason.LISTING, "only its links were read"), *found)


def _look(
    html: bytes | str, url: str | None, known: Known, classifier: Classifier
) -> tuple[Article | Rejection, dom.Dom | None]:
    """The result, and the page where it could be parsed."""
    address = _address(url)
    if isinstance(html, bytes) and is_binary(html, known.content_type):
        return Rejection(address, Reason.NOT_HTML, "the bytes are no text"), None
    if not html or html.isspace():
        return Rejection(address, Reason.EMPTY, "the page is empty"), None
    page = None
    try:
        decoded = decode(html, known.content_type)
        page = dom.parse(decoded.text, address, decoded.utf8)
        address = _canonical_when_unknown(address, page)
        content = html if isinstance(html, bytes) else decoded.utf8 or html.encode("utf-8", "replace")
        result = _result(page, address, content, known, classifier)
    except limits.TooComplexError as error:
        return Rejection(address, Reason.TOO_LARGE, str(error)), None
    except Exception as error:  # whatever a page made of us, it costs that page only
        return _broken(address, error), page
    if decoded.note and isinstance(result, Article):
        result = replace(result, remarks={"encoding": decoded.note})
    return result, page


def _broken(address: str, error: Exception) -> Rejection:
    return Rejection(address, Reason.BROKEN, f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")


def _result(page: dom.Dom, address: str, content: bytes, known: Known, classifier: Classifier) -> Article | Rejection:
    """What a page comes to."""
    found = story.find(page, address, classifier)
    facts = metadata.collect(page, address, found.labelling, known.fetched_at, known.announced)
    if known.head:
        facts.evidence = witnesses.spoken_by(known.head, facts.evidence)
    verdict = judge.judge(address, facts, found.labelling, judge.measure(found, page))
    if verdict.reason is None and address == UNKNOWN_URL:
        verdict = judge.UNADDRESSED
    if verdict.reason is None and known.languages:
        verdict = judge.unwanted(facts.language, known.languages) or verdict
    whole = results.Found(address, facts, found.labelling.blocks, verdict)
    return whole.rejection() if verdict.reason else whole.article(content, known.fetched_at, known.terms, found.page)


@contextmanager
def undisturbed() -> Iterator[None]:
    """In here the garbage collector rests: it would go through all that a page is made of, time and again, and none of
    it is garbage before the page is done."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
