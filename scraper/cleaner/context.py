"""What do the neighbours of a block say?

Boxes, boundaries, paragraphs between paragraphs, headings and captions: evidence that no block has by itself.
"""

from __future__ import annotations

from scraper.cleaner import bylines
from scraper.cleaner.blocks import Place
from scraper.cleaner.evidence import Case
from scraper.cleaner.features import MAX_LINK_SHARE, Features
from scraper.model import Label

BOUNDARY = frozenset({Label.RELATED, Label.ABOUT, Label.COMMENTS})  # a heading of these ends the story
TAIL_WORDS = 0.35  # of the story's words after such a heading make it a heading inside the story after all

# Points for a name around the block, by what the name marks: how seldom the story stands in it after all.
CARD_SHARE = 0.25  # of the blocks of a list of teasers are day lines, cut excerpts or linked headlines
DAY_LINE_WORDS = 8
TELLING_WORDS = 8  # in a heading that says something by itself
NEIGHBOUR_REACH = 60  # blocks, over lists and what is hidden
HEADING_REACH = 6  # blocks: furniture may stand between a heading and its first paragraph
BOX_WORDS = 60  # of running text at most in a box that is furniture as a whole
BOX_SHARE = 0.15  # of the story's words at most
BOX_PHRASES = frozenset(
    {
        Label.NEWSLETTER,
        Label.DONATE,
        Label.CONSENT,
        Label.COMMENTS,
        Label.ABOUT,
        Label.BIO,
        Label.LICENCE,
        Label.RELATED,
    }
)


def weigh_context(cases: list[Case], top: int) -> None:
    """Let neighbours have their say; ``top`` is the position of the title, or -1."""
    _boxes(cases)
    _boundaries(cases, top)
    _neighbours(cases)
    _headings(cases)
    _captions(cases)
    _doubles(cases)


def _boxes(cases: list[Case]) -> None:
    """A small element with an input field or a newsletter's or donation's words in it is furniture as a whole."""
    total = sum(c.features.words for c in cases if c.is_story)
    told: dict[Place, list[Case]] = {}
    for case in cases:
        f = case.features
        for place in f.place.ancestors():
            if place.mass > min(BOX_WORDS, BOX_SHARE * total) or place.tag == "body":
                break
            told.setdefault(place, []).append(case)
    for place, inside in told.items():
        phrases = [c.features.phrase for c in inside if c.features.phrase in BOX_PHRASES]
        if not (place.fields or phrases) or len(inside) < 2:
            continue
        why = f"in a box of {phrases[0].value}" if phrases and phrases[0] else "in a box with an input field"
        for case in inside:
            if not case.boxed and case.label is None:
                case.boxed = True
                case.add(-3.0, why)


def _boundaries(cases: list[Case], top: int) -> None:
    """A heading such as "Related content" ends the story, unless much of the story still follows."""
    total = sum(c.features.words for c in cases if c.is_story)
    done = 0
    for index, case in enumerate(cases):
        f = case.features
        if case.is_story:
            done += f.words
            continue
        if f.phrase not in BOUNDARY or f.words > 8 or index <= top or f.hidden or done < 0.2 * total:
            continue
        tail = cases[index + 1 :]
        if total - done <= TAIL_WORDS * total or _are_cards(tail):
            for later in tail:
                if later.label is None:
                    later.add(-3.0, f"stands after “{f.block.text[:40]}”")
            return


def _are_cards(tail: list[Case]) -> bool:
    """Whether what follows reads like teasers: day lines, excerpts that break off, linked headlines."""
    shown = [case.features for case in tail if not case.features.hidden]
    teasing = sum(f.cut or f.card or (f.words <= DAY_LINE_WORDS and _has_day(f)) or f.link_share > 0.8 for f in shown)
    return teasing >= max(2, CARD_SHARE * len(shown))


def _has_day(f: Features) -> bool:
    return bylines.find_day(f.block.text) is not None


