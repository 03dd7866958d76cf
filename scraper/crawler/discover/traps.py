"""Is this address a page at all, and does it lead anywhere new?

Rules on the address alone, as data: what is no page, what never ends, and which addresses are pages of one listing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.crawler.discover.scope import Why
from scraper.model import Link

MAX_URL_CHARS = 2_048  # the limit of sitemaps.org; a long slug in Arabic or Russian takes some 600
MAX_SEGMENTS = 15  # of a path; real ones have up to 8
MAX_REPEATS = 2  # of one segment; relative links on a page without a slash at its end grow path/path/path
MAX_PARAMETERS = 8
MAX_PAGE = 1_000  # of one listing
ITEMS_PER_PAGE = 10  # to make a page number of ?start=20

FILES = frozenset(
    (
        "jpg jpeg jpe png gif webp avif svg ico bmp tif tiff heic psd eps "  # pictures
        "mp3 m4a m4b ogg oga opus wav flac aac wma mp4 m4v mov avi mkv webm wmv flv mpg mpeg 3gp m3u8 srt vtt "
        "pdf doc docx odt rtf xls xlsx ods csv tsv ppt pptx pps odp epub mobi azw3 djvu "  # documents
        "zip gz tgz bz2 xz 7z rar tar zst iso dmg exe msi apk deb rpm jar torrent "  # archives, programs
        "css js mjs json jsonld xml rss atom rdf xsl xsd wasm woff woff2 ttf otf eot swf "  # code, data, feeds
        "txt ics vcf kml kmz gpx geojson shp sql sqlite bak asc md5 sha256"  # other data
    ).split()
)

_CALENDARS = "(?:events?|eventos?|calendar|calendario|agenda)"
# Searched for in path and query, lower case. First match counts.
_RULES: tuple[tuple[Why, str], ...] = (
    (
        Why.MACHINERY,
        r"^/(?:[a-z-]+/)?wp-(?:admin|json|content|includes|login\.php|cron\.php|signup\.php)\b",
    ),  # WordPress
    (Why.MACHINERY, r"^/(?:xmlrpc\.php|cdn-cgi/|\.well-known/|_next/|api/|graphql\b|oauth)"),
    (Why.MACHINERY, r"/(?:feed|trackback|embed)/?(?:$|\?)"),  # of single posts; real feeds are found by rel=alternate
    (
        Why.MACHINERY,
        r"/(?:log-?in|log-?out|sign-?in|sign-?up|register|cart|checkout|my-account|lost-?password)/?(?:$|\?)",
    ),
    (Why.MACHINERY, r"[?&](?:replytocom|add-to-cart|like_comment|_wpnonce|preview_id|customize_changeset_uuid)="),
    (Why.MACHINERY, r"[?&](?:action|task)=(?:share|log-?in|log-?out|register|edit|history|lostpassword)\b"),
    (Why.MACHINERY, r"[?&](?:format|type|output|alt)=(?:feed|rss|atom|xml|json|pdf)\b"),
    (Why.MACHINERY, r"[?&](?:share|ical|outlook-ical|mailto)="),
    (Why.SEARCH, r"/(?:search|buscar|busqueda|suche|recherche)(?:/(?!label/)|$|\?(?!(?:.*&)?updated-max=)|\.)"),
    # Blogger's labels are tags, and its updated-max are the older posts
    (Why.SEARCH, r"[?&](?:s|q|query|search|keyword|keywords|searchword|buscar)="),
    (Why.CALENDAR, r"[?&](?:tribe-bar-date|tribe_event_display|eventdate|caldate|calendar_date)="),
    (Why.CALENDAR, rf"/{_CALENDARS}/(?:.*[/-])?(?:19|20|21)\d\d[/-]\d\d?(?:[/-]\d\d?)?/?(?:$|\?)"),  # no slug after it
    (Why.CALENDAR, rf"/{_CALENDARS}/(?:month|week|day|today|list)\b"),
)
RULES: tuple[tuple[Why, re.Pattern[str]], ...] = tuple((why, re.compile(pattern)) for why, pattern in _RULES)

_PAGE_PATH = re.compile(r"/(?:page|pagina|p%C3%A1gina|seite|pag)[/-](\d{1,9})(?=/|$)", re.IGNORECASE)
_PAGE_PARAMETER = re.compile(r"(?:^|&)(?:page|paged|pg|pagina|page_?num(?:ber)?)=(\d{1,9})(?=&|$)", re.IGNORECASE)
_START_PARAMETER = re.compile(r"(?:^|&)(?:start|limitstart|offset)=(\d{1,9})(?=&|$)", re.IGNORECASE)

# What links to the further pages of a listing say, in lower case and without arrows.
ONWARD = frozenset(
    """next;next page;older;older posts;older entries;older articles;older stories;previous posts;previous entries;
    load more;siguiente;página siguiente;siguientes;anteriores;entradas antiguas;
    entradas más antiguas;entradas anteriores;más antiguas;próxima;próximo;próxima página;postagens mais antigas;
    posts anteriores;suivant;suivante;page suivante;articles plus anciens;plus anciens;weiter;nächste;nächste seite;
    ältere beiträge;ältere artikel;successivo;pagina successiva;post più vecchi;volgende;volgende pagina;
    следующая;далее;التالي;下一页;次へ""".replace("\n", "")
    .replace("    ", "")
    .split(";")
)
MAX_ONWARD_CHARS = 40
_ARROWS = " \t\n\u00a0«»‹›<>←→⟵⟶⇐⇒◀▶◄►.…|-–—"


class Listing(NamedTuple):
    """Which listing an address belongs to, and which page of it it is; 1 for the first and for what is not paged."""

    base: str
    page: int


def trap(url: str) -> Why | None:
    """Why a request URL is not worth a visit, as far as the address tells; None if it may be."""
    rest = "/" + url.partition("://")[2].partition("/")[2]
    path, _, query = rest.partition("?")
    if len(url) > MAX_URL_CHARS:
        return Why.LENGTH
    if _suffix(path) in FILES:
        return Why.FILE
    lower = rest.lower()
    for why, pattern in RULES:
        if pattern.search(lower):
            return why
    if query.count("&") >= MAX_PARAMETERS:
        return Why.PARAMETERS
    if _repeats(path):
        return Why.REPETITION
    return Why.PAGING if listing_of(url).page > MAX_PAGE else None


def listing_of(url: str) -> Listing:
    """The listing of a request URL.

    >>> listing_of("https://news.test/tag/x/page/2/")
    Listing(base='https://news.test/tag/x', page=2)
    >>> listing_of("https://news.test/news?limit=10&start=20")
    Listing(base='https://news.test/news?limit=10', page=3)
    """
    path, _, query = url.partition("?")
    page = 1
    if match := _PAGE_PATH.search(path):
        page = int(match[1])
        path = path[: match.start()] + path[match.end() :]
    elif match := _PAGE_PARAMETER.search(query):
        page = int(match[1])
        query = query[: match.start()] + query[match.end() :]
    elif match := _START_PARAMETER.search(query):
        page = int(match[1]) // ITEMS_PER_PAGE + 1
        query = query[: match.start()] + query[match.end() :]
    query = query.strip("&")
    return Listing(path.rstrip("/") + (f"?{query}" if query else ""), page)


def leads_on(link: Link) -> bool:
    """Whether a link says that it is the way to the next page, by its ``rel`` or in so many words."""
    if link.rel and "next" in link.rel.split():
        return True
    return len(link.text) <= MAX_ONWARD_CHARS and link.text.strip(_ARROWS).lower() in ONWARD


def _suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def _repeats(path: str) -> bool:
    """Whether a path goes in circles. Numbers may repeat: /2010/10/10/."""
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return True
    words = [segment for segment in segments if not segment.isdigit()]
    if len(set(words)) == len(words):
        return False
    return _has_pair_twice(words) or any(words.count(word) > MAX_REPEATS for word in words)


def _has_pair_twice(words: list[str]) -> bool:
    return any(words[at : at + 2] == words[at + 2 : at + 4] for at in range(len(words) - 3))
