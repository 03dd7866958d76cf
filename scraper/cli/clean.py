"""scraper clean: pages that are already here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from scraper import journey, urls
from scraper.cli.console import complain
from scraper.cli.exits import Exit, Fate, exit_for
from scraper.cli.inputs import pages, read_page
from scraper.cli.output import FORMAT, OUTPUT, checked_target, chosen_format, deliver, sink
from scraper.cli.places import own_settings
from scraper.errors import InputError, UsageError
from scraper.writer.export import Format


def clean(
    given: Annotated[list[str], typer.Argument(metavar="FILE|DIR|-...", help="Pages; - is stdin.", show_default=False)],
    url: Annotated[str | None, typer.Option(help="Where the page comes from.", show_default=False)] = None,
    format: Annotated[Format | None, FORMAT] = None,
    output: Annotated[Path | None, OUTPUT] = None,
) -> Exit:
    """Clean stored pages and print their articles.

    A directory stands for the HTML files under it.
    """
    names = list(pages(given))
    if url is not None and len(names) > 1:
        raise UsageError(f"--url belongs to one page, and here are {len(names)}")
    address = urls.parse(url) if url is not None else None
    target = checked_target(output)
    settings = own_settings()
    fates: Counter[Fate] = Counter()
    with sink(chosen_format(format, target, Format.MARKDOWN), target, single=len(names) == 1) as articles:
        if len(names) == 1:
            fates[deliver(names[0], journey.clean_apart(read_page(names[0]), address, settings), articles)] += 1
            return exit_for(fates)
        with closing(journey.clean_all(readable(names, fates), settings)) as results:
            for name, result in results:
                fates[deliver(name, result, articles)] += 1
    return exit_for(fates)


def readable(names: Iterable[str], fates: Counter[Fate]) -> Iterator[tuple[str, bytes]]:
    """The pages that can be read, by their names; a line on stderr for each of the others, which are lost."""
    for name in names:
        try:
            yield name, read_page(name)
        except InputError as error:
            complain(str(error))
            fates[Fate.LOST] += 1
