"""What do the names on an element say about it?

Words in class, id and role that mark furniture, with the families counted on 3,230 real pages. A marker is evidence,
not a verdict: ``share`` alone proves little, and a name on an element that holds half of the page proves nothing
(whoever weighs the page sees to that).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from scraper.model import Label

# Words and what they mark. Words are the parts of class names and ids, split at dashes, underscores and humps.
WORDS: Mapping[str, Label] = {
    word: label
    for label, words in {
        Label.SHARE: (
            "share shares sharing sharer sharedaddy sharebar sharebox shareicons sharethis shareaholic addtoany a2a "
            "addthis social socials heateor dpsp swp ssba printfriendly likes wpulike ratings sharetools "
            "compartir teilen partager compartilhe condividi"
        ),
        Label.NEWSLETTER: (
            "newsletter newsletters subscribe subscription subscriptions signup mailchimp mc4wp optin tnp inboxes "
            "mailinglist"
        ),
        Label.DONATE: "donate donation donations donorbox fundraising fundraiser membership helpful feedback",
        Label.RELATED: (
            "related relateds recommended recommendation recommendations recirc recirculation yarpp relatedposts "
            "taboola outbrain trc crp readmore popular trending mostread onward similar morefrom teaser teasers "
            "seealso upnext readnext suggested"
        ),
        Label.COMMENTS: "comment comments commentlist disqus respond wpdiscuz livefyre discussion kommentare",
        Label.NAVIGATION: (
            "nav navbar navigation navi menu submenu breadcrumb breadcrumbs pagination pager paging toolbar topbar "
            "skiplink sitemap tags taglist tagcloud toc sidebar masthead searchform search hamburger"
        ),
        Label.ADVERTISEMENT: (
            "ad ads adv advert adverts advertisement advertising advertorial adsbygoogle adslot adunit adbox anzeige "
            "sponsor sponsored sponsors dfp gpt scaip"
        ),
        Label.PROMO: "promo promos promotion popup modal lightbox interstitial overlay appeal campaign cta teaserbox",
        Label.BIO: "bio autorbox autorenbox authorbox authorbio biography abouttheauthor",
        Label.CONSENT: "cookie cookies consent gdpr onetrust cookiebot cmplz cky cookiebar",
        Label.LEGAL: "footer colophon copyright imprint impressum disclaimer",
        Label.LICENCE: "license licence republish republication republishing",
        Label.BYLINE: "byline bylines",
        Label.CAPTION: "caption captions figcaption cutline legende bildunterschrift bildtext imagecaption photocredit",
    }.items()
    for word in words.split()
}

# Pairs of words that mean more together, or something else than each alone.
PAIRS: Mapping[tuple[str, str], Label | None] = {
    ("author", "bio"): Label.BIO,
    ("author", "box"): Label.BIO,
    ("about", "author"): Label.BIO,
    ("author", "info"): Label.BIO,
    ("author", "description"): Label.BIO,
    ("post", "author"): Label.BYLINE,
    ("entry", "meta"): Label.BYLINE,
    ("post", "meta"): Label.BYLINE,
    ("article", "meta"): Label.BYLINE,
    ("cat", "links"): Label.NAVIGATION,
    ("tags", "links"): Label.NAVIGATION,
    ("read", "more"): Label.RELATED,
    ("read", "next"): Label.RELATED,
    ("see", "also"): Label.RELATED,
    ("more", "stories"): Label.RELATED,
    ("more", "news"): Label.RELATED,
    ("most", "read"): Label.RELATED,
    ("latest", "news"): Label.RELATED,
    ("latest", "posts"): Label.RELATED,
    ("mc", "embed"): Label.NEWSLETTER,
    ("jp", "relatedposts"): Label.RELATED,
    ("post", "flair"): Label.SHARE,
    ("post", "navigation"): Label.NAVIGATION,
    ("post", "ufi"): Label.SHARE,
    ("fb", "comments"): Label.COMMENTS,
    ("tp", "modal"): Label.PROMO,
    ("give", "form"): Label.DONATE,
    ("paywall", "body"): None,
    # False friends: the story stands in these.
    ("has", "sidebar"): None,
    ("with", "sidebar"): None,
    ("no", "sidebar"): None,
    ("post", "content"): None,
    ("available", "content"): None,
    ("subscription", "widget"): Label.NEWSLETTER,
}

DECKS = frozenset(
    "deck dek standfirst subtitle subtitles subheadline subhead subheading summary excerpt chapo strapline untertitel "
    "bajada copete entradilla sumario sommario catenaccio abstract tagline".split()
)

TAGS: Mapping[str, Label] = {
    "nav": Label.NAVIGATION,
    "footer": Label.LEGAL,
    "form": Label.OTHER,
    "button": Label.OTHER,
    "aside": Label.PROMO,
    "dialog": Label.PROMO,
    "figcaption": Label.CAPTION,
    "caption": Label.CAPTION,
    "address": Label.BYLINE,
    "menu": Label.NAVIGATION,
}

Hint = tuple[Label, str]  # what a name says, and the word that says it
MARKED: tuple[Label, ...] = tuple(
    dict.fromkeys([*WORDS.values(), *(label for label in PAIRS.values() if label), *TAGS.values()])
)

_SINGLE, _PAIRED = frozenset(WORDS), frozenset(first for first, _ in PAIRS)
_TELLING = _SINGLE | _PAIRED  # most names have none of them
_WITH_DIGITS = [word for word in _TELLING if not word.isalpha()]
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z][a-z0-9]*")


def marker(tag: str, ident: str, letters: Iterable[str] | None = None) -> Hint | None:
    """What tag, class and id together say, with the word that says it; None when they say nothing. ``letters`` are all
    words of letters that they hold, where these are known: in most there is none to look at more closely."""
    if ident and (letters is None or _may_tell(ident, letters)):
        words = _WORD.findall(ident if ident.islower() else _HUMP.sub(" ", ident).lower())
        if not _PAIRED.isdisjoint(words):
            for pair in pairwise(words):
                if pair in PAIRS:
                    label = PAIRS[pair]
                    return None if label is None else (label, "-".join(pair))
        if not _SINGLE.isdisjoint(words):
            word = next(filter(WORDS.__contains__, words))
            return WORDS[word], word
    return (TAGS[tag], f"<{tag}>") if tag in TAGS else None


def _may_tell(ident: str, letters: Iterable[str]) -> bool:
    """Whether any of these words tells something, perhaps."""
    return not _TELLING.isdisjoint(letters) or any(map(ident.lower().__contains__, _WITH_DIGITS))


@lru_cache(maxsize=8_192)
def is_deck(ident: str) -> bool:
    """Whether an element is named as the deck (standfirst, subtitle, summary) of a story."""
    return not DECKS.isdisjoint(_WORD.findall(_HUMP.sub(" ", ident).lower()))
