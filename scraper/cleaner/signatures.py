"""Where else on a page does its author's name stand?

Beside JSON-LD, meta tags and bylines: in elements named for it, in the bold line that leads a story, in a labelled line
of a box of facts, in the signature at its end. Each reader gives the names in one kind of place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from urllib.parse import unquote

from scraper.cleaner import bylines
from scraper.cleaner.byline_table import AUTHOR_FOLDERS, AUTHOR_LABELS, BESIDE, DAY_LABELS, MARKED
from scraper.cleaner.dom import Dom, named_texts
from scraper.cleaner.picking import labelled_as
from scraper.cleaner.remembered import Once
from scraper.cleaner.sites import is_part_of_site
from scraper.model import STORY, Block, Label, Labelled, Run

LINES_ABOVE = 3  # blocks above the title in which a byline stands
LINES_BELOW = 20  # share buttons among them
RUNNING_WORDS = 20  # of a paragraph, and no line of its head
LINES_OF_STORY = 3  # from its first paragraph on
LINE_WORDS = 30
LABELLED_WORDS = 12
LABELLED_CHARS = 120
DECK_AND_START = 2  # paragraphs below the title between which the day may stand
REST_WORDS = 8  # beside a day: the minutes it takes to read, a section
SIGNATURE_WORDS = 6
MOST_MARKED = 3  # names marked up far from the title: more are those of other stories
BELOW_STORY = 3  # blocks after it in which a signature stands
INNERMOST = 2  # elements of a block's path whose names tell what it holds

_MARKED, _BESIDE = frozenset(MARKED.split("|")), frozenset(BESIDE.split("|"))
_TOKEN = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+(?![a-z])")
_FOLDER = re.compile(rf"/(?:{AUTHOR_FOLDERS})/[^/]+/?(?:$|[?#])", re.I)
_ACCENT = re.compile(r"[\u0300-\u036f]")
_BEGINS_WITH_LABEL = re.compile(AUTHOR_LABELS, re.I)
_LABEL = re.compile(rf"^(?:{AUTHOR_LABELS})\s*:?$", re.I)
_LABELLED = re.compile(rf"^(?:{AUTHOR_LABELS})\s*(:?)\s+(\S.*)$", re.I)
_DATED = re.compile(rf"^(?:{DAY_LABELS})\s*:?\s+(?=\S)", re.I)
_TOPIC_FOLDER = re.compile(r"/(?:category|categories|section|sections|tags?|topics?|rubrik|ressort|thema)/", re.I)
_NEWSROOM = re.compile(r"^\W*([^\W_]+-[Rr]edaktion|Redaktion [A-ZÄÖÜ][\w-]+)\W*$")
_DASHED = re.compile(r"^[–—-]\s*(?=\S)")
_AFTER_SITE = re.compile(r"^([^/|,–—]{2,40}?)\s*[/|,–—]\s*(\S.*)$")

Names = tuple[str, ...]


def around_title(labelled: Sequence[Labelled], running: int = 1) -> Sequence[Labelled]:
    """The blocks among which the story's own byline stands; all, where there is no title.

    They end soon after the story's first paragraph, or after as many as ``running`` says.
    """
    title = Label.TITLE
    titles = [i for i, b in enumerate(labelled) if b.label is title]
    if not titles:
        return labelled
    top = next((i for i in titles if labelled[i].block.level == 1), titles[0])
    below = range(top + 1, min(top + 1 + LINES_BELOW, len(labelled)))
    last = next(islice((i for i in below if _runs(labelled[i])), running - 1, None), below.stop)
    return labelled[max(0, top - LINES_ABOVE) : min(last + LINES_OF_STORY, below.stop)]


def _runs(item: Labelled) -> bool:
    return item.label in STORY and len(item.block.text.split()) > RUNNING_WORDS


def bylines_of(labelled: Iterable[Labelled]) -> Iterator[bylines.Byline]:
    """What the blocks taken for bylines say of who and when."""
    for block, label, *_ in labelled_as(labelled, Label.BYLINE, Label.DATELINE, Label.TITLE):
        if label is not Label.TITLE:
            yield _as_linked(bylines.read(block.text), block)
        elif "\n" in block.text:
            yield from map(bylines.read, block.text.split("\n"))


def _as_linked(line: bylines.Byline, block: Block) -> bylines.Byline:
    """A byline in which a name ends where the link ends in which it begins: what follows is no part of it."""
    if not line.names or not block.link_chars:
        return line
    linked = [name for run in block.links for name in bylines.split_names(run.text) if " " in name]
    names = (next((short for short in linked if name.startswith(f"{short} ")), name) for name in line.names)
    return replace(line, names=tuple(dict.fromkeys(names)))


def unlabelled(near: Iterable[Labelled]) -> Iterator[bylines.Byline]:
    """Lines around the title that say "by", though they were taken for something else."""
    for item in near:
        if not item.is_story and not item.block.hidden and len(item.text.split()) <= LINE_WORDS:
            line = _as_linked(bylines.read(item.text), item.block)
            if line.by:
                yield line


def dated_lines(labelled: Iterable[Labelled]) -> Iterator[bylines.Byline]:
    """Lines such as ``Date: 4 May 2021`` that say nothing else, wherever they stand."""
    for item in labelled:
        text = item.block.text
        if len(text) > LABELLED_CHARS or item.label in STORY or not (match := _DATED.match(text)):
            continue
        line = bylines.read(text[match.end() :])
        if line.day and line.rest_words <= 1:
            yield line


def dated_near(labelled: Sequence[Labelled]) -> Iterator[bylines.Byline]:
    """Lines around the title that tell a day and little else, though they were taken for something else."""
    for item in around_title(labelled, DECK_AND_START):
        if item.block.hidden or len(item.text.split()) > LABELLED_WORDS:
            continue
        line = bylines.read(item.text)
        rest = line.rest_words - sum(len(name.split()) for name in line.names) - line.by
        if line.day and rest <= REST_WORDS and not line.month_first:  # 6/1/2026 may be another day
            yield line


def marked(dom: Dom, near: Sequence[Labelled]) -> Names:
    """The names in elements and behind links named for an author, among the blocks around the title."""
    lines = [
        item.block for item in near if len(item.text.split()) <= LINE_WORDS and not bylines.tells_helper(item.text)
    ]
    links = [run for block in lines for run in block.links]
    topics = {run.text.strip() for run in links if _TOPIC_FOLDER.search(run.href or "") or _is_called_else(run)}
    shown = "\n".join(block.text for block in lines)
    texts = [run.text for run in links if _FOLDER.search(run.href or "") and run.text.strip() not in topics]
    texts += [text for text, name in named_texts(dom) if text in shown and text not in topics and _is_marked([name])]
    one_by_one = _innermost(_names_of(texts))
    is_marked = Once[str, bool](lambda path: _is_marked(path.rsplit(">", INNERMOST)[-INNERMOST:]))
    named = (block for block in lines if is_marked[block.path])
    by_line = _names_of(block.text for block in named if block.text not in topics)
    return max(one_by_one, by_line, key=len)


def _is_called_else(link: Run) -> bool:
    """Whether a link leads to the page of an author whose name its text does not have: "View full profile"."""
    folder = _FOLDER.search(link.href or "")
    if folder is None:
        return False
    slug, text = _words(unquote(folder[0]).strip("/").partition("/")[2]), _words(link.text)
    is_readable = len(slug) > 1 and all(word.isalpha() and word.isascii() for word in slug | text)
    return is_readable and slug.isdisjoint(text)


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return frozenset(re.findall(r"[^\W_]+", _ACCENT.sub("", plain)))


def _is_marked(names: Iterable[str]) -> bool:
    """Whether elements are named for an author, and not for what stands beside one."""
    tokens = frozenset(token for name in names for token in _tokens(name))
    return not tokens.isdisjoint(_MARKED) and tokens.isdisjoint(_BESIDE)


def _tokens(name: str) -> Iterable[str]:
    """The words of a name: ``meta``, ``author``, ``list`` in ``metaAuthor-list``."""
    return map(str.lower, _TOKEN.findall(name))


def _names_of(texts: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(name for text in texts for name in bylines.split_names(text)))


def _innermost(names: Names) -> Names:
    """The names without those that hold another of them: what stands in an element around several."""
    together = "\n".join(names)
    inner = [name for name in names if together.count(name) > 1]  # as hardly any is
    return tuple(name for name in names if not any(other in name for other in inner if other != name))


def microdata(dom: Dom) -> Names:
    """What schema.org's microdata and rel=author call the author anywhere on a page: names, or short forms of one word
    in their own writing."""
    texts = dict.fromkeys(text for text, _ in named_texts(dom, declared_only=True))
    parts = [part.strip() for text in texts for part in text.split(";") if part.strip()]
    if len(parts) > MOST_MARKED:
        return ()
    return tuple(name for part in parts for name in (bylines.split_names(part) if " " in part else (part,)))


def leading(labelled: Sequence[Labelled]) -> Names:
    """The names in a line set apart in bold or italics before the story's first paragraph."""
    for item in islice((b for b in labelled if b.label in STORY), LINES_OF_STORY + 1):
        if _runs(item):
            break
        if _is_set_apart(item.block) and (names := _full_names(item.text)):
            return names
    return ()


