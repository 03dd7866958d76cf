"""What is there to see of a block, and where on the page does the story stand?

Evidence only: nothing is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from scraper.cleaner import phrases
from scraper.cleaner.blocks import UNSEEN, Place, Scan
from scraper.cleaner.markers import marker
from scraper.cleaner.opinion import Opinion, squeeze
from scraper.model import Block, Label

GOOD_WORDS = 12  # a running text of so many words is likely a paragraph
MAX_LINK_SHARE = 0.35
MAIN_SHARE = 0.8  # of the page's running text stands in the main place
HIDING_SHARE = 0.2  # less running text than this beside what is hidden: the page hides itself
MIN_AGREEMENT = 0.3  # of the likely paragraphs must be kept by the second opinion for it to count
BOLD_WORDS = 12  # at most in a line that is a heading in bold
CARD_WORDS = 80
CARD_FREE_WORDS = 25  # of running text outside all cards: there is a story
CARD_DEPTH = 4  # elements from a text up to its card
BIG_SHARE = 0.45  # an element with this share of the running text is no furniture, whatever its name

_SENTENCE_END = re.compile(r"[.!?。！？…:;\"'”’»)\]]$")
_NUMBER = re.compile(r"\d+")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_CJK_PER_WORD = 2  # scripts without spaces: about two characters a word


@dataclass(slots=True)
class Features:
    """What is known of one block. ``marker`` is the nearest telling name around it, with its distance in elements."""

    block: Block
    place: Place
    folded: str
    squeezed: str
    words: int
    link_share: float
    sentence: bool
    cut: bool  # ends in an ellipsis, as excerpts do
    phrase: Label | None
    note: bool
    kept: bool | None  # by the second opinion; None when it has none
    copies: int  # blocks with the same text
    hidden: bool = False  # from a reader's eyes
    marker: Label | None = None
    marker_word: str = ""
    inside: bool = False  # the main place
    card: bool = False  # one of several elements alike that each lead to another page
    beside: bool = False  # outside of it, in the element that holds it

    @property
    def heading(self) -> bool:
        """Whether it is a heading, by its element or because a short line stands in bold alone."""
        block = self.block
        bold = self.words <= BOLD_WORDS and not block.context and not self.sentence and all(r.bold for r in block.runs)
        return block.level > 0 or bold

    @property
    def good(self) -> bool:
        """Whether it looks like a paragraph of running text by its shape alone."""
        return self.words >= GOOD_WORDS and self.link_share <= MAX_LINK_SHARE and not self.hidden


def observe(page: Scan, opinion: Opinion) -> list[Features]:
    """Look at every block of a page, then at the page as a whole."""
    squeezed = [squeeze(block.text) for block in page.blocks]
    copies = Counter(squeezed)
    seen = [
        _look(block, place, letters, opinion)
        for block, place, letters in zip(page.blocks, page.places, squeezed, strict=True)
    ]
    for features in seen:
        features.copies = copies[features.squeezed] if len(features.squeezed) > 3 else 1
    _show_what_scripts_would(seen)
    total = _weigh(seen)
    if _is_lost(seen, total):
        for features in seen:
            features.kept = None
    main = _main_place(seen, total)
    for features in seen:
        _surroundings(features, total, main)
    _mark_cards(seen)
    return seen


def count_words(text: str) -> int:
    """Words, counting scripts without spaces by their characters."""
    cjk = len(_CJK.findall(text)) if not text.isascii() else 0
    return len(text.split()) + cjk // _CJK_PER_WORD


def _look(block: Block, place: Place, squeezed: str, opinion: Opinion) -> Features:
    text = block.text
    words = count_words(text)
    folded = phrases.fold(text if len(text) < 1200 else text[:1200])
    return Features(
        block=block,
        place=place,
        folded=folded,
        squeezed=squeezed,
        words=words,
        link_share=block.link_chars / max(1, len(text)),
        sentence=_SENTENCE_END.search(text) is not None,
        cut=_CUT.search(text) is not None,
        phrase=phrases.family(folded, words),
        note=phrases.is_note(folded),
        kept=opinion.keeps(squeezed) if opinion else None,
        copies=1,
        hidden=block.hidden,
    )


def _show_what_scripts_would(seen: list[Features]) -> None:
    """A page that hides nearly all of its text waits for a script to show it: there, hiding says nothing.

    Text areas and noscript stay hidden: they hold copies.
    """
    shown = sum(f.words for f in seen if f.good)
    hidden = [f for f in seen if f.hidden and f.words >= GOOD_WORDS and f.link_share <= MAX_LINK_SHARE]
    if shown < HIDING_SHARE * sum(f.words for f in hidden):
        for features in seen:
            features.hidden = any(place.tag in UNSEEN for place in features.place.ancestors())


def _weigh(seen: list[Features]) -> int:
    """Add the words of running text up to every place around them."""
    total = 0
    for features in seen:
        if features.good and features.phrase is None:
            weight = features.words
            total += weight
            for place in features.place.ancestors():
                place.mass += weight
    return total


def _is_lost(seen: list[Features], total: int) -> bool:
    """Whether the second opinion missed the story: it keeps next to nothing of what looks like one."""
    likely = [f for f in seen if f.good and f.phrase is None and not _in_furniture(f, total)]
    return sum(f.words for f in likely if f.kept) < MIN_AGREEMENT * sum(f.words for f in likely)


def _main_place(seen: list[Features], total: int) -> Place | None:
    """The innermost element with most of the text that is good by shape and by the second opinion."""
    trusted = [f for f in seen if f.good and f.kept and f.phrase is None] or [
        f for f in seen if f.good and f.phrase is None and not _in_furniture(f, total)
    ]
    weights: Counter[Place] = Counter()
    for features in trusted:
        for place in features.place.ancestors():
            weights[place] += features.words
    needed = MAIN_SHARE * sum(f.words for f in trusted)
    candidates = [place for place, weight in weights.items() if weight >= needed]
    return max(candidates, key=lambda place: len(place.ancestors()), default=None)


def _in_furniture(features: Features, total: int) -> bool:
    return any(
        marker(place.tag, place.ident) and place.mass < BIG_SHARE * total for place in features.place.ancestors()
    )


def _surroundings(features: Features, total: int, main: Place | None) -> None:
    """The nearest telling name around a block, and whether it stands inside the main place."""
    for place in features.place.ancestors():
        if place is main:
            features.inside = True
        if main is not None and place is main.parent:
            features.beside = not features.inside
        if features.marker is None and place.tag not in ("body", "main") and place.mass < max(1, BIG_SHARE * total):
            found = marker(place.tag, place.ident)
            if found:
                features.marker, features.marker_word = found


def _mark_cards(seen: list[Features]) -> None:
    """Find elements alike, side by side, each with a linked headline and few words: teasers of other stories."""
    inside: dict[Place, list[Features]] = {}
    for features in seen:
        for place in features.place.ancestors()[:CARD_DEPTH]:
            if place.tag != "body":
                inside.setdefault(place, []).append(features)
    rows: dict[tuple[Place | None, str, str], list[Place]] = {}
    for place, blocks in inside.items():
        words = sum(f.words for f in blocks)
        if 2 <= len(blocks) <= 8 and 8 < words < CARD_WORDS and any(f.link_share > 0.8 and f.words > 2 for f in blocks):
            rows.setdefault((place.parent, place.tag, _NUMBER.sub("", place.ident.partition(" ")[0])), []).append(place)
    for row in rows.values():
        if len(row) > 1:
            for features in (f for place in row for f in inside[place]):
                features.card = True


def is_listing(seen: list[Features]) -> bool:
    """Whether the cards of a page are its content: nothing else on it is running text."""
    free = sum(f.words for f in seen if f.good and f.phrase is None and f.inside and not f.card)
    return free < CARD_FREE_WORDS
