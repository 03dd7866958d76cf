"""How good are title, authors and day? ``python -m tests.bench.metadata [--peers PYTHON] [--failures]``

On the news pages of the shared collections, beside trafilatura with its metadata and newspaper4k; all are measured by
the collections' own ``score.py``. Title is the share of pages with the same one, authors the mean F1 over the pages
that name some, day the share of pages with the same one; the wrong ones and the missing ones are the rest.

The trained model labels the lines in which names and days stand, and has learned from these very pages: ``--models``
takes one for each fold of sites, as ``tests.bench.quality`` does. newspaper4k is looked for in the Python named by
--peers or the environment's BENCH_PEERS, by default in this one; where it is missing it is left out. It
needs ``newspaper4k[all]`` for all languages.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from scraper.cleaner import read
from tests.bench import pages
from tests.bench.quality import Readers

SCORE = pages.DATA.parent / "bench" / "score.py"
OURS, PEERS = "scraper", ("trafilatura", "newspaper4k")
FIELDS = ("title", "authors", "date")
GROUPS: Mapping[str, frozenset[str]] = {
    "German-speaking": frozenset("de at ch li lu".split()),
    "English-speaking": frozenset("uk us ca au za".split()),
    "Europe besides": frozenset("be cz es fr gl isl it lt no pl ru se tr ua".split()),
    "Asia, Middle East": frozenset("id il ind jp kr lb my tw".split()),
    "Latin America": frozenset("mx py".split()),
}

Facts = Mapping[str, Any]
Take = Callable[[str, str | None], Facts]


@dataclass(frozen=True, slots=True)
class Row:
    """A page's truth, what each extractor gave, and what that is worth: None where there is no truth."""

    truth: Mapping[str, Any]
    given: Mapping[str, Facts]
    worth: Mapping[str, Mapping[str, float | None]]

    @property
    def language(self) -> str:
        """As the collection has it, which says nothing of publishers with several."""
        return self.truth["language"] or "several"

    @property
    def group(self) -> str:
        """The group of countries that the page is from."""
        country = self.truth["id"].partition("-")[0]
        return next((name for name, countries in GROUPS.items() if country in countries), "elsewhere")


@cache
def yardstick() -> Any:
    """The collections' own module of scores."""
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def newspaper(python: str) -> Take | None:
    """newspaper4k in an environment of its own, or None if it is not there."""
    if subprocess.run([python, "-c", "import newspaper"], capture_output=True, check=False).returncode:
        return None
    script = str(Path(__file__).with_name("metadata_newspaper.py"))
    process = subprocess.Popen([python, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def take(html: str, url: str | None) -> Facts:
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps([url, html]), file=process.stdin, flush=True)
        facts: Facts = json.loads(process.stdout.readline())
        return facts

    return take


def extractors(readers: Readers, python: str) -> Callable[[Mapping[str, Any]], dict[str, Facts]]:
    """What gives all facts that each extractor finds on a page of the collection."""
    score, examples = yardstick(), {example.id: example for example in pages.examples(["news-dev"])}
    peer = newspaper(python)

    def all_of(page: Mapping[str, Any]) -> dict[str, Facts]:
        html = score.read_html(page["path"])
        ours = read(html, page["url"], model=readers.of(examples[page["id"]])).result
        found = {OURS: ours, "trafilatura": score.trafilatura_meta(html, page["url"])}
        if peer:
            found["newspaper4k"] = peer(html, page["url"])
        return {name: score.plain(given) for name, given in found.items()}

    return all_of


def worth(truth: Mapping[str, Any], given: Facts) -> dict[str, float | None]:
    """What the facts are worth by the yardstick, and whether the day is missing."""
    outcome = {"out": {**given, "text": ""}, "cpu": None, "error": None}
    scored = yardstick().score_page({**truth, "truth": ""}, outcome)
    return {**{field: scored[field] for field in FIELDS}, "missing": float(given["date"] is None)}


def mean(rows: Iterable[Row], name: str, field: str) -> str:
    """The mean worth of a field, as the tables have it."""
    values = [value for row in rows if (value := row.worth[name][field]) is not None]
    return f"{fmean(values):.3f}" if values else "-"


def overall(rows: Sequence[Row], names: Sequence[str]) -> str:
    """A row an extractor."""
    lines = [f"{f'{len(rows)} pages':14} {'title':>7} {'authors F1':>11} {'day':>7} {'wrong day':>10} {'no day':>8}"]
    for name in names:
        title, authors, day = (mean(rows, name, field) for field in FIELDS)
        dated = [row.worth[name] for row in rows if row.worth[name]["date"] is not None]
        missing = fmean(one["missing"] or 0.0 for one in dated)
        wrong = 1 - missing - fmean(one["date"] or 0.0 for one in dated)
        lines.append(f"{name:14} {title:>7} {authors:>11} {day:>7} {wrong:10.1%} {missing:8.1%}")
    return "\n".join(lines)


def by(what: str, key: Callable[[Row], str], rows: Sequence[Row], names: Sequence[str]) -> str:
    """A row for all pages of a kind, the largest kind first."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[key(row)].append(row)
    width = 6 * len(names)
    lines = [
        f"{'':17} {'':5}" + "".join(f"  {field:^{width}}" for field in ("title", "authors F1", "day")),
        f"{what:17} {'pages':>5}" + ("  " + "".join(f"{name[:5]:>6}" for name in names)) * len(FIELDS),
    ]
    for kind, found in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])):
        cells = ["".join(f"{mean(found, name, field):>6}" for name in names) for field in FIELDS]
        lines.append(f"{kind:17} {len(found):5}  " + "  ".join(cells))
    return "\n".join(lines)


def failures(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Every page where ours misses something, with what the truth is and what each gave."""
    lines = []
    for row in rows:
        missed = [field for field in FIELDS if (row.worth[OURS][field] or 0) < 1 and row.truth[field]]
        lines += [f"{row.truth['id']} {row.truth['url']}"] if missed else []
        for field in missed:
            lines.append(f"  {field:8} {'truth':12} {row.truth[field]}")
            lines += [f"  {'':8} {name:12} {row.given[name][field]}" for name in names]
    return "\n".join(lines)


def main() -> None:
    """Score and print."""
    parser = pages.options(__doc__, 0)
    parser.add_argument("--models", type=Path, metavar="DIR", help="models learned without a fold each")
    parser.add_argument("--peers", default=os.environ.get("BENCH_PEERS", sys.executable), metavar="PYTHON")
    parser.add_argument("--failures", action="store_true", help="list the pages where ours misses something")
    options = parser.parse_args()
    if pages.skipped():
        return
    all_of, rows = extractors(Readers(options.models), options.peers), []
    truths = yardstick().load("news-dev")
    for truth in truths[:: max(1, len(truths) // options.pages) if options.pages else 1]:
        given = all_of(truth)
        rows.append(Row(truth, given, {name: worth(truth, facts) for name, facts in given.items()}))
    names = [name for name in (OURS, *PEERS) if name in rows[0].given]
    print(overall(rows, names), "", sep="\n")
    print(by("language", lambda row: row.language, rows, names), "", sep="\n")
    print(by("countries", lambda row: row.group, rows, names))
    if options.failures:
        print("", failures(rows, names), sep="\n")


if __name__ == "__main__":
    main()
