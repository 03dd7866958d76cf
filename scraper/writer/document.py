"""What does an article look like from outside?

Articles and rejections as JSON objects: the field names are our interface, so they are spelt here and nowhere else.
Field names follow American usage (``license``), as schema.org and most consumers do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from scraper.model import Article, Attribution, Evidence, Label, Labelled, Licence, Rejection
from scraper.urls import dedupe_key

Document = dict[str, Any]

_JSON = json.JSONEncoder(ensure_ascii=False)


class RevisionKind(StrEnum):
    """What a revision holds."""

    ARTICLE = "article"
    TOMBSTONE = "tombstone"  # the page is gone


class GoneReason(StrEnum):
    """How a server says that a page is gone."""

    GONE = "gone"  # 410
    NOT_FOUND = "not_found"  # 404, more than once
    PURGED = "purged"  # not by its server: it was taken out of the archive


class ChangeKind(StrEnum):
    """What a revision changed. Closed set; a revision may have brought several, the weightiest first."""

    GONE = "gone"
    RESTORED = "restored"  # it had been gone
    TITLE = "title"  # the headline
    CORRECTION = "correction"  # a note that owns up to an error was added or changed
    NOTE = "note"  # another note of the editors: an update, say
    TEXT = "text"  # sentences were rewritten, removed or put into paragraphs
    UPDATE = "update"  # paragraphs were added, and no sentence taken away
    SMALL_EDIT = "small_edit"  # some letters or marks: a typo, for instance
    ORDER = "order"  # paragraphs or sentences were moved
    AUTHORS = "authors"
    DATES = "dates"  # of publication
    MODIFIED = "modified"  # the date of the last change: goes along with others, so no revision lists it
    SUMMARY = "summary"
    SECTION = "section"
    TAGS = "tags"
    LICENCE = "license"
    OTHER = "other"  # none of these: what was compared is the same


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the archive holds it. ``cursor`` grows with every change: hand it back to get what came later.

    ``changes`` are empty for a first revision, and for one that an earlier version stored (see ``Archive.history``).
    """

    id: str
    revision: int
    cursor: int
    saved_at: datetime
    json: str  # the document, on one line; kept as text because most consumers only pass it on
    kind: RevisionKind = RevisionKind.ARTICLE
    changes: tuple[ChangeKind, ...] = ()

    @property
    def gone(self) -> bool:
        """Whether this is the tombstone of an article whose page is gone: its document has no text."""
        return self.kind is RevisionKind.TOMBSTONE

    @property
    def document(self) -> Document:
        """The article's JSON object (a new one on each call)."""
        parsed: Document = json.loads(self.json)
        return parsed


def article_id(key: str) -> str:
    """The stable name of what lives under a dedupe key: 16 hexadecimal digits.

    64 bits: among ten million articles two share a name with a chance of about 3 in a million.
    """
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def digest(key: str) -> int:
    """The dedupe key in 64 bits: the number that its article id spells."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)


def document(article: Article, key: str | None = None, revision: int = 1) -> Document:
    """The article as a JSON object, fields in their published order. ``key`` is the dedupe key of the visit.

    Raises UrlError when no key is given and the article's own URL is none.
    """
    known_by = key if key is not None else dedupe_key(article.url or article.attribution.link)
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "authors": [{"name": author.name, "url": author.url} for author in article.authors],
        "date_published": iso(article.date_published),
        "date_modified": iso(article.date_modified),
        "date_fetched": iso(article.date_fetched),
        "text": article.text,
        "markdown": article.markdown,
        "republishable": article.republishable,
        "summary": article.summary,
        "language": article.language,
        "section": article.section,
        "tags": list(article.tags),
        "site_name": article.site_name,
        "image": article.image,
        "images": [
            {"url": image.url, "alt": image.alt, "caption": image.caption, "credit": image.credit}
            for image in article.images
        ],
        "license": _licence(article.licence or article.attribution.licence),
        "attribution": _attribution(article.attribution),
        "removed": _blocks(article.removed),
        "id": article_id(known_by),
        "content_sha256": article.content_sha256,
        "revision": revision,
        "confidence": article.confidence,
        "page_type": article.page_type.value,
        "notes": [block.text for block in article.blocks if block.label is Label.NOTE],
        "translations": [{"language": language, "url": url} for language, url in article.translations],
        "date_first_seen": None,  # these two are known to an archive alone
        "duplicates": [],
        "is_accessible_for_free": article.is_accessible_for_free,
        "evidence": {fact.value: _evidence(one) for fact, one in article.evidence.items()},
    }


def tombstone_document(last: Document, revision: int, at: datetime, reason: GoneReason) -> Document:
    """What is left of an article whose page is gone, as a JSON object. ``last`` is its last document."""
    return {
        "url": last["url"],
        "canonical_url": last["canonical_url"],
        "title": last["title"],
        "gone": True,
        "date_gone": iso(at),
        "reason": reason.value,
        "attribution": last["attribution"],
        "id": last["id"],
        "revision": revision,
    }


def rejection_document(rejection: Rejection) -> Document:
    """The rejection as a JSON object: why there is no article, and the main content found all the same."""
    return {
        "url": rejection.url,
        "reason": rejection.reason.value,
        "detail": rejection.detail,
        "page_type": rejection.page_type.value,
        "title": rejection.title,
        "text": rejection.text,
        "confidence": rejection.confidence,
        "removed": _blocks(rejection.removed),
    }


def fingerprint(article: Article) -> str:
    """The article's own fingerprint, or one of the same scope (title, text, authors, dates) where it has none."""
    if article.fingerprint:
        return article.fingerprint
    told = [
        article.title,
        article.text,
        [author.name for author in article.authors],
        iso(article.date_published),
        iso(article.date_modified),
    ]
    return hashlib.sha256(dumps(told).encode()).hexdigest()


def dumps(value: object) -> str:
    """JSON on one line, readable in any script and always encodable as UTF-8."""
    return storable(_JSON.encode(value))


def storable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 file or database takes, replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def iso(when: datetime | date | None) -> str | None:
    """ISO 8601: a day stays a day, UTC ends in Z."""
    return when.isoformat().replace("+00:00", "Z") if when is not None else None


def moment(seconds: float) -> datetime:
    """Unix seconds as an aware UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def _licence(licence: Licence | None) -> Document | None:
    return {"id": licence.id, "url": licence.url, "text": licence.text} if licence else None


def _attribution(attribution: Attribution) -> Document:
    licence = attribution.licence
    return {
        "link": attribution.link,
        "publisher": attribution.publisher,
        "authors": list(attribution.authors),
        "credit": attribution.credit,
        "duties": [duty.value for duty in attribution.duties],
        "permission": attribution.permission.value,
        "site": attribution.site,
        "pixel": attribution.pixel,
        "embargo_days": attribution.embargo_days,
        "window_days": attribution.window_days,
        "images": attribution.images,
        "conditions": list(attribution.conditions),
        "terms_source": attribution.terms_source,
        "license": {**(_licence(licence) or {}), "source": licence.source} if licence else None,
    }


def _evidence(one: Evidence) -> Document:
    return {
        "source": one.source.value,
        "confidence": one.confidence,
        "agreeing": [place.value for place in one.agreeing],
        "differing": [place.value for place in one.differing],
    }


def _blocks(blocks: Iterable[Labelled]) -> list[Document]:
    return [
        {
            "label": block.label.value,
            "text": block.text,
            "confidence": block.confidence,
            "reasons": list(block.reasons),
            "position": block.block.position,
        }
        for block in blocks
    ]
