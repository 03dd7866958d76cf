"""scraper reclean: today's cleaner over what an archive keeps."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from scraper.cli.cleaned import cleaned_by
from scraper.cli.console import complain, one_line, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.places import PLACE
from scraper.cli.progress import moving
from scraper.cli.words import listed
from scraper.reclean import Fate, Report, Told
from scraper.reclean import reclean as clean_again
from scraper.replay import Left
from scraper.writer.archive_recleaning import Part

MEANINGS = {
    Fate.SAME: "as before",
    Fate.CHANGED: "changed",
    Fate.NEW: "article now",
    Fate.REJECTED: "article no more",
    Fate.NONE: "none, as before",
    Fate.LEFT: "not cleaned",
}
REASONS = {
    Left.NOT_KEPT: "bytes not kept",
    Left.DAMAGED: "bytes damaged or missing",
    Left.BROKEN: "the cleaner broke",
    Left.OPT_OUT: "the site opts out",
    Left.TERMS: "terms unknown",
    Left.NO_PAGE: "no page",
    Left.LATER: "came again later",
    Left.POST: "to be fetched as a page",
}
# Names of fields as one word for all that belongs together.
WORDS = {"date_published": "dates", "date_modified": "dates", "license": "terms", "attribution": "terms"}
FOLLOWS = {
    "markdown": "text",
    "image": "images",
    "canonical_url": "url",
}  # changes with that, and is not told beside it
LOSSES = frozenset({Left.DAMAGED, Left.BROKEN})


def reclean(
    place: Annotated[Path, PLACE],
    site: Annotated[str, typer.Option(metavar="HOST", help="Only the pages of this host.", show_default=False)] = "",
    url: Annotated[str, typer.Option(metavar="URL", help="Only this page.", show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and store nothing.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="A line for each page that changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object; with --verbose a line each.")] = False,
) -> Exit:
    """Clean again the pages an archive keeps, and store what changed.

    No site is asked. An archive goes by the settings of its last
    crawl, a TOML by what it says now. Exits with 1 if bytes are
    damaged or the cleaner broke.
    """
    settings = cleaned_by(place)
    changed = Counter[str]()
    with moving("Cleaning again") as move:
        number = Counter[Fate]()

        def see(told: Told) -> None:
            number[told.fate] += 1
            changed.update(words(told.fields))
            move(f"{number.total():,} cleaned, {number[Fate.CHANGED]:,} changed  {one_line(told.url)}")
            if told.left in LOSSES:
                complain(f"{told.url}: {REASONS[told.left]}: {told.detail}")
            if verbose and told.fate not in (Fate.SAME, Fate.NONE):
                print(json.dumps(line(told), ensure_ascii=False) if as_json else one_line(in_words(told)))

        report = clean_again(settings, Part(site, url), dry_run, see)
    if as_json:
        print(json.dumps(document(report, dry_run), ensure_ascii=False, indent=None if verbose else 2))
    else:
        show(report, changed, dry_run)
    return Exit.SOME_FAILED if any(report.left[loss] for loss in LOSSES) else Exit.OK


def words(fields: tuple[str, ...]) -> list[str]:
    """The changed fields as people call them: ``title, text, dates``."""
    told = [name for name in fields if FOLLOWS.get(name) not in fields]
    return list(dict.fromkeys(WORDS.get(name, name) for name in told))


def in_words(told: Told) -> str:
    """One page on one line."""
    why = ", ".join(words(told.fields)) or (REASONS[told.left] if told.left else told.detail.replace("_", " "))
    return f"{MEANINGS[told.fate]}: {told.url}" + (f" ({why})" if why else "")


def line(told: Told) -> dict[str, Any]:
    """One page as a JSON object."""
    return {"url": told.url, "fate": told.fate, "fields": told.fields, "left": told.left, "detail": told.detail}


def document(report: Report, dry_run: bool) -> dict[str, Any]:
    """The report as a JSON object."""
    return {
        "archive": str(report.archive),
        "stored": not dry_run,
        "maker": report.maker._asdict() | {"settings": json.loads(report.maker.settings)},
        "pages": {fate.value: report.fates[fate] for fate in Fate},
        "fields": dict(report.fields),
        "reasons": dict(report.reasons),
        "left": {left.value: number for left, number in report.left.items()},
    }


def show(report: Report, changed: Counter[str], dry_run: bool) -> None:
    """The report as a table."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, show_footer=True)
    table.add_column("Cleaned again", "all", no_wrap=True)
    table.add_column("Pages", f"{report.fates.total():,}", justify="right", no_wrap=True)
    table.add_column("Of these", overflow="fold")
    for fate, meaning in MEANINGS.items():
        if report.fates[fate]:
            table.add_row(meaning, f"{report.fates[fate]:,}", of_these(report, changed, fate))
    console = stdout_console()
    if not report.fates:
        console.print(f"{one_line(str(report.archive))}: nothing left to clean by these settings", soft_wrap=True)
        return
    console.print(table)
    model = report.maker.model[:12]
    end = "nothing was stored (--dry-run)" if dry_run else f"by version {report.maker.software}, model {model}"
    console.print(f"{one_line(str(report.archive))}: {end}", soft_wrap=True)


def of_these(report: Report, changed: Counter[str], fate: Fate) -> str:
    """What is to be said of a count: which fields changed, why it is none."""
    if fate is Fate.CHANGED:
        return listed(changed, changed)
    if fate is Fate.REJECTED:
        return listed(report.reasons, report.reasons)
    if fate is Fate.LEFT:
        why = {REASONS[left]: number for left, number in report.left.items()}
        return listed(why, why)
    return ""