def labelled_line(labelled: Sequence[Labelled]) -> Names:
    """The names in a line such as ``Author: Ana Pérez``, with a colon, the label in bold or a line of its own, wherever
    it stands."""
    for item, following in zip_longest(labelled, labelled[1:]):
        text = item.block.text
        if len(text) > LABELLED_CHARS or not _BEGINS_WITH_LABEL.match(text):
            continue
        if len(text.split()) > LABELLED_WORDS or item.is_story or item.label is Label.COMMENTS:
            continue
        if following and _LABEL.match(text) and (names := _full_names(following.text)):
            return names
        match = _LABELLED.match(text)
        is_label = match and (match[1] or _is_bold_label(item.block, match.start(2)))
        if match and is_label and (names := bylines.split_names(match[2])):
            return names
    return ()


def closing(labelled: Sequence[Labelled], site: Sequence[str]) -> Names:
    """Who signs at the end of the story: a newsroom, an agency behind the site's own name, or a name set apart."""
    last = max((i for i, b in enumerate(labelled) if b.label in STORY), default=-1)
    for item in labelled[max(last, 0) : last + 1 + BELOW_STORY]:
        text = item.text
        if not text or len(text.split()) > SIGNATURE_WORDS:
            continue
        if match := _NEWSROOM.match(text):
            return (match[1],)
        match = _AFTER_SITE.match(text)
        if match and is_part_of_site(match[1], site):
            return bylines.split_names(match[2])
        dashed = _DASHED.match(text)
        in_italics = all(run.italic for run in item.block.runs)
        is_apart = dashed or in_italics or (item.is_story and _is_set_apart(item.block))
        if is_apart and (names := _full_names(text[dashed.end() if dashed else 0 :])):
            return names
    return ()


def _full_names(text: str) -> Names:
    """The names that a text consists of, if each has a first and a last name and there is nothing else."""
    names = bylines.split_names(text)
    words = sum(len(name.split()) for name in names)
    return names if words == len(re.split(r"[\s/,;&|]+", text.strip(" .()"))) and all(" " in n for n in names) else ()


def _is_set_apart(block: Block) -> bool:
    return not block.level and all((run.bold or run.italic) and not run.href for run in block.runs if run.text.strip())


def _is_bold_label(block: Block, end: int) -> bool:
    first = block.runs[0] if block.runs else None
    return first is not None and first.bold and len(first.text.strip()) <= end
