"""What of this page costs its parser more than the length of the page?

Upper bounds, counted tag by tag.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scraper.cleaner.markup import ATTRIBUTES, RAW_TEXT, TOKEN, comment_end, raw_text_end
from scraper.cleaner.open_elements import OpenElements

MERGED = frozenset(("html", "body"))  # the attributes of all these tags land on one element
MANY_NAMES = 100_000  # counting more says nothing

_TABLE_PARTS = frozenset("table tbody thead tfoot tr td th caption col colgroup".split())
_CELLS = frozenset("td th caption".split())
_MAY_BE_IGNORED = frozenset("html head body frameset frame form".split())
_STAY_IN_TABLE = RAW_TEXT | {"input", "template"}  # unlike all others, which are moved out of a table with its text
_SECTION, _SECTION_END = "<![CDATA[", "]]>"  # of character data, in drawings and formulas


@dataclass(frozen=True, slots=True)
class Burden:
    """What may cost the parser of a page more than the length of the page: upper bounds."""

    walks: int = 0  # steps, if every tag walks up all open elements
    copies: int = 0  # elements, if every tag rebuilds all formatting that is open
    copied: int = 0  # attributes of these
    attributes: int = 0  # of the element that has most
    load: int = 0  # sum of the squares of the attributes of all tags: each is compared with those before it
    names: int = 0  # of tags and attributes: each is looked for among those before it
    moved: int = 0  # characters, if every piece of text is added to the one before it: that one may be copied each time

    def beyond(self, most: Burden) -> str:
        """In words, what is more than ``most``; nothing if nothing is."""
        values = [(getattr(self, name), getattr(most, name), words) for name, words in _WORDS.items()]
        return "; ".join(f"{words}: {value:,}, more than {limit:,}" for value, limit, words in values if value > limit)


_WORDS = {
    "walks": "open elements, summed over all tags",
    "copies": "formatting elements to be rebuilt",
    "copied": "attributes of formatting elements to be rebuilt",
    "attributes": "attributes of one element",
    "load": "attributes of a tag, squared and summed over all tags",
    "names": "names of tags and attributes",
    "moved": "characters of text added to text, again and again",
}


@dataclass(slots=True)
class _Attributes:
    names: set[str] = field(default_factory=set)
    known: dict[str, int] = field(default_factory=dict)  # how many there are in a tag, by all that is in it
    load: int = 0
    merged: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, attributes: str) -> None:
        """A tag's."""
        number = self.known.get(attributes)
        if number is None:
            number = self._count(attributes)
        self.load += number * number
        if name in MERGED:
            self.merged[name] += number
        if len(self.names) < MANY_NAMES:
            self.names.add(name)

    def _count(self, attributes: str) -> int:
        found = ATTRIBUTES.findall(attributes)
        self.known[attributes] = len(found)
        if len(self.names) < MANY_NAMES:
            self.names.update(found)
        return len(found)

    def most(self) -> int:
        """Of any element."""
        return max([0, *self.known.values(), *self.merged.values()])


@dataclass(slots=True)
class _Texts:
    """The text between the tags. What no new element parts is one text, and text in a table goes before the table."""

    page: str
    moved: int = 0
    run: int = 0  # characters since the last new element
    outside_cells: bool = False
    in_columns: bool = False  # of a template, where elements are ignored

    def add(self, start: int, end: int) -> None:
        """A piece of text, if it is not empty."""
        if end > start:
            misplaced = self.outside_cells and not self.page[start:end].isspace()
            self.moved += start if misplaced else self.run
            self.run += end - start

    def tag(self, name: str, closing: bool, state: OpenElements) -> None:
        """A tag between two pieces of text."""
        self.in_columns = self.in_columns or (name == "col" and not state.tables)
        if name in _TABLE_PARTS:
            self.outside_cells = state.tables > 0 and (closing or name not in _CELLS)
        elif not closing and self._is_surely_new(name, state):
            self.outside_cells = False
            self.run = 0

    def _is_surely_new(self, name: str, state: OpenElements) -> bool:
        """Whether an element is added just where the text is."""
        if name in _MAY_BE_IGNORED or self.in_columns or state.may_be_select or state.may_be_frames:
            return False
        return not (state.tables and name in _STAY_IN_TABLE)


def follow(text: str) -> Burden | None:
    """The burden of a page, tag by tag; None for a page whose tags cannot be told from its other text."""
    state, seen, texts = OpenElements(), _Attributes(), _Texts(text)
    walks = copies = copied = position = 0
    while found := TOKEN.search(text, position):
        texts.add(position, found.start())
        position = found.end()
        closing, name, attributes, ends_itself, end = found.groups()
        if not name:
            position = comment_end(text, found.start())
            if state.may_be_foreign and _is_odd_section(text, found.start(), position):
                return None
            continue
        if not end:
            break  # the text ends in this tag: so it is none
        name = name.lower()
        elements, their_attributes = state.rebuilt()
        walks += len(state.elements) + 1
        copies += elements
        copied += their_attributes
        seen.add(name, attributes)
        if closing:
            state.close(name)
        elif name not in RAW_TEXT:
            state.open(name, attributes, bool(ends_itself))
        texts.tag(name, bool(closing), state)
        if name in RAW_TEXT and not closing:
            start, position = position, raw_text_end(text, name, position)
            if not state.is_html() and not _is_bland(text, name, start, position):
                return None
    return Burden(walks, copies, copied, seen.most(), seen.load, len(seen.names), texts.moved)


def _is_bland(text: str, name: str, start: int, end: int) -> bool:
    """Whether what would be raw text in HTML has the same end as markup: as the styles of drawings have."""
    content = text[start:end]
    closed = content.rfind(_SECTION_END) >= content.rfind(_SECTION)
    return name != "plaintext" and closed and "<" not in content.replace(_SECTION, "")


def _is_odd_section(text: str, start: int, end: int) -> bool:
    """Whether this is character data of a drawing that does not end where a comment of HTML would."""
    return text.startswith(_SECTION, start) and not text.endswith(_SECTION_END, start, end)
