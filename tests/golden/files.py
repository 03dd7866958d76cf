"""What are the golden files?

Whatever leaves by ``scraper export`` and ``scraper republish``, as the command line writes it, by its name in
``fixtures/golden``; and the schemas.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from scraper.cli import main
from scraper.writer.archive import Archive
from scraper.writer.export import LAYOUTS, TABLES, Format
from scraper.writer.export.fields import Names
from scraper.writer.schema_json import Shape
from tests.golden import readable
from tests.golden.archive import MUD, TUNNEL, Demo, demo
from tests.journey.runs import ROOT

GOLDEN = ROOT / "fixtures" / "golden"
RENEW = "make golden"
ONE = ("--query", "cocklers donkey")  # finds one article, which has a bit of everything
READABLE: dict[str, Callable[[Path], str]] = {
    ".parquet": readable.parquet,
    ".sqlite": readable.sqlite,
    ".docx": readable.docx,
}


def made(directory: Path) -> dict[str, str]:
    """All golden files as they come out now, by name. Crawls into the directory, which is empty."""
    with demo(directory) as site:
        site.crawl()
        out = directory / "out"
        out.mkdir()
        exported(site, out)
        with Archive.open(site.archive) as archive:
            cursor = max(article.cursor for article in archive.changes(0))
        site.change()
        run("export", site.archive, "--since", cursor, "-o", out / "since.jsonl")
        return dict(sorted((site.plain(name), site.plain(text)) for name, text in _texts(out)))


def exported(site: Demo, out: Path) -> None:
    """Everything that the first crawl gives."""
    archive = site.archive
    for format, layout in LAYOUTS.items():
        if format not in (Format.JSON, Format.JSONL):
            run("export", archive, "-f", format, "-o", out / f"articles{layout.suffix}")
    for format, table in TABLES.items():
        run("export", archive, "-f", format, "-o", out / f"articles{table.suffix}")
    for format in (Format.MARKDOWN, Format.HTML, Format.TEXT, Format.TEI):
        run("export", archive, "-f", format, *ONE, "-o", out / "one")
    run("export", archive, *ONE, "-o", out / "one.json")  # of all it would be long
    run("export", archive, "-f", "json", "--chunks", 400, *ONE, "-o", out / "chunks.json")
    run("export", archive, "--chunks", 80, "--query", "潮時計", "-o", out / "chunks.jsonl")
    for names in Names:
        run("export", archive, "-f", "json", "--fields-as", names, *ONE, "-o", out / f"fields-as-{names}.json")
    for name, (host, path), forms in (("mud", MUD, ("markdown", "docx")), ("tunnel", TUNNEL, ("markdown", "html"))):
        for form in forms:
            pack = out / f"republish-{name}"
            run("republish", f"http://{host}:{site.site.port}{path}", "--archive", archive, "-f", form, "-o", pack)
    for shape in Shape:
        (out / f"schema-{shape}.json").write_text(run("schema", shape), encoding="utf-8")
    (out / "names.txt").write_text("".join(f"{name}\n" for name in names_in_directories(archive)), encoding="utf-8")


def names_in_directories(archive: Path) -> Iterator[str]:
    """What the files in a directory are called: in one of a file an article, and in one of parts."""
    for format, options in ((Format.MARKDOWN, ()), (Format.PARQUET, ()), (Format.JSON, ("--fields-as", "newspaper"))):
        with tempfile.TemporaryDirectory() as directory:
            run("export", archive, "-f", format, *options, "-o", directory)
            files = sorted(path.relative_to(directory) for path in Path(directory).rglob("*") if path.is_file())
            yield from (re.sub("[0-9a-f]{32}", "NAME", str(path)) for path in files)


def run(*arguments: object) -> str:
    """What ``scraper ARGUMENTS`` prints."""
    said, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        code = main([str(argument) for argument in arguments])
    assert code == 0, told.getvalue()
    return said.getvalue()


def kept() -> dict[str, str]:
    """The golden files as they are, by name."""
    return {str(path.relative_to(GOLDEN)): _read(path) for path in sorted(GOLDEN.rglob("*")) if path.is_file()}


def _texts(out: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name, read = str(path.relative_to(out)), READABLE.get(path.suffix)
        yield (f"{name}.txt", read(path)) if read else (name, _read(path))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # with its line ends as they are
