"""How good is the cleaner on sites it has not seen? ``python -m tests.bench.quality --models DIR [--pages N]``

DIR holds a model for each fold of sites, learned without it, as ``python -m scraper.cleaner.training --data ... --folds
DIR`` writes them, and each page is read with the one that has not seen its site.

Without DIR the model that we bring reads them, which has learned from these very pages: good to compare two versions,
no measure of strangers. trafilatura stands beside it. Word F1 is that of two bags of lower-case words, segment F1 that
of the segments to keep and to drop, over all pages together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import trafilatura

from scraper.cleaner import read, weights
from scraper.cleaner.classifier import Classifier, default
from scraper.cleaner.training.corpus import Example, fold_of
from scraper.cleaner.training.report import word_f1
from scraper.model import Article
from tests.bench import pages

PAGES = 300
BINS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 1.01)

Segments = tuple[int, int, int]  # wanted and found, unwanted and found, wanted and missing


@dataclass(frozen=True, slots=True)
class Scores:
    """What came of a page: word F1 or segments, ours and trafilatura's."""

    example: Example
    ours: float | Segments
    theirs: float | Segments
    confidence: float | None  # None for what was rejected

    @property
    def badness(self) -> float:
        """The worse the higher."""
        if isinstance(self.ours, float):
            return 1 - self.ours
        found, leaked, lost = self.ours
        return (leaked + lost) / max(1, found + leaked + lost)


class Readers:
    """The models, one a fold; one alone reads all pages."""

    def __init__(self, folder: Path | None) -> None:
        files = sorted(folder.glob("*.model"), key=lambda file: int(file.stem)) if folder else []
        self._models = [Classifier(weights.load(file.read_bytes())) for file in files] or [default()]

    def of(self, example: Example) -> Classifier:
        """The model that has not seen the page's site."""
        return self._models[fold_of(example.site, len(self._models)) - 1]


def scored(example: Example, reader: Classifier) -> Scores:
    """Both extractors' scores of a page."""
    html = example.page()
    result = read(html, example.url, model=reader).result
    text = trafilatura.extract(html, url=example.url, include_comments=False) or ""
    sure = result.confidence if isinstance(result, Article) else None
    return Scores(example, measured(example, result.text), measured(example, text), sure)


def measured(example: Example, text: str) -> float | Segments:
    """The score of a text: word F1 where the whole truth is known, else segments."""
    if example.text is not None:
        return word_f1(text, example.text)
    folded = " ".join(text.split())
    found, leaked = (
        sum(" ".join(segment.split()) in folded for segment in segments)
        for segments in (example.wanted, example.unwanted)
    )
    return found, leaked, len(example.wanted) - found


def of_words(pages_: Sequence[Scores], name: str) -> str:
    """A row of word F1."""
    sides = zip(*((page.ours, page.theirs) for page in pages_), strict=True)
    ours, theirs = (fmean(float(score) for score in side) for side in sides)
    return f"{name:24} {len(pages_):6} {ours:9.4f} {theirs:12.4f}"


def segment_f1(counts: Sequence[Segments]) -> tuple[float, float, float]:
    """F1, precision and recall of segments."""
    found, leaked, lost = (sum(part) for part in zip(*counts, strict=True))
    precision, recall = found / max(1, found + leaked), found / max(1, found + lost)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def tables(scores: Sequence[Scores]) -> str:
    """Word F1 by type of page, segments, and the calibration."""
    whole = [page for page in scores if page.example.text is not None]
    kinds = sorted({page.example.type for page in whole}, key=lambda kind: (kind != "news", kind != "article", kind))
    lines = [f"{'word F1':24} {'pages':>6} {'scraper':>9} {'trafilatura':>12}"]
    lines += [of_words([page for page in whole if page.example.type == kind], kind) for kind in kinds]
    general = [page for page in whole if page.example.type != "news"]
    lines += [of_words(general, "all seven types")] if general else []
    parts = [page for page in scores if page.example.text is None]
    if parts:
        sides = zip(*((page.ours, page.theirs) for page in parts), strict=True)
        ours, theirs = (segment_f1([counts for counts in side if isinstance(counts, tuple)]) for side in sides)
        for number, name in enumerate(("segments: F1", "segments: precision", "segments: recall")):
            lines.append(f"{name:24} {len(parts):6} {ours[number]:9.4f} {theirs[number]:12.4f}")
    return "\n".join([*lines, "", *calibration(whole)])


def calibration(whole: Sequence[Scores]) -> list[str]:
    """What articles were said to be worth beside what they were worth."""
    sure = [(page.confidence, page.ours) for page in whole if page.confidence is not None]
    lines, low = [f"{'confidence of articles':24} {'pages':>6} {'said':>9} {'got':>12}"], 0.0
    for high in BINS:
        here = [(said, float(got)) for said, got in sure if low <= said < high and isinstance(got, float)]
        if here:
            said, got = map(fmean, zip(*here, strict=True))
            lines.append(f"{low:.3f} to {min(1, high):.3f}{'':10} {len(here):6} {said:9.4f} {got:12.4f}")
        low = high
    return [*lines, f"{'rejected':24} {len(whole) - len(sure):6}"]


def main() -> None:
    """Score and print."""
    parser = pages.options(__doc__, PAGES)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages of each set")
    parser.add_argument("--set", choices=pages.SETS, action="append", help="only this set; may be given again")
    parser.add_argument("--models", type=Path, metavar="DIR", help="models learned without a fold each")
    options = parser.parse_args()
    if pages.skipped():
        return
    readers = Readers(options.models)
    if options.models is None:
        print("The model has learned from these pages: see --models for figures of sites it has not seen.\n")
    scores = []
    for name in options.set or pages.SETS:
        examples = pages.examples([name])
        step = max(1, len(examples) * len(options.set or pages.SETS) // options.pages) if options.pages else 1
        found = [scored(example, readers.of(example)) for example in examples[::step]]
        for page in sorted(found, key=lambda page: -page.badness)[: options.worst]:
            print(f"{name} {page.example.id:16} {page.example.type:13} {page.ours} {page.theirs} {page.example.url}")
        scores += found
    print(tables(scores))


if __name__ == "__main__":
    main()
