"""scraper search: the articles of an archive that speak of something, each with the way back to its publisher."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from scraper.cli.console import one_line, printable, say, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.places import archive_of, only_archive
from scraper.model import Licence
from scraper.writer.archive import Archive
from scraper.writer.archive_search import LIMIT, Hit, Order, Within
from scraper.writer.attribution import credit_line, from_document
from scraper.writer.search_snippet import Snippet

INDENT = "    "
NOTICE = 100  # characters of a licence's own words, where it has no name
WHERE = typer.Argument(
    metavar="[ARCHIVE|CONFIG]", help="Default: the only archive under archives/.", show_default=False
)
QUERY = typer.Argument(
    metavar="QUERY", help="What to look for; in quotes if it is more than a word.", show_default=False
)
SITE = typer.Option("--site", metavar="HOST", help="Only of this host and those under it.", show_default=False)
SINCE = typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", help="Only from this day on.", show_default=False)
UNTIL = typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="Only to this day.", show_default=False)
LANGUAGE = typer.Option("--language", metavar="TAG", help="Only in this language, such as es.", show_default=False)
DAY = timedelta(days=1)


def search(
    query: Annotated[str, QUERY],
    place: Annotated[Path | None, WHERE] = None,
    site: Annotated[str | None, SITE] = None,
    since: Annotated[datetime | None, SINCE] = None,
    until: Annotated[datetime | None, UNTIL] = None,
    language: Annotated[str | None, LANGUAGE] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Most articles to show.")] = LIMIT,
    sort: Annotated[Order, typer.Option(help="What comes first.")] = Order.RELEVANCE,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one object a line.")] = False,
) -> Exit:
    """Find articles by their words, in title and text.

    All words must be there, with or without accents.

    "A phrase" is found as it stands, -word leaves out, of this OR that one is enough, begin* is all that begins so.

    Before a query that begins with a dash, write --.
    """
    directory = archive_of(place) if place else only_archive()
    within = Within(site, _utc(since), _utc(until, DAY), language)
    with Archive.open(directory) as archive:
        hits = archive.search(query, within, sort, limit + 1)
    shown = hits[:limit]
    if as_json:
        for hit in shown:
            print(json.dumps(told(hit), ensure_ascii=False))
    else:
        console = stdout_console()
        for number, hit in enumerate(shown, 1):
            show(number, hit, console)
    if not shown:
        say(f"nothing found in {directory}")
    elif len(hits) > limit:
        say(f"the first {limit:,}; more with --limit")
    return Exit.OK


def told(hit: Hit) -> dict[str, Any]:
    """A hit as a JSON object."""
    document = hit.article.document
    names = ("title", "url", "date_published", "date_fetched", "language", "site_name", "license", "attribution")
    return {
        "id": hit.article.id,
        **{name: document.get(name) for name in names},
        "credit": credit_line(from_document(document)),
        "snippet": hit.snippet.text,
        "marks": [list(mark) for mark in hit.snippet.marks],
        "score": round(hit.score, 4),
        "cursor": hit.article.cursor,
    }


def show(number: int, hit: Hit, console: Console) -> None:
    """A hit for people: title, where and when, the place in it, and whose it is."""
    document = hit.article.document
    attribution = from_document(document)
    facts = (document["site_name"] or attribution.publisher, _day(document), document["language"])
    title = Text(one_line(document["title"]) or "(no title)", style="bold")
    when = Text(one_line(" · ".join(fact for fact in facts if fact)))
    width = max(console.width - len(INDENT), 1)
    lines = [part for text in (title, when, marked(hit.snippet)) for part in text.wrap(console, width)]
    before, link, after = one_line(credit_line(attribution)).partition(attribution.link)
    lines += Text(before).wrap(console, width)
    lines += [Text(part.strip()) for part in (link, after) if part.strip()]  # an address is not to be broken
    if attribution.licence and (named := licence_name(attribution.licence)):
        lines.append(Text(f"Licence: {named}"))
    for line, head in zip(lines, [f"{number}.", *repeat("", len(lines) - 1)], strict=True):
        line.rstrip()
        console.print(Text(f"{head:<{len(INDENT)}}") + line, soft_wrap=True)
    console.print()


def marked(found: Snippet) -> Text:
    """The place in the text, what was looked for in bold; only a terminal shows it so."""
    text = Text()
    for part, style in _parts(found):
        text.append(printable(part), style)
    return text


def licence_name(licence: Licence) -> str:
    """A licence on one line: its name and address, else the beginning of its own words."""
    named = " ".join(part for part in (licence.id, licence.url and f"({licence.url})") if part)
    words = one_line(licence.text)
    return one_line(named) or (words if len(words) <= NOTICE else f"{words[:NOTICE]} …")


def _parts(found: Snippet) -> Iterator[tuple[str, str]]:
    at = 0
    for start, end in found.marks:
        yield found.text[at:start], ""
        yield found.text[start:end], "bold"
        at = end
    yield found.text[at:], ""


def _day(document: dict[str, Any]) -> str:
    if published := document["date_published"]:
        return str(published)[:10]
    return f"fetched {document['date_fetched'][:10]}" if document["date_fetched"] else ""


def _utc(day: datetime | None, more: timedelta = timedelta()) -> datetime | None:
    return (day + more).replace(tzinfo=UTC) if day else None
