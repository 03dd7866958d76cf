"""scraper republish: an article as its publisher's terms want it copied, or why it may not be."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scraper import journey
from scraper.cli.console import complain, one_line, say
from scraper.cli.exits import Exit, exit_for, fate_of
from scraper.cli.output import checked_target, hand_over, why_not
from scraper.cli.places import CONFIG, CONTACT, DELAY, PRIVATE, archive_of, settings_for
from scraper.errors import UsageError
from scraper.model import Article
from scraper.settings import Settings
from scraper.writer import duties
from scraper.writer.archive import Archive
from scraper.writer.document import Document, document
from scraper.writer.docx import dumps as docx_of
from scraper.writer.republish import Copy, Form, copy_of, licence_text

SUFFIXES = {Form.MARKDOWN: ".md", Form.HTML: ".html", Form.DOCX: ".docx"}
ARCHIVE = typer.Option(
    "--archive", "-a", metavar="ARCHIVE|CONFIG", help="Take it from there, and ask nobody.", show_default=False
)


def republish(
    what: Annotated[str, typer.Argument(metavar="URL|ID", help="The article's address, or its id in the archive.")],
    archive: Annotated[Path | None, ARCHIVE] = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="What the article is written as.")] = Form.MARKDOWN,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE|DIR", help="DIR: article, check-list and licence.", show_default=False
        ),
    ] = None,
    commercial: Annotated[bool, typer.Option("--commercial", help="It is to earn money.")] = False,
    config: Annotated[Path | None, CONFIG] = None,
    contact: Annotated[str | None, CONTACT] = None,
    delay_seconds: Annotated[float | None, DELAY] = None,
    allow_private: Annotated[list[str] | None, PRIVATE] = None,
) -> Exit:
    """Write an article ready to be republished, with what its terms ask for.

    Terms that forbid it, or that nobody knows, are a refusal (exit code 4).
    """
    target = checked_target(output)
    if form is Form.DOCX and target is None:
        raise UsageError("a Word document needs a file: add -o FILE.docx, or -o DIR for the whole pack")
    if archive is not None:
        found: Document | Exit = stored(what, archive_of(archive))
    else:
        settings = settings_for(config, contact=contact, delay_seconds=delay_seconds, allow_private=allow_private)
        found = fetched(what, settings)
    if isinstance(found, Exit):
        return found
    refusal = duties.why_not(found, duties.Use(datetime.now(UTC), commercial))
    if refusal:
        complain(f"{one_line(found['url'])}: not to be republished: {one_line(refusal)}")
        return Exit.REFUSED
    write(found, form, target)
    return Exit.OK


def stored(what: str, directory: Path) -> Document | Exit:
    """The article as the archive has it."""
    with Archive.open(directory) as archive:
        found = archive.article(what)
    if found is None:
        complain(f"{one_line(what)}: no such article in {directory}; its ids are in: scraper export {directory}")
        return Exit.USAGE
    if found.gone:
        complain(f"{one_line(what)}: its page is gone, so it is not to be republished; scraper history tells more")
        return Exit.REFUSED
    return found.document


def fetched(url: str, settings: Settings) -> Document | Exit:
    """The article as its site has it now."""
    result = journey.fetch(url, settings)
    if isinstance(result, Article):
        return document(result)
    complain(f"{one_line(url)}: {why_not(result)}")
    return exit_for(Counter([fate_of(result)]))


def write(found: Document, form: Form, target: Path | None) -> None:
    """The article to where it is wanted, and the check-list beside it or on stderr."""
    copy, lines = copy_of(found), duties.check_list(found)
    if target is None or ((target.exists() or target.suffix) and not target.is_dir()):
        hand_over_copy(copy, form, target)
        tell(lines)
        return
    target.mkdir(parents=True, exist_ok=True)
    hand_over_copy(copy, form, target / f"article{SUFFIXES[form]}")
    hand_over(f"# Before you publish\n\n{duties.each(lines)}", target / "checklist.md")
    files = [f"article{SUFFIXES[form]}", "checklist.md"]
    if licence := licence_text(found):
        hand_over(licence, target / "licence.txt")
        files.append("licence.txt")
    say(f"{target}: {', '.join(files)}; things left for you to do: {len(lines.to_do)}")


def hand_over_copy(copy: Copy, form: Form, target: Path | None) -> None:
    """The article in its form. Raises UsageError when the file cannot be written."""
    if form is Form.MARKDOWN or target is None:
        hand_over(copy.html() if form is Form.HTML else copy.markdown(), target)
    elif form is Form.HTML:
        hand_over(copy.html(), target)
    else:
        about = copy.attribution
        hand_over(docx_of(copy.title, copy.body, ", ".join(about.authors) or about.publisher), target)


def tell(lines: duties.CheckList) -> None:
    """The check-list for the eyes, a line each."""
    say("Before you publish:")
    for line in lines.to_do:
        say(f"  - {line}")
