"""Which parts of two sequences are the same, in the same order?

Patience diff: what stands once in both is an anchor, the longest row of anchors in order is kept, and the same is
asked again between them. It reads better than the longest common subsequence, and no input makes it slow: only short
stretches without an anchor are compared part by part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

SHORT = 10_000  # products of two lengths up to which a stretch without anchors is compared part by part

Pair = tuple[int, int]
Span = tuple[int, int, int, int]  # of the one sequence from, to; of the other from, to


def aligned(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """The positions of equal parts in both, ascending in both."""
    pairs: list[Pair] = []
    todo: list[Span] = [(0, len(before), 0, len(after))]
    while todo:
        a, b, c, d = todo.pop()
        while a < b and c < d and before[a] == after[c]:
            pairs.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and before[b - 1] == after[d - 1]:
            b, d = b - 1, d - 1
            pairs.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(before, after, (a, b, c, d))
        if not anchors and (b - a) * (d - c) <= SHORT:
            pairs += _part_by_part(before, after, (a, b, c, d))
        elif anchors:
            for x, y in [*anchors, (b, d)]:  # each stretch but the first begins with an anchor
                todo.append((a, x, c, y))
                a, c = x, y
    return sorted(pairs)


def _anchors(before: Sequence[str], after: Sequence[str], span: Span) -> list[Pair]:
    """What stands once in both stretches: the longest row of such pairs that ascends in both."""
    a, b, c, d = span
    once_before, once_after = Counter(before[a:b]), Counter(after[c:d])
    places = {after[at]: at for at in range(c, d) if once_after[after[at]] == 1}
    pairs = [(at, places[before[at]]) for at in range(a, b) if once_before[before[at]] == 1 and before[at] in places]
    return _ascending(pairs)


def _ascending(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest row of pairs whose second numbers ascend (their first ones do)."""
    tops: list[int] = []  # the smallest second number that a row of each length ends with
    ends: list[int] = []  # and which pair that is
    before: list[int] = []  # for each pair the one before it in its row
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(tops, second)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [second]
        ends[length : length + 1] = [number]
    row: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _part_by_part(before: Sequence[str], after: Sequence[str], span: Span) -> list[Pair]:
    a, b, c, d = span
    blocks = SequenceMatcher(None, before[a:b], after[c:d], autojunk=False).get_matching_blocks()
    return [(a + x + step, c + y + step) for x, y, size in blocks for step in range(size)]
