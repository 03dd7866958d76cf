"""Which pieces of a page are its story?

Scan, observe, ask, label: the page itself first, and where it shows next to nothing, what its scripts would draw. Where
little is sure of what was found, trafilatura is asked for a second opinion.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scraper.cleaner import dom, labels, payload
from scraper.cleaner.blocks import Scan, scan
from scraper.cleaner.classifier import Answer, Classifier
from scraper.cleaner.features import Features, Setting, observe, setting_of
from scraper.cleaner.features.columns import Family
from scraper.cleaner.features.hints import hiding
from scraper.cleaner.labels import NOTHING, Labelling
from scraper.cleaner.letters import squeeze
from scraper.cleaner.limits import TooComplexError
from scraper.cleaner.opinion import ask
from scraper.cleaner.selection import between, likeliest
from scraper.model import STORY, PageType

SHOWN_WORDS = 60  # of story on the page itself: with fewer its scripts are looked through
SHELL_WORDS = 200  # visible on a page that is to be filled by its scripts
SURE = 3.5  # log-odds from which on no phrase counts against a piece: stories speak of gifts and licences too
UNSURE = 0.3  # expected score up to which a second opinion is asked: above, it makes things worse
VOTE = 2.0  # log-odds that it is worth


@dataclass(frozen=True, slots=True)
class Story:
    """What was found and what score to expect of it, 0 to 1; by what it was found: a page without text was not seen and
    has no answer."""

    labelling: Labelling
    confidence: float = 0.0
    seen: Features | None = None
    answer: Answer | None = None

    @property
    def page(self) -> Scan:
        """The page in pieces; none of one without text."""
        return Scan() if self.seen is None else self.seen.sight.scan

    @property
    def words(self) -> int:
        """The words of the story."""
        if self.seen is None:
            return 0
        told = np.array([block.label in STORY for block in self.labelling.blocks], np.bool_)
        return int(self.seen.words[told].sum())


def find(page: dom.Dom, url: str, classifier: Classifier) -> Story:
    """Find the story of a page."""
    setting = setting_of(page, url)
    shown = _read(page, setting, classifier)
    if shown.words < SHOWN_WORDS:
        shown = max(shown, _drawn(page, setting, shown, classifier), key=lambda story: story.words)
    if shown.labelling.expected < UNSURE:
        shown = _seconded(page, url, shown)
    return replace(shown, confidence=classifier.confidence(shown.labelling.expected))


def _read(page: dom.Dom, setting: Setting, classifier: Classifier) -> Story:
    pieces = scan(page)
    if not pieces.pieces:
        return Story(NOTHING)
    seen = observe(pieces, setting)
    answer = classifier.ask(seen)
    if likeliest(answer.types) is PageType.ARTICLE:
        answer = _as_in_briefs(seen, answer)
    return Story(labels.label(seen, answer), seen=seen, answer=answer)


def _as_in_briefs(seen: Features, answer: Answer) -> Answer:
    """The answer when signs count that the pages to learn from have too few of."""
    unsure = answer.odds < SURE
    answer = answer.with_votes(Family.WORDS, unsure * seen.hints.votes(seen.sight, seen.boxes))
    answer = answer.with_votes(Family.HIDING, unsure * hiding(seen.sight))
    around = [piece.place.parent or piece.place for piece in seen.sight.pieces]
    return answer.with_votes(Family.NEIGHBOURS, between(answer.odds, seen.sight.headings, around))


def _drawn(page: dom.Dom, setting: Setting, shown: Story, classifier: Classifier) -> Story:
    """The story that the page's scripts would draw."""
    visible = 0 if shown.seen is None else float((shown.seen.words * (1 - shown.seen.sight.hidden)).sum())
    body = payload.story(page, setting.title, is_shell=visible < SHELL_WORDS)
    try:
        return _read(dom.parse(body, page.base), setting, classifier) if body else shown
    except TooComplexError:
        return shown


def _seconded(page: dom.Dom, url: str, found: Story) -> Story:
    """The story when trafilatura is asked too: what it keeps is a little likelier of the story, and all else less."""
    if found.seen is None or found.answer is None or found.seen.words.sum() < SHOWN_WORDS:
        return found
    opinion = ask(dom.source(page), url)
    if not opinion:
        return found
    kept = [opinion.keeps(squeeze(piece.text)) for piece in found.seen.sight.pieces]
    answer = found.answer.with_votes(Family.OPINION, np.where(kept, VOTE, -VOTE))
    return replace(found, labelling=labels.label(found.seen, answer), answer=answer)
