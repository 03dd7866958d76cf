"""Is a fact as sure as its evidence says? ``python -m tests.bench.sureness [--models DIR] [--table]``

On the news pages of the shared collections, whose title, authors, day, language and tags are known; a canonical address
is right if it is the page's own, its query aside. Each page is judged by what was counted on the pages of all other
publishers. "said" is what the evidence said on average, "got" the share that was right.

``--table`` prints what was counted on all of them: scraper/cleaner/sureness_table.py.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from scraper.cleaner import read
from scraper.cleaner.sureness import Support, chance, support_of
from scraper.model import Article, Fact
from scraper.urls import dedupe_key
from tests.bench import pages
from tests.bench.metadata import yardstick
from tests.bench.quality import Readers

BINS = (0.8, 0.9, 0.95, 0.98, 1.01)
SHOWN = (Fact.TITLE, Fact.AUTHORS, Fact.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Case:
    """A fact of a page: its evidence, and whether it is right."""

    publisher: str
    fact: Fact
    source: str
    support: Support
    right: bool

    @property
    def evidence(self) -> tuple[str, str, str]:
        """By what the cases are counted."""
        return self.fact.value, self.source, self.support.value


def cases(readers: Readers) -> list[Case]:
    """All facts of the collection whose truth is known, as far as they were found."""
    score, examples = yardstick(), {example.id: example for example in pages.examples(["news-dev"])}
    found = []
    for truth in score.load("news-dev"):
        example = examples[truth["id"]]
        article = read(example.page(), example.url, model=readers.of(example)).result
        if isinstance(article, Article):
            topics = json.loads((example.path.parent / f"{example.id}.json").read_text("utf-8"))["topics"]
            for fact, right in judged(article, {**truth, "topics": topics}):
                told = article.evidence[fact]
                support = support_of(len(told.agreeing), len(told.differing))
                found.append(Case(truth["publisher"], fact, told.source.value, support, right))
    return found


def judged(article: Article, truth: Mapping[str, Any]) -> Iterator[tuple[Fact, bool]]:
    """Which facts are right, of those that there are and whose truth is known."""
    score = yardstick()
    given = score.plain(article)
    if article.title:
        yield Fact.TITLE, score.fold_text(truth["title"]) == score.fold_text(article.title)
    if article.authors and truth["authors"]:
        yield Fact.AUTHORS, score.author_score(truth["authors"], given["authors"]) == 1
    if article.date_published:
        yield Fact.PUBLISHED, score.same_day(truth["date"], given["date"])
    if article.language and truth["language"]:
        yield Fact.LANGUAGE, article.language == truth["language"]
    if article.tags and truth["topics"]:
        yield Fact.TAGS, set(map(score.fold_text, truth["topics"])) == set(map(score.fold_text, article.tags))
    if article.canonical_url:
        addresses = {dedupe_key(url.partition("?")[0]) for url in (truth["url"], article.canonical_url)}
        yield Fact.CANONICAL, len(addresses) == 1


def counted(some: Sequence[Case]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """How many were right, and of how many, by their evidence."""
    known, right = Counter(case.evidence for case in some), Counter(case.evidence for case in some if case.right)
    return {evidence: (right[evidence], known[evidence]) for evidence in sorted(known)}


def said_of(all_: Sequence[Case]) -> list[float]:
    """What the evidence of each case said by the cases of other publishers."""
    by_publisher = {name: counted([case for case in all_ if case.publisher != name]) for name in publishers(all_)}
    return [chance(by_publisher[case.publisher], case.evidence) for case in all_]


def publishers(all_: Sequence[Case]) -> list[str]:
    """The publishers of the cases."""
    return sorted({case.publisher for case in all_})


def calibration(all_: Sequence[Case]) -> str:
    """What was said beside what came, by fact; and the mean squared error beside that of always saying the mean."""
    said = said_of(all_)
    lines = [f"{'fact, said':24} {'values':>6} {'said':>7} {'got':>7}"]
    for fact in SHOWN:
        pairs = [(one, case.right) for one, case in zip(said, all_, strict=True) if case.fact is fact]
        mean = fmean(right for _, right in pairs)
        lines.append(f"{fact.value:24} {len(pairs):6} {fmean(one for one, _ in pairs):7.3f} {mean:7.3f}")
        low = 0.0
        for high in BINS:
            if here := [pair for pair in pairs if low <= pair[0] < high]:
                one, got = map(fmean, zip(*here, strict=True))
                lines.append(f"  {low:.2f} to {min(1, high):.2f}{'':10} {len(here):6} {one:7.3f} {got:7.3f}")
            low = high
        errors = fmean((one - right) ** 2 for one, right in pairs), mean * (1 - mean)
        lines.append(f"  {'mean squared error':22} {errors[0]:14.3f} {errors[1]:7.3f} of one number for all")
    return "\n".join(lines)


def by_support(all_: Sequence[Case]) -> str:
    """How many of the values were right, by what the other places of the page say."""
    lines = [f"{'right, of how many':24}" + "".join(f" {support.value:>12}" for support in Support)]
    for fact in dict.fromkeys(case.fact for case in all_):
        cells = []
        for support in Support:
            here = [case.right for case in all_ if case.fact is fact and case.support is support]
            cells.append(f" {f'{sum(here)} of {len(here)}' if here else '-':>12}")
        lines.append(f"{fact.value:24}" + "".join(cells))
    return "\n".join(lines)


def table(all_: Sequence[Case]) -> str:
    """The table of all that was counted, as it stands in the cleaner."""
    rows = [f"        {key}: {count},".replace("'", '"') for key, count in counted(all_).items()]
    return "\n".join([HEAD, *rows, "    }\n)"])


HEAD = '''"""How many values were right, and of how many, by fact, source and support? Data alone.

Counted on 141 pages of 100 publishers by ``python -m tests.bench.sureness --table``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COUNTED: Mapping[tuple[str, str, str], tuple[int, int]] = MappingProxyType(
    {'''


def main() -> None:
    """Count and print."""
    parser = pages.options(__doc__, 0)
    parser.add_argument("--models", type=Path, metavar="DIR", help="models learned without a fold each")
    parser.add_argument("--table", action="store_true", help="print the table that the cleaner has")
    options = parser.parse_args()
    if pages.skipped():
        return
    all_ = cases(Readers(options.models))
    print(table(all_) if options.table else f"{by_support(all_)}\n\n{calibration(all_)}")


if __name__ == "__main__":
    main()
