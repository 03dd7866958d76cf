"""Where do the links of a piece lead?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from scraper.cleaner.features import words
from scraper.cleaner.features.columns import Columns, Family
from scraper.cleaner.features.sight import Sight
from scraper.cleaner.remembered import Once
from scraper.cleaner.runs import maker_of

_ABSOLUTE = ("http:", "https:", "//")
_SHARING = re.compile(
    r"facebook\.com/shar|(?:twitter|x)\.com/(?:intent|share)|//wa\.me/|whatsapp|linkedin\.com/sha|t\.me/share"
    r"|pinterest\.com/pin/create|reddit\.com/submit|bsky\.app/intent|threads\.net/intent"
)
ALL = 0.9  # of the text is link
MANY = 3


class Target(NamedTuple):
    """Where a link leads, in words and in kinds."""

    words: tuple[str, ...]
    away: bool
    sharing: bool
    on_page: bool
    mail: bool


_target_of = maker_of(Target)


def add(columns: Columns, sight: Sight) -> list[tuple[str, ...]]:
    """Columns of links, and of the pictures beside a piece; returns the words of each piece's first link."""
    link, host = sight.link, sight.setting.host
    columns.add(Family.LINKS, "share", link, link > ALL, link > 0, np.log1p(sight.link_count))
    kinds = np.zeros((sight.n, 4), np.float32)
    first: list[tuple[str, ...]] = [()] * sight.n
    leads = Once[str, Target](lambda href: _target(href, host))
    for number, hrefs in enumerate(sight.hrefs):
        if hrefs:
            targets = [leads[href] for href in hrefs]
            first[number] = targets[0].words
            kinds[number] = targets[0][1:] if len(targets) == 1 else _kinds(targets)
    columns.add(Family.LINKS, "kinds", kinds, (sight.link_count == 1) & (link > ALL))
    positions = np.array([position for position, _ in sight.scan.images], np.intp)
    images = np.bincount(positions, minlength=sight.n + 1).clip(0, MANY)
    columns.add(Family.STYLE, "pictures", images[:-1], images[1:])
    return first


def _kinds(targets: Iterable[Target]) -> tuple[float, ...]:
    """The share of links that lead away; of the other kinds whether there is any."""
    _, away, *kinds = zip(*targets, strict=True)
    return sum(away) / len(away), *map(any, kinds)


def _target(href: str, host: str) -> Target:
    low = href.lower()
    away = low.startswith(_ABSOLUTE) and not (host and host in low)
    mail = low.startswith("mailto:")
    sharing = _SHARING.search(low) is not None if away else mail and low.startswith("mailto:?")
    return _target_of((words.of_href(low, host), away, sharing, low.startswith("#"), mail))
