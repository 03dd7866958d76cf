"""scraper explain: what is each block of a page, and why?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from scraper import journey, urls
from scraper.cli import facts
from scraper.cli.console import complain, one_line, stdout_console
from scraper.cli.exits import Exit, exit_for, fate_of
from scraper.cli.inputs import STDIN, read_page
from scraper.cli.output import why_not
from scraper.cli.places import CONFIG, CONTACT, PRIVATE, own_settings, settings_for
from scraper.model import Article, Failure, Labelled, Rejection

STORY_MARK, FURNITURE_MARK = "+", "-"


def explain(
    page: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="A page; - is stdin.", show_default=False)],
    url: Annotated[str | None, typer.Option(help="Where the file comes from.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a listing.")] = False,
    config: Annotated[Path | None, CONFIG] = None,
    contact: Annotated[str | None, CONTACT] = None,
    allow_private: Annotated[list[str] | None, PRIVATE] = None,
) -> Exit:
    """Show each block of a page, its label, how sure it is and the strongest evidence; then the facts with theirs.

    A page of the web is fetched as politely as by fetch.
    """
    if page != STDIN and "://" in page and not Path(page).exists():
        settings = settings_for(config, contact=contact, allow_private=allow_private)
        result = journey.fetch(page, settings)
    else:
        address = urls.parse(url) if url is not None else None
        result = journey.clean_apart(read_page(page), address, own_settings())
    if isinstance(result, Failure) or (isinstance(result, Rejection) and not in_order(result)):
        complain(f"{one_line(page)}: {why_not(result)}")  # no page came, or none with text
        return exit_for(Counter([fate_of(result)]))
    blocks = in_order(result)
    if as_json:
        print(json.dumps(account(result, blocks), ensure_ascii=False))
    else:
        stdout_console().print(listing(blocks))
        if isinstance(result, Article):
            stdout_console().print("", facts.listing(result))
        print(one_line(verdict(result)))
    return Exit.OK


def in_order(result: Article | Rejection) -> list[Labelled]:
    """All blocks of a page as they stand on it."""
    return sorted((*result.blocks, *result.removed), key=lambda block: block.block.position)


def verdict(result: Article | Rejection) -> str:
    """What came of the page, in a line."""
    if isinstance(result, Article):
        return f"An article, its text with an expected score of {result.confidence:.2f}: {result.title}"
    return f"{why_not(result).capitalize()}; page type {result.page_type.value}, {result.confidence:.2f} sure"


def listing(blocks: Sequence[Labelled]) -> Table:
    """A row a block: story or not, label, confidence, and the text with its evidence below."""
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
    for head, style in (("", "bold"), ("label", ""), ("sure", "")):
        table.add_column(head, style=style, no_wrap=True)
    table.add_column("text, and the strongest evidence", ratio=1)
    for block in blocks:
        mark = STORY_MARK if block.is_story else FURNITURE_MARK
        words = Text(one_line(block.text), overflow="ellipsis", no_wrap=True, style="" if block.is_story else "dim")
        table.add_row(mark, block.label.value, f"{block.confidence:.2f}", words)
        table.add_row("", "", "", Text("; ".join(map(one_line, block.reasons)), style="italic dim"))
    return table


def account(result: Article | Rejection, blocks: Sequence[Labelled]) -> dict[str, object]:
    """The same for programs."""
    return {
        "url": result.url,
        "title": result.title,
        "result": "article" if isinstance(result, Article) else result.reason.value,
        "detail": "" if isinstance(result, Article) else result.detail,
        "page_type": result.page_type.value,
        "confidence": result.confidence,
        "facts": facts.account(result) if isinstance(result, Article) else {},
        "blocks": [
            {
                "position": block.block.position,
                "label": block.label.value,
                "story": block.is_story,
                "confidence": block.confidence,
                "reasons": list(block.reasons),
                "path": block.block.path,
                "text": block.text,
            }
            for block in blocks
        ],
    }
