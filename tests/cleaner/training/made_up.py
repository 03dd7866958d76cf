"""Collections of pages in the three forms that training reads, made up here."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

NOUNS = "river dam mayor bridge harbour town council water harvest road boat engineer flood gate valley market".split()
VERBS = "saw closed opened measured built crossed left repaired counted watched".split()


def site(number: int) -> str:
    return f"paper-{number}.test"


def sentences(source: random.Random, count: int) -> str:
    """So many sentences that no other page has."""
    return " ".join(
        f"The {source.choice(NOUNS)} {source.choice(VERBS)} the {source.choice(NOUNS)} {source.randrange(10_000)} "
        f"times, and the {source.choice(NOUNS)} of the {source.choice(NOUNS)} {source.choice(VERBS)} it again."
        for _ in range(count)
    )


def story(number: int) -> list[str]:
    """The paragraphs of the story of a page."""
    source = random.Random(number)
    return [sentences(source, source.randint(1, 3)) for _ in range(source.randint(3, 6))]


def furniture(number: int) -> list[str]:
    """Other texts of a page."""
    return [f"Subscribe to the letters of paper {number} now", f"All rights of paper {number} are reserved"]


def page(number: int) -> str:
    """The story of a page among its furniture."""
    letter, rights = furniture(number)
    menu = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in NOUNS[: 3 + number % 7])
    link = "<a href=/rivers/maps>river</a>"
    body = "".join(f"<p class=text>{text.replace('river', link)}</p>" for text in story(number))
    title = f"The {NOUNS[number % 16]} of {number}"
    return (
        f"<html><head><title>{title}</title></head><body><p>Skip</p><div class=site><nav class=menu><ul>{menu}</ul>"
        f"</nav><div class=columns><p class=ticker>Latest</p><main><h1>{title}</h1><div class=content>{body}"
        f"<aside class=newsletter><p>{letter}</p><p>Each week</p></aside></div></main></div>"
        f"<footer class=legal><p>{rights}</p></footer></div></body>"
    )


def _write(path: Path, html: str, encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(html.encode(encoding, "replace"), mtime=0))


def with_truth(folder: Path, numbers: Sequence[int], kinds: Sequence[str] = ("article",)) -> Path:
    """Pages beside their whole texts, said to be of these types in turn."""
    for number in numbers:
        _write(folder / "html" / f"{number:04}.html.gz", page(number))
        known = {
            "url": f"https://www.{site(number)}/{number}",
            "_internal": {"page_type": {"primary": kinds[number % len(kinds)]}},
            "ground_truth": {"main_content": "\n\n".join(story(number))},
        }
        (folder / "ground-truth").mkdir(parents=True, exist_ok=True)
        (folder / "ground-truth" / f"{number:04}.json").write_text(json.dumps(known), "utf-8")
    return folder


def with_facts(folder: Path, numbers: Sequence[int]) -> Path:
    """Pages with their bodies and facts."""
    for number in numbers:
        _write(folder / f"news-{number}.html.gz", page(number))
        known = {
            "file": f"news-{number}.html.gz",
            "url": f"https://{site(number)}/{number}",
            "body": "\n".join(story(number)),
        }
        (folder / f"news-{number}.json").write_text(json.dumps(known), "utf-8")
    return folder


def with_segments(folder: Path, numbers: Sequence[int]) -> Path:
    """Pages as served, of whose text some is known to be wanted and some not."""
    lines = []
    for number in numbers:
        _write(folder / "html" / f"s{number}.html.gz", page(number).replace("<title>", "<meta charset=latin1><title>"))
        known = {
            "id": f"s{number}",
            "url": f"https://{site(number)}/{number}",
            "with": story(number)[:2],
            "without": furniture(number)[:1],
        }
        lines.append(json.dumps(known))
    (folder / "segments.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder
