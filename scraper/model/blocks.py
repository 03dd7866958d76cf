"""What is a page made of?

Nouns of which a page has hundreds are named tuples: made, compared and sent to another process at a fraction of a
dataclass's cost.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """What a block of a page is. Closed set: story first, furniture after."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"
    NOTE = "note"  # corrections, editor's and translator's notes

    TITLE = "title"
    KICKER = "kicker"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUMMARY = "summary"  # deck, standfirst
    SHARE = "share"
    DONATE = "donate"
    NEWSLETTER = "newsletter"
    PROMO = "promo"
    RELATED = "related"
    READ_MORE = "read_more"
    BIO = "bio"
    LICENCE = "licence"
    COMMENTS = "comments"
    CONSENT = "consent"
    NAVIGATION = "navigation"
    ADVERTISEMENT = "advertisement"
    ABOUT = "about"
    LEGAL = "legal"
    HIDDEN = "hidden"  # not shown to a reader, such as a second copy of the story
    OTHER = "other"


STORY: frozenset[Label] = frozenset(
    {
        Label.HEADING,
        Label.PARAGRAPH,
        Label.LIST,
        Label.QUOTE,
        Label.TABLE,
        Label.CODE,
        Label.CAPTION,
        Label.NOTE,
    }
)


class PageType(StrEnum):
    """What kind of page it is, as far as the page tells."""

    ARTICLE = "article"
    LISTING = "listing"  # index, section, tag, archive
    SEARCH = "search"
    ERROR = "error"
    PRODUCT = "product"
    COLLECTION = "collection"  # products on offer
    FORUM = "forum"
    SERVICE = "service"
    DOCUMENTATION = "documentation"
    UNKNOWN = "unknown"


class Run(NamedTuple):
    """A stretch of a block's text in one style. ``text`` of the runs, joined, is the block's text."""

    text: str
    href: str | None = None  # absolute
    bold: bool = False
    italic: bool = False
    code: bool = False


class Block(NamedTuple):
    """One paragraph-level piece of a page, in document order.

    ``path`` is the chain of ``tag.class#id`` from the body down to the block, joined by ``>``. ``context`` names the
    nearest enclosing list, table, quote, figure or code (``ul``, ``ol``, ``table``, ``blockquote``, ``figcaption``,
    ``pre``); a list gives a block an item, a data table a block a row with its cells parted by tabs. ``group`` tells
    the items of one list or table from those of the next. Text has its white space folded, but for line breaks
    that the page demands.
    """

    text: str
    tag: str
    path: str
    position: int
    runs: tuple[Run, ...] = ()
    level: int = 0  # 1-6 for headings
    context: str = ""
    group: int = 0
    hidden: bool = False
    link_chars: int = 0  # characters of text inside links

    @property
    def links(self) -> tuple[Run, ...]:
        """The runs that lead somewhere."""
        return tuple(run for run in self.runs if run.href)


class Labelled(NamedTuple):
    """A block with what we take it for, how sure we are (0 to 1) and why, strongest evidence first."""

    block: Block
    label: Label
    confidence: float
    reasons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The block's text."""
        return self.block.text

    @property
    def is_story(self) -> bool:
        """Whether the block belongs to the article."""
        return self.label in STORY
