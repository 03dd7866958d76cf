"""Is this an article? Reasons by small pages."""

from __future__ import annotations

import json

import pytest

from scraper.cleaner import UNKNOWN_URL, Known, clean, read
from scraper.cleaner.results import fingerprint
from scraper.model import Article, Duty, PageType, Reason, Rejection, Terms
from tests.cleaner import models
from tests.cleaner.pages import STORY, TITLE, URL, article, page, paragraphs, rejection

DECLARED = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "%s"%s}</script>'
CARDS = "".join(
    f"<div class=card><h3><a href=/{n}>Story of the {n} flood in town</a></h3>"
    f"<p>The water of the {n} river rose…</p></div>"
    for n in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
)


def small(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"


@pytest.mark.parametrize(
    ("html", "url", "reason", "kind"),
    [
        (small("404 Not Found", "<p>Nothing here.</p>"), URL, Reason.ERROR_PAGE, PageType.ERROR),
        (small("Página no encontrada", "<p>Vuelva al inicio.</p>"), URL, Reason.ERROR_PAGE, PageType.ERROR),
        (small("Access Denied", "<p>You have no permission.</p>"), URL, Reason.ERROR_PAGE, PageType.ERROR),
        (small("Search results for river", CARDS), "https://rivernews.test/?s=river", Reason.SEARCH, PageType.SEARCH),
        (small("Log in", "<form><input name=a><input type=password></form>"), URL, Reason.LOGIN, PageType.SERVICE),
        (
            small("We value your privacy", "<p>We use cookies.</p><button>Accept all</button>"),
            URL,
            Reason.CONSENT,
            PageType.SERVICE,
        ),
        (
            "<title>App</title><div id=root></div><noscript>Please enable JavaScript to run this app.</noscript>",
            URL,
            Reason.EMPTY_SHELL,
            PageType.UNKNOWN,
        ),
        ("<title>App</title><div id=root></div><script src=a.js></script>", URL, Reason.EMPTY_SHELL, PageType.UNKNOWN),
        (
            small(TITLE, paragraphs(STORY[1], "Subscribe to continue reading"), DECLARED % (TITLE, "")),
            URL,
            Reason.PAYWALL,
            PageType.ARTICLE,
        ),
        (
            small(TITLE, paragraphs(STORY[1]), DECLARED % (TITLE, ', "isAccessibleForFree": false')),
            URL,
            Reason.PAYWALL,
            PageType.ARTICLE,
        ),
        (small("River News", CARDS), "https://rivernews.test/", Reason.LISTING, PageType.LISTING),
        (small("Rivers", CARDS), "https://rivernews.test/tag/rivers/page/2/", Reason.LISTING, PageType.LISTING),
        (small(TITLE, "<p>The river rose again.</p>"), URL, Reason.TOO_SHORT, PageType.UNKNOWN),
    ],
)
def test_what_is_no_article_says_what_it_is(html: str, url: str, reason: Reason, kind: PageType) -> None:
    result = rejection(html, url)
    assert (result.reason, result.page_type) == (reason, kind), result.detail
    assert result.detail
    assert 0 < result.confidence < 1
    assert result.url == url


BOAT = small("A boat", paragraphs(*STORY), DECLARED.replace("NewsArticle", "Product") % ("A boat", ""))


@pytest.mark.parametrize(
    ("html", "types", "reason", "kind"),
    [
        (BOAT, {PageType.PRODUCT: 0.7, PageType.ARTICLE: 0.3}, Reason.OTHER_TYPE, PageType.PRODUCT),
        (BOAT, {PageType.PRODUCT: 0.3, PageType.ARTICLE: 0.7}, None, None),  # it says so, and looks like a story
        (page(), {PageType.FORUM: 0.9, PageType.ARTICLE: 0.1}, Reason.OTHER_TYPE, PageType.FORUM),
        (page(), {PageType.LISTING: 0.9}, Reason.LISTING, PageType.LISTING),
        (page(), {PageType.FORUM: 0.6, PageType.ARTICLE: 0.4}, None, None),
        (page(head=DECLARED % (TITLE, "")), {PageType.FORUM: 0.9}, None, None),  # it says that it is an article
    ],
)
def test_a_page_of_another_type_says_so_or_looks_it_beyond_doubt(
    html: str, types: dict[PageType, float], reason: Reason | None, kind: PageType | None
) -> None:
    result = read(html, URL, model=models.Knowing(STORY, types=types)).result
    said = (result.reason, result.page_type) if isinstance(result, Rejection) else (None, None)
    assert said == (reason, kind)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t ", Reason.EMPTY),
        (b"%PDF-1.7 ...", Reason.NOT_HTML),
        (b"\x89PNG\r\n\x1a\n", Reason.NOT_HTML),
        (b"\x1f\x8b\x08\x00", Reason.NOT_HTML),
        (bytes(range(256)) * 8, Reason.NOT_HTML),
    ],
)
def test_what_is_no_page(body: bytes, reason: Reason) -> None:
    assert rejection(body).reason is reason


