"""What does a page look like to the model, and what should it say of it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from scraper.cleaner import dom
from scraper.cleaner.blocks import scan
from scraper.cleaner.decode import decode
from scraper.cleaner.features import Features, observe, setting_of
from scraper.cleaner.features.columns import Floats, Ints
from scraper.cleaner.limits import TooComplexError
from scraper.cleaner.pieces import Piece
from scraper.cleaner.training import truth
from scraper.cleaner.training.corpus import Example
from scraper.cleaner.training.strewing import strew
from scraper.cleaner.training.undress import PLAINER, Dress, undress
from scraper.errors import UrlError
from scraper.urls import parse

BARE = 0.4  # of the strewn pages are shown in a plainer dress at that
NOWHERE = "http://unknown.invalid/"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a page, and what its pieces should be: 0 to 1, NaN where nothing is known."""

    table: NDArray[np.float16]
    words: Floats
    first: Ints
    end: Ints
    kinds: Ints
    share: truth.Shares
    bags: dict[str, list[tuple[str, ...]]]
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Bag:
    """Words of many rows: the ids of all rows in one array, and where each row begins and ends in it."""

    ids: Ints
    bounds: Ints

    @property
    def counts(self) -> Ints:
        """The number of words of each row."""
        return np.diff(self.bounds)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page to learn from, its words as numbers of a lexicon. ``truth`` is its whole text where that is known,
    ``segments`` what must and what must not be in it."""

    id: str
    site: str
    type: str
    table: NDArray[np.float16]
    words: Floats
    first: Ints
    end: Ints
    kinds: Ints
    share: truth.Shares
    bags: dict[str, Bag]
    texts: list[str]
    truth: str | None
    segments: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def size(self) -> int:
        """The number of pieces."""
        return len(self.words)


def look(example: Example, dress: Dress) -> Look | None:
    """Look at a page in a dress; None for a page without text or beyond the limits."""
    page = parsed(example)
    if page is None:
        return None
    found = scan(page)
    if not found.pieces:
        return None
    share = shares(found.pieces, example)
    if dress is Dress.STREWN:
        random = Random(example.id)
        found, share = strew(found, share, random)
        if random.random() < BARE:
            found = undress(found, random.choice(PLAINER))
    else:
        found = undress(found, dress)
    seen = observe(found, setting_of(page, address(example)))
    table, kinds = seen.table.astype(np.float16), seen.boxes.kinds
    return Look(table, seen.words, seen.first, seen.end, kinds, share, bags_of(seen), seen.sight.texts)


def parsed(example: Example) -> dom.Dom | None:
    """The page; None for one beyond the limits."""
    try:
        return dom.parse(decode(example.page()).text, address(example))
    except TooComplexError:
        return None


def shares(pieces: Sequence[Piece], example: Example) -> truth.Shares:
    """The share of each piece's words that is wanted, NaN where that is not known."""
    texts = [piece.text for piece in pieces]
    if example.text is None:
        return truth.partial(texts, example.wanted, example.unwanted)
    share = truth.shares(texts, [piece.hidden for piece in pieces], example.text)
    share[[text in example.either for text in texts]] = np.nan
    return share


def address(example: Example) -> str:
    """The page's address; a placeholder for one that is none."""
    try:
        return parse(example.url or NOWHERE)
    except UrlError:
        return NOWHERE


def bags_of(seen: Features) -> dict[str, list[tuple[str, ...]]]:
    """The words of each piece, bag by bag, as ``word_scores`` gathers them from the boxes."""
    beyond: dict[int, tuple[str, ...]] = {0: ()}
    for box, (parent, names) in enumerate(zip(seen.boxes.parents.tolist(), seen.boxes.names, strict=True)):
        if box:
            beyond[box] = names + beyond[parent]
    boxes, chain = seen.boxes.names, seen.boxes.chain.tolist()
    return {
        "own": [boxes[c[0]] + own for c, own in zip(chain, seen.names, strict=True)],
        "around": [(boxes[c[1]] if c[1] != c[0] else ()) + (boxes[c[2]] if c[2] != c[1] else ()) for c in chain],
        "far": [beyond[c[3]] if c[3] != c[2] else () for c in chain],
        "texts": seen.texts,
        "heads": seen.heads,
        "links": seen.links,
    }
