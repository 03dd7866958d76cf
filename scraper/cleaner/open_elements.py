"""How many elements stand open while a page is parsed?

An upper bound, from the tokens alone: a start tag opens an element, and only a tag that must end the last open one ends
it. All else that ends elements in the standard (end tags further up, and most of what start tags end) is left out: it
only makes the tree flatter. So no page can hide its depth, and one written with care costs little more than it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.cleaner.markup import RAW_TEXT, count_attributes

# HTML Standard 13.2.4.3: formatting elements that are left open are rebuilt in whatever comes after their parent.
FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
LINK = "a"  # of these only the last one is rebuilt
MOST_ALIKE = 3  # of all others, so many with the same attributes ("Noah's Ark")
CHARS_PER_ATTRIBUTE = 100  # values are copied as well: so many characters weigh as much as an attribute

# 13.2.6.5: tags that end a drawing or a formula. The others do so with certain attributes only, or not in lexbor.
_BREAKING_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub table tt u ul var".split()
)
_MAY_BREAK_OUT = frozenset(("font", "sup"))
# In these parts of a drawing or formula stands HTML, and their end leads back into it.
_HTML_INSIDE = frozenset("foreignobject desc title annotation-xml mi mo mn ms mtext".split())
_NEVER_OPEN = frozenset("head body br hr img embed meta".split())
_NEVER_OPEN_IN_HTML = frozenset(
    "html area base basefont bgsound col frame image input keygen link param source track wbr".split()
)
_FOREIGN = frozenset(("svg", "math"))

# 13.2.6.4: start tags before which the last open element ends, if it is one of these.
_BLOCKS = (
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr listing main menu nav ol p pre search section summary ul"
)
_ENDS = {name: frozenset(("p",)) for name in _BLOCKS.split()}
_ENDS |= {"li": frozenset(("p", "li")), "option": frozenset(("option",)), "optgroup": frozenset(("option",))}
_ENDS |= dict.fromkeys(("dd", "dt"), frozenset(("p", "dd", "dt")))
_ENDS |= {"td": frozenset(("td", "th")), "th": frozenset(("td", "th")), "tr": frozenset(("td", "th", "tr"))}
_ENDS |= dict.fromkeys(("tbody", "thead", "tfoot"), frozenset(("td", "th", "tr", "tbody", "thead", "tfoot")))
_NOTHING: frozenset[str] = frozenset()
_TELLING = _HTML_INSIDE | _FOREIGN | {"table", "select", "frameset", "form"}  # names that change how others are read


@dataclass(slots=True)
class OpenElements:
    """The elements that may be open. ``drawn`` counts those at the top that surely belong to a drawing."""

    # Each with its name, its kind if it is a formatting one, and what may_be_foreign was before it.
    elements: list[tuple[str, str, bool]] = field(default_factory=list)
    alike: dict[str, int] = field(default_factory=dict)  # kind -> how many are open
    copies: int = 0
    copied: int = 0
    heaviest_link: int = 0
    drawn: int = 0
    tables: int = 0
    returning: int = 0  # elements whose end may lead back into a drawing
    may_be_foreign: bool = False
    may_be_select: bool = False
    may_be_frames: bool = False
    form_pointer: bool = False

    def is_html(self) -> bool:
        """Whether raw text elements surely are raw text."""
        return not (self.may_be_foreign or self.may_be_select or self.may_be_frames)

    def open(self, name: str, attributes: str, ends_itself: bool) -> None:
        """A start tag, of anything but raw text."""
        if name in _BREAKING_OUT or name in _MAY_BREAK_OUT:
            self.drawn = 0
            self.may_be_foreign = self.may_be_foreign and (name in _MAY_BREAK_OUT or self.returning > 0)
        ended = _NOTHING if self.may_be_foreign else _ENDS.get(name, _NOTHING)
        while self.elements and self.elements[-1][0] in ended:
            self._pop()
        if name in _NEVER_OPEN or (name in _NEVER_OPEN_IN_HTML and not self.may_be_foreign):
            return
        if ends_itself and (self.drawn or name in _FOREIGN):
            return
        kind = self._kind(name, attributes) if name in FORMATTING else ""
        self.elements.append((name, kind, self.may_be_foreign))
        if kind:
            self._count(kind, +1)
        if self.drawn or name in _TELLING:
            self._enter(name)

    def close(self, name: str) -> None:
        """An end tag: it counts when the last open element is its own or, within a drawing, one further up."""
        if name in RAW_TEXT:
            return  # the start tag was not counted either
        ended = self._ended_by(name)
        if not ended:
            self.drawn = 0
        for _ in range(ended):
            self._pop()
        if name == "select":
            self.may_be_select = False
        elif name == "form":
            self.form_pointer = False  # as in the standard: the next one closes nothing

    def _ended_by(self, name: str) -> int:
        """How many of the last open elements an end tag closes."""
        if name == "form" and not self.form_pointer:
            return 0
        if self.elements and self.elements[-1][0] == name:
            return 1
        drawn = self.elements[: -self.drawn - 1 : -1] if self.drawn else []
        return next((number for number, element in enumerate(drawn, 1) if element[0] == name), 0)

    def _enter(self, name: str) -> None:
        if name in _HTML_INSIDE:
            self.returning += 1
            self.drawn = 0
        elif (self.drawn or name in _FOREIGN) and not self.may_be_select:
            self.drawn += 1
        self.may_be_foreign = self.may_be_foreign or name in _FOREIGN
        self.tables += name == "table"
        self.may_be_select = self.may_be_select or name == "select"
        self.may_be_frames = self.may_be_frames or name == "frameset"
        self.form_pointer = self.form_pointer or name == "form"

    def _pop(self) -> None:
        name, kind, was_foreign = self.elements.pop()
        if kind:
            self._count(kind, -1)
        if self.drawn:
            self.drawn -= 1
        if name in _TELLING:
            self.returning -= name in _HTML_INSIDE
            self.tables -= name == "table"
            if name in _FOREIGN:
                self.may_be_foreign = was_foreign

    def _kind(self, name: str, attributes: str) -> str:
        tag = f"<{name}{attributes}"
        if name != LINK:
            return tag
        self.heaviest_link = max(self.heaviest_link, weight(tag))
        return LINK

    def _count(self, kind: str, change: int) -> None:
        count = self.alike.get(kind, 0) + change
        self.alike[kind] = count
        if kind != LINK and (count < MOST_ALIKE or (count == MOST_ALIKE and change > 0)):
            self.copies += change
            self.copied += change * weight(kind)

    def rebuilt(self) -> tuple[int, int]:
        """How many elements the next tag may rebuild, and their attributes."""
        if self.alike.get(LINK):
            return self.copies + 1, self.copied + self.heaviest_link
        return self.copies, self.copied


def weight(tag: str) -> int:
    """What copying an element costs, in attributes."""
    return count_attributes(tag) + len(tag) // CHARS_PER_ATTRIBUTE
