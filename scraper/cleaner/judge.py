"""Is this an article, and how sure are we?

Gathers what the page says of its own type, what its address looks like and what was found on it. An article needs a
story; a page of another type is told by its evidence, not by its length alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

import numpy as np

from scraper.cleaner.dom import Dom, node_count
from scraper.cleaner.features.cards import headlines, in_cards
from scraper.cleaner.labels import Labelling
from scraper.cleaner.language_tags import is_wanted
from scraper.cleaner.metadata import Facts
from scraper.cleaner.picking import labelled_as
from scraper.cleaner.schema_org import ARTICLE_TYPES
from scraper.cleaner.selection import choose, probabilities
from scraper.cleaner.story import Story
from scraper.model import STORY, Label, Labelled, PageType, Reason

MIN_STORY_WORDS = 25  # shortest real brief seen: 31
SHORT_WORDS = 60  # under this other evidence must speak for an article
SHELL_CHARS = 400  # of visible text on a page that needs JavaScript
BARE_WORDS = 200  # on a page that may be nothing but its menus, shown or not
BARE_SURE = 0.85  # expected score from which on there is something on it all the same
FEW_CARDS = 4  # more make a list
LOGIN_WORDS = 120  # more are no login form
PAYWALL_WORDS = 150  # a stub shows a teaser
LIKELY, SURELY = 0.5, 0.7  # chances of a type of page; at 0.7 none of 926 unseen articles was taken for another

_ERROR = re.compile(
    r"^(?:(?:error )?(?:404|410|403|500|503)\b|not found|access denied|forbidden|nothing found|service unavailable"
    r"|.{0,40}\b(?:page|p[aá]gina|seite|site|content|article)\b.{0,20}"
    r"\b(?:not found|no (?:encontrada|existe)|nicht gefunden|introuvable|unavailable|does(?:n't| not) exist)"
    r"|(?:oops|sorry|ups|whoops)\b.{0,60}(?:not|no|can't|wrong)|no se encontr)",
    re.I,
)
_SEARCH = re.compile(
    r"^(?:search(?: results)?\b|you searched for|results for|resultados? (?:de|para)|suchergebnis"
    r"|r[eé]sultats? (?:de|pour))",
    re.I,
)
_SEARCH_URL = re.compile(r"[?&](?:s|q|query|search|suche|buscar)=|/search(?:/|$|\?)", re.I)
_LISTING_URL = re.compile(
    r"/(?:tag|tags|category|categor[ií]a|kategorie|topic|topics|author|autor|section|archives?|etiqueta|rubrik|page)/"
    r"|/page/\d+/?$|/(?:19|20)\d\d(?:/\d\d)?/?$|[?&](?:page|paged|start|offset)=\d+",
    re.I,
)
_PAYWALL = re.compile(
    r"\b(?:subscribe|subscription|log ?in|sign in|register)\b.{0,50}"
    r"\b(?:to (?:continue|keep|read|unlock|view)|for full access)"
    r"|(?:continue|keep) reading.{0,40}\b(?:subscri|sign|log ?in|account)|already a (?:subscriber|member)"
    r"|unlock this (?:article|story)"
    r"|this (?:article|content|story) is (?:for|only|reserved|exclusive)\b.{0,40}\b(?:subscriber|member)"
    r"|suscr[ií]bete para (?:seguir|continuar|leer)|(?:exclusivo|solo) para suscriptores"
    r"|jetzt (?:weiterlesen|testen)\b|nur f[uü]r abonnenten|r[eé]serv[eé] aux abonn[eé]s",
    re.I,
)
_LOGIN = re.compile(r"^(?:log ?in|sign in|iniciar sesi[oó]n|anmelden|se connecter|connexion|acceder|einloggen)\b", re.I)
_LOGIN_URL = re.compile(r"/(?:log-?in|sign-?in)\b", re.I)
_CONSENT = re.compile(
    r"^(?:before you continue|we value your privacy|your privacy|consent|privacidad|datenschutzeinstellungen)\b", re.I
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|activate|requires?|activ[ae]r?|aktivieren)\b.{0,30}\bjava ?script"
    r"|java ?script (?:is|must|ist).{0,40}(?:disabled|enabled|deaktiviert|required)",
    re.I,
)
_TOLD = STORY - {Label.CAPTION}
_OTHER_TYPES = {
    "product": PageType.PRODUCT,
    "offer": PageType.PRODUCT,
    "discussionforumposting": PageType.FORUM,
    "qapage": PageType.FORUM,
    "service": PageType.SERVICE,
    "searchresultspage": PageType.SEARCH,
    "collectionpage": PageType.LISTING,
    "itemlist": PageType.LISTING,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page is. ``reason`` is None for an article; ``is_bare`` says that nothing on the page is its content."""

    reason: Reason | None
    page_type: PageType
    confidence: float
    detail: str = ""
    is_bare: bool = False


