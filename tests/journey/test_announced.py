"""Does what a feed or an API says of a story fill the gaps of its page, and is it told whose word it is?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from scraper.reclean import Fate, reclean
from scraper.settings import ApiUse
from tests.journey.runs import crawl, documents
from tests.journey.site import Reply, Site, listing, settings_for, story
from tests.journey.wordpress import WordPress

BARE = "/story/1"
FEED = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><item>
<title>Another Headline</title><link>{}</link><dc:creator>Ana Ruiz</dc:creator>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>"""


def bare() -> str:
    """A story whose page names neither its author nor its day."""
    lines = story(1).splitlines(keepends=True)
    named = ("author", "published_time", "Quillon")
    kept = "".join(line for line in lines if not any(word in line for word in named))
    return kept.replace("<body>", "</head><body>").replace('<main><article class="post">', "<main><article><h1>A</h1>")


def sources(document: dict[str, Any]) -> dict[str, str]:
    return {fact: told["source"] for fact, told in document["evidence"].items()}


def test_a_feed_fills_the_gaps_also_when_the_page_is_cleaned_again(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site({BARE: bare(), "/": listing([])}) as site:
        site.pages[0]["/feed"] = Reply(
            200, FEED.format(site.url(BARE)).encode(), {"Content-Type": "application/rss+xml"}
        )
        settings = settings_for(site, archive, feeds=(site.url("/feed"),))
        crawl(settings)
        (document,) = documents(archive)
        assert [author["name"] for author in document["authors"]] == ["Ana Ruiz"]
        assert document["date_published"] == "2026-03-02T08:00:00Z"
        assert document["title"] != "Another Headline"
        assert document["evidence"]["title"]["differing"] == ["feed"]
        assert {sources(document)[fact] for fact in ("authors", "date_published")} == {"feed"}
        again = reclean(replace(settings, clean_seconds=settings.clean_seconds + 1))
        assert again.fates == {Fate.SAME: 1, Fate.NONE: 1}
        crawl(settings, everything_due=True)
        assert documents(archive) == [document]


def test_what_a_list_of_posts_says_is_the_word_of_the_api(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site(WordPress({1: "2026-03-02T12:00:00"}).pages()) as site:
        crawl(settings_for(site, archive, api=ApiUse.PREFER))
        (document,) = documents(archive)
    told = sources(document)
    assert {told[fact] for fact in ("title", "authors", "date_published", "section", "tags")} == {"api"}
    assert document["evidence"]["title"]["agreeing"] == []
