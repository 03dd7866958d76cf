"""How good is a model on sites it has not seen?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from scraper.cleaner import page_types
from scraper.cleaner.training.samples import Sample
from scraper.cleaner.training.truth import words_of
from scraper.model import PageType

BINS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 1.01)


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a model made of a page of a strange site: the F1 it expected, and the word F1 it got where the whole text is
    known; else wanted and found, unwanted and found, wanted and missing segments."""

    id: str
    type: str
    expected: float
    score: float | None
    segments: tuple[int, int, int] = (0, 0, 0)
    taken_for: str = ""  # the likeliest type of the page


def score(sample: Sample, chosen: np.ndarray, expected: float, types: Mapping[PageType, float]) -> Unseen:
    """The score of the chosen pieces. ``types`` are the chances of the page's types."""
    texts = [text for text, kept in zip(sample.texts, chosen, strict=True) if kept]
    if sample.truth is not None:
        whole = word_f1("\n".join(texts), sample.truth)
        return Unseen(sample.id, sample.type, expected, whole, taken_for=max(types, key=types.__getitem__).value)
    wanted, unwanted = sample.segments
    text = " ".join(" ".join(texts).split())
    found = sum(" ".join(segment.split()) in text for segment in wanted)
    leaked = sum(" ".join(segment.split()) in text for segment in unwanted)
    return Unseen(sample.id, sample.type, expected, None, (found, leaked, len(wanted) - found))


def word_f1(got: str, truth: str) -> float:
    """F1 of the two bags of words; nothing expected and nothing given is a full score."""
    one, two = Counter(words_of(got)), Counter(words_of(truth))
    if not one or not two:
        return float(not one and not two)
    return 2 * (one & two).total() / (one.total() + two.total())


def tables(pages: Sequence[Unseen], numbers: Mapping[str, Sequence[float]]) -> str:
    """Scores by type of page, and the calibration: what was said beside what came."""
    lines = ["", f"{'on sites not seen':20} {'pages':>6} {'word F1':>8}"]
    kinds = Counter(page.type for page in pages if page.score is not None)
    for kind, count in kinds.most_common():
        lines.append(f"{kind:20} {count:6} {fmean(p.score or 0.0 for p in pages if p.type == kind):8.4f}")
    general = [page.score for page in pages if page.score is not None and page.type not in ("news", "fixture")]
    if general:
        lines.append(f"{'all seven types':20} {len(general):6} {fmean(general):8.4f}")
    found, leaked, lost = (sum(page.segments[part] for page in pages) for part in range(3))
    if found:
        precision, recall = found / (found + leaked), found / (found + lost)
        lines.append(
            f"segments: F1 {2 * precision * recall / (precision + recall):.4f}, "
            f"precision {precision:.4f}, recall {recall:.4f}"
        )
    return "\n".join([*lines, "", *_types(pages), "", *_calibration(pages, numbers)])


def _types(pages: Sequence[Unseen]) -> list[str]:
    """For each type of page, what its pages were taken for."""
    names = [kind.value for kind in page_types.TYPES]
    lines = [f"{'taken for':20} " + " ".join(f"{name[:7]:>7}" for name in names)]
    for kind in (*names, "news"):
        taken = Counter(page.taken_for for page in pages if page.type == kind)
        lines.append(f"{kind:20} " + " ".join(f"{taken[name]:7}" for name in names))
    return lines


def _calibration(pages: Sequence[Unseen], numbers: Mapping[str, Sequence[float]]) -> list[str]:
    whole = [page for page in pages if page.score is not None]
    said = np.interp([page.expected for page in whole], numbers["expected"], numbers["confidence"])
    lines = [f"{'confidence':20} {'pages':>6} {'said':>8} {'got':>8}"]
    low = 0.0
    for high in BINS:
        here = [number for number, value in enumerate(said) if low <= value < high]
        if here:
            got = fmean(whole[number].score or 0.0 for number in here)
            lines.append(f"{low:.3f} to {min(high, 1):.3f}{'':6} {len(here):6} {fmean(said[here]):8.4f} {got:8.4f}")
        low = high
    return lines