def _neighbours(cases: list[Case]) -> None:
    """A doubtful paragraph goes with the paragraphs beside it when all stand in the same element."""
    for index, case in enumerate(cases):
        f = case.features
        if case.label is not None or f.phrase or f.heading or f.link_share > MAX_LINK_SHARE or abs(case.points) > 2.2:
            continue
        before = _nearest(cases, index, -1, f.block.group)
        after = _nearest(cases, index, +1, f.block.group)
        siblings = [c for c in (before, after) if c and _home(c.features) is _home(f)]
        kept = [c for c in siblings if c.is_story]
        listed = bool(f.block.group and before in kept and f.link_share < 0.5)  # a list that a paragraph leads in
        if (len(kept) == 2 or listed) and case.points <= 0 and not f.marker and (f.sentence or f.words > 5 or listed):
            case.add(1.5 - case.points, "between two paragraphs of the story")
        elif siblings and not kept and case.points > 0 and f.words < 25:
            case.add(-1.2, "beside furniture")


def _home(f: Features) -> Place | None:
    """The element in which a paragraph, or the list that an item belongs to, stands."""
    place: Place | None = f.place
    if f.block.group:
        while place is not None and place.group == f.block.group:
            place = place.parent
        return place
    return f.place.parent


def _nearest(cases: list[Case], index: int, step: int, group: int) -> Case | None:
    """The next visible block that is no heading, and no part of the same list."""
    index += step
    end = index + step * NEIGHBOUR_REACH
    while 0 <= index < len(cases) and index != end:
        case = cases[index]
        same_list = group and case.features.block.group == group
        if not case.features.block.level and case.label is not Label.HIDDEN and not same_list:
            return case
        index += step
    return None


def _headings(cases: list[Case]) -> None:
    """A heading goes with what it heads."""
    last = max((i for i, case in enumerate(cases) if case.is_story and not case.features.block.level), default=-1)
    for index, case in enumerate(cases):
        f = case.features
        if not f.heading or case.label is not None:
            continue
        if not _heads_story(cases, index):
            told = index < last or (f.words >= TELLING_WORDS and f.link_share < 0.5)
            if not (f.kept and f.inside and told):  # a listicle's headings stand above pictures
                case.add(min(0.0, -1.0 - case.points), "heads no story")
        elif f.phrase is None and f.marker is None and f.link_share < 0.9 and f.inside and not case.boxed:
            case.add(max(0.0, 1.5 - case.points), "heads a paragraph of the story")


def _heads_story(cases: list[Case], index: int) -> bool:
    """Whether a paragraph of the story stands between a heading and the next one of its rank."""
    level = cases[index].features.block.level
    for case in cases[index + 1 : index + 1 + HEADING_REACH]:
        if case.features.block.level and case.features.block.level <= level and case.label is None:
            return False
        if case.is_story and not case.features.heading:
            return True
    return False


def _captions(cases: list[Case]) -> None:
    """The line under a picture of the story belongs to it, apart from its paragraphs; others do not."""
    told = [i for i, case in enumerate(cases) if case.is_story and not case.features.block.level]
    for index, case in enumerate(cases):
        f = case.features
        if case.label is not None or not _looks_like_caption(f):
            continue
        if f.inside and told and told[0] - 4 <= index <= told[-1] + 1 and f.phrase in (None, Label.CAPTION):
            case.settle(Label.CAPTION, max(0.8, -case.points + 0.8), "stands under a picture of the story")
        else:
            case.settle(Label.OTHER, min(-0.8, case.points), "stands under a picture outside the story")


def _looks_like_caption(f: Features) -> bool:
    if f.phrase is Label.CAPTION or f.marker is Label.CAPTION:
        return f.words < 60
    return f.block.context in ("figcaption", "caption", "figure") and f.words < 60


def _doubles(cases: list[Case]) -> None:
    """Of a long text that stands twice, the second copy is dropped."""
    told: set[str] = set()
    for case in cases:
        f = case.features
        if not case.is_story or f.words < 10:
            continue
        if f.squeezed in told:
            case.settle(Label.HIDDEN, -4.0, "the same text stands above")
        told.add(f.squeezed)
