"""What is each block: story, or which kind of furniture?

Evidence is added up block by block, then neighbours have their say. Nothing is dropped: every block leaves with a
label, a confidence and its strongest reasons.
"""

from __future__ import annotations

import math

from scraper.cleaner.context import weigh_context
from scraper.cleaner.evidence import Case, weigh
from scraper.cleaner.features import Features, is_listing
from scraper.cleaner.head_matter import find_title, mark_deck, mark_head_matter
from scraper.model import STORY, Label, Labelled

STORY_CONTEXTS = {
    "ul": Label.LIST,
    "ol": Label.LIST,
    "dl": Label.LIST,
    "table": Label.TABLE,
    "blockquote": Label.QUOTE,
    "pre": Label.CODE,
}


def label(seen: list[Features], title: str) -> list[Labelled]:
    """Label every block of a page. ``title`` is the page's title as far as its head tells."""
    cases = [Case(features) for features in seen]
    listing = is_listing(seen)
    for case in cases:
        weigh(case)
        if case.features.card and not listing:
            case.add(-2.8, "one of several cards alike")
    top = find_title(cases, title)
    mark_head_matter(cases, top)
    mark_deck(cases, top)
    weigh_context(cases, top)
    return [_labelled(case) for case in cases]


def _labelled(case: Case) -> Labelled:
    label = case.label or (_story_label(case.features) if case.points > 0 else _furniture_label(case.features))
    sign = 1 if label in STORY else -1
    reasons = sorted(case.evidence, key=lambda item: -sign * item[0])
    return Labelled(
        block=case.features.block,
        label=label,
        confidence=round(1 / (1 + math.exp(-abs(case.points))), 3),
        reasons=tuple(why for points, why in reasons if points * sign > 0)[:3],
    )


def _story_label(f: Features) -> Label:
    if f.note and f.words < 80:
        return Label.NOTE
    return Label.HEADING if f.heading else STORY_CONTEXTS.get(f.block.context, Label.PARAGRAPH)


def _furniture_label(f: Features) -> Label:
    return f.phrase or f.marker or Label.OTHER
