"""Where does the story begin: which pieces are title, kicker, byline and deck?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scraper.cleaner import bylines
from scraper.cleaner.cases import SURE, Case
from scraper.cleaner.features.hints import Hints
from scraper.cleaner.letters import squeeze
from scraper.cleaner.markers import is_deck
from scraper.cleaner.places import AROUND
from scraper.model import Label

TITLE_SHARE = 0.8  # of the letters of the title must be the same
TITLE_WORDS = 60
NEAR_TITLE = 12  # pieces after the title in which byline, date and kicker stand
LINE_WORDS = 30
DECK_WORDS = 60
CONTROLS = AROUND["nav"] | AROUND["button"] | AROUND["form"]  # of the site, not lines about its story
DATE_WORDS = 4  # beside a date, in a line that is one


def find_title(cases: Sequence[Case], title: str) -> int:
    """Label the title's pieces; returns the position of the one that leads the story, or -1.

    A title stands in breadcrumbs and in lists of headlines too: the one that leads is a main heading, or else the last
    before the story begins.
    """
    wanted = squeeze(title)
    shown = [(i, c) for i, c in enumerate(cases) if 0 < c.words <= TITLE_WORDS and not c.piece.hidden]
    least = TITLE_SHARE * len(wanted) or math.inf  # characters: most pieces have fewer
    found = [i for i, c in shown if len(c.low) >= least and (_is_title(c, wanted) or _holds(c, wanted))]
    main = [i for i, c in shown if c.piece.level == 1]
    known = frozenset(found)
    found += [i for i in main if i not in known and _begins(wanted, squeeze(cases[i].low))]
    if not found:
        found = main[:1]
    for index in found:
        cases[index].settle(Label.TITLE, "is the title")
    begins = next((i for i, c in enumerate(cases) if c.running and c.is_story), len(cases))
    leading = [i for i in found if cases[i].piece.level == 1] or [i for i in found if i < begins][-1:] or found
    return leading[0] if leading else -1


def _is_title(case: Case, wanted: str) -> bool:
    """Whether a piece has the letters of the title, or nearly so."""
    if len(wanted) < TITLE_SHARE * case.letters:
        return False
    one = squeeze(case.low)
    if one == wanted:
        return True
    short, long = sorted((one, wanted), key=len)
    return len(short) > 12 and short in long and len(short) >= TITLE_SHARE * len(long)


def _holds(case: Case, wanted: str) -> bool:
    """Whether the title is one of the short lines of a piece: kicker, title and byline parted by line breaks only."""
    if "\n" not in case.piece.text:
        return False
    lines = case.piece.text.split("\n")
    return max(len(line) for line in lines) < 160 and wanted in map(squeeze, lines)


def _begins(wanted: str, one: str) -> bool:
    return bool(wanted) and bool(one) and (wanted.startswith(one[:30]) or one.startswith(wanted[:30]))


def mark_lines(cases: Sequence[Case], top: int, hints: Hints) -> None:
    """Kicker, byline and date around the title are no paragraphs. ``top`` is the position of the title, or -1."""
    first = next((i for i, c in enumerate(cases) if i > top and c.running and c.is_story), len(cases))
    start = max(0, top - 3) if top >= 0 else 0
    end = min(first + 3, top + NEAR_TITLE) if top >= 0 else first
    for index in range(start, min(end, len(cases))):
        case = cases[index]
        if case.label is not None or case.words > LINE_WORDS or case.chance >= SURE:
            continue
        line = bylines.read(case.piece.text)
        if line.names or (line.has_date and line.rest_words <= DATE_WORDS):
            label = Label.BYLINE if line.names else Label.DATELINE
            case.settle(label, f"reads like a {label.value}")
        elif top - 4 <= index < top and hints.phrases[index] is None and _is_kicker(case):
            case.settle(Label.KICKER, "stands above the title")


def _is_kicker(case: Case) -> bool:
    piece = case.piece
    short = case.words <= 6 and not piece.level and not case.chosen and not piece.hidden
    links = sum(style.href is not None for _, style in piece.parts)
    if piece.tag == "li" or piece.place.around & CONTROLS:
        return False
    return short and links < 2 and not piece.text.endswith((".", "!", "?", ":"))


def find_deck(cases: Sequence[Case], top: int) -> str | None:
    """The line between title and byline, or one that is named as such, that sums the story up.

    It is told apart, and stays in the story if it is taken for a part of it; else it is labelled as summary.
    """
    if top < 0:
        return None
    for index in range(top + 1, min(top + 5, len(cases))):
        case = cases[index]
        if case.label in (Label.BYLINE, Label.DATELINE) or case.words > DECK_WORDS:
            return None
        linked = case.piece.link_chars > 0.5 * len(case.piece.text)
        if case.label is not None or case.words < 4 or linked or case.piece.level:
            continue
        place = case.piece.place
        named = is_deck(place.ident) or (place.parent is not None and is_deck(place.parent.ident))
        signed = any(c.label in (Label.BYLINE, Label.DATELINE) for c in cases[index + 1 : index + 4])
        if named or signed:
            why = "is named as the deck" if named else "stands between title and byline"
            if case.chosen:
                case.why += (why,)
            else:
                case.settle(Label.SUMMARY, why)
            return case.piece.text
    return None
