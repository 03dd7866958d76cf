"""Which pieces of a page are its story?

Scan, observe, ask, label: the page itself first, and where it shows next to nothing, what its scripts would draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.cleaner import dom, labels, payload
from scraper.cleaner.blocks import scan
from scraper.cleaner.classifier import Answer, Classifier
from scraper.cleaner.features import Features, Setting, observe, setting_of
from scraper.cleaner.labels import NOTHING, Labelling
from scraper.cleaner.limits import TooComplexError
from scraper.model import Image

SHOWN_WORDS = 60  # of story on the page itself: with fewer its scripts are looked through


@dataclass(frozen=True, slots=True)
class Story:
    """What was found, and what it was found by; a page without text was not seen and has no answer."""

    labelling: Labelling
    seen: Features | None = None
    answer: Answer | None = None
    images: Sequence[tuple[int, Image]] = ()

    @property
    def words(self) -> int:
        """The words of the story."""
        if self.seen is None:
            return 0
        pairs = zip(self.labelling.blocks, self.seen.words, strict=True)
        return int(sum(words for block, words in pairs if block.is_story))


def find(page: dom.Dom, url: str, classifier: Classifier) -> Story:
    """Find the story of a page."""
    setting = setting_of(page, url)
    shown = _read(page, setting, classifier)
    if shown.words >= SHOWN_WORDS:
        return shown
    drawn = payload.story(page, setting.title)
    if drawn is None:
        return shown
    try:
        hidden = _read(dom.parse(drawn, url), setting, classifier)
    except TooComplexError:
        return shown
    return max(shown, hidden, key=lambda story: story.words)


def _read(page: dom.Dom, setting: Setting, classifier: Classifier) -> Story:
    pieces = scan(page)
    if not pieces.pieces:
        return Story(NOTHING)
    seen = observe(pieces, setting)
    answer = classifier.ask(seen)
    return Story(labels.label(seen, answer), seen, answer, pieces.images)
