"""Into which pieces does a text go for retrieval?

Whole paragraphs as long as they fit together; a paragraph that does not fit is parted at the ends of its sentences, a
sentence at its spaces. A piece says where it stands in ``text``, and carries the credit: what is quoted from it can be
traced back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scraper.writer.attribution import credit_line, from_document
from scraper.writer.document import Document

LEAST = 50  # characters of a piece: less holds no thought
_PARAGRAPH = re.compile(r"\n\n+")
_SENTENCE = re.compile(
    r"(?<=[.!?\u2026])\s+|(?<=[.!?\u2026][\"'\u201d\u2019\u00bb)])\s+|(?<=[\u3002\uff01\uff1f\u0964\u06d4])\s*|\n"
)
_SPACE = re.compile(r"\s+")


class Span(NamedTuple):
    """A stretch of a text: from the character ``start`` up to, and without, the character ``end``."""

    start: int
    end: int


def chunks(document: Document, longest: int) -> list[Document]:
    """The article as pieces of at most ``longest`` characters, in order; an article without text has none.

    ``document["text"][start:end]`` is a piece's text. Raises ValueError when it has no attribution.
    """
    attribution, text = from_document(document), document["text"]
    spans = list(pieces(text, longest))
    about = {
        "url": document["url"],
        "title": document["title"],
        "authors": [author["name"] for author in document["authors"]],
        "date_published": document["date_published"],
        "language": document["language"],
        "publisher": attribution.publisher,
        "license": (document["license"] or {}).get("id"),
        "link": attribution.link,
        "credit": credit_line(attribution),
    }
    return [
        {
            "id": f"{document['id']}-{number}",
            "article": document["id"],
            "revision": document["revision"],
            "chunk": number,
            "chunks": len(spans),
            "start": span.start,
            "end": span.end,
            "text": text[span.start : span.end],
            **about,
        }
        for number, span in enumerate(spans, 1)
    ]


def pieces(text: str, longest: int) -> Iterator[Span]:
    """Spans of at most ``longest`` characters (LEAST at the least) that hold all of the text but the space between."""
    return _packed(text, Span(0, len(text)), max(longest, LEAST), (_PARAGRAPH, _SENTENCE, _SPACE))


def _packed(text: str, whole: Span, longest: int, joints: tuple[re.Pattern[str], ...]) -> Iterator[Span]:
    """Parts between the coarsest joints go together as long as they fit; longer ones are parted by finer joints."""
    if not joints:
        yield from _cut(whole, longest)
        return
    held: Span | None = None
    for part in _between(text, whole, joints[0]):
        if held and part.end - held.start <= longest:
            held = Span(held.start, part.end)
            continue
        if held:
            yield held
        held = part
        if part.end - part.start > longest:
            yield from _packed(text, part, longest, joints[1:])
            held = None
    if held:
        yield held


def _between(text: str, whole: Span, joint: re.Pattern[str]) -> Iterator[Span]:
    start = whole.start
    for match in joint.finditer(text, whole.start, whole.end):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if whole.end > start:
        yield Span(start, whole.end)


def _cut(whole: Span, longest: int) -> Iterator[Span]:
    """A run of characters without any joint."""
    for start in range(whole.start, whole.end, longest):
        yield Span(start, min(start + longest, whole.end))
