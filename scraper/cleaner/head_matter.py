"""Where does the story begin: which blocks are title, kicker, byline and deck?"""

from __future__ import annotations

from scraper.cleaner import bylines
from scraper.cleaner.evidence import Case
from scraper.cleaner.features import Features
from scraper.cleaner.markers import is_deck
from scraper.cleaner.opinion import squeeze
from scraper.model import Label

TITLE_SHARE = 0.8  # of the letters of the title must be the same
NEAR_TITLE = 12  # blocks after the title in which byline, date and kicker stand
DECK_WORDS = 50


def find_title(cases: list[Case], title: str) -> int:
    """Label the title's blocks; returns the position of the one that leads the story, or -1.

    A title stands in breadcrumbs and in lists of headlines too: the one that leads is a main heading, or else the last
    before the story begins.
    """
    wanted = squeeze(title)
    shown = [(i, c) for i, c in enumerate(cases) if not c.features.hidden and 0 < c.features.words <= 60]
    found = [i for i, c in shown if _alike(c.features.squeezed, wanted) or _holds(c.features, wanted)]
    main = [i for i, c in shown if c.features.block.level == 1]
    found += [i for i in main if i not in found and _begins(wanted, cases[i].features.squeezed)]
    if not found:
        found = main[:1]
    for index in found:
        cases[index].settle(Label.TITLE, -5.0, "is the title")
    begins = next((i for i, c in enumerate(cases) if c.features.good and c.features.kept and c.is_story), len(cases))
    leading = [i for i in found if i in main] or [i for i in found if i < begins][-1:] or found
    return leading[0] if leading else -1


def _alike(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    return len(short) > 12 and short in long and len(short) >= TITLE_SHARE * len(long)


def _holds(f: Features, wanted: str) -> bool:
    """Whether the title is one of the short lines of a block: kicker, title and byline parted by line breaks only."""
    lines = f.block.text.split("\n")
    return len(lines) > 1 and max(len(line) for line in lines) < 160 and wanted in map(squeeze, lines)


def _begins(wanted: str, one: str) -> bool:
    return bool(wanted) and bool(one) and (wanted.startswith(one[:30]) or one.startswith(wanted[:30]))


def mark_head_matter(cases: list[Case], top: int) -> None:
    """Kicker, byline and date around the title are no paragraphs."""
    first = next((i for i, c in enumerate(cases) if i > top and c.features.good and c.is_story), len(cases))
    for index, case in enumerate(cases):
        f = case.features
        if case.label is not None:
            continue
        if index < top:
            case.add(-1.5, "stands before the title")
        near = top - 3 <= index < first + 3 and index < top + NEAR_TITLE if top >= 0 else index < first
        if near and f.words <= 30:
            found = bylines.read(f.block.text)
            if found.names or (found.has_date and found.rest_words <= 4):
                what = Label.BYLINE if found.names else Label.DATELINE
                case.settle(what, -4.0, f"reads like a {what.value}")
            elif f.words <= 6 and not f.sentence and not f.block.level and index < first:
                case.add(-1.2, "a few words about the title")
                if top - 4 <= index < top and f.place.tag != "li" and len(f.block.links) < 2 and not f.phrase:
                    case.settle(Label.KICKER, -2.0, "stands above the title")


def mark_deck(cases: list[Case], top: int) -> None:
    """The line between title and byline, or one that is named as such, sums the story up and is no paragraph of it."""
    if top < 0:
        return
    for index in range(top + 1, min(top + 5, len(cases))):
        case = cases[index]
        f = case.features
        if case.label in (Label.BYLINE, Label.DATELINE) or f.words > DECK_WORDS:
            return
        if case.label is not None or f.words < 4 or f.phrase or f.link_share > 0.5:
            continue
        named = is_deck(f.place.ident) or (f.place.parent is not None and is_deck(f.place.parent.ident))
        signed = any(c.label in (Label.BYLINE, Label.DATELINE) for c in cases[index + 1 : index + 4])
        if named or (signed and not f.marker):
            case.settle(Label.SUMMARY, -2.0, "is named as the deck" if named else "stands between title and byline")
            return