UNADDRESSED = Verdict(
    Reason.SCHEME,
    PageType.ARTICLE,
    1.0,
    "the page's address is unknown: give it with the page, so that it can be credited",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A page in numbers. ``card_share`` is the share of the story's words that stand in cards."""

    confidence: float  # the word F1 to expect of the story
    story_words: int
    words: int  # all that there are
    visible_chars: int
    paragraphs: int
    cards: int  # teasers of other stories
    card_share: float
    passwords: int  # fields, on a page of few words
    scripts: int  # likewise
    types: Mapping[PageType, float]  # how likely each type of page is, by the looks of it


@dataclass(frozen=True, slots=True)
class _Page:
    """All that the checks go by."""

    url: str
    facts: Facts
    labelled: Sequence[Labelled]
    shape: Shape

    def chance(self, kind: PageType) -> float:
        """How likely the page is of a type, by the looks of it."""
        return self.shape.types.get(kind, 0.0)

    @property
    def is_declared(self) -> bool:
        """Whether the page calls itself an article."""
        return bool(self.facts.types & ARTICLE_TYPES)


def measure(found: Story, page: Dom) -> Shape:
    """The numbers the judge goes by."""
    few = found.words < LOGIN_WORDS
    passwords = node_count(page, "input[type=password]") if few else 0
    scripts = node_count(page, "script:not([type*=json])") if few else 0
    if found.seen is None or found.answer is None:
        return Shape(0.0, 0, 0, 0, 0, 0, 0.0, passwords, scripts, {})
    sight, labelled = found.seen.sight, found.labelling.blocks
    hidden = Label.HIDDEN
    told = np.array([b.label in _TOLD for b in labelled])
    if found.answer.trees is not None:  # the networks know what is wanted of another page, not whether it is one
        told &= choose(probabilities(found.answer.trees), sight.words, found.answer.types)[0]
    shown = np.array([b.label is not hidden for b in labelled])
    heads, cards = headlines(sight), in_cards(sight, found.seen.boxes)
    words = float(sight.words[told].sum())
    return Shape(
        confidence=found.confidence,
        story_words=int(words),
        words=int(sight.words.sum()),
        visible_chars=int(sight.length[shown].sum()),
        paragraphs=int((told & sight.running & ~cards).sum()),
        cards=int((shown & heads & (cards | (sight.levels > 1))).sum()),
        card_share=float(sight.words[told & cards].sum()) / max(1.0, words),
        passwords=passwords,
        scripts=scripts,
        types=found.answer.types,
    )


def judge(url: str, facts: Facts, found: Labelling, shape: Shape) -> Verdict:
    """Decide whether a page is an article; if not, why not and what it is."""
    page = _Page(url, facts, found.blocks, shape)
    verdict = _verdict(page)
    return replace(verdict, is_bare=verdict.reason is not None and _is_bare(page, verdict))


def _verdict(page: _Page) -> Verdict:
    for check in (_error, _search, _login, _consent, _paywall, _shell, _listing, _type):
        verdict = check(page)
        if verdict:
            return verdict
    shape = page.shape
    if shape.story_words < (MIN_STORY_WORDS if page.facts.title else SHORT_WORDS):
        return Verdict(Reason.TOO_SHORT, PageType.UNKNOWN, 0.6, f"{shape.story_words} words of story")
    return Verdict(None, PageType.ARTICLE, round(shape.confidence, 3))


def unwanted(language: str | None, wanted: Sequence[str]) -> Verdict | None:
    """The verdict on an article in another language than those asked for. One that nobody could tell may be any."""
    if language is None or is_wanted(language, wanted):
        return None
    return Verdict(Reason.LANGUAGE, PageType.ARTICLE, 0.9, f"in {language}, and asked for was {', '.join(wanted)}")


def _error(page: _Page) -> Verdict | None:
    title = Label.TITLE
    shown = islice((b.block.text for b in page.labelled if b.block.level == 1 or b.label is title), 2)
    heads = [page.facts.title, *shown]
    if any(_ERROR.search(head) for head in heads if head) and page.shape.story_words < 150 and not page.facts.is_dated:
        return Verdict(Reason.ERROR_PAGE, PageType.ERROR, 0.9, f"titled “{heads[0][:60]}”")
    return None


def _search(page: _Page) -> Verdict | None:
    heads = [page.facts.title, *(b.text for b in labelled_as(page.labelled, Label.TITLE))]
    titled = any(_SEARCH.search(head) for head in heads if head)
    if (titled and not page.is_declared) or (
        _SEARCH_URL.search(page.url) and page.shape.cards > 2 and not page.is_declared
    ):
        return Verdict(Reason.SEARCH, PageType.SEARCH, 0.85, "titled or addressed like search results")
    return None


def _login(page: _Page) -> Verdict | None:
    titled = _LOGIN.search(page.facts.title or "") or _LOGIN_URL.search(page.url)
    if (
        titled
        and page.shape.story_words < LOGIN_WORDS
        and (page.shape.passwords or page.shape.story_words < SHORT_WORDS)
    ):
        return Verdict(Reason.LOGIN, PageType.SERVICE, 0.85, "asks for a login")
    return None


def _consent(page: _Page) -> Verdict | None:
    consent = sum(len(b.text) for b in labelled_as(page.labelled, Label.CONSENT))
    if _CONSENT.search(page.facts.title or "") or (
        consent > 0.5 * max(1, page.shape.visible_chars) and page.shape.story_words < SHORT_WORDS
    ):
        return Verdict(Reason.CONSENT, PageType.SERVICE, 0.8, "a consent wall without a story behind it")
    return None


def _shell(page: _Page) -> Verdict | None:
    if page.shape.story_words >= MIN_STORY_WORDS:
        return None
    asks = any(_NEEDS_SCRIPT.search(b.text) for b in page.labelled if len(b.text) < 400)
    if asks or (page.shape.visible_chars < SHELL_CHARS and page.shape.scripts > 0):
        return Verdict(Reason.EMPTY_SHELL, PageType.UNKNOWN, 0.8 if asks else 0.6, "the text needs JavaScript")
    return None


def _is_bare(page: _Page, verdict: Verdict) -> bool:
    """Whether a page of another type than an article has little more on it than menus: its scripts draw the rest."""
    shape = page.shape
    if verdict.reason is Reason.EMPTY_SHELL:
        return True
    if page.chance(PageType.ARTICLE) >= LIKELY or page.is_declared or shape.paragraphs or shape.confidence >= BARE_SURE:
        return False
    has_few, tells = shape.words < BARE_WORDS, shape.story_words >= MIN_STORY_WORDS
    return shape.cards == 0 and has_few if tells else shape.cards < FEW_CARDS or has_few


def _paywall(page: _Page) -> Verdict | None:
    if page.shape.story_words >= PAYWALL_WORDS:
        return None
    wall = next(
        (
            b.text
            for b in page.labelled
            if len(b.text) < 400 and b.label is not Label.HIDDEN and _PAYWALL.search(b.text)
        ),
        None,
    )
    if wall and (page.facts.free is False or page.is_declared or page.facts.is_dated):
        return Verdict(Reason.PAYWALL, PageType.ARTICLE, 0.85, f"“{wall[:60]}”")
    if page.facts.free is False and page.shape.story_words < SHORT_WORDS:
        return Verdict(
            Reason.PAYWALL, PageType.ARTICLE, 0.7, "declared as not accessible for free, and only a teaser is"
        )
    return None


def _listing(page: _Page) -> Verdict | None:
    path = urlsplit(page.url).path
    points = 0.0
    points += 2.0 if path in ("", "/") else 0.0
    points += 1.5 if _LISTING_URL.search(page.url) else 0.0
    points += min(2.5, page.shape.cards / 4) + 2.0 * page.shape.card_share
    points += 1.5 if page.facts.types & {"collectionpage", "itemlist", "searchresultspage"} else 0.0
    points -= 2.5 if page.is_declared else 0.0
    points -= 0.8 if page.facts.is_dated else 0.0
    points -= min(3.0, page.shape.paragraphs * 0.5)
    points -= 0.7 if page.facts.authors else 0.0
    points += 2.0 * (page.chance(PageType.LISTING) + page.chance(PageType.COLLECTION) - page.chance(PageType.ARTICLE))
    thin = page.shape.story_words < MIN_STORY_WORDS and page.shape.cards > 0 and not page.is_declared
    if points >= 1.2 or thin:
        return Verdict(
            Reason.LISTING,
            PageType.LISTING,
            round(min(0.95, 0.55 + points / 10), 2),
            f"{page.shape.cards} cards of other stories",
        )
    return None


def _type(page: _Page) -> Verdict | None:
    """Whether the page says that it is of another type, or surely looks it."""
    if page.is_declared:
        return None
    said = next((_OTHER_TYPES[kind] for kind in sorted(page.facts.types) if kind in _OTHER_TYPES), PageType.LISTING)
    if said is not PageType.LISTING and page.chance(PageType.ARTICLE) < LIKELY:
        return Verdict(Reason.OTHER_TYPE, said, 0.7, f"declared as {said.value}")
    looks = max(page.shape.types, key=page.chance, default=PageType.ARTICLE)
    if looks is PageType.ARTICLE or page.facts.is_dated or page.chance(looks) < SURELY:
        return None
    reason = Reason.LISTING if looks is PageType.LISTING else Reason.OTHER_TYPE
    return Verdict(reason, looks, round(page.chance(looks), 2), f"looks like a page of type {looks.value}")
