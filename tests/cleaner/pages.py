"""Small pages for the tests: a story with room for furniture around and inside it."""

from __future__ import annotations

from scraper.cleaner import read
from scraper.model import Article, Label, Labelled, Rejection

URL = "https://rivernews.test/2011/10/the-river-rose-again"
TITLE = "The river rose again on Monday"
STORY = (
    "The water came at noon, and the council of the town met until midnight to talk of what it would cost.",
    "Farmers on the left bank lost two thirds of the harvest, said the mayor, who had walked the whole dyke at dawn "
    "and counted eleven places where the water had come over the crown.",
    "Engineers of the province expect the water to fall by Thursday, when the gates of the upper dam are closed.",
    "No house was flooded this time, but the road to the harbour stays shut until the bridge has been looked at.",
    "The last flood of that height was measured in 1954, long before the dam above the town had been built.",
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(before: str = "", inside: str = "", after: str = "", head: str = "") -> str:
    """A page with the story, furniture before it, after its third paragraph, and after its end (in the article)."""
    return (
        f"<html lang=en><head><title>{TITLE} | River News</title><meta property=og:site_name content='River News'>"
        f"{head}</head><body><header><nav><a href=/>Home</a> <a href=/sport>Sport</a></nav></header><main><article>"
        f"{before}<h1>{TITLE}</h1><div class=entry-content>{paragraphs(*STORY[:3])}{inside}{paragraphs(*STORY[3:])}"
        f"{after}</div></article></main><footer><p>© 2011 River News. All rights reserved.</p></footer></body></html>"
    )


def article(html: str, url: str = URL) -> Article:
    result = read(html, url).result
    assert isinstance(result, Article), f"{result.reason}: {result.detail}"
    return result


def rejection(html: str | bytes, url: str = URL) -> Rejection:
    result = read(html, url).result
    assert isinstance(result, Rejection), result.text
    return result


def labels_of(result: Article, text: str) -> set[Label]:
    """What the blocks that hold a text were taken for."""
    return {block.label for block in found(result, text)}


def found(result: Article, text: str) -> list[Labelled]:
    return [block for block in (*result.blocks, *result.removed) if text in block.text]
