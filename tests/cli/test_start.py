"""What does a command load before it does anything? No more than it needs, and the help says what the verbs say."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from scraper import cli
from scraper.cli.verbs import VERBS, function_of
from scraper.writer.archive import Archive

ROOT = Path(__file__).resolve().parents[2]
# Of what cleaning and asking sites take: half a second, which a look at an archive can do without.
HEAVY = ("feedparser", "httpx", "lxml", "numpy", "scraper.cleaner", "scraper.journey", "selectolax", "trafilatura")
LIGHT = (
    "--help",
    "--version",
    "bot-page --help",
    "diff {archive} https://news.test/a",
    "duplicates {archive}",
    "export {archive}",
    "history {archive} https://news.test/a",
    "pages {archive}",
    "purge {archive} --site news.test --dry-run",
    "receipt {archive}",
    "schedule --help",
    "schema",
    "search raid {archive}",
    "status {archive}",
)
# Runs command lines one after the other; to stdout goes by line what of the heavy modules it was the first to load.
RUN = f"""
import contextlib, io, json, sys
from scraper.cli import main
loaded = {{}}
for line in sys.argv[1:]:
    before = set(sys.modules)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(line.split())
    assert line[0] == "-" or "scraper.cli." + line.split()[0].replace("-", "_") in sys.modules, line
    loaded[line] = sorted({{*{HEAVY}}} & (set(sys.modules) - before))
print(json.dumps(loaded))
"""


def heavy_modules(tmp_path: Path, *lines: str) -> dict[str, list[str]]:
    """Which of the heavy modules each command line loads, by the line."""
    Archive.open(tmp_path / "archive", write=True).close()
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RUN, *(line.format(archive="archive") for line in lines)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    loaded: dict[str, list[str]] = json.loads(done.stdout)
    return loaded


def test_what_neither_cleans_nor_asks_loads_nothing_for_it(tmp_path: Path) -> None:
    loaded = heavy_modules(tmp_path, *LIGHT)
    assert len(loaded) == len(LIGHT)
    assert not {line: names for line, names in loaded.items() if names}


def test_what_cleans_loads_the_cleaner_before_it_begins(tmp_path: Path) -> None:
    (loaded,) = heavy_modules(tmp_path, "clean --help").values()
    assert {"numpy", "scraper.cleaner"} <= {*loaded}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_listed_by_the_first_line_of_its_help(verb: str) -> None:
    first, *_ = (inspect.getdoc(function_of(verb)) or "").split("\n\n")
    assert VERBS[verb] == " ".join(first.split())


def test_every_verb_is_listed() -> None:
    openings = (path.read_text(encoding="utf-8") for path in (ROOT / "scraper" / "cli").glob("*.py"))
    assert {found[1] for text in openings if (found := re.match(r'"""scraper ([\w-]+):', text))} == set(VERBS)


def test_a_listed_verb_is_whole_for_who_asks_for_it() -> None:
    group = get_command(cli.application())
    context = group.make_context("scraper", ["status", "archive"])
    name, command, rest = group.resolve_command(context, ["status", "archive"])  # type: ignore[attr-defined]
    assert (name, rest) == ("status", ["archive"])
    assert "--json" in {option for parameter in command.params for option in parameter.opts}
