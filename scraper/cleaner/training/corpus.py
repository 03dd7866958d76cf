"""Which pages do we learn from, and what is known of their text?

Reads the forms in which such collections come: pages with their whole text (``ground-truth/*.json`` beside ``html/``),
pages with text and facts (``*.json`` naming its ``file``), pages with segments to keep and to drop
(``segments.jsonl``), and our own fixtures (``SITE/PAGE/expected.json``), each of which was a bug once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TWO_PART = frozenset("ac co com edu go gob gov ne net or org".split())


@dataclass(frozen=True, slots=True)
class Example:
    """A page and what is known of its text: the whole of it, or segments that must and must not be in it."""

    id: str
    url: str | None
    site: str
    path: Path
    type: str = "article"
    text: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    either: tuple[str, ...] = ()  # may stand in the text or not
    is_text: bool = True  # the file is UTF-8 whatever it declares; else the bytes as served

    def page(self) -> bytes | str:
        """The page, as text or as bytes."""
        body = self.path.read_bytes()
        body = gzip.decompress(body) if self.path.suffix == ".gz" else body
        return body.decode("utf-8", "replace") if self.is_text else body


def read(folder: Path) -> Iterator[Example]:
    """The examples of a collection. Raises FileNotFoundError for a folder in none of the known forms."""
    if (folder / "ground-truth").is_dir():
        yield from _with_truth(folder)
    elif (folder / "segments.jsonl").is_file():
        yield from _with_segments(folder)
    elif any(folder.glob("*.json")):
        yield from _with_facts(folder)
    elif any(folder.glob("*/*/expected.json")):
        yield from _fixtures(folder)
    else:
        raise FileNotFoundError(f"{folder}: neither ground-truth/, segments.jsonl, *.json nor */*/expected.json in it")


def fold_of(site: str, folds: int) -> int:
    """The fold, 1 to ``folds``, that a site with all its pages belongs to: always the same one."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:8], "big") % folds + 1


def site_of(url: str | None) -> str:
    """A rough registrable domain: example.co.uk for http://www.example.co.uk/x."""
    host = re.sub(r"^[a-zA-Z][\w+.-]*://", "", url or "").split("/")[0].split("?")[0]
    parts = host.split("@")[-1].split(":")[0].lower().strip(".").split(".")
    keep = 3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in TWO_PART else 2
    return ".".join(parts[-keep:])


def _with_truth(folder: Path) -> Iterator[Example]:
    for file in sorted((folder / "ground-truth").glob("*.json")):
        known = json.loads(file.read_text("utf-8"))
        truth = known.get("ground_truth") or {}
        kind = (known.get("_internal") or {}).get("page_type") or "article"
        kind = kind.get("primary", "article") if isinstance(kind, dict) else kind
        yield Example(
            id=file.stem,
            url=known.get("url"),
            site=site_of(known.get("url")) or file.stem,
            path=folder / "html" / f"{file.stem}.html.gz",
            type="collection" if kind == "category" else kind,
            text=truth.get("main_content") or "",
        )


def _with_facts(folder: Path) -> Iterator[Example]:
    for file in sorted(folder.glob("*.json")):
        known = json.loads(file.read_text("utf-8"))
        yield Example(file.stem, known["url"], site_of(known["url"]), folder / known["file"], "news", known["body"])


def _with_segments(folder: Path) -> Iterator[Example]:
    for line in (folder / "segments.jsonl").read_text("utf-8").splitlines():
        known = json.loads(line)
        yield Example(
            id=known["id"],
            url=known["url"],
            site=site_of(known["url"]) or known["id"],
            path=folder / "html" / f"{known['id']}.html.gz",
            type="segments",
            wanted=tuple(known["with"]),
            unwanted=tuple(known["without"]),
            is_text=False,
        )


def _fixtures(folder: Path) -> Iterator[Example]:
    for file in sorted(folder.glob("*/*/expected.json")):
        known = json.loads(file.read_text("utf-8"))
        if known.get("text"):
            yield Example(
                id=f"{file.parent.parent.name}/{file.parent.name}",
                url=known.get("url"),
                site=file.parent.parent.name,
                path=file.parent / "page.html",
                type="fixture",
                text=known["text"],
                either=tuple(filter(None, [known.get("summary")])),
                is_text=False,
            )