def test_a_utf_16_page_named_so_by_its_header_is_a_page() -> None:
    known = Known(content_type="text/html; charset=utf-16le")
    result = read(page().encode("utf-16-le"), URL, known).result
    assert isinstance(result, Article), result.detail


def test_json_ld_is_no_script_that_the_text_needs() -> None:
    body = paragraphs(STORY[0], "Subscribe to continue reading")
    result = rejection(small(TITLE, body, DECLARED % (TITLE, "")))
    assert result.reason is Reason.PAYWALL, result.detail


def test_a_rejection_carries_what_was_found_all_the_same() -> None:
    result = rejection(small(TITLE, paragraphs(STORY[1], "Subscribe to continue reading"), DECLARED % (TITLE, "")))
    assert (result.title, result.text) == (TITLE, STORY[1])
    assert "Subscribe to continue reading" in [block.text for block in result.removed]


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page(head=DECLARED % (TITLE, "")),
        page(after="<p>Subscribe to continue reading our other stories</p>"),  # a whole story is behind no wall
        page(after=f"<section>{CARDS}</section>"),
        page(before="<div><p>We use cookies.</p><button>Accept all</button></div>"),
        page(after="<noscript>Please enable JavaScript to see the comments.</noscript>"),
        page(before="<form action=/login><input name=user><input type=password></form>"),
    ],
)
def test_a_story_is_an_article_whatever_stands_around_it(html: str) -> None:
    result = article(html)
    assert (result.text, result.title) == ("\n\n".join(STORY), TITLE)
    assert 0.5 < result.confidence < 1


def test_a_story_of_short_paragraphs_is_no_listing_of_its_related_cards() -> None:
    html = page(after=f"<section>{CARDS}</section>").replace(STORY[1], STORY[1].split(",")[0] + ".")
    assert "flood in town" not in article(html).text


def test_a_story_with_an_error_in_its_title_is_one() -> None:
    title = "Page not found: how a library lost its river maps"
    html = page(head='<meta property="article:published_time" content="2011-10-04">').replace(TITLE, title)
    assert article(html).title == title


def test_without_an_address_the_canonical_link_is_the_way_back() -> None:
    linked = page(head=f"<link rel=canonical href='{URL}'>")
    for address in (None, "", "no address", "ftp://rivernews.test/"):
        result = clean(linked, address)
        assert isinstance(result, Article)
        assert result.attribution.link == URL
    nowhere = clean(page())
    assert isinstance(nowhere, Rejection)
    assert (nowhere.reason, nowhere.url, nowhere.text) == (Reason.SCHEME, UNKNOWN_URL, "\n\n".join(STORY))


def test_every_article_leads_back_to_its_publisher() -> None:
    terms = Terms(
        "River News Co-op", ("rivernews.test",), "CC-BY-4.0", credit="From {publisher}", duties=(Duty.NOTIFY,)
    )
    result = read(page(), URL, Known(terms=(terms,))).result
    assert isinstance(result, Article)
    way = result.attribution
    assert (way.link, way.publisher, way.credit, way.licence) == (
        URL,
        "River News Co-op",
        "From River News Co-op",
        result.licence,
    )
    assert way.duties == (Duty.STATE_CHANGES, Duty.NOTIFY)
    assert article(page()).attribution.publisher == "River News"


@pytest.mark.parametrize(("change", "same"), [("chrome", True), ("text", False), ("title", False)])
def test_the_fingerprint_is_of_the_article_and_not_of_its_chrome(change: str, same: bool) -> None:
    changed = {
        "chrome": page(after="<p>ADVERTISEMENT</p>").replace("Sport", "Sports"),
        "text": page().replace("midnight", "one o'clock"),
        "title": page().replace("on Monday<", "on Sunday<").replace("on Monday |", "on Sunday |"),
    }[change]
    assert changed != page()
    before, after = article(page()), article(changed)
    assert (before.fingerprint == after.fingerprint) is same
    assert before.content_sha256 != after.content_sha256


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("It rose by 1.5 percent.", "It rose by 15 percent.", False),
        ("It cost $40.", "It cost €40.", False),
        ("It rose by 40%.", "It rose by 40.", False),
        ("On 3/4 it rained.", "On 34 it rained.", False),
        ("\u0915\u093f\u0924\u093e\u092c", "\u0915\u0940\u0924\u093e\u092c", False),  # a vowel sign
        ("He said: \u201cNo.\u201d", 'He said "no"', True),
        ("A well-known  man", "A well\u2013known man", True),
    ],
)
def test_the_fingerprint_knows_what_makes_a_difference(one: str, other: str, same: bool) -> None:
    assert (fingerprint("T", one, (), None) == fingerprint("T", other, (), None)) is same


