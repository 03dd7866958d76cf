"""What does the site call itself?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scraper import urls
from scraper.cleaner.dom import Dom
from scraper.cleaner.schema_org import site_name

# Words that come and go beside a site's name: "Mirror Online" is "The Mirror", "STERN.de" is "Stern".
COMMON = frozenset(
    "the der die das le la les el il lo de het den online news nachrichten noticias notícias actualités nieuws nyheter "
    "zeitung newspaper magazin magazine tv web digital redaktion newsroom redacción redação rédaction redazione com co "
    "uk net org at ch fr es it".split()
)
PRESS = frozenset(
    "daily times post herald tribune star mirror express mail guardian observer chronicle gazette journal telegraph "
    "standard press today weekly report review magazine blog radio studio team staff group agency marketing".split()
)
MIN_LETTERS = 4  # of a word that may name a site
_WORD = re.compile(r"[^\W_]+")


def site_names(dom: Dom, item: Mapping[str, Any]) -> tuple[str, ...]:
    """What the site may be called at the end or the start of a title: its name, its domain with and without suffix."""
    domain = urls.site_of(dom.base)
    return tuple(filter(None, (site_name(dom, item), domain, domain.split(".")[0])))


@dataclass(frozen=True, slots=True)
class Masthead:
    """What may stand beside a title on a page of a site."""

    names: tuple[str, ...]  # what the site calls itself
    host: str = ""  # the letters of the page's host
    sections: frozenset[str] = frozenset()  # the folders that the page's address lies in, their letters

    def knows(self, text: str) -> bool:
        """Whether a text names a section that the address names too, or has a telling word of the host's name."""
        return _letters(text) in self.sections or any(len(w) >= MIN_LETTERS and w in self.host for w in _telling(text))


def masthead_of(dom: Dom, item: Mapping[str, Any]) -> Masthead:
    """The masthead of a page whose article JSON-LD says ``item`` of."""
    parts = urlsplit(dom.base)
    host = "".join((parts.hostname or "").split(".")[:-1])
    folders = map(_letters, parts.path.split("/")[1:-1])
    return Masthead(site_names(dom, item), host, frozenset(folders) - {""})


def same(one: str, other: str) -> bool:
    """Whether two names have the same letters and digits."""
    return _letters(one) == _letters(other)


def is_site(text: str, names: Sequence[str]) -> bool:
    """Whether a text is one of a site's names, or one of them with common words of the trade beside it."""
    if any(same(text, name) for name in names):
        return True
    telling = _telling(text)
    return bool(telling) and any(telling == _telling(name) for name in names)


def is_part_of_site(text: str, names: Sequence[str]) -> bool:
    """Whether a text names the site or a desk of it, whose name begins with the site's: ``MDR THÜRINGEN`` of MDR."""
    words = text.lower().split()
    wholes = [whole for name in names if (whole := name.lower().split())]
    return is_site(text, names) or any(words[: len(whole)] == whole for whole in wholes)


def may_be_person(name: str, names: Sequence[str]) -> bool:
    """Whether a site may be called after a person of this name: it is its name, and no word of the trade is in it."""
    words = {word.lower() for word in _WORD.findall(name)}
    return len(words) > 1 and any(same(name, own) for own in names) and words.isdisjoint(COMMON | PRESS)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in COMMON]
