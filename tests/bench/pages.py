"""Which real pages are there to measure on?

Those of the shared collections beside the project; without them the pages of the fixtures, as far as a bench makes do
with those.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.cleaner.training import corpus
from scraper.cleaner.training.corpus import Example

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
SETS = ("news-dev", "wcxb-dev", "segments-dev")


@dataclass(frozen=True, slots=True)
class Real:
    """A page as bytes, with its address where it is known."""

    name: str
    url: str | None
    body: bytes


def examples(sets: Sequence[str] = SETS) -> list[Example]:
    """The pages of the shared collections, with what is known of them; none where there are none."""
    return [example for name in sets if (DATA / name).is_dir() for example in corpus.read(DATA / name)]


def real(number: int, sets: Sequence[str] = SETS) -> Iterator[Real]:
    """So many real pages, evenly chosen from all sets and always the same ones; 0 for all of them."""
    found = examples(sets)
    if not found:
        yield from _fixtures()
        return
    step = max(1, len(found) // number) if number else 1
    for example in found[::step][: number or None]:
        yield Real(example.id, example.url, gzip.decompress(example.path.read_bytes()))


def _fixtures() -> Iterator[Real]:
    for path in sorted((ROOT / "fixtures" / "pages").rglob("page.html")):
        yield Real(path.parent.name, f"https://{path.parent.parent.name}/{path.parent.name}", path.read_bytes())


def skipped() -> bool:
    """Whether the collections are missing; says so."""
    if not DATA.is_dir():
        print(f"skipped: the pages to measure on are not here ({DATA})")
    return not DATA.is_dir()


def options(about: str | None, pages: int, meaning: str = "pages, 0 for all") -> argparse.ArgumentParser:
    """The options that every bench has."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=pages, metavar="N", help=f"{meaning} (default {pages})")
    return parser
