"""scraper purge: take a site or a document out of an archive for good."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from scraper.cli.console import complain, one_line, say, stdout_console
from scraper.cli.exits import Exit
from scraper.cli.places import PLACE, archive_of
from scraper.cli.words import number, size
from scraper.errors import UsageError
from scraper.writer.archive import Archive
from scraper.writer.archive_purge_choice import Plan, Removal
from scraper.writer.archive_purged import Remembered
from scraper.writer.purged import Asked, Extent

SITE = typer.Option("--site", metavar="HOST", help="A site, all of it. May be repeated.", show_default=False)
URL = typer.Option(
    "--url", metavar="URL", help="A document, by any spelling of it. May be repeated.", show_default=False
)
FORGET = typer.Option("--forget", metavar="HOST|URL|ID", help="Let it come back, as before.", show_default=False)
YES = typer.Option("--yes", "-y", help="Do not ask; needed without a terminal.")


def purge(
    place: Annotated[Path, PLACE],
    site: Annotated[list[str] | None, SITE] = None,
    url: Annotated[list[str] | None, URL] = None,
    subdomains: Annotated[bool, typer.Option("--subdomains", help="And all subdomains of the site.")] = False,
    reason: Annotated[str, typer.Option(help="Is kept with the memory of it.", show_default=False)] = "",
    yes: Annotated[bool, YES] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Show what was purged.")] = False,
    forget: Annotated[str | None, FORGET] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> Exit:
    """Remove a site or a document for good, and never ask for it again.

    Its articles go with all revisions, and its bytes; what is remembered is a host, or a number made of the URL. A site
    is its host with and without www., not its other subdomains. Other pages that link to it keep their bytes.
    """
    asked = asked_for(site or [], url or [], subdomains=subdomains)
    if sum((bool(asked), listed, forget is not None)) != 1:
        raise UsageError("say what is to go: --site HOST or --url URL; or --list, or --forget HOST|URL|ID")
    directory = archive_of(place)
    if listed:
        return show_memory(directory, as_json=as_json)
    if forget is not None:
        return let_back(directory, forget)
    with Archive.open(directory, write=not dry_run) as archive:
        plan = archive.purging.plan(asked)
        print("\n".join(foretold(plan.removal, directory)), file=sys.stderr if as_json else sys.stdout)
        warn(plan.removal)
        if dry_run:
            swept = True
        elif not (yes or plan.removal.is_empty or agreed()):
            complain("nothing was removed")
            return Exit.INTERRUPTED
        else:
            swept = archive.purging.carry_out(plan, one_line(reason), datetime.now(UTC).timestamp())
    tell(plan, directory, swept=swept, dry_run=dry_run, as_json=as_json)
    return Exit.OK


def asked_for(sites: Sequence[str], urls: Sequence[str], *, subdomains: bool) -> list[Asked]:
    """What is to go. Raises UsageError and UrlError."""
    if subdomains and not sites:
        raise UsageError("--subdomains goes with --site")
    found = [Asked.site(host, subdomains=subdomains) for host in sites] + [Asked.document(url) for url in urls]
    return list(dict.fromkeys(found))


def agreed() -> bool:
    """The answer of who sits at the terminal. Raises UsageError where there is none."""
    if not sys.stdin.isatty():
        raise UsageError("this cannot be undone: say --yes, or look first with --dry-run")
    return typer.confirm("Remove it for good?", err=True)


def foretold(removal: Removal, directory: Path) -> Iterator[str]:
    """What goes, for people."""
    names = ", ".join(named(one) for one in removal.asked)
    if removal.is_empty:
        yield one_line(f"Nothing of {names} is in {directory}.")
        return
    yield one_line(f"Of {names} in {directory}:")
    yield f"  {number(removal.articles, 'article')}, {number(removal.revisions, 'revision')}"
    leads = f", {removal.leads:,} of them only leading to it" if removal.leads else ""
    yield f"  {number(removal.addresses, 'known URL')}{leads}"
    yield f"  {number(removal.exchanges, 'exchange')}"
    yield f"  {size(removal.warc_bytes)} in {number(removal.warc_files, 'WARC file')}, to be written anew"
    if removal.lists:
        yield f"  and the bytes of {number(removal.lists, 'feed or list')} that brought it with others,"
        yield "  whose articles stay"


def named(asked: Asked) -> str:
    """What was asked for, as one would say it."""
    return f"{asked.name} and its subdomains" if asked.extent is Extent.SUBDOMAINS else asked.name


def warn(removal: Removal) -> None:
    """What stays though one might think otherwise."""
    for url in removal.onward:
        complain(f"it redirects to {url}, which stays; if that is to go as well: --url {url}")
    for file in removal.missing:
        complain(f"{file} is not in its place, so what it holds stays in it")


def tell(plan: Plan, directory: Path, *, swept: bool, dry_run: bool, as_json: bool) -> None:
    """What was done."""
    if as_json:
        removed = {key: told for key, told in asdict(plan.removal).items() if key != "asked"}
        asked = [{"extent": one.extent.value, "name": one.name} for one in plan.removal.asked]
        told = {"archive": str(directory), "asked": asked, "dry_run": dry_run, "removed": removed, "traces": not swept}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif dry_run:
        say("Nothing was removed (--dry-run).")
    else:
        say(f"{'Remembered' if plan.removal.is_empty else 'Removed'}: it will not be asked for again.")
    if not swept:
        complain("a program that reads the archive holds traces of it in archive.db-wal: end it, and purge again")


def show_memory(directory: Path, *, as_json: bool) -> Exit:
    """What is not to come back."""
    with Archive.open(directory) as archive:
        known = archive.purging.remembered()
    if as_json:
        print(json.dumps([memory(one) for one in known], ensure_ascii=False, indent=2))
        return Exit.OK
    for one in known:
        what = {Extent.DOCUMENT: "document ", Extent.SITE: "", Extent.SUBDOMAINS: "*."}[one.extent] + one.name
        more = f" and {number(one.leads, 'URL')} that led to it" if one.leads else ""
        reason = f": {one.reason}" if one.reason else ""
        stdout_console().print(one_line(f"{one.at:%Y-%m-%d}  {what}{more}{reason}"), soft_wrap=True)
    say(f"{number(len(known), 'entry') if len(known) == 1 else f'{len(known):,} entries'} in {directory}")
    return Exit.OK


def memory(one: Remembered) -> dict[str, Any]:
    """An entry as a JSON object."""
    return {**asdict(one), "extent": one.extent.value, "at": f"{one.at:%Y-%m-%dT%H:%M:%SZ}"}


def let_back(directory: Path, name: str) -> Exit:
    """Forget that something was purged."""
    with Archive.open(directory, write=True) as archive:
        if archive.purging.forget(name):
            say(f"{name} may come back: it is asked for again as soon as something leads to it")
            return Exit.OK
    complain(f"{name} is not among what was purged; see --list")
    return Exit.SOME_FAILED
