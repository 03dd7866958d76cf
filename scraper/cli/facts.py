"""What does an article tell besides its text, where does that come from, and how sure is it?"""

from __future__ import annotations

from math import floor

from rich.table import Table
from rich.text import Text

from scraper.cli.console import one_line
from scraper.model import Article, Evidence, Fact
from scraper.writer.document import document

NAMES = {  # where another word than that of the JSON is shorter
    Fact.PUBLISHED: "published",
    Fact.MODIFIED: "modified",
    Fact.CANONICAL: "canonical",
    Fact.SITE: "site",
    Fact.FREE: "free",
}


def listing(article: Article) -> Table:
    """A row a fact: its name, its value, where it was found and how sure it is; below, who says the same or not."""
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
    table.add_column("fact", no_wrap=True)
    table.add_column("value; who agrees", ratio=1)
    table.add_column("from", no_wrap=True)
    table.add_column("sure", no_wrap=True)
    for fact, told in account(article).items():
        one = article.evidence[Fact(fact)]
        value = Text(one_line(_shown(told["value"])), overflow="ellipsis", no_wrap=True)
        table.add_row(NAMES.get(Fact(fact), fact), value, one.source.value, _sure(one))
        if others := _others(one):
            table.add_row("", Text(others, style="italic dim"), "", "")
    return table


def account(article: Article) -> dict[str, dict[str, object]]:
    """The same for programs: of each fact its value and its evidence, as the article's JSON has them."""
    told = document(article)
    return {
        fact.value: {"value": told[fact.value], **told["evidence"][fact.value]}
        for fact in Fact
        if fact in article.evidence
    }


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):  # a licence
        return str(value["id"] or value["url"] or value["text"])
    if isinstance(value, list):
        return ", ".join(str(one["name"] if isinstance(one, dict) else one) for one in value)
    return str(value)


def _sure(one: Evidence) -> str:
    """Rounded down: nothing is quite sure."""
    return f"{floor(100 * one.confidence) / 100:.2f}"


def _others(one: Evidence) -> str:
    """Who says the same, and who does not."""
    said = (("so too", one.agreeing), ("not so", one.differing))
    return "; ".join(f"{words}: {', '.join(place.value for place in places)}" for words, places in said if places)
