"""How would a peer have named it?

For who comes from another extractor: the same article under the field names of trafilatura's JSON, newspaper4k's,
news-please's, or as a NewsArticle of schema.org. What those cannot say, the way back, is added: ``credit`` and
``original``.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import Document


class Names(StrEnum):
    """Whose field names."""

    TRAFILATURA = "trafilatura"
    NEWSPAPER = "newspaper"
    NEWS_PLEASE = "news-please"
    SCHEMA_ORG = "schemaorg"


def renamed(document: Document, names: Names) -> Document:
    """The article as a JSON object under other names. Raises ValueError when it has no attribution."""
    attribution = from_document(document)
    credit = {"credit": credit_line(attribution), "original": attribution.link}
    return _FORMS[names](document) | ({} if names is Names.SCHEMA_ORG else credit)


def _language(document: Document) -> str | None:
    """The language alone, ``zh`` of ``zh-Hant``: all that these programs know."""
    tag: str | None = document["language"]
    return tag.partition("-")[0] if tag else None


def _trafilatura(document: Document) -> Document:
    """As its ``extract(..., output_format="json", with_metadata=True)`` names them."""
    host = urlsplit(document["url"]).hostname
    return {
        "title": document["title"],
        "author": "; ".join(_authors(document)) or None,
        "hostname": host,
        "date": _day(document["date_published"]),
        "fingerprint": document["content_sha256"],
        "id": document["id"],
        "license": _licence(document),
        "comments": "",
        "raw_text": document["text"],
        "text": document["text"],
        "language": _language(document),
        "image": document["image"],
        "pagetype": document["page_type"],
        "filedate": _day(document["date_fetched"]),
        "source": document["url"],
        "source-hostname": document["site_name"] or host,
        "excerpt": document["summary"],
        "categories": document["section"] or "",
        "tags": ";".join(document["tags"]),
    }


def _newspaper(document: Document) -> Document:
    """As ``Article.to_json`` of newspaper4k names them."""
    return {
        "url": document["url"],
        "language": _language(document),
        "title": document["title"],
        "top_image": document["image"] or "",
        "meta_img": document["image"] or "",
        "images": [image["url"] for image in document["images"]],
        "movies": [],
        "keywords": document["tags"],
        "meta_keywords": document["tags"],
        "tags": document["tags"],
        "authors": _authors(document),
        "publish_date": document["date_published"],
        "summary": document["summary"] or "",
        "meta_description": document["summary"] or "",
        "meta_lang": _language(document) or "",
        "meta_site_name": document["site_name"] or "",
        "canonical_link": document["canonical_url"] or document["url"],
        "text": document["text"],
    }


def _news_please(document: Document) -> Document:
    """As ``NewsArticle.get_serializable_dict`` of news-please names them."""
    return {
        "authors": _authors(document),
        "date_download": _clock(document["date_fetched"]),
        "date_modify": _clock(document["date_modified"]),
        "date_publish": _clock(document["date_published"]),
        "description": document["summary"],
        "filename": f"{document['id']}.json",
        "image_url": document["image"],
        "language": _language(document),
        "localpath": None,
        "maintext": document["text"],
        "source_domain": urlsplit(document["url"]).hostname,
        "title": document["title"],
        "title_page": None,
        "title_rss": None,
        "url": document["url"],
    }


def _schema_org(document: Document) -> Document:
    """As https://schema.org/NewsArticle names them, in JSON-LD."""
    attribution = from_document(document)
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": document["url"],
        "url": document["url"],
        "mainEntityOfPage": document["canonical_url"] or document["url"],
        "isBasedOn": attribution.link,
        "headline": document["title"],
        "author": [
            {"@type": "Person", "name": author["name"]} | ({"url": author["url"]} if author["url"] else {})
            for author in document["authors"]
        ],
        "publisher": {"@type": "Organization", "name": attribution.publisher},
        "datePublished": document["date_published"],
        "dateModified": document["date_modified"],
        "inLanguage": document["language"],
        "articleSection": document["section"],
        "keywords": document["tags"],
        "abstract": document["summary"],
        "image": [image["url"] for image in document["images"]],
        "articleBody": document["text"],
        "license": _licence(document),
        "creditText": credit_line(attribution),
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


_FORMS: MappingProxyType[Names, Callable[[Document], Document]] = MappingProxyType(
    {
        Names.TRAFILATURA: _trafilatura,
        Names.NEWSPAPER: _newspaper,
        Names.NEWS_PLEASE: _news_please,
        Names.SCHEMA_ORG: _schema_org,
    }
)


def _authors(document: Document) -> list[str]:
    return [author["name"] for author in document["authors"]]


def _licence(document: Document) -> str | None:
    licence = document["license"] or {}
    return licence.get("url") or licence.get("id")


def _day(told: str | None) -> str | None:
    return told[:10] if told else None


def _clock(told: str | None) -> str | None:
    """``2026-11-23 10:30:00``, as news-please writes a time; without a zone, so in UTC where one is told."""
    if not told:
        return None
    return f"{told[:10]} {told[11:19] or '00:00:00'}"
