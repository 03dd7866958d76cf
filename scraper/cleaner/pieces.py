"""What is a page in pieces?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scraper.cleaner.dom import fold, resolver
from scraper.cleaner.elements import Attributes, source_of
from scraper.cleaner.places import Place
from scraper.cleaner.runs import Part, maker_of, runs_of
from scraper.model import Block, Image

LEVELS = {f"h{level}": level for level in range(10)}
_block_of = maker_of(Block)


class Piece:
    """One paragraph-level piece of text, as found. ``block`` gives the noun that the rest of the house knows."""

    __slots__ = ("group", "hidden", "level", "link_chars", "parts", "place", "position", "tag", "text", "wraps")

    def __init__(self, parts: list[Part], place: Place, wraps: tuple[str, ...], position: int) -> None:
        self.parts = parts
        if len(parts) == 1:  # as most are
            self.text, style = parts[0]
            self.link_chars = 0 if style.href is None else len(self.text)
        else:
            self.text = "".join([text for text, _ in parts])
            self.link_chars = sum([len(text) for text, style in parts if style.href is not None])
        self.place = place
        self.tag = tag = place.tag
        self.level = LEVELS.get(tag, 0)
        self.group = place.group
        self.hidden = place.hidden
        self.wraps = wraps  # names of the inline elements around its beginning
        self.position = position

    def block(self, resolve: Callable[[str], str | None], path: str | None = None) -> Block:
        """The piece as a block. ``resolve`` makes an address absolute; ``path`` is its place's, where it is known."""
        place = self.place
        return _block_of(
            (
                self.text,
                self.tag,
                place.path if path is None else path,
                self.position,
                runs_of(self.parts, resolve),
                self.level,
                place.context,
                self.group,
                self.hidden,
                self.link_chars,
            )
        )


@dataclass(slots=True)
class Scan:
    """The page in pieces, its places (parents before children), and its images."""

    base: str = ""
    pieces: list[Piece] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    images: list[tuple[int, Attributes]] = field(default_factory=list)  # position of the next block; <img>
    resolve: Callable[[str], str | None] = field(init=False, compare=False)  # the absolute address of a link

    def __post_init__(self) -> None:
        self.resolve = resolver(self.base)

    def pictures(self, first: int, last: int) -> Iterator[tuple[int, Image]]:
        """The images that stand before the blocks from one position to another, each with that of its block."""
        for position, attributes in self.images:
            source = source_of(attributes) if first <= position <= last else None
            if source and (target := self.resolve(source)):
                yield position, Image(url=target, alt=fold(attributes.get("alt")))

    @property
    def blocks(self) -> list[Block]:
        """Every piece as a block."""
        return [piece.block(self.resolve) for piece in self.pieces]
