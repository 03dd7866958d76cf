"""Which pictures belong to the story, what do their captions say, and who made them?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scraper.cleaner.blocks import Scan
from scraper.cleaner.byline_table import PICTURE
from scraper.cleaner.picking import labelled_as
from scraper.cleaner.schema_org import as_list, text_of
from scraper.model import Image, Label, Labelled

MOST_WORDS = 12  # of a credit
REPEATED = 3  # pictures under which the same words stand: "View gallery"
_BY = "by|von|de|del|di|par|da|av|af|door|courtesy of|cortesía de"
_ONE = rf"(?:{PICTURE}|credits?|créditos?|crédits?|quelle|bildquelle|bildnachweis|source|fuente|fonte|bron|copyright)"
_LABEL = rf"{_ONE}(?:\s+{_ONE})?"  # "Image credit"
_START = r"(?:^|(?<=[\s(\[|•·–—.,;!?\u201d-]))[(\[]?\s*"
_END = r"[)\]]?\s*\.?\s*$"
_NAME = r"[^\W\d_][\w.'’-]*"
_CREDITS = tuple(
    re.compile(pattern, re.I if "A-Z" not in pattern else 0)
    for pattern in (
        rf"[(\[](?P<who>[^\s()\[\]][^()\[\]]*\s{_ONE}\s*/[^()\[\]]+){_END}",  # (AP Photo/Karl Alt)
        rf"{_START}{_LABEL}(?:\s+(?:{_BY}))?\s*[:/|]\s*(?P<who>[^()\[\]]+?){_END}",
        rf"{_START}{_LABEL}\s+(?:{_BY})\s+(?P<who>[^()\[\].]+?){_END}",
        rf"[(\[]?(?:©|\(c\))\s*(?P<who>[^()\[\]©]+?){_END}",
        rf"[(\[](?P<who>[^()\[\]]+/[^()\[\]]+){_END}",  # (Karl Alt/AFP)
        rf"(?<=[.!?\u2026\"\u201d\u00bb])\s+(?P<who>[^\s.!?][^.!?/]+/[^.!?/]{{2,40}}){_END}",  # at dawn. Karl Alt/AFP
        rf"\s/\s+(?P<who>{_NAME}(?:\s{_NAME}){{1,3}}){_END}",  # at dawn / Karl Alt
        rf"\s(?P<who>[A-Z]{{2,8}}\s?/\s?{_NAME}(?:\s{_NAME}){{0,3}}){_END}",  # at dawn EFE/ Karl Alt
        r"(?<=[.!?\u2026])\s*(?P<who>[A-Z]{2,8})\s*$",  # at dawn. EFE
        r"＝\s*(?P<who>[^＝=。\d\s]{1,20})\s*$",
        r"[（(](?P<who>[^（）()]{1,20}(?:提供|撮影))[）)]\s*$",
    )
)


def of_story(lead: Sequence[Image], story: Sequence[Labelled], page: Scan) -> tuple[Image, ...]:
    """The main picture of the head, and those of the page inside the story with what stands under them."""
    if not story:
        return tuple(lead)
    first, last = story[0].block.position, story[-1].block.position
    inside = list(page.pictures(first, last + 1))
    told = {image.url: image for image in lead}
    for image in _captioned(inside, story):
        known = told.get(image.url)
        told[image.url] = _both(image, known) if known else image
    return tuple(told.values())


def declared(entry: Any) -> Image | None:
    """A picture as JSON-LD has it: its address alone, or an ImageObject with a caption and who made it."""
    if isinstance(entry, str):
        return Image(entry)
    if not isinstance(entry, Mapping):
        return None
    url = text_of(entry.get("url")) or text_of(entry.get("contentUrl"))
    makers = (entry.get(name) for name in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"))
    credit = next((name for maker in makers if (name := _name_of(maker))), "")
    return Image(url, caption=text_of(entry.get("caption")) or "", credit=credit) if url else None


def _name_of(maker: Any) -> str:
    return ", ".join(filter(None, (text_of(one) for one in as_list(maker))))


def parted(text: str) -> tuple[str, str]:
    """A caption, and the credit in it: ``Farmers at the dyke. Photo: Karl Alt/AFP`` tells of both."""
    line = " ".join(text.split())
    for pattern in _CREDITS:
        match = pattern.search(line)
        if match and 0 < len(match["who"].split()) <= MOST_WORDS:
            return line[: match.start()].rstrip(" |•·–—-(["), match["who"].strip(" .,;:")
    return line, ""


def _captioned(inside: Sequence[tuple[int, Image]], story: Sequence[Labelled]) -> Iterator[Image]:
    """Each picture with the captions that follow it; of several in a row, the last has them."""
    captions = {b.block.position: b.text for b in labelled_as(story, Label.CAPTION)}
    told = {block.block.position for block in story}
    often = Counter(captions.get(position, "") for position in {position for position, _ in inside})
    for number, (position, image) in enumerate(inside):
        is_last = number + 1 == len(inside) or inside[number + 1][0] != position
        is_told = is_last and often[captions.get(position, "")] < REPEATED
        pairs = [parted(text) for text in _under(position, captions)] if is_told else []
        caption = " ".join(said for said, _ in pairs if said)
        credit = next((who for _, who in pairs if who), "")
        # Before furniture stands the picture of a teaser as often as one of the story.
        yield replace(image, caption=caption, credit=credit, position=position if position in told else None)


def _under(position: int, captions: Mapping[int, str]) -> Iterator[str]:
    """The caption at a position, and a second one that holds the credit alone."""
    if position not in captions:
        return
    yield captions[position]
    following = captions.get(position + 1, "")
    said, who = parted(following)
    if who and not said:
        yield following


def _both(seen: Image, declared_one: Image) -> Image:
    """What readers see of a picture, and of it what only the head tells."""
    return replace(
        seen,
        alt=seen.alt or declared_one.alt,
        caption=seen.caption or declared_one.caption,
        credit=seen.credit or declared_one.credit,
    )