@pytest.mark.parametrize("languages", [(), ("en",), ("de", "en")])
def test_an_article_in_a_language_asked_for_is_one(languages: tuple[str, ...]) -> None:
    result = read(page(), URL, Known(languages=languages), models.Knowing(STORY)).result
    assert isinstance(result, Article)
    assert result.text == "\n\n".join(STORY)


def test_an_article_in_another_language_is_rejected_and_its_text_kept() -> None:
    result = read(page(), URL, Known(languages=("de", "es")), models.Knowing(STORY)).result
    assert isinstance(result, Rejection)
    assert (result.reason, result.page_type) == (Reason.LANGUAGE, PageType.ARTICLE)
    assert result.detail == "in en, and asked for was de, es"
    assert result.text == "\n\n".join(STORY)


def test_a_language_that_nobody_can_tell_may_be_any() -> None:
    strange = [" ".join(f"brkx{number} qwv{n} zzt" for n in range(12)) + "." for number in range(len(STORY))]
    html = page().replace("lang=en", "")
    for text, other in zip(STORY, strange, strict=True):
        html = html.replace(text, other)
    result = read(html, URL, Known(languages=("de",)), models.Knowing(strange)).result
    assert isinstance(result, Article)
    assert result.language is None


ODD: list[object] = [
    None,
    4,
    True,
    "x",
    [],
    {},
    [4],
    [{}],
    {"name": {"@value": 4}},
    {"@id": "#a"},
    {"url": {}},
    "{" * 2000,
]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_no_shape_of_json_ld_breaks_the_cleaner(value: object) -> None:
    names = "author headline datePublished dateModified publisher image license keywords articleSection description"
    thing = {"@type": "NewsArticle", **dict.fromkeys([*names.split(), "isAccessibleForFree", "inLanguage"], value)}
    for data in (thing, [thing], {"@graph": [thing, value]}, {"@type": value}, {"itemListElement": value}):
        result = read(page(head=f'<script type="application/ld+json">{json.dumps(data)}</script>'), URL).result
        assert not isinstance(result, Rejection) or result.reason is not Reason.BROKEN, result.detail


@pytest.mark.parametrize("value", [None, 4, {}, [4]], ids=repr)
def test_an_odd_identifier_in_json_ld_costs_no_story(value: object) -> None:
    thing = {"@type": "NewsArticle", "publisher": {"@id": value}, "author": {"@id": value}}
    head = f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    assert article(page(head=head)).text == "\n\n".join(STORY)


MENU = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in ("Boats", "Nets", "Ropes", "Sails", "Cart (0)"))
ROPES = [f"rope of {number} metres" for number in range(100)]
BARE = f"<html><head><title>Boats</title></head><body><ul>{MENU}</ul><p>Sort by price</p></body></html>"
CARDS = [f"The boat of skipper number {number}" for number in range(6)]
LIST = "".join(f"<article><h3><a href=/{number}>{card}</a></h3></article>" for number, card in enumerate(CARDS))


@pytest.mark.parametrize(
    ("html", "types", "sure", "is_bare"),
    [
        (BARE, {PageType.LISTING: 0.9}, 0.2, True),
        (BARE, {PageType.LISTING: 0.9}, 9.0, False),  # something on it is sure
        (BARE, {PageType.ARTICLE: 0.9}, 0.2, False),
        (BARE.replace("Sort by price", STORY[0]), {PageType.LISTING: 0.9}, 0.2, False),  # a paragraph
        (BARE.replace("</ul>", f"<li>{'<li>'.join(ROPES)}</ul>"), {PageType.LISTING: 0.9}, 0.2, False),  # many words
        (BARE.replace("<body>", "<body>" + DECLARED % ("Boats", "")), {PageType.LISTING: 0.9}, 0.2, False),
        (BARE.replace("</ul>", f"</ul>{LIST}"), {PageType.LISTING: 0.9}, 0.2, False),  # cards
    ],
)
def test_a_bare_page_has_no_text(html: str, types: models.Types, sure: float, is_bare: bool) -> None:
    knowing = models.Knowing(["Sort by price", STORY[0], *ROPES, *CARDS], sure, types, otherwise=-sure)
    result = read(html, "https://rivernews.test/boats", model=knowing).result
    assert isinstance(result, Rejection)
    assert (not result.text, not result.blocks) == (is_bare, is_bare)
    assert "Sort by price" in [b.text for b in result.removed] or not is_bare


def test_the_title_heads_the_text_of_a_page_that_is_no_article_and_of_no_other() -> None:
    shop = small("A boat", paragraphs(*STORY))
    for kind, head in ((PageType.PRODUCT, ["A boat", *STORY]), (PageType.ARTICLE, [*STORY])):
        result = read(shop, URL, Known(languages=("fr",)), models.Knowing(STORY, types={kind: 0.9})).result
        assert isinstance(result, Rejection), result.title
        assert result.text.split("\n\n") == head
        assert "A boat" not in [b.text for b in result.blocks]
