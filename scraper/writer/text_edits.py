"""Which sentences of a text were added, removed, rewritten or moved?"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from scraper.writer.alignment import Pair, aligned
from scraper.writer.sentences import folded, paragraphs, sentences, spaced_words, words

LIKE = 0.5  # share of words in common from which one sentence is another rewritten
MOST_PAIRS = 2_500  # sentences removed times added in one place, up to which their likeness is asked for
TYPO_WORDS = 2  # in one sentence
TYPO_LIKENESS = 0.66  # of their letters: "teh" is "the", "Tuesday" is not "Wednesday"


class EditKind(StrEnum):
    """What became of a sentence; of a paragraph where it moved as a whole."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence before and after ("" for none). ``paragraph`` is its paragraph's number from 1 on, in the later text.

    For what was removed it is that in the earlier text. ``whole``: all of its paragraph is as new (or as gone) as it.
    """

    kind: EditKind
    before: str
    after: str
    paragraph: int
    whole: bool = False


class WordEdit(NamedTuple):
    """A stretch of words in a rewritten sentence: kept (None), ADDED or REMOVED."""

    kind: EditKind | None
    text: str


class _Sentence(NamedTuple):
    text: str
    key: str
    paragraph: int  # from 0 on
    at: int  # in its paragraph


class _Place(NamedTuple):
    """A stretch between what stayed: the sentences that were there and those that are, and where in the later text."""

    removed: Sequence[_Sentence]
    added: Sequence[_Sentence]
    paragraph: int


def text_edits(before: str, after: str) -> list[Edit]:
    """How one text became the other, in the order of the later one; nothing for what only its typesetting changed."""
    old, new = paragraphs(before), paragraphs(after)
    old_keys, new_keys = list(map(folded, old)), list(map(folded, new))
    if old_keys == new_keys:
        return []
    kept = aligned(old_keys, new_keys)
    moved = _moved(old_keys, new_keys, kept)
    gone, come = {a for a, _ in moved}, {b for _, b in moved}
    edits = [(b, Edit(EditKind.MOVED, old[a], new[b], b + 1, whole=True)) for a, b in moved]
    places: list[_Place] = []
    for a, b, c, d in _gaps(kept, len(old), len(new)):
        removed = [one for at in range(a, b) if at not in gone for one in _cut(old[at], at)]
        added = [one for at in range(c, d) if at not in come for one in _cut(new[at], at)]
        places += _places(removed, added, c)
    edits += _settled(places)
    ordered = [edit for _, edit in sorted(edits, key=lambda placed: placed[0])]
    return _with_wholes(ordered, old, new)


def word_edits(before: str, after: str) -> list[WordEdit]:
    """How one sentence became the other, word by word."""
    old, new = spaced_words(before), spaced_words(after)
    kept = aligned([word.strip() for word in old], [word.strip() for word in new])
    edits: list[WordEdit] = []
    a = c = 0
    for x, y in [*kept, (len(old), len(new))]:
        edits += [WordEdit(EditKind.REMOVED, "".join(old[a:x]))] if x > a else []
        edits += [WordEdit(EditKind.ADDED, "".join(new[c:y]))] if y > c else []
        if y < len(new):
            edits.append(WordEdit(None, new[y]))
        a, c = x + 1, y + 1
    return _joined(edits)


def is_small(before: str, after: str) -> bool:
    """Whether a sentence was rewritten as a slip of the pen is mended: by letters, not by words or numbers.

    That says nothing of what it means: "Tuesday" for "Thursday" is small, too.
    """
    edits = [edit for edit in word_edits(before, after) if edit.kind]
    removed, added = ("".join(edit.text for edit in edits if edit.kind is kind) for kind in (_REMOVED, _ADDED))
    old, new = ([word for word in words(text) if word[0].isalnum()] for text in (removed, added))
    if any(word[0].isdigit() for word in (*old, *new)) or max(len(old), len(new)) > TYPO_WORDS:
        return False
    if not old and not new:
        return True  # punctuation
    a, b = "".join(old).lower(), "".join(new).lower()
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= TYPO_LIKENESS


_REMOVED, _ADDED = EditKind.REMOVED, EditKind.ADDED


def _cut(paragraph: str, number: int) -> Iterator[_Sentence]:
    return (_Sentence(text, folded(text), number, at) for at, text in enumerate(sentences(paragraph)))


def _gaps(kept: Iterable[Pair], old: int, new: int) -> Iterator[tuple[int, int, int, int]]:
    """The stretches between kept pairs: from, to in the one and from, to in the other."""
    a = c = 0
    for x, y in [*kept, (old, new)]:
        if a < x or c < y:
            yield a, x, c, y
        a, c = x + 1, y + 1


def _moved(old: Sequence[str], new: Sequence[str], kept: Sequence[Pair]) -> list[Pair]:
    """What stands in both, but elsewhere."""
    stayed, there = {a for a, _ in kept}, {b for _, b in kept}
    left: defaultdict[str, deque[int]] = defaultdict(deque)
    for at, key in enumerate(old):
        if at not in stayed:
            left[key].append(at)
    return [(left[key].popleft(), at) for at, key in enumerate(new) if at not in there and left.get(key)]


def _places(removed: Sequence[_Sentence], added: Sequence[_Sentence], start: int) -> Iterator[_Place]:
    """The stretches of two runs of sentences that differ."""
    kept = aligned([one.key for one in removed], [one.key for one in added])
    for a, b, c, d in _gaps(kept, len(removed), len(added)):
        before = added[c - 1].paragraph if c else start
        yield _Place(removed[a:b], added[c:d], added[c].paragraph if c < d else before)


def _settled(places: Sequence[_Place]) -> Iterator[tuple[int, Edit]]:
    """The edits of all places. A sentence that left one place and came to another has moved."""
    old = [one for place in places for one in place.removed]
    new = [one for place in places for one in place.added]
    moved = _moved([one.key for one in old], [one.key for one in new], [])
    gone, come = {old[a] for a, _ in moved}, {new[b] for _, b in moved}
    for a, b in moved:
        yield new[b].paragraph, Edit(EditKind.MOVED, old[a].text, new[b].text, new[b].paragraph + 1)
    for place in places:
        removed = [one for one in place.removed if one not in gone]
        added = [one for one in place.added if one not in come]
        yield from _rewritten(place._replace(removed=removed, added=added))


def _rewritten(place: _Place) -> Iterator[tuple[int, Edit]]:
    """The edits of one place: what is like another is that, rewritten."""
    a = c = 0
    for x, y in [*_alike(place.removed, place.added), (len(place.removed), len(place.added))]:
        for one in place.removed[a:x]:
            yield place.paragraph, Edit(EditKind.REMOVED, one.text, "", one.paragraph + 1)
        for one in place.added[c:y]:
            yield one.paragraph, Edit(EditKind.ADDED, "", one.text, one.paragraph + 1)
        if x < len(place.removed):
            one, other = place.removed[x], place.added[y]
            yield other.paragraph, Edit(EditKind.REPLACED, one.text, other.text, other.paragraph + 1)
        a, c = x + 1, y + 1


def _alike(removed: Sequence[_Sentence], added: Sequence[_Sentence]) -> list[Pair]:
    """Pairs in order, each sentence with the one most like it."""
    if not removed or not added or len(removed) * len(added) > MOST_PAIRS:
        return []
    told = [Counter(words(one.key.lower())) for one in added]
    pairs: list[Pair] = []
    start = 0
    for a, one in enumerate(removed):
        mine = Counter(words(one.key.lower()))
        best = max(range(start, len(added)), key=lambda b: _likeness(mine, told[b]), default=None)
        if best is not None and _likeness(mine, told[best]) >= LIKE:
            pairs.append((a, best))
            start = best + 1
    return pairs


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words in common, from 0 to 1 (Dice)."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _with_wholes(edits: Sequence[Edit], old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Marked where all of a paragraph was added or removed."""
    found = Counter((edit.kind, edit.paragraph) for edit in edits)
    whole = {
        (kind, number)
        for (kind, number), count in found.items()
        if kind in (_REMOVED, _ADDED) and count == len(sentences((old if kind is _REMOVED else new)[number - 1]))
    }
    return [replace(edit, whole=edit.whole or (edit.kind, edit.paragraph) in whole) for edit in edits]


def _joined(edits: Sequence[WordEdit]) -> list[WordEdit]:
    """Neighbours of one kind as one."""
    found: list[WordEdit] = []
    for edit in edits:
        if found and found[-1].kind is edit.kind:
            found[-1] = WordEdit(edit.kind, found[-1].text + edit.text)
        else:
            found.append(edit)
    return found
