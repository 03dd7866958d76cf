"""Which of this page is the story?

``read`` is a pure function of the bytes, the address and what is known: decode, blocks, labels, metadata, assemble,
judge. No network, disk or clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scraper import urls
from scraper.cleaner import assemble, dom, judge, labels, licence, limits, metadata, opinion, titles
from scraper.cleaner.blocks import Scan, scan
from scraper.cleaner.decode import decode
from scraper.cleaner.features import observe
from scraper.cleaner.opinion import squeeze
from scraper.errors import UrlError
from scraper.model import (
    Article,
    Attribution,
    Image,
    Labelled,
    Reading,
    Reason,
    Rejection,
    Terms,
)

__all__ = ["UNKNOWN_URL", "Known", "clean", "read"]

UNKNOWN_URL = "http://unknown.invalid/"  # RFC 2606: for a page whose address nobody gave
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
    b"OggS",
    b"ID3",
)
_BINARY_SHARE = 0.02  # of the first bytes may be control characters


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


def read(html: bytes | str, url: str | None = None, known: Known = Known()) -> Reading:
    """Everything one look at a page gives: ``clean``'s result, the links, the feeds, the robots directives."""
    try:
        return _read(html, url, known)
    except Exception as error:  # whatever a page made of us, it costs that page only
        detail = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        return Reading(Rejection(_address(url), Reason.BROKEN, detail))


def _read(html: bytes | str, url: str | None, known: Known) -> Reading:
    address = _address(url)
    if isinstance(html, bytes) and _is_binary(html, known.content_type or ""):
        return Reading(Rejection(address, Reason.NOT_HTML, "the bytes are no text"))
    if not html.strip():
        return Reading(Rejection(address, Reason.EMPTY, "the page is empty"))
    text = decode(html, known.content_type).text
    try:
        page = dom.parse(text, address)
    except limits.TooComplexError as error:
        return Reading(Rejection(address, Reason.TOO_LARGE, str(error)))
    address = _canonical_when_unknown(address, page)
    blocks = scan(page)
    seen = observe(blocks, opinion.ask(text, address))
    labelled = labels.label(seen, titles.head_title(page))
    facts = metadata.collect(page, address, labelled)
    content = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
    shape = judge.measure(
        seen,
        labelled,
        passwords=dom.node_count(page, "input[type=password]"),
        scripts=dom.node_count(page, "script:not([type*=json])"),
    )
    verdict = judge.judge(address, facts, labelled, shape)
    if verdict.reason is None and address == UNKNOWN_URL:
        verdict = replace(verdict, reason=Reason.SCHEME, detail="the page's address is unknown: give it with the page")
    story = tuple(assemble.story(labelled))
    removed = tuple(block for block in labelled if not block.is_story)
    result: Article | Rejection
    if verdict.reason:
        result = Rejection(
            url=address,
            reason=verdict.reason,
            detail=verdict.detail,
            page_type=verdict.page_type,
            text=assemble.text(story),
            title=facts.title or None,
            confidence=verdict.confidence,
            blocks=story,
            removed=removed,
        )
    else:
        content = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
        source = _Source(address, hashlib.sha256(content).hexdigest(), known)
        article = _article(source, facts, labelled)
        result = replace(article, images=_images(facts, story, blocks), removed=removed, confidence=verdict.confidence)
    return Reading(result, dom.links(page), page.feeds, _directives(page))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where an article came from."""

    url: str
    sha256: str
    known: Known


def _article(source: _Source, facts: metadata.Facts, labelled: Sequence[Labelled]) -> Article:
    story = assemble.story(labelled)
    text = assemble.text(story)
    notices = [block.block for block in labelled if licence.is_notice(block)]
    terms = licence.terms_for(urls.host_of(source.url), source.known.terms)
    found = licence.find(facts.licences, notices, terms)
    attribution = Attribution(
        link=facts.canonical or source.url,
        publisher=(terms.publisher if terms else None) or facts.site_name or urls.site_of(source.url),
        authors=tuple(author.name for author in facts.authors),
        licence=found,
        credit=(terms.credit if terms else None) or "",
        duties=licence.duties(found, terms),
    )
    return Article(
        url=source.url,
        title=facts.title,
        text=text,
        attribution=attribution,
        canonical_url=facts.canonical,
        authors=facts.authors,
        date_published=facts.published,
        date_modified=facts.modified,
        date_fetched=source.known.fetched_at,
        markdown=assemble.markdown(story),
        html=assemble.html(story),
        summary=facts.summary,
        language=facts.language,
        section=facts.section,
        tags=facts.tags,
        site_name=facts.site_name,
        licence=found,
        blocks=tuple(story),
        fingerprint=_fingerprint(facts, text),
        content_sha256=source.sha256,
        evidence=facts.evidence,
    )


def _images(facts: metadata.Facts, story: Sequence[Labelled], scanned: Scan) -> tuple[Image, ...]:
    """The main image of the head and those that stand inside the story."""
    if not story:
        return facts.images
    first, last = story[0].block.position, story[-1].block.position
    inside = [image for position, image in scanned.images if first <= position <= last + 1]
    return tuple({image.url: image for image in [*facts.images, *inside]}.values())


def _fingerprint(facts: metadata.Facts, text: str) -> str:
    """A digest of what a reader would call the article; white space, case and punctuation aside."""
    parts = [facts.title, text, *(author.name for author in facts.authors), str(facts.published or "")[:10]]
    return hashlib.sha256("\x1f".join(map(squeeze, parts)).encode("utf-8", "replace")).hexdigest()


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


def _is_binary(html: bytes, content_type: str) -> bool:
    if html.startswith(_BINARY):
        return True
    if html.startswith((b"\xff\xfe", b"\xfe\xff")) or "utf-16" in content_type.lower():
        return False
    head = html[:2048]
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return control > _BINARY_SHARE * max(1, len(head)) and control > 8
